"""Copies of blank nodes below a shared node, which a list of many descriptions brings together.

Where two descriptions name one agent, and each tells its opening hours on a blank node, a page with both tells them
twice. Taken in so, and listed again, and harvested again, they would grow each time. A copy that says nothing
more than another does is left out; the graph says the same without it (RDF 1.1 Semantics, 5.2: a leaner graph).
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from hashlib import blake2b
from typing import TypeVar

import pyoxigraph as ox

Term = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple
T = TypeVar("T", bound=Term)
Edge = tuple[Term, ox.NamedNode]


def without_copies(root: Term, triples: list[ox.Triple]) -> list[ox.Triple]:
    """The statements without copies below named nodes other than `root`: what is the root's own stays as it is."""
    edges = Counter(
        (triple.subject, triple.predicate)
        for triple in triples
        if isinstance(triple.object, ox.BlankNode) and isinstance(triple.subject, ox.NamedNode)
    )
    if not any(count > 1 and subject != root for (subject, _), count in edges.items()):
        return triples
    copies = _Blanks(triples).copies(root)
    return list(dict.fromkeys(ox.Triple(_last(s, copies), p, _last(o, copies)) for s, p, o in triples))


@dataclass(slots=True)
class _Blank:
    """A blank node: what it says, who refers to it, and a digest of all that it says."""

    says: list[tuple[ox.NamedNode, Term]] = field(default_factory=list)
    referred: set[Edge] = field(default_factory=set)
    content: str = ""


class _Blanks:
    """The blank nodes of a description."""

    def __init__(self, triples: Iterable[ox.Triple]) -> None:
        self._nodes: dict[ox.BlankNode, _Blank] = defaultdict(_Blank)
        for triple in triples:
            if isinstance(triple.subject, ox.BlankNode):
                self._nodes[triple.subject].says.append((triple.predicate, triple.object))
            if isinstance(triple.object, ox.BlankNode):
                self._nodes[triple.object].referred.add((triple.subject, triple.predicate))
        for node in self._from_below():
            self._nodes[node].content = self._content(node)

    def copies(self, root: Term) -> dict[Term, ox.BlankNode]:
        """The nodes that can go, each with the one that says it all."""
        groups: dict[str, list[ox.BlankNode]] = defaultdict(list)
        for node, blank in self._nodes.items():
            groups[blank.content].append(node)
        alike = [group for group in groups.values() if len(group) > 1]
        found: dict[Term, ox.BlankNode] = {}
        before = -1
        while len(found) > before:  # a copy's parts are copies once it is one
            before = len(found)
            for group in alike:
                self._find_copies(group, root, found)
        return found

    def _find_copies(self, group: list[ox.BlankNode], root: Term, found: dict[Term, ox.BlankNode]) -> None:
        """Add the nodes of the group to which nothing refers that does not refer to another of the group."""
        kept: dict[Edge, list[tuple[ox.BlankNode, frozenset[Edge]]]] = defaultdict(list)
        left = [(self._referred(node, found), node) for node in group if node not in found]
        for referred, node in sorted(left, key=lambda pair: -len(pair[0])):
            alike = kept[next(iter(referred))] if referred else []
            other = next((each for each, edges in alike if referred <= edges), None)
            if other is not None and all(subject != root for subject, _ in referred):
                found[node] = other
            else:
                for edge in referred:
                    kept[edge].append((node, referred))

    def _referred(self, node: ox.BlankNode, found: dict[Term, ox.BlankNode]) -> frozenset[Edge]:
        return frozenset((_last(subject, found), path) for subject, path in self._nodes[node].referred)

    def _content(self, node: ox.BlankNode) -> str:
        """The same for the same statements; a node in a circle is like no other."""
        said = []
        for path, value in self._nodes[node].says:
            if isinstance(value, ox.BlankNode):
                said.append(f"{path} [{self._nodes[value].content or value}]")
            else:
                said.append(f"{path} {value}")
        return blake2b("\n".join(sorted(said)).encode(), digest_size=16).hexdigest() if said else str(node)

    def _from_below(self) -> Iterator[ox.BlankNode]:
        """The nodes, each after those below it, as far as there is no circle."""
        seen: set[ox.BlankNode] = set()
        for start in list(self._nodes):
            waiting: list[tuple[ox.BlankNode, bool]] = [(start, False)]
            while waiting:
                node, done = waiting.pop()
                if done:
                    yield node
                elif node not in seen:
                    seen.add(node)
                    waiting.append((node, True))
                    parts = (value for _, value in self._nodes[node].says if isinstance(value, ox.BlankNode))
                    waiting.extend((part, False) for part in parts)


def _last(node: T, found: dict[Term, ox.BlankNode]) -> T | ox.BlankNode:
    last: T | ox.BlankNode = node
    while last in found:
        last = found[last]
    return last
