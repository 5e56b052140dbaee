"""The operation that searches variables across datasets."""

from typing import Any, Final
from urllib.parse import urlencode

from flask import Response, request

from catalogue.domain.errors import BadParameter
from catalogue.domain.languages import best
from catalogue.services.searching import PAGE_SIZE
from catalogue.services.variable_search import GROUPS, PARAMETER, HasVariables, Match, VariablePage
from catalogue.web import languages
from catalogue.web.api import interface
from catalogue.web.context import services
from catalogue.web.languages import gettext
from catalogue.web.openapi import Content, Operation, Parameter
from catalogue.web.reasons import say
from catalogue.web.search_api import answer, before, page_size, speak
from catalogue.web.search_operations import JSON, SEARCH
from catalogue.web.variable_schemas import VariableSearch

_OTHERS: Final = tuple(each for each in SEARCH.parameters if each.name not in (PARAMETER, "sort"))

_SEARCH: Final = Operation(
    "variables",
    say("Search variables"),
    say(
        "The datasets that have, for each “q”, a variable that says all of it: by its name, words of its title or "
        "description, its type, or its code. The filters of the search of datasets narrow them, under the same names."
    ),
    Content(
        say("The datasets with the variables that match."),
        {JSON: VariableSearch},
        {"ETag": say("Changes when the answer does.")},
    ),
    parameters=(
        Parameter(
            PARAMETER,
            say("What a variable says. May be repeated: a dataset must have a variable for each."),
            {"type": "array", "items": {"type": "string"}, "minItems": 1, "maxItems": GROUPS},
            required=True,
        ),
        *_OTHERS,
    ),
    problems={
        400: say("A value that cannot be meant; the problem says what is expected."),
        503: say("The search is not available for now."),
    },
    filtered=True,
)


@interface.add("GET", "/variables", _SEARCH)
def variables() -> Response:
    """The datasets that have variables."""
    speak()
    size = page_size()
    given = request.args.to_dict(flat=False)
    found = services().variable_searching.search(given, languages.reader(), size, counts=False)
    if not found.texts:
        raise BadParameter(
            name=PARAMETER, value="", expected=gettext("words of a variable, its name or its code")
        )
    page, is_there = found.asked, found.asked == found.query.page
    return answer(
        {
            "total": found.total,
            "page": page,
            "page_size": size,
            "results": [_dataset(hit) for hit in found.hits] if is_there else [],
            "links": {
                "next": _address(found, page + 1) if page < found.pages else None,
                "previous": _address(found, before(page, found.pages)) if page > 1 else None,
            },
        }
    )


def _address(found: VariablePage, page: int) -> str:
    """Where a page of these results is."""
    size = found.query.page_size
    lang = [("lang", request.args["lang"])] if request.args.get("lang") else []
    sizes = [("page_size", str(size))] if size != PAGE_SIZE else []
    return f"{services().settings.base_url}{request.path}?{urlencode([*found.at(page), *lang, *sizes])}"


def _dataset(hit: HasVariables) -> dict[str, Any]:
    title, language = best(hit.card["titles"], languages.reader().languages)
    return {
        "id": hit.card["id"],
        "iri": hit.iri,
        "url": f"{services().settings.base_url}/{languages.current()}/dataset/{hit.card['id']}",
        "title": title,
        "language": language,
        "access": hit.card["access"],
        "access_label": hit.access,
        "matches": [{"group": group.text, "count": len(group.matches) + group.more} for group in hit.groups],
        "variables": [_variable(group.text, match) for group in hit.groups for match in group.matches],
    }


def _variable(group: str, match: Match) -> dict[str, Any]:
    return {
        "group": group,
        "name": match.said.name,
        "title": "".join(text for text, _ in match.title),
        "description": "".join(text for text, _ in match.meaning),
        "type": match.said.type,
        "codes": list(match.said.codes),
    }
