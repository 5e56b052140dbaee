"""The rule for contact points: ways to reach an organisation that moved to a node of their own."""

from dataclasses import dataclass

from rdflib import RDF, BNode, Literal, URIRef
from rdflib.term import Node

from catalogue.rdf.conversion.properties import as_iri
from catalogue.rdf.conversion.work import Work


@dataclass(frozen=True, slots=True)
class Way:
    """A way to reach somebody. With `scheme` it is an IRI of that scheme before, and its text after."""

    path: URIRef
    to: URIRef
    scheme: str = ""

    def after(self, value: Node) -> Node | None:
        """The value as the newer release writes it, None where it cannot."""
        if not self.scheme:
            return value if isinstance(value, URIRef) else as_iri(str(value))
        iri = as_iri(str(value), self.scheme)
        return Literal(iri.removeprefix(self.scheme)) if iri else None

    def before(self, value: Node) -> Node | None:
        """The value as the older release writes it."""
        return as_iri(str(value), self.scheme)


@dataclass(frozen=True, slots=True)
class Gather:
    """The ways to reach an agent are gathered in a node of the class `type`, which the agent names by `into`.

    Before, they stood on the agent itself or, with `through`, on a node of one of the classes `was`.
    """

    of: URIRef
    at: tuple[URIRef, ...]
    into: URIRef
    type: URIRef
    ways: tuple[Way, ...]
    through: URIRef | None = None
    was: tuple[URIRef, ...] = ()

    def forward(self, work: Work) -> int:
        agents = [agent for agent in work.nodes(self.of, self.at) if not self._is_reached(work, agent)]
        if self.through:
            return sum(self._turn(work, agent) for agent in agents)
        return sum(self._gather(work, agent) for agent in agents)

    def backward(self, work: Work) -> int:
        """The ways back to the agents; several of a kind stay, because the older release has room for one."""
        agents = work.nodes(self.of, self.at)
        pairs = [(agent, point) for agent in agents for point in work.values(agent, self.into)]
        done = [
            (agent, point, way)
            for agent, point in pairs
            for way in self.ways
            if self._copy_back(work, (agent, point), way)
        ]
        for _, point, way in done:
            work.graph.remove((point, way.to, None))
        for _, point in pairs:
            work.remove_if_empty(point)
        return len({agent for agent, _, _ in done})

    def _is_reached(self, work: Work, agent: Node) -> bool:
        points = work.values(agent, self.into)
        return any(work.values(point, way.to) for point in points for way in self.ways)

    def _gather(self, work: Work, agent: Node) -> int:
        points = work.values(agent, self.into)
        if len(points) > 1:
            work.doubt("several", agent, self.into)
            return 0
        point = points[0] if points else BNode()
        count = sum(self._take(work, (agent, point), way) for way in self.ways)
        if count:
            work.graph.add((agent, self.into, point))
            work.graph.add((point, RDF.type, self.type))
        return min(count, 1)

    def _take(self, work: Work, ends: tuple[Node, Node], way: Way) -> int:
        source, point = ends
        count = 0
        for value in work.values(source, way.path):
            after = way.after(value)
            if after is None:
                work.doubt("no address", source, value)
                continue
            work.replace((source, way.path, value), (point, way.to, after))
            count += 1
        return count

    def _turn(self, work: Work, agent: Node) -> int:
        """Turn the contact point of an agent into one of the newer kind, with all else that it says."""
        assert self.through is not None
        points = [point for point in work.values(agent, self.through) if not isinstance(point, Literal)]
        if len(points) > 1:
            work.doubt("several", agent, self.through)
        if len(points) != 1:
            return 0
        point = points[0] if self._is_own(work, points[0]) else _copied(work, points[0])
        if not sum(self._take(work, (point, point), way) for way in self.ways):
            work.doubt("no address", agent, points[0])
            return 0
        work.replace((agent, self.through, points[0]), (agent, self.into, point))
        for was in self.was:
            work.graph.remove((point, RDF.type, was))
        work.graph.add((point, RDF.type, self.type))
        return 1

    def _is_own(self, work: Work, point: Node) -> bool:
        """Whether no more than one property of one agent names the contact point."""
        return len(list(work.graph.subject_predicates(point))) == 1

    def _copy_back(self, work: Work, ends: tuple[Node, Node], way: Way) -> bool:
        agent, point = ends
        values = work.values(point, way.to)
        before = way.before(values[0]) if len(values) == 1 else None
        if len(values) > 1:
            work.doubt("several", agent, way.to)
        present = work.values(agent, way.path)
        if before is None or (present and present != [before]):
            return False
        work.graph.add((agent, way.path, before))
        return True


def _copied(work: Work, node: Node) -> Node:
    """A copy for the agent, where the contact point serves another, too."""
    copy = BNode()
    for path, value in list(work.graph.predicate_objects(node)):
        work.graph.add((copy, path, value))
    return copy
