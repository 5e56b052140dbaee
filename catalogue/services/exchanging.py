"""What a change of the register makes of one description: of its newest revision, and of what readers get."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from rdflib import Graph, URIRef
from rdflib.term import Node

from catalogue.domain.profile import Profile
from catalogue.domain.record import Description, Kind, Record, Revision
from catalogue.domain.register import (
    Action,
    Change,
    Effect,
    Item,
    RegisterEntry,
    candidates,
    exchange,
    exchange_back,
    part,
    put,
    rename,
)
from catalogue.rdf import graphs
from catalogue.store.base import History, RecordStore
from catalogue.store.register_base import ChangeStore, RegisterStore
from catalogue.store.review_base import ReviewStore

STAND_IN = URIRef("urn:x-register:node")


class Store(RecordStore, History, RegisterStore, ChangeStore, ReviewStore, Protocol):
    """What is needed of the store."""


def likeness(graph: Graph, node: Node, profile: Profile) -> str:
    """How a description names what is not in the register: by its IRI, or a blank node by a digest of what it says."""
    if isinstance(node, URIRef):
        return str(node)
    alone = part(graph, node, profile)
    rename(alone, node, STAND_IN)
    return graphs.describe(str(STAND_IN), Kind.OTHER, alone).hash


@dataclass(frozen=True, slots=True)
class Exchanging:
    """Makes the next revisions of descriptions. `entry` gives what the entry of an IRI says."""

    store: Store
    profile: Profile
    entry: Callable[[str], RegisterEntry]

    def head(self, record: Record, change: Change) -> Description:
        """What the newest revision becomes."""
        return self._next(record, record.head, change, published=False)

    def published(self, record: Record, change: Change) -> Description:
        """What becomes of the revision that readers get."""
        assert record.published is not None
        return self._next(record, record.published, change, published=True)

    def _next(self, record: Record, revision: Revision, change: Change, *, published: bool) -> Description:
        if change.action is Action.UNDO:
            return self._undone(record, revision, change, published=published)
        graph = self._graph(revision.hash)
        self._edit(graph, URIRef(record.iri), change)
        return graphs.describe(record.iri, record.kind, graph)

    def _edit(self, graph: Graph, root: URIRef, change: Change) -> None:
        node = URIRef(change.iri)
        if change.action is Action.MERGE:
            if (node, None, None) in graph or (None, None, node) in graph:
                exchange(graph, node, self._entry(change.other), self.profile, (root, URIRef(change.other)))
            return
        if change.action is Action.ADOPT:
            for found in self._alike(graph, root, change.other):
                rename(graph, found, node)
        if (None, None, node) in graph:
            put(graph, self._entry(change.iri), self.profile, root)

    def _alike(self, graph: Graph, root: URIRef, key: str) -> list[Node]:
        return [
            node
            for node in candidates(graph, root, self.profile)
            if likeness(graph, node, self.profile) == key
        ]

    def _undone(self, record: Record, revision: Revision, change: Change, *, published: bool) -> Description:
        """What was before a merge: the very text where nobody has edited it since."""
        merge = self.store.register_change(change.other)
        items = {item.record: item for item in self.store.items(change.other)}
        item = items.get(record.number)
        assert merge is not None
        assert item is not None
        earlier = {each.number: each for each in self.store.revisions(record.number)}
        was = earlier[item.published if published and item.published else item.before]
        if revision.number == _made(item, published=published):
            return Description(record.iri, record.kind, self.store.ntriples([was.hash])[was.hash], was.hash)
        now, before = self._graph(revision.hash), self._graph(was.hash)
        pair = (URIRef(merge.iri), URIRef(merge.other))
        exchange_back((now, before), pair, self._entry(merge.iri), self.profile, URIRef(record.iri))
        return graphs.describe(record.iri, record.kind, now)

    def _graph(self, hash: str) -> Graph:
        return graphs.graph(self.store.ntriples([hash])[hash])

    def _entry(self, iri: str) -> Graph:
        return graphs.graph(self.entry(iri).ntriples)


def _made(item: Item, *, published: bool) -> int:
    """The revision that a change has made, of the newest content or of what readers get; -1 where it made none."""
    if item.effect in (Effect.UNCHANGED, Effect.FAILED, Effect.WAITING):
        return -1
    if not published:
        return item.after
    return {Effect.PUBLISHED: item.after, Effect.BOTH: item.after - 1}.get(item.effect, -1)
