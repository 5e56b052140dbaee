"""The operation that sets datasets side by side."""

from typing import Any, Final

from flask import Response, url_for

from catalogue.domain.selection import NothingPicked
from catalogue.domain.side_by_side import MOST, Comparison, Line, Shared, plain
from catalogue.services.translating import colon
from catalogue.web import comparing, frame, languages, thing_schemas
from catalogue.web.api import interface
from catalogue.web.openapi import Content, Operation, Parameter
from catalogue.web.picked import PARAMETER, Picked, page
from catalogue.web.reasons import say
from catalogue.web.search_api import answer, speak
from catalogue.web.search_operations import JSON, LANG

_COMPARE: Final = Operation(
    "compare",
    say("Compare datasets"),
    say(
        "Up to four published datasets side by side: each property with what they say, in words of the language asked "
        "for, and whether they agree; and the variables that they have in common, by name and by code."
    ),
    Content(
        say("The datasets side by side."),
        {JSON: thing_schemas.Comparison},
        {"ETag": say("Changes when the answer does.")},
    ),
    parameters=(
        Parameter(
            PARAMETER,
            say("Id of a dataset, as the search tells it. Repeated for each."),
            {"type": "array", "items": {"type": "string"}, "minItems": 1, "maxItems": MOST},
            required=True,
        ),
        LANG,
    ),
    problems={
        400: say("No dataset, or more than four."),
        404: say("None of the datasets is here."),
    },
)


@interface.add("GET", "/compare", _COMPARE)
def compare() -> Response:
    """Datasets side by side."""
    speak()
    found = comparing.asked()
    if not found.records:
        raise NothingPicked
    return answer(_told(found, comparing.of(found)))


def _told(found: Picked, compared: Comparison) -> dict[str, Any]:
    pages = [page(record) for record in found.records]
    return {
        "datasets": [
            {
                "id": record.id,
                "iri": record.iri,
                "title": shown.title.text,
                "url": frame.absolute(url_for("pages.dataset", id=record.id)),
            }
            for record, shown in zip(found.records, pages, strict=True)
        ],
        "missing": [
            {"id": each.id, "reason": each.reason, "withdrawn": each.withdrawn} for each in found.missing
        ],
        "groups": [
            {"id": block.id, "label": block.label, "properties": list(map(_property, block.lines))}
            for block in compared.blocks
        ],
        "variables": {
            "counts": [len(shown.variables) for shown in pages],
            "by_name": list(map(_shared, compared.by_name)),
            "by_code": list(map(_shared, compared.by_code)),
        },
    }


def _property(line: Line) -> dict[str, Any]:
    return {
        "path": line.path or None,
        "label": line.label,
        "agreement": str(line.agreement),
        "values": [[plain(value, colon(languages.current())) for value in cell] for cell in line.cells],
    }


def _shared(each: Shared) -> dict[str, Any]:
    return {"label": each.label, "names": [[variable.name for variable in cell] for cell in each.cells]}
