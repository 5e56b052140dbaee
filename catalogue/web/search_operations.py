"""The operations of search: their parameters, answers and problems, as the interface declares and documents them."""

from typing import Final

from catalogue.domain.ranges import RANGES
from catalogue.domain.search import Sort
from catalogue.web import search_schemas as schemas
from catalogue.web.openapi import Content, Operation, Parameter
from catalogue.web.reasons import say

LARGEST: Final = 100  # results of a page
JSON: Final = "application/json"
WORDS: Final = Parameter("q", say("Words, a code, the name of a variable or an identifier."))
LANG: Final = Parameter(
    "lang", say("The language of labels and of the words that are typed, instead of Accept-Language.")
)
_RANGES: Final = tuple(
    Parameter(
        f"{each.id}_{end}",
        say("From or to this; what overlaps it is found."),
        {"type": "string", "format": "date"} if each.of_days else {"type": "number"},
    )
    for each in RANGES
    for end in ("min", "max")
)
_PAGE: Final = {"type": "integer", "minimum": 1}

SEARCH: Final = Operation(
    "search",
    say("Search the datasets"),
    say(
        "Finds published datasets and series, as the page of the search does and with the same parameters. A filter "
        "is repeated for several values; “facets” of an answer names the filters and their values. Other parameters "
        "are ignored. To a request with a key and none of these parameters it lists the descriptions of its "
        "organisation instead."
    ),
    Content(
        say("A page of results."),
        {JSON: schemas.Search},
        {"ETag": say("Changes when the answer does.")},
    ),
    parameters=(
        WORDS,
        LANG,
        Parameter(
            "page",
            say("From 1; beyond the last page, the results are empty. At most 10,000 can be paged to."),
            {**_PAGE, "default": 1},
        ),
        Parameter("page_size", say("Results of a page."), {**_PAGE, "maximum": LARGEST, "default": 20}),
        Parameter(
            "sort", say("The order of the results."), {"type": "string", "enum": [str(each) for each in Sort]}
        ),
        *_RANGES,
    ),
    problems={
        400: say("A value that cannot be meant; the problem says what is expected."),
        401: say("The key is not known, or over."),
        503: say("The search is not available for now."),
    },
    filtered=True,
)

SUGGEST: Final = Operation(
    "suggestions",
    say("Suggest while somebody types"),
    say(
        "What may be meant by the beginning of a question: titles, concepts and organisations that datasets have, "
        "names of variables, and codes. From two characters on."
    ),
    Content(say("The suggestions, in groups."), {JSON: schemas.Groups}),
    parameters=(Parameter("q", say("What is typed so far.")), LANG),
    problems={
        400: say("A value that cannot be meant; the problem says what is expected."),
        503: say("The search is not available for now."),
    },
)
