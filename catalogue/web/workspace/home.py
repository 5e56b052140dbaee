"""The workspace's home: what somebody works on."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from flask import Response, request, url_for

from catalogue.domain import values
from catalogue.domain.languages import best, foreign, order
from catalogue.domain.people import Permission
from catalogue.domain.record import Record
from catalogue.domain.review import Stage
from catalogue.rdf.splitting import CLASSES
from catalogue.services.choices import plain
from catalogue.services.editing import Entry
from catalogue.web import languages
from catalogue.web.actors import actor
from catalogue.web.context import services
from catalogue.web.languages import gettext
from catalogue.web.paging import pages
from catalogue.web.workspace import stages, subjects
from catalogue.web.workspace.blueprint import page, workspace
from catalogue.web.workspace.desk import done

PAGE: Final = 25
DUE: Final = 3  # checks that the home tells of
MOST: Final = 5_000  # descriptions that a list goes through
_BATCH: Final = 500


@dataclass(frozen=True, slots=True)
class Line:
    """A description in the list. `beside` says that readers have an earlier version."""

    id: str
    title: str
    language: str
    stage: Stage
    beside: bool
    unsaved: bool
    byline: tuple[str, ...]


@workspace.get("/")
def home() -> Response:
    """What somebody works on, the newest first; found by title and by where it stands."""
    question, state = request.args.get("q", "").strip()[:200], request.args.get("state", "")
    lines = [line for line in _lines() if _suits(line, question, state)]
    number = min(max(request.args.get("page", 1, type=int), 1), max(-(-len(lines) // PAGE), 1))
    return page(
        "home.html",
        question=question,
        state=state,
        states=[(each.value, stages.words(each)) for each in Stage],
        total=len(lines),
        entries=lines[(number - 1) * PAGE : number * PAGE],
        pages=pages(number, -(-len(lines) // PAGE), lambda to: _url(question, state, to)),
        may_create=bool(actor().where(Permission.EDIT)) or actor().administrator,
        due=_due(),
        told=done(request.args.get("done", "")),
    )


def _due() -> list[tuple[str, str]]:
    """The first checks that are due: what is to be checked, and by when."""
    found = services().yearly_checks.due(actor())[:DUE]
    return [(subjects.title(each.record), values.day(each.day, languages.reader())) for each in found]


def _lines() -> Iterator[Line]:
    entries = list(_entries())
    standing = services().workflow.stages([entry.record for entry in entries])
    names = {each.id: each.name for each in services().accounts.organisations(actor())}
    wished = order([languages.current()], services().settings.languages)
    for entry in entries:
        yield _line(entry, standing[entry.record.number], names, wished)


def _entries() -> Iterator[Entry]:
    after, left = None, MOST
    while left > 0:
        found = services().editing.mine(actor(), after=after, limit=_BATCH)
        yield from found
        if len(found) < _BATCH:
            return
        after, left = found[-1].record.number, left - len(found)


def _line(entry: Entry, at: Stage, names: dict[str, str], wished: tuple[str, ...]) -> Line:
    record = entry.record
    title, language = best(entry.titles, wished)
    organisation = names.get(record.organisation, record.organisation) if len(names) > 1 else ""
    changed = gettext("Changed on %(day)s by %(who)s") % {
        "day": values.day(record.head.at, languages.reader()),
        "who": record.head.author or gettext("somebody"),
    }
    return Line(
        record.id,
        title or gettext("Untitled"),
        foreign(language, languages.current()),
        at,
        record.published is not None and record.has_draft,
        entry.copy is not None,
        tuple(part for part in (_kind(record), organisation, changed) if part),
    )


def _kind(record: Record) -> str:
    """What is described, where that is no dataset."""
    if record.kind is services().editing.kinds[0]:
        return ""
    return services().profile.name(CLASSES.get(record.kind, ""), languages.current())


def _suits(line: Line, question: str, state: str) -> bool:
    words = plain(question).split()
    return (not state or line.stage == state) and all(word in plain(line.title) for word in words)


def _url(question: str, state: str, number: int) -> str:
    return url_for("workspace.home", q=question or None, state=state or None, page=number)
