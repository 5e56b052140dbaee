"""Parts of a description: making, typing, removing and moving them."""

import secrets
from collections.abc import Iterable
from typing import Final

from rdflib import RDF, SH, SKOS, BNode, Graph, Literal, URIRef
from rdflib.term import Node

from catalogue.domain.forms.classes import is_part
from catalogue.domain.forms.reading import ordered_values
from catalogue.domain.ordering import POSITION, is_described, said
from catalogue.domain.profile import Field, Profile
from catalogue.domain.terms import shorten

# Concepts are in the lists that validators know; what is described on its own says itself what it is.
_LISTED: Final = frozenset(map(str, (SKOS.Concept, SKOS.ConceptScheme)))


def type_value(graph: Graph, value: Node, field: Field, profile: Profile) -> None:
    """Say of a value that was chosen what the shapes ask it to be, as `dct:LinguisticSystem` of a language."""
    entries = {shape.iri for shape in profile.classes.values() if shape.entry}
    if isinstance(value, URIRef):
        for iri in field.classes:
            if iri not in _LISTED and iri not in entries:
                graph.add((value, RDF.type, URIRef(iri)))


def type_owner(graph: Graph, node: Node, field: Field) -> None:
    """Say what a node is that had no class, once something is said of it."""
    if (node, RDF.type, None) not in graph:
        graph.add((node, RDF.type, URIRef(field.owner)))


def add_part(graph: Graph, root: Node, place: tuple[Node, Field], class_iri: str) -> Node:
    """Add an empty part of a class, with an address below that of the description, which it keeps for ever.

    `place` is the node and the property that it is added to.
    """
    node, field = place
    part = _minted(root, field)
    graph.add((node, URIRef(field.path), part))
    graph.add((part, RDF.type, URIRef(class_iri)))
    return part


def _minted(root: Node, field: Field) -> Node:
    if field.node_kind == str(SH.BlankNode) or not isinstance(root, URIRef):
        return BNode(f"n{secrets.token_hex(8)}")
    local = shorten(field.path).rpartition(":")[2].rpartition("/")[2]
    return URIRef(f"{str(root).partition('#')[0]}#{local}-{secrets.token_hex(4)}")


def remove_value(graph: Graph, root: Node, statement: tuple[Node, Node, Node]) -> None:
    """Remove a value, and what is said of it as far as nothing else in the description names it."""
    graph.remove(statement)
    value = statement[2]
    if isinstance(value, Literal) or value == root:
        return
    for node in _released(graph, value, root):
        graph.remove((node, None, None))


def _released(graph: Graph, start: Node, root: Node) -> set[Node]:
    """What can only be reached from a node that nothing leads to any more."""
    reached = _closure(graph, [start], {root})
    held = [node for node in reached if any(subject not in reached for subject in graph.subjects(None, node))]
    return reached - _closure(graph, held, {root})


def _closure(graph: Graph, start: Iterable[Node], leave: set[Node]) -> set[Node]:
    waiting, reached = list(start), set[Node]()
    while waiting:
        node = waiting.pop()
        if node not in reached and node not in leave and not isinstance(node, Literal):
            reached.add(node)
            waiting.extend(graph.objects(node, None))
    return reached


def move(graph: Graph, place: tuple[Node, Field], part: Node, step: int) -> None:
    """Move a part before (-1) or after (1) its neighbour; all parts of the property then have a place."""
    node, field = place
    values = ordered_values(graph, list(graph.objects(node, URIRef(field.path))))
    parts = [value for value in values if is_part(graph, value, field)]
    if part not in parts:
        return
    now = parts.index(part)
    target = min(max(now + step, 0), len(parts) - 1)
    parts.insert(target, parts.pop(now))
    for position, each in enumerate(parts, 1):
        graph.remove((each, POSITION, None))
        graph.add((each, POSITION, Literal(str(position))))


def prune(graph: Graph, root: Node, known: str) -> None:
    """Remove parts that were added and left empty: those that do not stand in `known`, the N-Triples of before."""
    stem = f"{str(root).partition('#')[0]}#"
    fresh = {node for node in graph.objects(root, None) if str(node).startswith(stem)}
    fresh |= {node for node in graph.objects() if isinstance(node, URIRef) and str(node).startswith(stem)}
    while empty := [node for node in fresh if _is_empty(graph, node, root) and f"<{node}>" not in known]:
        fresh -= set(empty)
        for node in empty:
            graph.remove((None, None, node))
            graph.remove((node, None, None))


def _is_empty(graph: Graph, node: Node, root: Node) -> bool:
    """Whether a part says nothing, or only what it took over from the description."""
    whole = said(graph, root)
    facts = {
        path: values
        for path, values in said(graph, node).items()
        if path != POSITION and (path == RDF.type or set(values) != set(whole.get(path, ())))
    }
    return RDF.type in facts and not is_described(facts)
