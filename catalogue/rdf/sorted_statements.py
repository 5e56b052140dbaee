"""Stored N-Triples to be read by node and property, without a graph and in a quarter of the time of one."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from types import MappingProxyType

from rdflib.term import Node

from catalogue.domain.readable import Readable
from catalogue.rdf.graphs import node, read_said

_Said = dict[Node, list[Node]]
_NOTHING: Mapping[Node, list[Node]] = MappingProxyType({})


class SortedStatements:
    """A `Readable` of one description. Statements of a node are in the order of their lines, nodes too."""

    def __init__(self, ntriples: str) -> None:
        lines: defaultdict[str, list[str]] = defaultdict(list)
        for line in ntriples.split("\n"):
            subject, _, said = line.partition(" ")
            if said:
                lines[subject].append(said)
        self._said: dict[Node, _Said] = {node(subject): _by_property(said) for subject, said in lines.items()}

    def said(self, subject: Node) -> Mapping[Node, list[Node]]:
        """The values of each property of a node; they are not to be changed."""
        return self._said.get(subject, _NOTHING)

    def objects(self, subject: Node | None, predicate: Node, /) -> Iterator[Node]:
        if subject is not None:
            yield from self._said.get(subject, {}).get(predicate, ())
            return
        for said in self._said.values():
            yield from said.get(predicate, ())

    def predicate_objects(self, subject: Node, /) -> Iterator[tuple[Node, Node]]:
        for predicate, values in self._said.get(subject, {}).items():
            for value in values:
                yield predicate, value

    def subject_objects(self, predicate: Node, /) -> Iterator[tuple[Node, Node]]:
        for subject, said in self._said.items():
            for value in said.get(predicate, ()):
                yield subject, value


def said(graph: Readable, subject: Node) -> Mapping[Node, list[Node]]:
    """The values of each property of a node, at no cost where they lie so already."""
    if isinstance(graph, SortedStatements):
        return graph.said(subject)
    values: defaultdict[Node, list[Node]] = defaultdict(list)
    for path, value in graph.predicate_objects(subject):
        values[path].append(value)
    return values


def _by_property(lines: list[str]) -> _Said:
    said: _Said = {}
    for line in lines:
        predicate, value = read_said(line)
        said.setdefault(predicate, []).append(value)
    return said
