"""A graph while it is converted: what rules ask of it, and what they could not decide."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from rdflib import RDF, BNode, Graph, Literal, URIRef
from rdflib.term import Node

from catalogue.domain.profile import Profile
from catalogue.domain.vocabulary import Vocabularies

Path = tuple[URIRef, URIRef]  # the class of a node, and one of its properties


@dataclass(frozen=True, slots=True, order=True)
class Doubt:
    """Where a rule fits, but would have to guess. `reason` is a key of the table's `reasons`."""

    rule: str
    reason: str
    node: str
    value: str


@dataclass(slots=True)
class Work:
    """The graph, which rules change in place, and what is known of the release that it becomes."""

    graph: Graph
    profile: Profile
    vocabularies: Vocabularies
    rule: str = ""
    doubts: set[Doubt] = field(default_factory=set)

    def nodes(self, of: URIRef, at: Iterable[URIRef] = ()) -> list[Node]:
        """The nodes of a class; with `at`, the nodes that those name by these properties. Sorted."""
        owners = set(self.graph.subjects(RDF.type, of))
        paths = tuple(at)
        if not paths:
            return sorted(owners, key=str)
        named = {value for owner in owners for path in paths for value in self.graph.objects(owner, path)}
        return sorted((node for node in named if not isinstance(node, Literal)), key=str)

    def values(self, node: Node, path: URIRef) -> list[Node]:
        return sorted(self.graph.objects(node, path), key=str)

    def says_something(self, node: Node) -> bool:
        """Whether a node has a statement of its own beside its class."""
        return any(path != RDF.type for path in self.graph.predicates(node, None))

    def replace(self, old: tuple[Node, URIRef, Node], *new: tuple[Node, URIRef, Node]) -> None:
        self.graph.remove(old)
        for statement in new:
            self.graph.add(statement)

    def remove_if_empty(self, node: Node) -> None:
        """Remove a node without a name that says no more than its class, with what refers to it."""
        if isinstance(node, BNode) and not self.says_something(node):
            self.graph.remove((node, None, None))
            self.graph.remove((None, None, node))

    def has_class(self, value: Node, name: str) -> bool:
        """Whether a list says of its entry that it has a class."""
        concept = self.vocabularies.concept(str(value))
        return concept is not None and str(name) in concept.classes

    def is_in(self, scheme: str, value: Node) -> bool:
        concept = self.vocabularies.concept(str(value))
        return concept is not None and concept.scheme == scheme

    def is_listed(self, path: Path, value: Node) -> bool:
        """Whether a value stands in a list of its property."""
        known = self.profile.field(str(path[0]), str(path[1]))
        return known is not None and any(self.is_in(scheme, value) for scheme in known.vocabularies)

    def successor(self, value: Node) -> URIRef | None:
        """Today's IRI of a value, where one is certain and the former is not as good."""
        found = self.vocabularies.succession(str(value)) if isinstance(value, URIRef) else None
        return URIRef(found.iri) if found and not found.accepted else None

    def doubt(self, reason: str, node: Node, value: Node | None = None) -> None:
        """Note that the rule which is applied just now would have to guess."""
        self.doubts.add(Doubt(self.rule, reason, _name(node), _name(value)))

    def unknown(self) -> Iterator[tuple[str, str, int]]:
        """What is said with properties that the release does not have: class, property, how often."""
        found: Counter[tuple[str, str]] = Counter()
        for node, owner in self.graph.subject_objects(RDF.type):
            if str(owner) in self.profile.classes:
                found.update(
                    (str(owner), str(path))
                    for path, _ in self.graph.predicate_objects(node)
                    if path != RDF.type and not self._is_known(node, str(path))
                )
        yield from sorted((owner, path, count) for (owner, path), count in found.items())

    def _is_known(self, node: Node, path: str) -> bool:
        return any(self.profile.field(str(owner), path) for owner in self.graph.objects(node, RDF.type))


def _name(node: Node | None) -> str:
    """A node by its IRI or text; the label of a blank one says nothing."""
    return "" if node is None or isinstance(node, BNode) else str(node)
