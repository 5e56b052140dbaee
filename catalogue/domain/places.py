"""Where in a description a node stands: the way to it from the thing that is described."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from math import inf
from typing import Any, Final, Self

from rdflib import RDF, BNode, Literal, URIRef
from rdflib.term import Node

from catalogue.domain.ordering import Said, Speaking, in_order, name, said
from catalogue.domain.profile import Profile

# A longer way helps nobody to find its end: what is deeper is called by its class and name.
LONGEST: Final = 12


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a way: from a node of the class `owner` along `path` to the value at `position`.

    `position` counts from 1 in the order of pages and forms, and is 0 for an only value. `name` is what the value
    is called, or empty. A step without a path stands for a node that no way leads to: `owner` is its class, and
    `position` counts those of the class.
    """

    owner: str
    path: str
    position: int = 0
    name: str = ""

    def to_json(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> Self:
        return cls(**data)


Lead = tuple[str, str, int]  # a step without its name


class Places:
    """The places of one description's nodes. It is read at the first question, once.

    `links` tells the values of a node that are no literals, and `says` whether anything is said of it, for who
    knows them without reading more.
    """

    def __init__(
        self,
        graph: Speaking,
        iri: str,
        profile: Profile,
        links: Callable[[Node], Said] | None = None,
        says: Callable[[Node], bool] | None = None,
    ) -> None:
        self._root = URIRef(iri)
        self._profile = profile
        self._graph = graph
        self._read_links = links
        self._says: Callable[[Node], object] = says or self._facts
        self._facts_of: dict[Node, Said] = {}
        self._links_of: dict[Node, Said] = {}
        self._before: dict[Node, tuple[Node, Lead]] = {}  # the node before one, and what leads on from it
        self._reached: list[Node] = [self._root]
        self._left = LONGEST
        self._is_whole = False  # whether ways begin also where none leads to
        # The class of a part that states none, by the property it stands at.
        self._expected: dict[Node, str] = {}
        # Thousands of findings may be about the values of one node.
        self._onward_of: dict[Node, Mapping[tuple[Node, str], list[Step]]] = {}

    def of(self, focus: str, path: str = "", value: str = "") -> tuple[Step, ...]:
        """The way to a node, as findings name it, from the described thing; none for the thing itself.

        Of several ways it is the shortest, and of several short ones the first in the order of the profile. What
        the thing does not lead to is reached from what nothing leads to, such as the catalogue record. With
        a property and a value of the node that is described itself, the way goes on to that value.
        """
        node, end = _node(focus), _node(value) if value else None
        way = self._way(node)
        if end is None or not self._says(end):
            return way
        return *way, *self._onward(node).get((end, path), ())

    def _way(self, node: Node) -> tuple[Step, ...]:
        if node != self._root and not self._is_found(node):
            facts = self._facts(node)
            return (Step(class_of(facts, self._profile), "", 0, name(facts)),)
        steps: list[Step] = []
        while node != self._root:
            before, lead = self._before[node]
            steps.append(self._step(lead, node))
            node = before
        return tuple(reversed(steps))

    def _step(self, lead: Lead, node: Node) -> Step:
        """The step to a node, with its name: that is read only where it is told."""
        return Step(*lead, name(self._facts(node)))

    def _is_found(self, node: Node) -> bool:
        """Whether a way leads to a node: breadth first, so that it is the shortest, and no further than it must."""
        self._go_on(node)
        if node not in self._before and not self._is_whole:
            self._is_whole, self._left = True, LONGEST - 1
            self._reached = self._beginnings()
            self._go_on(node)
        return node in self._before

    def _go_on(self, node: Node) -> None:
        while node not in self._before and self._reached and self._left:
            self._left -= 1
            self._reached = [value for each in self._reached for value in self._newly_reached(each)]

    def _beginnings(self) -> list[Node]:
        """The nodes that nothing leads to, each now a step away from the described thing, numbered by class."""
        nodes = set(self._graph.subjects()) - {self._root}
        led_to = {value for node in (*nodes, self._root) for value in self._led_to(node)}
        by_class: dict[str, list[Node]] = {}
        for node in nodes - led_to - self._before.keys():
            by_class.setdefault(class_of(self._facts(node), self._profile), []).append(node)
        for owner, found in by_class.items():
            for position, node in enumerate(in_order(found, self._facts), 1):
                counted = position if owner and len(found) > 1 else 0
                self._before[node] = self._root, (owner, "", counted)
        return [node for owner in sorted(by_class) for node in in_order(by_class[owner], self._facts)]

    def _led_to(self, node: Node) -> Iterator[Node]:
        values = (value for values in self._links(node).values() for value in values)
        return (value for value in values if value != node)

    def _facts(self, node: Node) -> Said:
        """What is said of a node; as links and steps, read once."""
        facts = self._facts_of.get(node)
        if facts is None:
            facts = self._facts_of[node] = said(self._graph, node)
        return facts

    def _links(self, node: Node) -> Said:
        links = self._links_of.get(node)
        if links is None:
            links = self._read_links(node) if self._read_links else _without_literals(self._facts(node))
            self._links_of[node] = links
        return links

    def _newly_reached(self, node: Node) -> Iterator[Node]:
        for value, lead in self._leads(node):
            if value != self._root and value not in self._before:
                self._before[value] = node, lead
                self._expect(value, lead)
                yield value

    def _expect(self, node: Node, lead: Lead) -> None:
        owner, path, _ = lead
        field = self._profile.field(owner, path)
        if field and field.parts:
            self._expected[node] = field.parts

    def _leads(self, node: Node) -> Iterator[tuple[Node, Lead]]:
        """The described values of a node, by the order of the profile, with what leads to each."""
        links = self._links(node)
        owner = class_of(links, self._profile) or self._expected.get(node, "")
        for path in self._ordered(owner, links):
            values = links[path]
            for position, value in enumerate(in_order(values, self._facts), 1):
                if self._says(value):
                    yield value, (owner, str(path), position if len(values) > 1 else 0)

    def _onward(self, node: Node) -> Mapping[tuple[Node, str], list[Step]]:
        """The steps from a node, by the value to which they lead and the property."""
        if node not in self._onward_of:
            found: dict[tuple[Node, str], list[Step]] = {}
            for value, lead in self._leads(node):
                found.setdefault((value, lead[1]), []).append(self._step(lead, value))
            self._onward_of[node] = found
        return self._onward_of[node]

    def _ordered(self, owner: str, links: Said) -> list[Node]:
        def place(path: Node) -> tuple[float, str]:
            field = self._profile.field(owner, str(path))
            return field.order if field else inf, str(path)

        return sorted(links, key=place)


def in_sequence(place: Sequence[Step], profile: Profile) -> tuple[tuple[float, str, int], ...]:
    """What places are sorted by: the order of the fields that lead to them, and the positions there."""

    def key(step: Step) -> tuple[float, str, int]:
        field = profile.field(step.owner, step.path)
        return field.order if field else inf, step.path, step.position

    return tuple(map(key, place))


def _without_literals(facts: Said) -> Said:
    links = {
        path: [value for value in values if not isinstance(value, Literal)] for path, values in facts.items()
    }
    return {path: values for path, values in links.items() if values}


def class_of(facts: Said, profile: Profile) -> str:
    """The class by which a node is described: of several the one that the profile has first; empty without any."""
    types = sorted(map(str, facts.get(RDF.type, ())))
    if len(types) < 2:
        return next(iter(types), "")
    return next((iri for iri in profile.classes if iri in types), types[0])


def _node(text: str) -> Node:
    return BNode(text.removeprefix("_:")) if text.startswith("_:") else URIRef(text)
