"""Finding the record that somebody wants to do something with, and who else may."""

from collections.abc import Iterable, Sequence
from typing import Protocol

from catalogue.domain.errors import NotFound, Stale
from catalogue.domain.people import GRANTS, Actor, Permission, Person
from catalogue.domain.record import Record, Revision
from catalogue.store.base import History, RecordStore
from catalogue.store.holder_base import PeopleStore


class Store(RecordStore, History, PeopleStore, Protocol):
    """Records, their history, and people."""


class OwnRecords:
    """Records as those see them who may work on them."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def find(self, actor: Actor, id: str, *needed: Permission) -> Record:
        """The record of an id. Raises NotFound for what the actor may not read, Forbidden where a permission lacks."""
        record = self._store.find("id", [id]).get(id)
        if record is None or not actor.may(Permission.READ, record.organisation):
            raise NotFound(name=id)
        for permission in needed:
            actor.demand(permission, record.organisation)
        return record

    def again(self, record: Record) -> Record:
        """The record as it is now. Raises NotFound when it was removed."""
        found = self._store.find("number", [record.number]).get(record.number)
        if found is None:
            raise NotFound(name=record.id)
        return found

    def revisions(self, record: Record) -> Sequence[Revision]:
        """All revisions of a record, the oldest first."""
        return self._store.revisions(record.number)

    def authors(self, record: Record) -> frozenset[str]:
        """The ids of those who saved a revision of the version that is not published yet."""
        since = record.published.number if record.published else 0
        revisions = self.revisions(record)
        return frozenset(each.person for each in revisions if each.number > since and each.person)

    def who_may(self, permission: Permission, organisation: str) -> Sequence[Person]:
        """Those who have an account, and a role in the organisation that allows it.

        What belongs to no organisation is the business of the administrators of the instance.
        """
        active = [person for person in self._store.people() if person.active]
        return [each for each in active if _holds(each, permission, organisation)]

    def readers(self, ids: Iterable[str], organisation: str) -> Sequence[Person]:
        """Those of some people who may read what an organisation has not published."""
        people = [each for each in self.people(ids).values() if each.active]
        return [each for each in people if each.administrator or _holds(each, Permission.READ, organisation)]

    def people(self, ids: Iterable[str]) -> dict[str, Person]:
        """The people of ids, by id; keys of programs are not among them."""
        wanted = set(ids)
        return {person.id: person for person in self._store.people() if person.id in wanted}


def _holds(person: Person, permission: Permission, organisation: str) -> bool:
    if not organisation:
        return person.administrator
    return any(permission in GRANTS[role] for role in person.roles.get(organisation, ()))


def expect(record: Record, revision: int | None) -> None:
    """Raises Stale when the newest revision is not the one that somebody has seen."""
    if revision is not None and record.head.number != revision:
        raise Stale(name=record.iri, current=record.head.number, expected=revision)
