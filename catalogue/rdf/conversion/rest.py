"""What a file says beside its descriptions: of its catalogue, or of nothing that is described."""

from collections.abc import Iterator

import pyoxigraph as ox
from rdflib import DCAT, RDF

from catalogue.domain.record import Description, Kind
from catalogue.rdf.canonical import describe
from catalogue.rdf.statements import Node, Statements

_TYPE = ox.NamedNode(str(RDF.type))
_CATALOG = ox.NamedNode(str(DCAT.Catalog))
_DESCRIBED = {ox.NamedNode(f"{DCAT}{name}") for name in ("Dataset", "DatasetSeries", "DataService")}


def subjects(description: Description) -> set[str]:
    """The IRIs that a description speaks of."""
    lines = description.ntriples.splitlines()
    return {line[1 : line.index(">")] for line in lines if line.startswith("<")}


def rest(statements: Statements, told: set[str]) -> Description | None:
    """What is left of a file whose descriptions speak of `told`, as one description; None if nothing is."""
    reached: dict[Node, list[ox.Triple]] = {}
    waiting = [node for node in _starts(statements) if _name(node) not in told]
    while waiting:
        node = waiting.pop()
        if node in reached:
            continue
        reached[node] = list(statements.find(node))
        waiting += [t.object for t in reached[node] if isinstance(t.object, ox.BlankNode)]
    triples = [triple for found in reached.values() for triple in found]
    return describe("urn:x-catalogue:rest", Kind.OTHER, triples) if triples else None


def _starts(statements: Statements) -> Iterator[Node]:
    """The subjects that are not parts of another: those with an IRI, and blank ones that nobody names."""
    seen: set[Node] = set()
    for triple in statements.find():
        node = triple.subject
        if node in seen:
            continue
        seen.add(node)
        if isinstance(node, ox.NamedNode) or not (_is_named(statements, node) or _is_entry(statements, node)):
            yield node


def _is_named(statements: Statements, node: Node) -> bool:
    return any(True for _ in statements.find(None, None, node))


def _is_entry(statements: Statements, node: Node) -> bool:
    """Whether a blank node is a description of its own: it got an IRI, and stands among them."""
    types = {t.object for t in statements.find(node, _TYPE)}
    return bool(types & _DESCRIBED) and _CATALOG not in types


def _name(node: Node) -> str:
    return node.value if isinstance(node, ox.NamedNode) else ""
