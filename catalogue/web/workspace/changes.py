"""What differs between two versions, as pages show it."""

from dataclasses import dataclass
from itertools import islice
from typing import Final

from flask import url_for

from catalogue.domain import compared
from catalogue.domain.compared import Change
from catalogue.domain.review import place_to_text
from catalogue.domain.telling import Language
from catalogue.services.history import Comparison
from catalogue.web import languages
from catalogue.web.context import services
from catalogue.web.workspace.subjects import Subject

MOST: Final = 200  # fields of one page
FIRST: Final = 12  # of them beside a review


@dataclass(frozen=True, slots=True)
class Row:
    """A field that differs, with the address at which something can be said about it."""

    change: Change
    remark: str


@dataclass(frozen=True, slots=True)
class Changes:
    """The first fields that differ, how many do, and the page that has them all."""

    rows: list[Row]
    count: int
    url: str


def since_published(subject: Subject) -> Changes | None:
    """What the version that is not published yet changes; None where there is nothing to compare."""
    record = subject.record
    if record.published is None or not record.has_draft:
        return None
    pair = record.published.number, record.head.number
    return told(services().histories.compare(subject.who, record.id, *pair), FIRST)


def told(comparison: Comparison, most: int = MOST) -> Changes:
    """The differences in the reader's words."""
    given, record = services(), comparison.record
    language = Language(given.profile, given.vocabularies, languages.reader())
    found = comparison.differences
    shown = compared.told(islice(found, most), comparison.graphs, record.iri, language)
    rows = [Row(change, _remark(record.id, change)) for change in shown]
    pair = {"before": comparison.before.number, "after": comparison.after.number}
    return Changes(rows, len(found), url_for("workspace.compare", id=record.id, **pair))  # type: ignore[arg-type]


def _remark(id: str, change: Change) -> str:
    return url_for("workspace.review", id=id, place=place_to_text(change.place), _anchor="say")
