"""What differs between two versions of a description, field by field.

Both are given in canonical form (RDFC-1.0), so that equal descriptions have equal statements, and there is no
difference if and only if their hashes are equal. A part that was not changed is no difference, whatever label its
blank node has in each version.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial

from rdflib import BNode, Graph
from rdflib.term import Node

from catalogue.domain.likeness import matches
from catalogue.domain.ordering import in_order, said
from catalogue.domain.places import Places, Step, class_of, in_sequence
from catalogue.domain.profile import Profile

Triple = tuple[Node, Node, Node]
Field = tuple[Node, Node]  # a node, and a property of it


@dataclass(frozen=True, slots=True)
class Difference:
    """The values of a field that went, and those that came: terms of the version before and of the one after.

    `place` is the way to the node that has the field, `owner` its class. A part that went or came is one value, with
    all that is said in it: `statements` counts these too.
    """

    place: tuple[Step, ...]
    owner: str
    path: str
    before: tuple[Node, ...]
    after: tuple[Node, ...]
    statements: int


def differences(
    before: Graph, after: Graph, iri: str, profile: Profile, places: tuple[Places, Places] | None = None
) -> tuple[Difference, ...]:
    """What differs, in the order of pages and forms; nothing if and only if the graphs are the same.

    `places` are those of both versions, for who leaves out of the graphs what both say.
    """
    if set(before) == set(after):
        return ()
    known = places or (Places(before, iri, profile), Places(after, iri, profile))
    return _Comparison(before, after, iri, known, profile).told()


class _Comparison:
    """Two versions, the second with the labels that the first has for the same parts."""

    def __init__(
        self, before: Graph, after: Graph, iri: str, places: tuple[Places, Places], profile: Profile
    ) -> None:
        self._before, self._after, self._profile = before, after, profile
        self._labels = _labels(before, after)
        self._original = {label: node for node, label in self._labels.items()}
        here, there = set(before), {self._renamed(triple) for triple in after}
        self._removed, self._added = _by_field(here - there), _by_field(there - here)
        self._gone = _only(here, there, iri)
        self._new = _only(there, here, iri)
        changed = (*self._removed.values(), *self._added.values())
        self._led_to = {value for values in changed for value in values}
        self._places = places

    def told(self) -> tuple[Difference, ...]:
        found = sorted(self._differences(), key=self._sequence)
        return tuple(found)

    def _differences(self) -> Iterator[Difference]:
        """A difference for each field, but for those of parts that are told with the value that they are."""
        fields = sorted(self._removed.keys() | self._added.keys(), key=self._later)
        done: set[Field] = set()
        for each in fields:
            if each not in done:
                yield self._difference(each, done)

    def _later(self, field: Field) -> tuple[int, str, str]:
        """Fields of what is in both versions first; then those of parts to which another part leads last."""
        node = field[0]
        alone = node in self._gone or node in self._new
        led_to = alone and node in self._led_to
        return alone + led_to, str(node), str(field[1])

    def _difference(self, field: Field, done: set[Field]) -> Difference:
        node, path = field
        went, came = self._removed.get(field, []), self._added.get(field, [])
        done.add(field)
        count = len(went) + len(came)
        count += self._fold(went, self._gone, self._removed, done)
        count += self._fold(came, self._new, self._added, done)
        place, owner = self._place(node)
        after = [self._original.get(value, value) for value in came]
        return Difference(
            place, owner, str(path), _ordered(went, self._before), _ordered(after, self._after), count
        )

    def _fold(
        self, values: Iterable[Node], alone: set[Node], changed: Mapping[Field, list[Node]], done: set[Field]
    ) -> int:
        """Take in what is said of parts that are in one version only; gives how many statements."""
        count, waiting, seen = 0, [value for value in values if value in alone], set[Node]()
        while waiting:
            node = waiting.pop()
            if node in seen:
                continue
            seen.add(node)
            for path in self._paths(node, changed):
                if (node, path) not in done:
                    done.add((node, path))
                    told = changed[node, path]
                    count += len(told)
                    waiting.extend(value for value in told if value in alone)
        return count

    def _paths(self, node: Node, changed: Mapping[Field, list[Node]]) -> list[Node]:
        graph = self._before if changed is self._removed else self._after
        paths = set(graph.predicates(self._in(graph, node)))
        return [path for path in paths if (node, path) in changed]

    def _in(self, graph: Graph, node: Node) -> Node:
        return node if graph is self._before else self._original.get(node, node)

    def _place(self, node: Node) -> tuple[tuple[Step, ...], str]:
        """The way to a node and its class: as it is now, or as it was."""
        is_gone = node in self._gone
        graph, places = (self._before, self._places[0]) if is_gone else (self._after, self._places[1])
        own = self._in(graph, node)
        place = places.of(f"_:{own}" if isinstance(own, BNode) else str(own))
        owner = class_of(said(graph, own), self._profile)
        return place, owner or self._expected(place)

    def _expected(self, place: tuple[Step, ...]) -> str:
        field = self._profile.field(place[-1].owner, place[-1].path) if place else None
        return (field.parts or "") if field else ""

    def _renamed(self, triple: Triple) -> Triple:
        subject, path, value = triple
        return self._labels.get(subject, subject), path, self._labels.get(value, value)

    def _sequence(self, each: Difference) -> tuple[object, ...]:
        return in_sequence((*each.place, Step(each.owner, each.path)), self._profile)


def _labels(before: Graph, after: Graph) -> dict[Node, Node]:
    """What the blank nodes of `after` are called in `before`; those that are not in it have names of their own."""
    same = matches(before, after)
    nodes = {node for triple in after for node in (triple[0], triple[2]) if isinstance(node, BNode)}
    return {node: same[node] if node in same else BNode(f"new.{node}") for node in nodes}


def _by_field(triples: Iterable[Triple]) -> dict[Field, list[Node]]:
    found: dict[Field, list[Node]] = defaultdict(list)
    for subject, path, value in triples:
        found[subject, path].append(value)
    return dict(found)


def _only(here: Iterable[Triple], there: Iterable[Triple], iri: str) -> set[Node]:
    """What is described on one side only, but for the described thing itself."""
    alone = {triple[0] for triple in here} - {triple[0] for triple in there}
    return {node for node in alone if str(node) != iri}


def _ordered(nodes: Iterable[Node], graph: Graph) -> tuple[Node, ...]:
    return tuple(in_order(sorted(nodes, key=_written), partial(said, graph)))


def _written(node: Node) -> str:
    return node.n3()
