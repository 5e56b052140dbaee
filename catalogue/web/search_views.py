"""How the results of a search are set: as a list, or as a table that compares their figures."""

from dataclasses import dataclass
from typing import Final

from catalogue.domain import values
from catalogue.domain.errors import BadParameter
from catalogue.domain.languages import Reader
from catalogue.domain.search import Pairs
from catalogue.domain.telling import Value
from catalogue.services.search_page import Found
from catalogue.web.context import services
from catalogue.web.languages import gettext
from catalogue.web.parameters import Given

LIST: Final = "list"
TABLE: Final = "table"
VIEWS: Final = (LIST, TABLE)
_PARAMETER: Final = "view"


@dataclass(frozen=True, slots=True)
class View:
    """The view that is asked for. `kept` is what addresses say of it: nothing of the usual one."""

    name: str

    @property
    def is_table(self) -> bool:
        """Whether results stand in a table."""
        return self.name == TABLE

    @property
    def kept(self) -> Pairs:
        return () if self.name == LIST else ((_PARAMETER, self.name),)


def asked(given: Given) -> View:
    """The view that parameters ask for. Raises BadParameter."""
    name = next(iter(given.get(_PARAMETER, ())), "").strip() or LIST
    if name not in VIEWS:
        expected = gettext("one of %(values)s") % {"values": ", ".join(VIEWS)}
        raise BadParameter(name=_PARAMETER, value=name[:40], expected=expected)
    return View(name)


@dataclass(frozen=True, slots=True)
class Row:
    """A result as a row; figures are "" where they are not told."""

    holder: Value
    people: str
    years: str
    variables: str
    updated: str


def row(hit: Found, reader: Reader) -> Row:
    """A result in figures."""
    card = hit.card
    holder, language = services().search_labels.holder(card, reader)
    first, last = ("" if end is None else str(end) for end in card["years"] or (None, None))
    return Row(
        Value(holder, language),
        values.number(card["people"], reader) if card["people"] else "",
        values.years(first, last, reader),
        values.number(card["variables"], reader) if card["variables"] else "",
        values.day(card["changed"], reader, short=True),
    )
