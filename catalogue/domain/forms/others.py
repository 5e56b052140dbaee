"""What a description says and the profile does not know: kept, and told in words."""

from collections.abc import Iterator

from rdflib import RDF, SKOS, BNode, Graph, Literal, URIRef
from rdflib.term import Node

from catalogue.domain import values
from catalogue.domain.forms.classes import class_of
from catalogue.domain.forms.model import Statement
from catalogue.domain.ordering import POSITION, name, said
from catalogue.domain.profile import Profile

_DEEPEST = 6


def others(graph: Graph, profile: Profile) -> tuple[Statement, ...]:
    """All that the profile does not know, of whatever node, by node and property."""
    teller = _Others(graph, profile)
    nodes = sorted(set(graph.subjects()), key=lambda node: (isinstance(node, BNode), str(node)))
    return tuple(each for node in nodes for each in teller.about(node, class_of(graph, node, profile), 0))


def of_node(graph: Graph, node: Node, profile: Profile, class_iri: str) -> tuple[Statement, ...]:
    """What the profile does not know of a node of a class, and of the nameless nodes that this leads to."""
    return tuple(_Others(graph, profile).about(node, class_iri, _DEEPEST))


class _Others:
    """What a profile does not know of the nodes of a description."""

    def __init__(self, graph: Graph, profile: Profile) -> None:
        self._graph = graph
        self._profile = profile
        self._classes = _classes(profile)

    def about(self, node: Node, class_iri: str, left: int) -> Iterator[Statement]:
        """What is not known of one node, and `left` steps on."""
        known = {each.path for each in self._profile.fields(class_iri)}
        facts = said(self._graph, node)
        for path in sorted(facts, key=str):
            if str(path) not in known and path != POSITION:
                for value in sorted(facts[path], key=str):
                    yield from self._value(node, path, value, left)

    def _value(self, node: Node, path: Node, value: Node, left: int) -> Iterator[Statement]:
        if path == RDF.type and str(value) in self._classes:
            return
        yield _statement(self._graph, node, path, value)
        if isinstance(value, BNode) and left:
            yield from self.about(value, class_of(self._graph, value, self._profile), left - 1)


def _statement(graph: Graph, node: Node, path: Node, value: Node) -> Statement:
    about = name(said(graph, node)) or ("" if isinstance(node, BNode) else str(node))
    label = values.words(str(path))
    if isinstance(value, Literal):
        return Statement(about, str(path), label, str(value), language=value.language or "")
    if isinstance(value, URIRef):
        return Statement(about, str(path), label, values.words(str(value)), str(value))
    return Statement(about, str(path), label, name(said(graph, value)))


def _classes(profile: Profile) -> set[str]:
    """The classes that a profile names: they are no statement of their own."""
    fields = (field for shape in profile.classes.values() for field in shape.fields)
    return {*profile.classes, *(name for field in fields for name in field.classes), str(SKOS.Concept)}
