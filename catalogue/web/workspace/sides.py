"""Where a description leads: what can be done with it, and what it can begin from."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Final

from flask import current_app, url_for

from catalogue.domain.sentences import Sentence
from catalogue.domain.terms import HEALTHDCATAP
from catalogue.web import reasons
from catalogue.web.workspace.desk import Desk


@dataclass(frozen=True, slots=True)
class Way:
    """A link to a page, with what it is good for."""

    url: str
    label: str
    help: str = ""


# Endpoints and words; a part of an instance that is not there has no link.
ACTIONS: Final = (
    ("workspace.preview", Sentence("Preview")),
    ("workspace.review", Sentence("Review and publication")),
)
SHEETS: Final = (
    ("workspace.variables", Sentence("Variables")),
    ("workspace.other_forms", Sentence("Spreadsheet, template and copy")),
)
STARTS: Final[tuple[tuple[str, Sentence, Sentence], ...]] = (
    (
        "workspace.templates",
        Sentence("A template"),
        Sentence("What your organisation has kept to begin from."),
    ),
    (
        "workspace.duplicate",
        Sentence("Another description of yours"),
        Sentence("A copy with an address of its own, without dates and identifiers."),
    ),
    (
        "workspace.upload",
        Sentence("A file"),
        Sentence("RDF in any serialisation, or the spreadsheet of this catalogue."),
    ),
    (
        "workspace.start_from_other",
        Sentence("A description of the catalogue"),
        Sentence("Also one that was harvested: a copy of your own, which names where it came from."),
    ),
)


def of(desk: Desk) -> dict[str, Any]:
    """The ways from a description, for its page."""
    has_variables = desk.profile.field(desk.owner, str(HEALTHDCATAP.hasVariables)) is not None
    sheets = [each for each in SHEETS if has_variables or each[0] != "workspace.variables"]
    return {"actions": list(_ways(ACTIONS, desk.id)), "ways": list(_ways(sheets, desk.id))}


def starts() -> list[Way]:
    """What a description can begin from, beside nothing."""
    known = current_app.view_functions
    return [
        Way(url_for(endpoint), reasons.translate(label), reasons.translate(help))
        for endpoint, label, help in STARTS
        if endpoint in known
    ]


def _ways(table: Iterable[tuple[str, Sentence]], id: str) -> Iterator[Way]:
    for endpoint, words in table:
        if endpoint in current_app.view_functions:
            yield Way(url_for(endpoint, id=id), reasons.translate(words))
