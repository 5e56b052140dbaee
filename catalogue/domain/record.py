"""What the catalogue knows about a description: a record with its revisions, and the feed of changes."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Literal

from catalogue.domain.report import Report


class Kind(StrEnum):
    """What a record describes."""

    DATASET = "dataset"
    SERIES = "series"
    SERVICE = "service"
    CATALOG = "catalog"
    OTHER = "other"


class State(StrEnum):
    DRAFT = "draft"
    IN_REVIEW = "in-review"
    PUBLISHED = "published"
    WITHDRAWN = "withdrawn"


class Publish(StrEnum):
    """Which descriptions of an import or a source are published: those that conform, all, or none."""

    CONFORMING = "conforming"
    ALWAYS = "always"
    NEVER = "never"


class ChangeKind(StrEnum):
    """Why a row stands in the change feed."""

    SAVED = "saved"  # a draft; nothing public changed
    PUBLISHED = "published"
    WITHDRAWN = "withdrawn"
    REMOVED = "removed"  # the record and its revisions are gone; no tombstone
    CHECKED = "checked"


@dataclass(frozen=True, slots=True)
class Description:
    """One RDF description, as it is stored.

    `ntriples` is the RDFC-1.0 canonical form (sorted lines, blank nodes `_:c14nN`), `hash` the SHA-256 of
    it in hex: equal hashes are equal graphs. `mentions` are the IRIs of other entries that it names, with the
    class that they have where they are described: it stands in their descriptions, and a validator may ask.
    """

    iri: str
    kind: Kind
    ntriples: str
    hash: str
    mentions: tuple[tuple[str, str], ...] = field(default=(), compare=False)


@dataclass(frozen=True, slots=True)
class Revision:
    """One stored version of a description. `number` counts from 1 within its record.

    `published` is when readers first got it: None for a draft, and for what a withdrawal took from them.
    """

    number: int
    hash: str
    at: datetime
    author: str
    reason: str
    report: Report
    person: str = ""  # the id of who saved it, where that was somebody with an account or a key
    published: datetime | None = None


@dataclass(frozen=True, slots=True)
class Record:
    """A description's place in the catalogue. All times are UTC.

    `number` is given once and never reused: feeds page by it. `id` is what our URLs show. `head` is the
    newest revision, `published` the one readers get (None before the first publication and after a
    withdrawal); where they differ, a draft stands beside what is published.
    """

    number: int
    id: str
    iri: str
    kind: Kind
    state: State
    head: Revision
    published: Revision | None
    source: str | None  # the harvest source, or None for one of our own
    listed: datetime | None  # first publication
    changed: datetime  # last change of what the public sees, or of the draft before that
    checked: datetime | None  # last time the holder or the source confirmed it
    withdrawn: datetime | None = None
    withdrawal_reason: str = ""
    organisation: str = ""  # whose members edit it; empty for what only the operator does
    last_published: int | None = None  # the revision that readers get, or got until it was withdrawn

    @property
    def has_draft(self) -> bool:
        return self.published is None or self.head.number != self.published.number


@dataclass(frozen=True, slots=True)
class Change:
    """One row of the feed. `position` grows by commit order, with no gap that could fill later."""

    position: int
    number: int
    kind: ChangeKind
    at: datetime


@dataclass(frozen=True, slots=True)
class Write:
    """What to store about one IRI, in one transaction with the others given beside it.

    `expected` is the head revision that the writer has seen: None says that there is no record yet, and
    then `id` names it. `description` None keeps the stored head (a withdrawal, a publication, a check).
    `state` is the state to be in: PUBLISHED publishes the head; DRAFT on a published record makes a draft
    beside it. `identifiers` are the description's `dct:identifier` values. `readers` is the revision that readers
    get as the writer has seen it, where that matters: of two who publish at the same moment one does. A `report`
    without a description replaces that of the head.
    """

    iri: str
    expected: int | None
    change: ChangeKind
    state: State
    description: Description | None = None
    report: Report | None = None
    identifiers: tuple[str, ...] = ()
    id: str = ""
    source: str | None = None
    author: str = ""
    reason: str = ""
    organisation: str | None = None  # None keeps it
    person: str = ""
    readers: int | Literal["any"] | None = "any"


class OutcomeKind(StrEnum):
    """What became of one item of an import or a harvest."""

    CREATED = "created"
    UPDATED = "updated"
    UNCHANGED = "unchanged"
    DRAFT = "draft"
    WITHDRAWN = "withdrawn"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one item: its IRI (or file, where it has none), and why."""

    kind: OutcomeKind
    name: str
    reason: str = ""
    title: str = ""


@dataclass(slots=True)
class Summary:
    """Counts and the outcomes worth telling of a whole run; unchanged items are only counted."""

    counts: dict[OutcomeKind, int] = field(default_factory=lambda: dict.fromkeys(OutcomeKind, 0))
    told: list[Outcome] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def add(self, outcome: Outcome) -> None:
        self.counts[outcome.kind] += 1
        if outcome.kind in (OutcomeKind.DRAFT, OutcomeKind.REFUSED, OutcomeKind.WITHDRAWN):
            self.told.append(outcome)

    def __iter__(self) -> Iterator[Outcome]:
        return iter(self.told)
