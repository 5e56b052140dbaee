"""Finding records and their content for readers, from memory as long as nothing has changed."""

import time
from collections.abc import Hashable
from dataclasses import replace

from rdflib import Graph

from catalogue.domain.errors import NotFound
from catalogue.domain.readable import Readable
from catalogue.domain.record import Description, Record, Revision
from catalogue.rdf import graphs, writing
from catalogue.rdf.formats import Format
from catalogue.rdf.sorted_statements import SortedStatements
from catalogue.services.bodies import Bodies, Memory
from catalogue.services.mentions import mentions
from catalogue.store.base import History, Key, RecordStore

_TEXTS = 8 * 2**20
_GRAPHS = 24 * 2**20
_GRAPH_SIZE = 6  # a graph in memory is some times its text


class Reading:
    """What pages, data and feeds read. What was found is kept until the change feed moves on.

    `poll` is how many seconds the position of the feed may be old: that long can a reader see what was before.
    """

    def __init__(self, store: RecordStore, history: History, bodies: Bodies, poll: float) -> None:
        self._store = store
        self._history = history
        self._bodies = bodies
        self._poll = poll
        self._looked = 0.0
        self._position = -1
        self._found: dict[Hashable, Record | None] = {}
        self._texts: Memory[str] = Memory(_TEXTS)
        self._graphs: Memory[Graph] = Memory(_GRAPHS)

    def position(self) -> int:
        """The position of the change feed, at most `poll` seconds old: a key for what follows from all of it."""
        now = time.monotonic()
        if now - self._looked >= self._poll:
            position = self._history.position()
            if position != self._position:
                self._found = {}
                self._position = position
            self._looked = now
        return self._position

    def find(self, *, iri: str | None = None, id: str | None = None) -> Record | None:
        """The record of an IRI or of an id of our URLs, whatever its state; None when there is none."""
        by: Key = "iri" if iri is not None else "id"
        value = iri if iri is not None else id
        assert value is not None, "an iri or an id"
        self.position()
        found, key = self._found, (by, value)
        try:
            return found[key]
        except KeyError:
            pass
        if len(found) > 20_000:
            found.clear()
        record = found[key] = self._store.find(by, [value]).get(value)
        return record  # and not found[key], which another thread may have cleared

    def ntriples(self, record: Record, *, draft: bool = False) -> str:
        """The stored description that readers get, or with `draft` the newest revision. Raises NotFound.

        NotFound, here and below, is for a record that was removed since it was found.
        """
        return self._text(record, _revision(record, draft).hash)

    def graph(self, record: Record, *, draft: bool = False) -> Graph:
        """The graph of a description; it is shared, so it must not be changed. Raises NotFound."""
        content = _revision(record, draft).hash
        graph = self._graphs.get(content)
        if graph is None:
            text = self._text(record, content)
            graph = graphs.graph(text)
            self._graphs.put(content, graph, len(text) * _GRAPH_SIZE)
        return graph

    def readable(self, record: Record) -> Readable:
        """What readers get, to be looked through once: its graph where that is kept. Raises NotFound."""
        kept = self._graphs.get(_revision(record, draft=False).hash)
        return SortedStatements(self.ntriples(record)) if kept is None else kept

    def public_graph(self, record: Record) -> Graph:
        """The graph that readers get, or got until a withdrawal: never a version that they have not seen.

        It is empty where nobody knows any more what they got.
        """
        if record.published is None:
            revisions = self._history.revisions(record.number)
            last = next((each for each in revisions if each.number == record.last_published), None)
            if last is None:
                return Graph()
            record = replace(record, published=last)
        return self.graph(record)

    def description(self, record: Record, *, draft: bool = False) -> Description:
        """The description that readers get, with the other entries of the catalogue that it names. Raises NotFound."""
        content = _revision(record, draft).hash
        text = self._text(record, content)
        return Description(record.iri, record.kind, text, content, mentions(self._store, record.iri, text))

    def body(self, record: Record, form: Format, *, draft: bool = False) -> bytes:
        """A description as it is served. Raises NotFound, and NotRepresentable when the format cannot say it."""
        content = _revision(record, draft).hash
        return self._bodies.get(
            content, form.extension, lambda: writing.body(self._text(record, content), form)
        )

    def _text(self, record: Record, content: str) -> str:
        text = self._texts.get(content)
        if text is None:
            text = self._store.ntriples([content]).get(content)
            if text is None:
                raise NotFound(name=record.iri)
            self._texts.put(content, text, len(text))
        return text


def at_revision(record: Record, revision: Revision) -> Record:
    """A record as if a revision were its newest, to be read as a draft."""
    return replace(record, head=revision)


def _revision(record: Record, draft: bool) -> Revision:
    revision = record.head if draft else record.published
    assert revision is not None, f"{record.iri} is not published"
    return revision
