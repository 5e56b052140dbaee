"""Values from vocabularies in descriptions: finding them without a graph, and putting others in their place."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace

import pyoxigraph as ox
from rdflib import DCTERMS, RDF, RDFS, SKOS, BNode, Graph, URIRef
from rdflib.term import Node

from catalogue.domain.record import Description
from catalogue.rdf import graphs
from catalogue.rdf.canonical import triples_of

_TYPE = f"<{RDF.type}>"
# What a description repeats of an entry that the list says itself.
_REPEATED = frozenset(
    (
        RDF.type,
        SKOS.inScheme,
        SKOS.prefLabel,
        SKOS.altLabel,
        SKOS.notation,
        SKOS.topConceptOf,
        RDFS.label,
        DCTERMS.title,
    )
)


@dataclass(frozen=True, slots=True)
class Use:
    """A value as a description has it: the node with its classes, the property, and the value's IRI or text."""

    node: str
    classes: tuple[str, ...]
    path: str
    value: str
    is_iri: bool


def uses(ntriples: str, paths: Collection[str]) -> Iterator[Use]:
    """The values of some properties; blank nodes, which name no entry of a list, are left out."""
    wanted = {f"<{path}>" for path in paths}
    classes: defaultdict[str, list[str]] = defaultdict(list)
    lines = []
    for line in filter(None, ntriples.split("\n")):  # and not at other breaks, which may stand in a text
        node, path, rest = line.split(" ", 2)
        if path == _TYPE:
            classes[node].append(rest[1:-3])
        elif path in wanted:
            lines.append(line)
    for triple in triples_of("\n".join(lines)):
        value = triple.object
        if isinstance(value, ox.NamedNode | ox.Literal):
            node = str(triple.subject)
            is_iri = isinstance(value, ox.NamedNode)
            yield Use(node, tuple(classes[node]), triple.predicate.value, value.value, is_iri)


def with_values(description: Description, changes: Mapping[Use, str]) -> Description:
    """The description with other IRIs in place of values that it uses.

    What it says of an old entry follows, as `follow` does. Raises TooAlike.
    """
    graph = graphs.graph(description.ntriples)
    news = {(use.node, use.path, use.value): URIRef(iri) for use, iri in changes.items()}
    for node, path, value in list(graph):
        new = news.get((_written(node), str(path), str(value)))
        if new and not isinstance(value, BNode):
            graph.remove((node, path, value))
            graph.add((node, path, new))
    for use, iri in changes.items():
        if use.is_iri:
            follow(graph, URIRef(use.value), URIRef(iri))
    return replace(graphs.describe(description.iri, description.kind, graph), mentions=description.mentions)


def follow(graph: Graph, old: URIRef, new: URIRef) -> None:
    """Let what is said of an old entry be said of the new one, as far as it still holds.

    Classes go to the new one, since shapes ask for them (but that of a scheme: it is an entry of one), and what is in
    the old one as a scheme is in the new one. Names and scheme, which the list says itself, go; where the description
    says more than that, or still uses the entry elsewhere, all of it stays where it is, too.
    """
    for member in list(graph.subjects(SKOS.inScheme, old)):
        graph.remove((member, SKOS.inScheme, old))
        graph.add((member, SKOS.inScheme, new))
    for name in set(graph.objects(old, RDF.type)) - {SKOS.ConceptScheme}:
        graph.add((new, RDF.type, name))
    is_used = (None, None, old) in graph
    if not is_used and set(graph.predicates(old)) <= _REPEATED:
        graph.remove((old, None, None))


def _written(node: Node) -> str:
    return f"_:{node}" if isinstance(node, BNode) else f"<{node}>"
