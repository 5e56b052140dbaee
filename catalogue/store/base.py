"""What the services ask of a store: four small interfaces over one database.

One transaction a call. Every implementation passes `tests/contracts/test_store.py`.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Literal, Protocol

from catalogue.domain.harvest import Run, Source
from catalogue.domain.record import Change, Kind, Record, Revision, State, Write

Key = Literal["iri", "id", "identifier", "number"]


@dataclass(frozen=True, slots=True)
class Selection:
    """Which records, in the order of their numbers (from the last one if `backwards`).

    `after` is the number to start beyond, in the direction of travel; None starts at the end of it.
    `public` keeps those that readers may know of: published, or withdrawn with a tombstone. `unchecked_since`
    keeps our own that since that moment neither changed for readers nor were checked by their holder.
    """

    after: int | None = None
    limit: int = 100
    states: frozenset[State] | None = None
    kinds: frozenset[Kind] | None = None
    public: bool = False
    source: str | None = None
    unchecked_since: datetime | None = None
    organisations: frozenset[str] | None = None
    own: bool = False  # without what comes from sources
    changed_since: datetime | None = None
    backwards: bool = False


class RecordStore(Protocol):
    """Records with their current revisions."""

    def find(self, by: Key, values: Collection[str | int]) -> Mapping[str | int, Record]:
        """The records that have one of the values, by value; a value without a record is left out."""

    def select(self, selection: Selection) -> Sequence[Record]:
        """The records of a selection."""

    def count(self, selection: Selection) -> int:
        """How many records a selection has, whatever its limit and start."""

    def put(self, writes: Sequence[Write]) -> Sequence[Record]:
        """Store all of them or none, with a change row each, and give the records as they are now.

        One IRI stands only once among them; what was removed is left out of the answer.
        Raises Stale when a record is not at the expected revision, HeldElsewhere when an `id` is taken.
        """

    def put_in_turn(self, writes: Sequence[Write]) -> Record:
        """Store all writes about one IRI or none, each on top of the one before; otherwise as `put`."""

    def ntriples(self, hashes: Collection[str]) -> Mapping[str, str]:
        """The stored canonical N-Triples of each hash."""


def walk(store: RecordStore, selection: Selection) -> Iterator[Record]:
    """All records of a selection, `limit` of them at a time; those that come meanwhile come too."""
    while records := store.select(selection):
        yield from records
        selection = replace(selection, after=records[-1].number)


class History(Protocol):
    """Revisions, and the feed of changes."""

    def revisions(self, number: int) -> Sequence[Revision]:
        """All revisions of a record, the oldest first."""

    def hide_revision(self, number: int, revision: int) -> bool:
        """Take a revision of a record from the readers who have had it; whether it was one that is not the current."""

    def changes(self, after: int, limit: int) -> Sequence[Change]:
        """The changes beyond a position, the oldest first."""

    def changed_for_readers(self) -> datetime | None:
        """When anything changed last that readers may know of, which a saved draft is not; None when nothing did."""

    def position(self) -> int:
        """The position of the newest change; 0 when there is none."""


class SourceStore(Protocol):
    """Harvest sources and their runs."""

    def sources(self) -> Sequence[Source]:
        """All sources by id."""

    def save_source(self, source: Source) -> None:
        """Add a source, or replace the one with its id."""

    def save_run(self, run: Run) -> None:
        """Add a run, or replace the one with its id; its outcomes are kept with it."""

    def runs(self, source: str, limit: int) -> Sequence[Run]:
        """The latest runs of a source, the newest first."""


@dataclass(frozen=True, slots=True)
class KeptResult:
    """The result of a public check as it is kept: under an id that nobody guesses, until a moment."""

    id: str
    until: datetime
    data: bytes


class ResultStore(Protocol):
    """What the public had checked, for a while."""

    def keep_result(self, result: KeptResult, now: datetime, most: int) -> None:
        """Keep a result. Those that are over go, and then those that end soonest, until all fit into `most` bytes.

        Raises ResultTooLarge, and removes none, when this one alone does not fit.
        """

    def result(self, id: str, now: datetime) -> KeptResult | None:
        """The result of an id; None when there is none, or it is over."""

    def remove_result(self, id: str) -> bool:
        """Remove a result now; whether there was one."""

    def purge_results(self, now: datetime) -> int:
        """Remove what is over; gives how many."""
