"""Taking into the register the agents and contacts that descriptions tell of, each in their own words so far."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from rdflib import Graph, URIRef
from rdflib.term import Node

from catalogue.domain.errors import NotFound
from catalogue.domain.people import Actor, Permission
from catalogue.domain.profile import Profile
from catalogue.domain.record import Record, State
from catalogue.domain.register import Action, Change, called, candidates, part, rename
from catalogue.rdf import graphs
from catalogue.services.exchanging import likeness
from catalogue.services.identities import Identities
from catalogue.services.register import Draft, Register, Store
from catalogue.store.base import Selection

MOST: Final = 1_000  # descriptions that are looked through, the newest


@dataclass(slots=True)
class Found:
    """An agent or contact that is in descriptions and not in the register.

    `key` is how descriptions name it: its IRI, or a digest of what they say. `records` are these descriptions, and
    `record` is the newest of them.
    """

    key: str
    class_iri: str
    name: str
    graph: Graph = field(repr=False)
    node: Node
    record: Record = field(repr=False)
    records: list[int] = field(default_factory=list)


class Adopting:
    """Finds what could be in the register, and takes it in."""

    def __init__(self, register: Register, store: Store, profile: Profile, identities: Identities) -> None:
        self._register = register
        self._store = store
        self._profile = profile
        self._identities = identities

    def offers(self, actor: Actor, organisation: str) -> list[Found]:
        """What the descriptions of an organisation tell of and its register lacks, by name. Raises Forbidden."""
        actor.demand(Permission.EDIT, organisation)
        found: dict[str, Found] = {}
        records = self._records(organisation)
        texts = self._store.ntriples([record.head.hash for record in records])
        for record in records:
            self._look(record, graphs.graph(texts[record.head.hash]), found)
        entries = {entry.iri for entry in self._store.entries({organisation, ""}, found)}
        return sorted(
            (each for each in found.values() if each.key not in entries),
            key=lambda each: (each.class_iri, each.name.casefold(), each.key),
        )

    def take(self, actor: Actor, organisation: str, key: str) -> Change:
        """Make an entry of what descriptions name so, and let them name it. Raises NotFound, Forbidden.

        It keeps an IRI that other places on the web may know, unless another organisation has an entry of it.
        """
        found = next((each for each in self.offers(actor, organisation) if each.key == key), None)
        if found is None:
            raise NotFound(name=key)
        kind = self._profile.register[found.class_iri]
        iri = key if self._keeps(key) else self._identities.entry(kind, self._identities.new())
        own = part(found.graph, found.node, self._profile)
        rename(own, found.node, URIRef(iri))
        entry = self._register.create(actor, Draft(iri, kind, found.class_iri, organisation, own))
        self._register.note(actor, "register-adopted", entry)
        change = self._register.change(actor, Action.ADOPT, entry, key)
        self._store.start_change(change, found.records)
        if iri == key:
            self._note_uses(found.records)
        return change

    def _keeps(self, key: str) -> bool:
        free = not self._store.entries(None, [key])
        return free and key.startswith(("http:", "https:")) and not self._identities.is_ours(key)

    def _note_uses(self, numbers: Sequence[int]) -> None:
        """Note who uses an entry whose IRI is older than the register: what is unchanged is not stored again."""
        records = list(self._store.find("number", numbers).values())
        heads = [(record.number, record.head.hash, False) for record in records]
        heads += [(record.number, record.published.hash, True) for record in records if record.published]
        texts = self._store.ntriples([hash for _, hash, _ in heads])
        self._store.note_uses([(number, texts[hash], public) for number, hash, public in heads])

    def _records(self, organisation: str) -> list[Record]:
        chosen = Selection(limit=MOST, organisations=frozenset({organisation}), backwards=True)
        found = self._store.select(chosen)
        return [each for each in found if each.source is None and each.state is not State.WITHDRAWN]

    def _look(self, record: Record, graph: Graph, found: dict[str, Found]) -> None:
        for node, class_iri in candidates(graph, URIRef(record.iri), self._profile).items():
            name = called(graph, node)
            if not name:
                continue
            key = likeness(graph, node, self._profile)
            each = found.setdefault(key, Found(key, class_iri, name, graph, node, record))
            if record.number not in each.records:
                each.records.append(record.number)
