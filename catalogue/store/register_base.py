"""What the services ask of a store about registers, changes of them on their way, templates, and what is handed in.

One transaction a call, as in `base`. Every implementation passes `tests/contracts/test_register_store.py`.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from catalogue.domain.record import Write
from catalogue.domain.register import Change, Item, RegisterEntry


class RegisterStore(Protocol):
    """Agents and contacts with every version of them, and who uses them."""

    def entries(
        self, organisations: Collection[str] | None = None, iris: Collection[str] | None = None
    ) -> Sequence[RegisterEntry]:
        """The newest versions by name: of organisations (the shared ones are of ""), or with these IRIs."""

    def entry_versions(self, iri: str) -> Sequence[RegisterEntry]:
        """All versions of an entry, the oldest first."""

    def save_entry(self, entry: RegisterEntry) -> None:
        """Add the next version of an entry. Raises Stale when the newest one is not the version before."""

    def remove_entry(self, iri: str) -> bool:
        """Remove an entry with all its versions, unless a description uses it; whether it was removed."""

    def uses(self, iri: str, *, public: bool = False) -> Sequence[int]:
        """The records that name an entry in their newest revision or for readers; with `public` only the latter."""

    def use_counts(self, iris: Collection[str]) -> Mapping[str, int]:
        """How many records use each entry; those that none uses are left out."""

    def note_uses(self, texts: Sequence[tuple[int, str, bool]]) -> None:
        """Note what records name whose revisions are older than an entry: the number, N-Triples, and whether it is
        what readers get or the newest revision.
        """


class ChangeStore(Protocol):
    """Changes of the register on their way to the descriptions that use it."""

    def start_change(
        self, change: Change, records: Sequence[int], entries: Sequence[RegisterEntry] = ()
    ) -> None:
        """Add a change with the records that it concerns and the next versions of entries.

        All or nothing. Raises Stale when the newest one of an entry is not the version before.
        """

    def register_change(self, id: str) -> Change | None:
        """The change of an id."""

    def register_changes(self, iri: str = "", *, unfinished: bool = False) -> Sequence[Change]:
        """Changes, the newest first: of one entry, or those that are under way, the oldest first."""

    def items(self, change: str, *, waiting: bool = False, limit: int | None = None) -> Sequence[Item]:
        """What became of the descriptions of a change by record; or those that wait."""

    def carry_out(self, item: Item, steps: Sequence[Write]) -> bool:
        """Store writes one after the other, and what became of the description, if it still waits; else nothing.

        Whether it waited. All or nothing. Raises Stale.
        """

    def finish_change(self, id: str, at: datetime) -> None:
        """Note that no description of a change waits any more."""


@dataclass(frozen=True, slots=True)
class Template:
    """A description to begin others from. `organisation` is whose members see it; "" is everybody's."""

    id: str
    organisation: str
    name: str
    ntriples: str
    at: datetime
    author: str


@dataclass(frozen=True, slots=True)
class Pending:
    """What somebody has handed in or typed and is no description yet, until a moment; `place` says where it belongs."""

    person: str
    place: str
    until: datetime
    data: bytes


class StartStore(Protocol):
    """What descriptions begin from."""

    def templates(self, organisations: Collection[str] | None) -> Sequence[Template]:
        """The templates of organisations, or all, by name, without their `ntriples`."""

    def template(self, id: str) -> Template | None:
        """The template of an id."""

    def save_template(self, template: Template) -> None:
        """Add a template, or replace the one with its id."""

    def remove_template(self, id: str) -> None:
        """Remove a template, if there is one."""

    def keep_pending(self, pending: Pending) -> None:
        """Keep something, in place of what was kept for this person and place."""

    def pending(self, person: str, place: str, now: datetime) -> Pending | None:
        """What is kept for a person and place; None when there is nothing, or it is over."""

    def drop_pending(self, person: str, place: str) -> bool:
        """Remove what is kept, if anything; whether there was."""

    def purge_pending(self, now: datetime) -> int:
        """Remove what is over; gives how many."""
