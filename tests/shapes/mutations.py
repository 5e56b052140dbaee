"""Systematic mistakes: every property of every node removed, doubled, and given values that it may not have.

    for mutation in mutations(seeds()):
        mutation.name      # what was done: "dataset: dataset.hdab name: removed"
        mutation.graph()   # the description with the mistake
        mutation.ntriples  # the same as text

Each is one mistake in one description. `sample` takes some of them, always the same.
"""

import random
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from rdflib import FOAF, PROV, RDF, SKOS, XSD, BNode, Graph, Literal, URIRef
from rdflib.term import Node

from catalogue.domain.profile import Field
from catalogue.domain.terms import shorten
from catalogue.rdf.graphs import ntriples
from tests.shapes.loaded import profile, vocabularies
from tests.shapes.results import local
from tests.shapes.seeds import Seed, Triple, ordered

OTHER = URIRef("http://example.org/mutation/other")
BLANK = BNode("mutation")
_SECOND = {
    XSD.boolean: "false",
    XSD.nonNegativeInteger: "7",
    XSD.decimal: "7.5",
    XSD.date: "2019-01-01",
    XSD.dateTime: "2019-01-01T00:00:00",
    XSD.gYear: "2019",
    XSD.gYearMonth: "2019-01",
    XSD.duration: "P7D",
    XSD.hexBinary: "ff",
}
# A change: what was done, what is taken away, what is added.
Change = tuple[str, tuple[Triple, ...], tuple[Triple, ...]]
# A value in the place of another: what it is, the value, and what is said of it.
Value = tuple[str, Node, tuple[Triple, ...]]


@dataclass(frozen=True)
class Mutation:
    """One mistake in one description."""

    name: str
    seed: Seed
    removed: frozenset[Triple]
    added: tuple[Triple, ...]

    def triples(self) -> Iterator[Triple]:
        """The statements with the mistake."""
        yield from (triple for triple in self.seed.triples if triple not in self.removed)
        yield from self.added

    def graph(self) -> Graph:
        """The description with the mistake, as the official validator is given it."""
        return ordered(self.triples())

    @property
    def ntriples(self) -> str:
        """The same as our validators are given it."""
        return "".join(sorted(set(ntriples(self.triples()).splitlines(keepends=True))))


def mutations(seeds: Iterable[Seed]) -> Iterator[Mutation]:
    """All mistakes in all seeds, no two descriptions alike, in an order that never changes.

    What a node has is changed at every node; what it lacks is added once to a node of each class.
    """
    added: set[tuple[str, str]] = set()
    for seed in seeds:
        seen = {frozenset(seed.triples)}
        for node, name in seed.names().items():
            owner = seed.class_of(node)
            more = [each for each in _of_absent_properties(seed, node) if (owner, each[0]) not in added]
            added |= {(owner, what) for what, *_ in more}
            for change in (*_of_node(seed, node), *_of_stated_properties(seed, node), *more):
                mutation = _mutation(seed, name, change)
                content = frozenset(mutation.triples())
                if content not in seen:
                    seen.add(content)
                    yield mutation


def without(seed: Seed, class_iri: str, path: str) -> Mutation:
    """The mistake that the first node of a class lacks a property."""
    node = next(each for each in seed.nodes if seed.class_of(each) == class_iri)
    return _mutation(seed, seed.names()[node], _removed(seed, node, URIRef(path)))


def _mutation(seed: Seed, name: str, change: Change) -> Mutation:
    what, removed, added = change
    return Mutation(f"{seed.name}: {name} {what}", seed, frozenset(removed), added)


def sample(seeds: Iterable[Seed], number: int, seed: int = 8) -> list[Mutation]:
    """Some of all mistakes, always the same for a number and a seed of chance."""
    everything = list(mutations(seeds))
    return random.Random(seed).sample(everything, min(number, len(everything)))


def _of_node(seed: Seed, node: Node) -> Iterator[Change]:
    """The node is of no class, of another, of one more; or nothing is said of it."""
    classes = tuple((node, RDF.type, value) for value in seed.values(node, RDF.type))
    other = _another_class(seed, node)
    yield "without class", classes, ()
    yield "of another class", classes, ((node, RDF.type, other),)
    second = other if (node, RDF.type, SKOS.Concept) in classes else SKOS.Concept
    yield "of a second class", (), ((node, RDF.type, second),)
    yield "without statements", tuple(triple for triple in seed.triples if triple[0] == node), ()


def _of_stated_properties(seed: Seed, node: Node) -> Iterator[Change]:
    for path in seed.paths(node):
        yield from _of_stated(seed, node, path)


def _of_absent_properties(seed: Seed, node: Node) -> Iterator[Change]:
    for field in profile().fields(seed.class_of(node)):
        if not seed.values(node, URIRef(field.path)):
            yield from _of_absent(field, node)


def _of_stated(seed: Seed, node: Node, path: Node) -> Iterator[Change]:
    """A property that is there: taken away, doubled, and its first value replaced by a wrong one."""
    first = seed.values(node, path)[0]
    yield _removed(seed, node, path)
    for what, value, about in _doubles(seed, first):
        yield f"{shorten(path)}: {what}", (), ((node, path, value), *about)
    field = profile().field(seed.class_of(node), str(path))
    for what, value, about in _wrong_values(seed, field, first):
        yield f"{shorten(path)}: {what}", ((node, path, first),), ((node, path, value), *about)


