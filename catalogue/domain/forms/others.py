"""What a description says and the profile does not know: kept, and told in words."""

from collections.abc import Iterable, Iterator

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
    nodes = sorted(set(graph.subjects()), key=lambda node: (isinstance(node, BNode), str(node)))
    return tuple(each for node in nodes for each in of_node(graph, node, profile))


def of_node(
    graph: Graph, node: Node, profile: Profile, class_iri: str | None = None
) -> tuple[Statement, ...]:
    """What the profile does not know of one node, and of the nameless nodes that this leads to."""
    return tuple(_about(graph, node, profile, class_iri, _DEEPEST))


def _about(
    graph: Graph, node: Node, profile: Profile, class_iri: str | None, left: int
) -> Iterator[Statement]:
    owner = class_of(graph, node, profile) if class_iri is None else class_iri
    known = {each.path for each in profile.fields(owner)}
    facts = said(graph, node)
    for path in sorted(facts, key=str):
        if str(path) not in known and path != POSITION:
            yield from _values(graph, (node, path), facts[path], profile, left)


def _values(
    graph: Graph, said_of: tuple[Node, Node], nodes: Iterable[Node], profile: Profile, left: int
) -> Iterator[Statement]:
    node, path = said_of
    for value in sorted(nodes, key=str):
        if path == RDF.type and str(value) in _classes(profile):
            continue
        yield _statement(graph, node, path, value)
        if isinstance(value, BNode) and left:
            yield from _about(graph, value, profile, None, left - 1)


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
