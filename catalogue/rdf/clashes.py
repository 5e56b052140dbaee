"""Three versions of a description beside each other, property by property: what each has made of what was before."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final, Literal

from rdflib import BNode, Graph, URIRef
from rdflib import Literal as Text
from rdflib.term import Node

from catalogue.rdf import canonical, graphs

Side = Literal["mine", "theirs"]
REST: Final = ""  # stands for what the thing that is described does not lead to
_Triples = frozenset[tuple[Node, Node, Node]]


class Changed(StrEnum):
    """Who has changed a property since the version that both began from."""

    MINE = "mine"
    THEIRS = "theirs"
    BOTH = "both"  # each in another way
    ALIKE = "alike"


@dataclass(frozen=True, slots=True)
class Clash:
    """A property that differs between the versions; `path` is its IRI, or REST. `changed` says who changed it."""

    path: str
    changed: Changed


class Versions:
    """The version that two people began from, the one that was stored meanwhile, and the one not stored yet."""

    def __init__(self, root: str, base: str, theirs: str, mine: str) -> None:
        self._root = URIRef(root)
        self._base, self._theirs, self._mine = (_Version(self._root, text) for text in (base, theirs, mine))

    def clashes(self) -> tuple[Clash, ...]:
        """The properties that one or both have changed, by their IRIs."""
        paths = sorted(self._base.paths | self._theirs.paths | self._mine.paths)
        found = ((path, self._changed(path)) for path in paths)
        return tuple(Clash(path, changed) for path, changed in found if changed)

    def _changed(self, path: str) -> Changed | None:
        base, theirs, mine = (each.hash(path) for each in (self._base, self._theirs, self._mine))
        if theirs == mine:
            return None if base == mine else Changed.ALIKE
        if base == theirs:
            return Changed.MINE
        return Changed.THEIRS if base == mine else Changed.BOTH

    def merged(self, choices: Mapping[str, Side]) -> str:
        """Both changes as N-Triples: of what both have changed, what was chosen, and without a choice mine."""
        taken = {clash.path: _side(clash, choices) for clash in self.clashes()}
        merged = Graph()
        for path in self._mine.paths | self._theirs.paths:
            theirs = taken.get(path, "mine") == "theirs"
            triples = _renamed(self._theirs.said(path)) if theirs else self._mine.said(path)
            for triple in triples:
                merged.add(triple)
        return graphs.ntriples(merged)

    def graph(self, version: Literal["base", "theirs", "mine"]) -> Graph:
        """One of the versions; it must not be changed."""
        return {"base": self._base, "theirs": self._theirs, "mine": self._mine}[version].graph


def _side(clash: Clash, choices: Mapping[str, Side]) -> Side:
    if clash.changed is Changed.THEIRS:
        return choices.get(clash.path, "theirs")
    return choices.get(clash.path, "mine")


class _Version:
    """One version: what it says by each property of the thing that is described."""

    def __init__(self, root: URIRef, ntriples: str) -> None:
        self.graph = graphs.graph(ntriples)
        self._root = root
        self._hashes: dict[str, str] = {}
        self.paths = frozenset({REST, *map(str, self.graph.predicates(root))})

    def hash(self, path: str) -> str:
        """The canonical hash of what a property says, with all that it leads to."""
        if path not in self._hashes:
            self._hashes[path] = canonical.canonical_text(graphs.ntriples(self.said(path)))[1]
        return self._hashes[path]

    def said(self, path: str) -> _Triples:
        """What a property says, with all that it leads to; of REST what nothing leads to."""
        if path == REST:
            return frozenset(self.graph) - frozenset(self._reached(self.graph.objects(self._root), root=True))
        values = list(self.graph.objects(self._root, URIRef(path)))
        return frozenset([*((self._root, URIRef(path), value) for value in values), *self._reached(values)])

    def _reached(self, nodes: Iterable[Node], *, root: bool = False) -> Iterator[tuple[Node, Node, Node]]:
        waiting, seen = list(nodes), set[Node]({self._root})
        if root:
            yield from self.graph.triples((self._root, None, None))
        while waiting:
            node = waiting.pop()
            if node in seen or isinstance(node, Text):
                continue
            seen.add(node)
            for triple in self.graph.triples((node, None, None)):
                yield triple
                waiting.append(triple[2])


def _renamed(triples: Iterable[tuple[Node, Node, Node]]) -> Iterator[tuple[Node, Node, Node]]:
    """Statements whose nameless nodes are none of the other version's."""
    for subject, path, value in triples:
        yield _other(subject), path, _other(value)


def _other(node: Node) -> Node:
    return BNode(f"theirs{node}") if isinstance(node, BNode) else node