def _removed(seed: Seed, node: Node, path: Node) -> Change:
    return f"{shorten(str(path))}: removed", tuple((node, path, each) for each in seed.values(node, path)), ()


def _of_absent(field: Field, node: Node) -> Iterator[Change]:
    """A property that is not there: added with values of each kind, right and wrong."""
    path = URIRef(field.path)
    values: list[Value] = [
        ("added as a text", Literal("text"), ()),
        ("added as an IRI of no class", OTHER, ()),
        ("added as a blank node of no class", BLANK, ()),
    ]
    for datatype in field.datatypes:
        good = Literal(_SECOND.get(URIRef(datatype), "1"), datatype=URIRef(datatype))
        values.append((f"added as {local(datatype)}", good, ()))
    for name in field.classes:
        values.append((f"added as a {local(name)}", OTHER, ((OTHER, RDF.type, URIRef(name)),)))
        values.append((f"added as a blank {local(name)}", BLANK, ((BLANK, RDF.type, URIRef(name)),)))
    for what, value, about in values:
        yield f"{shorten(path)}: {what}", (), ((node, path, value), *about)


def _doubles(seed: Seed, value: Node) -> Iterator[Value]:
    """A second value that is as good as the first."""
    if isinstance(value, Literal):
        yield "doubled", _again(value), ()
    else:
        yield "doubled", OTHER, tuple((OTHER, p, o) for s, p, o in seed.triples if s == value)
        yield "doubled by a blank node", BLANK, tuple((BLANK, p, o) for s, p, o in seed.triples if s == value)


def _again(value: Literal) -> Literal:
    """Another literal of the same kind."""
    if value.language or value.datatype not in _SECOND:
        return Literal(f"{value} again", lang=value.language, datatype=value.datatype)
    return Literal(_SECOND[value.datatype], datatype=value.datatype, normalize=False)


def _wrong_values(seed: Seed, field: Field | None, value: Node) -> Iterator[Value]:
    if isinstance(value, Literal):
        yield from _wrong_literals(value)
    else:
        yield from _wrong_resources(seed, value)
        yield from _wrong_concepts(seed, field, value)


def _wrong_literals(value: Literal) -> Iterator[Value]:
    if value.language or not value.datatype or value.datatype == XSD.string:
        yield "as a number", Literal("12", datatype=XSD.integer), ()
    else:
        yield "as a text", Literal(str(value)), ()
        yield "as a text of a language", Literal(str(value), lang="en"), ()
        yield "in an impossible form", Literal("impossible", datatype=value.datatype, normalize=False), ()
        yield "of a foreign datatype", Literal(str(value), datatype=OTHER, normalize=False), ()
        yield "as an integer", Literal("-1", datatype=XSD.integer), ()
        yield "as a moment", Literal("2026-01-01T00:00:00Z", datatype=XSD.dateTime, normalize=False), ()
    yield "as an IRI", OTHER, ()
    yield "as a blank node", BLANK, ()


def _wrong_resources(seed: Seed, value: Node) -> Iterator[Value]:
    kind, new = ("an IRI", OTHER) if isinstance(value, BNode) else ("a blank node", BLANK)
    yield "as a text", Literal(str(value)), ()
    yield f"as {kind}", new, tuple((new, p, o) for s, p, o in seed.triples if s == value)
    yield "as an IRI of no class", OTHER, ()
    yield "as a blank node of no class", BLANK, ()
    yield "as an IRI of another class", OTHER, ((OTHER, RDF.type, _another_class(seed, value)),)


def _wrong_concepts(seed: Seed, field: Field | None, value: Node) -> Iterator[Value]:
    """Of another vocabulary, of none, or only said to be of the right one; each of the class it should have."""
    known = vocabularies().concept(str(value))
    schemes = field.vocabularies if field else ()
    if not known and not schemes:
        return
    scheme = known.scheme if known else schemes[0]
    classes = [*seed.values(value, RDF.type), SKOS.Concept]
    for other in vocabularies():
        if other.iri not in (scheme, *schemes) and other.concepts:
            foreign = URIRef(other.concepts[0].iri)
            yield f"of the vocabulary {other.name}", foreign, _typed(foreign, classes)
            break
    unknown = URIRef(f"{value}-unknown") if isinstance(value, URIRef) else OTHER
    label = (unknown, SKOS.prefLabel, Literal("unknown", lang="en"))
    yield "of an unknown code", unknown, (*_typed(unknown, classes), label)
    yield (
        "of an unknown code that says its scheme",
        unknown,
        (*_typed(unknown, classes), label, (unknown, SKOS.inScheme, URIRef(scheme))),
    )


def _typed(node: Node, classes: Iterable[Node]) -> tuple[Triple, ...]:
    return tuple((node, RDF.type, name) for name in dict.fromkeys(classes))


def _another_class(seed: Seed, node: Node) -> Node:
    """A class that the node does not have."""
    return PROV.Activity if FOAF.Document in seed.values(node, RDF.type) else FOAF.Document
