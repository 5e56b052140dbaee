"""Entries of the register as everybody may know them: as far as published descriptions tell of them."""

from dataclasses import dataclass
from typing import Protocol

from rdflib import Graph, URIRef

from catalogue.domain.errors import NotFound
from catalogue.domain.profile import Profile
from catalogue.domain.record import Record
from catalogue.domain.register import RegisterEntry, part
from catalogue.services.reading import Reading
from catalogue.services.register import Register
from catalogue.store.base import RecordStore
from catalogue.store.register_base import RegisterStore


class Store(RegisterStore, RecordStore, Protocol):
    """What is needed of the store."""


@dataclass(frozen=True, slots=True)
class PublicEntry:
    """What published descriptions tell of an entry: `graph` is what the newest of `records` says of it.

    `merged_into` is the IRI of the entry that took its place; then there is nothing else.
    """

    iri: str
    class_iri: str
    graph: Graph
    records: tuple[Record, ...]
    merged_into: str = ""


class PublicEntries:
    """Tells of entries to whoever asks."""

    def __init__(self, store: Store, register: Register, reading: Reading, profile: Profile) -> None:
        self._store = store
        self._register = register
        self._reading = reading
        self._profile = profile

    def find(self, iri: str) -> PublicEntry:
        """What is public of an entry. Raises NotFound where no published description names it."""
        entry = self._register.known(iri)
        if entry.merged_into and self._records(self._register.known(entry.merged_into)):
            return PublicEntry(iri, "", Graph(), (), entry.merged_into)
        records = self._records(entry)
        if not records:
            raise NotFound(name=iri)
        said = part(self._reading.graph(records[0]), URIRef(iri), self._profile, {URIRef(records[0].iri)})
        return PublicEntry(iri, self._register.class_of(entry), said, records)

    def _records(self, entry: RegisterEntry) -> tuple[Record, ...]:
        """The published descriptions of whose it is that name an entry, what changed last first."""
        found = self._store.find("number", self._store.uses(entry.iri, public=True)).values()
        published = (
            record
            for record in found
            if record.published is not None and entry.organisation in ("", record.organisation)
        )
        return tuple(sorted(published, key=lambda record: record.changed, reverse=True))
