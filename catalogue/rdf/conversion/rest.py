"""What a file says beside its descriptions: of its catalogue, or of nothing that is described."""

from collections.abc import Iterator
from dataclasses import dataclass, field

import pyoxigraph as ox
from rdflib import DCAT, RDF

from catalogue.domain.record import Description, Kind
from catalogue.rdf.canonical import describe
from catalogue.rdf.splitting import Gathered
from catalogue.rdf.statements import Node, Statements

_TYPE = ox.NamedNode(str(RDF.type))
_CATALOG = ox.NamedNode(str(DCAT.Catalog))
_DESCRIBED = {ox.NamedNode(f"{DCAT}{name}") for name in ("Dataset", "DatasetSeries", "DataService")}


@dataclass(slots=True)
class Told:
    """The subjects of a file's descriptions, as N-Triples writes them: of those that were told, and of the others."""

    by: set[str] = field(default_factory=set)
    untold: set[str] = field(default_factory=set)

    def add(self, part: Gathered) -> None:
        """Add a description that was told."""
        self.by |= _subjects(part)

    def refuse(self, part: Gathered) -> None:
        """Add a description that could not be told: what else names its parts, takes them along."""
        self.by.add(f"<{part.iri}>")
        self.untold |= _subjects(part)

    def has(self, node: Node) -> bool:
        return str(node) in self.by or str(node) in self.untold

    def leaves(self, node: Node) -> bool:
        """Whether a node goes with what names it, because no description does."""
        return isinstance(node, ox.BlankNode) or str(node) in self.untold - self.by


def rest(statements: Statements, told: Told) -> Description | None:
    """What is left of a file beside its descriptions, as one description; None if nothing is. Raises TooAlike."""
    reached: dict[Node, list[ox.Triple]] = {}
    waiting = [node for node in _starts(statements) if not told.has(node)]
    while waiting:
        node = waiting.pop()
        if node in reached:
            continue
        reached[node] = list(statements.find(node))
        values = (triple.object for triple in reached[node])
        waiting += [each for each in values if not isinstance(each, ox.Literal) and told.leaves(each)]
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


def _subjects(part: Gathered) -> set[str]:
    return {line.partition(" ")[0] for line in part.ntriples.split("\n") if line}
