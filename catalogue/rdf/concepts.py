"""Values from vocabularies in stored N-Triples: finding them without a graph, and putting others in their place."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace

import pyoxigraph as ox
from rdflib import DCTERMS, RDF, RDFS, SKOS

from catalogue.domain.record import Description
from catalogue.rdf.canonical import describe, triples_of

_TYPE = f"<{RDF.type}>"
# What a description repeats of an entry that the list says itself.
_REPEATED = frozenset(
    map(
        str,
        (
            SKOS.inScheme,
            SKOS.prefLabel,
            SKOS.altLabel,
            SKOS.notation,
            SKOS.topConceptOf,
            RDFS.label,
            DCTERMS.title,
        ),
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

    What it says of an old entry follows: classes go to the new one, since shapes ask for them; names and scheme,
    which the list says itself, go; where it says more than that, or still uses the entry elsewhere, all of it stays
    where it is, too. Raises TooAlike.
    """
    triples = set(triples_of(description.ntriples))
    news = {(use.node, use.path, use.value): ox.NamedNode(iri) for use, iri in changes.items()}
    for triple in list(triples):
        new = news.get((str(triple.subject), triple.predicate.value, _text(triple.object)))
        if new:
            triples.discard(triple)
            triples.add(ox.Triple(triple.subject, triple.predicate, new))
    for use, iri in changes.items():
        if use.is_iri:
            _follow(triples, ox.NamedNode(use.value), ox.NamedNode(iri))
    changed = describe(description.iri, description.kind, triples)
    return replace(changed, mentions=description.mentions)


def _follow(triples: set[ox.Triple], old: ox.NamedNode, new: ox.NamedNode) -> None:
    """Let what is said of an old entry be said of the new one, as far as it still holds."""
    said = [triple for triple in triples if triple.subject == old]
    is_used = any(triple.object == old for triple in triples)
    types = [triple for triple in said if triple.predicate.value == str(RDF.type)]
    triples.update(ox.Triple(new, triple.predicate, triple.object) for triple in types)
    more = any(triple.predicate.value not in _REPEATED for triple in said if triple not in types)
    if not is_used and not more:
        triples.difference_update(said)


def _text(term: object) -> str:
    return term.value if isinstance(term, ox.NamedNode | ox.Literal) else ""
