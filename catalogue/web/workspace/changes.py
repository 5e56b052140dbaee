"""What differs between two versions, as pages show it."""

from dataclasses import dataclass
from itertools import islice
from typing import Final

from flask import url_for

from catalogue.domain import compared
from catalogue.domain.compared import Change
from catalogue.domain.review import place_to_text
from catalogue.domain.telling import Language
from catalogue.services.differing import Comparison
from catalogue.web import languages
from catalogue.web.context import services
from catalogue.web.workspace.subjects import Subject

MOST: Final = 200  # fields of one page
FIRST: Final = 12  # of them beside a review
LARGE: Final = 10_000  # statements that are not compared while somebody waits for another page


@dataclass(frozen=True, slots=True)
class Row:
    """A field that differs, with the address at which something can be said about it."""

    change: Change
    remark: str


@dataclass(frozen=True, slots=True)
class Changes:
    """The first fields that differ, how many do, and the page that has them all.

    `later` says that it takes a while, so that only that page tells them.
    """

    rows: list[Row]
    count: int
    url: str
    later: bool = False


def since_published(subject: Subject) -> Changes | None:
    """What the version that is not published yet changes; None where there is nothing to compare."""
    record = subject.record
    if record.published is None or not record.has_draft:
        return None
    pair = record.published.number, record.head.number
    if services().reading.ntriples(record, draft=True).count("\n") > LARGE:
        return Changes([], 0, _url(record.id, *pair), later=True)
    return told(services().histories.compare(subject.who, record.id, *pair), FIRST)


def told(comparison: Comparison, most: int = MOST) -> Changes:
    """The differences in the reader's words."""
    given, record = services(), comparison.record
    language = Language(given.profile, given.vocabularies, languages.reader())
    found = comparison.differences
    shown = compared.told(islice(found, most), comparison.graphs, record.iri, language)
    rows = [Row(change, _remark(record.id, change)) for change in shown]
    return Changes(rows, len(found), _url(record.id, comparison.before.number, comparison.after.number))


def _url(id: str, before: int, after: int) -> str:
    return url_for("workspace.compare", id=id, before=before, after=after)


def _remark(id: str, change: Change) -> str:
    return url_for("workspace.review", id=id, place=place_to_text(change.place), _anchor="say")
