"""The operations that list what datasets have in common."""

from collections.abc import Callable
from typing import Any, Final
from urllib.parse import urlencode

from flask import Response, request

from catalogue.domain.things import Thing, ThingKind
from catalogue.services.searching import PAGE_SIZE
from catalogue.web import frame, languages, parameters, thing_schemas, things
from catalogue.web.api import interface
from catalogue.web.context import services
from catalogue.web.openapi import Content, Operation, Parameter
from catalogue.web.reasons import say
from catalogue.web.search_api import answer, before, page_size, speak
from catalogue.web.search_operations import JSON, LANG, LARGEST

_NUMBER: Final = {"type": "integer", "minimum": 1}
_PARAMETERS: Final = (
    LANG,
    Parameter("page", say("From 1; beyond the last page, the list is empty."), {**_NUMBER, "default": 1}),
    Parameter("page_size", say("Results of a page."), {**_NUMBER, "maximum": LARGEST, "default": 20}),
)
_SUMMARIES: Final = {
    ThingKind.THEMES: say("List the themes"),
    ThingKind.HOLDERS: say("List the data holders"),
    ThingKind.BODIES: say("List the health data access bodies"),
    ThingKind.SERIES: say("List the series of datasets"),
    ThingKind.KEYWORDS: say("List the keywords"),
}


def _operation(kind: ThingKind) -> Operation:
    return Operation(
        str(kind),
        _SUMMARIES[kind],
        say("Those that published datasets have, from A to Z, with how many datasets each has."),
        Content(
            say("A page of the list."),
            {JSON: thing_schemas.Things},
            {"ETag": say("Changes when the answer does.")},
        ),
        parameters=_PARAMETERS,
        problems={
            400: say("A value that cannot be meant; the problem says what is expected."),
            503: say("The search is not available for now."),
        },
    )


def _view(kind: ThingKind) -> Callable[[], Response]:
    def view() -> Response:
        speak()
        return answer(_told(kind, parameters.positive("page"), page_size()))

    view.__doc__ = f"The {kind} of published datasets, with their counts."
    return view


def _told(kind: ThingKind, page: int, size: int) -> dict[str, Any]:
    listed = services().things.listed(kind, languages.reader())
    last = -(-len(listed) // size)
    some = services().things.counted(listed[(page - 1) * size : page * size])
    return {
        "total": len(listed),
        "page": page,
        "page_size": size,
        "results": list(map(_thing, some)),
        "links": {
            "next": _address(page + 1, size) if page * size < len(listed) else None,
            "previous": _address(before(page, last), size) if page > 1 else None,
        },
    }


def _thing(thing: Thing) -> dict[str, Any]:
    return {
        "id": thing.slug,
        "label": thing.label,
        "language": thing.language,
        "count": thing.count,
        "filter": thing.facet or None,
        "values": list(thing.values),
        "url": frame.absolute(things.address(thing)),
    }


def _address(page: int, size: int) -> str:
    """Where another page of this list is."""
    lang = [("lang", request.args["lang"])] if request.args.get("lang") else []
    sizes = [("page_size", str(size))] if size != PAGE_SIZE else []
    return f"{services().settings.base_url}{request.path}?{urlencode([('page', str(page)), *lang, *sizes])}"


# `/series` is where programs keep their own series (`records_api`).
_PATHS: Final = {ThingKind.SERIES: "dataset-series"}

for each in ThingKind:
    interface.add("GET", f"/{_PATHS.get(each, each)}", _operation(each))(_view(each))
