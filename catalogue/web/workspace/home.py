"""The workspace's home: what somebody works on."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from flask import Response, request, url_for

from catalogue.domain import values
from catalogue.domain.languages import best, foreign, order
from catalogue.domain.people import Permission
from catalogue.domain.record import Record
from catalogue.domain.review import Stage
from catalogue.domain.spelling import plain
from catalogue.rdf.splitting import CLASSES
from catalogue.services.own_lists import Asked, Entries, Entry, Sort
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
LONGEST: Final = 200  # characters of a question
DEEPEST: Final = 1_000_000  # pages, so that every database takes the number


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


@dataclass(frozen=True, slots=True)
class Question:
    """What the address asks for: words of the title, where it stands, whose it is, and in which order.

    What the address gives and this list does not know is left out.
    """

    words: str
    stage: Stage | None
    organisation: str
    sort: Sort

    @classmethod
    def of(cls, organisations: Mapping[str, str]) -> "Question":
        given = request.args
        stage = next((each for each in Stage if each == given.get("state")), None)
        sort = next((each for each in Sort if each == given.get("sort")), Sort.CHANGED)
        organisation = given.get("organisation", "")
        known = organisation if organisation in organisations else ""
        return cls(given.get("q", "").strip()[:LONGEST], stage, known, sort)

    @property
    def narrows(self) -> bool:
        return bool(self.words or self.stage or self.organisation)

    def url(self, number: int) -> str:
        """The address of a page."""
        return url_for(
            "workspace.home",
            q=self.words or None,
            state=self.stage,
            organisation=self.organisation or None,
            sort=None if self.sort is Sort.CHANGED else self.sort,
            page=number if number > 1 else None,
        )

    def page(self, number: int) -> Entries:
        """The descriptions of a page."""
        organisation, start = self.organisation or None, (number - 1) * PAGE
        wished = order([languages.current()], services().settings.languages)
        asked = Asked(self.words, self.stage, organisation, wished, self.sort, start, PAGE)
        return services().editing.mine(actor(), asked)


@workspace.get("/")
def home() -> Response:
    """What somebody works on: found by title, by where it stands and by organisation, in the order that they like."""
    names = {each.id: each.name for each in services().accounts.organisations(actor())}
    question = Question.of(names)
    number = min(max(request.args.get("page", 1, type=int), 1), DEEPEST)
    found = question.page(number)
    last = max(-(-found.total // PAGE), 1)
    if number > last:
        number, found = last, question.page(last)
    return page(
        "home.html",
        question=question,
        states=[(each.value, stages.words(each)) for each in Stage],
        organisations=sorted(names.items(), key=lambda pair: plain(pair[1])) if len(names) > 1 else [],
        sorts=_sorts(),
        total=found.total,
        entries=_lines(found, names),
        pages=pages(number, last, question.url),
        may_create=bool(actor().where(Permission.EDIT)) or actor().administrator,
        due=_due(),
        told=done(request.args.get("done", "")),
    )


def _sorts() -> list[tuple[Sort, str]]:
    return [(Sort.CHANGED, gettext("Last changed first")), (Sort.TITLE, gettext("By title"))]


def _due() -> list[tuple[str, str]]:
    """The first checks that are due: what is to be checked, and by when."""
    found = services().yearly_checks.due(actor())[:DUE]
    return [(subjects.title(each.record), values.day(each.day, languages.reader())) for each in found]


def _lines(found: Entries, names: Mapping[str, str]) -> list[Line]:
    standing = services().workflow.stages([entry.record for entry in found.entries])
    wished = order([languages.current()], services().settings.languages)
    return [_line(entry, standing[entry.record.number], names, wished) for entry in found.entries]


def _line(entry: Entry, at: Stage, names: Mapping[str, str], wished: tuple[str, ...]) -> Line:
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
