"""Descriptions to make mistakes in: the official examples of Release 8, thinned out, and complete ones of ours."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from rdflib import CSVW, RDF, Graph, URIRef
from rdflib.term import Node

from catalogue.rdf.canonical import canonical, triples_of
from catalogue.rdf.graphs import add_turtle, graph, ntriples
from tests.shapes.loaded import profile
from tests.shapes.results import local

Triple = tuple[Node, Node, Node]

FOLDER = Path(__file__).parent / "seeds"
OFFICIAL = {
    "agora": "r8-EPRDR-AGORA.ttl",
    "arca": "r8-EPRDR-ARCA.ttl",
    "oncology": "r8-example-healthdcat-dataset.ttl",
}
# Variables repeat each other: a table of two columns shows what a hundred would.
_KEPT = {CSVW.table: 1, CSVW.column: 2}


@dataclass(frozen=True)
class Seed:
    """A description with its statements in an order that never changes, and what its nodes are called."""

    name: str
    triples: tuple[Triple, ...] = field(repr=False)

    @property
    def nodes(self) -> tuple[Node, ...]:
        """The nodes that the description describes."""
        return tuple(dict.fromkeys(subject for subject, _, _ in self.triples))

    def values(self, node: Node, path: Node) -> tuple[Node, ...]:
        """The values of a property."""
        return tuple(o for s, p, o in self.triples if (s, p) == (node, path))

    def paths(self, node: Node) -> tuple[Node, ...]:
        """The properties that a node has, but for its classes."""
        return tuple(dict.fromkeys(p for s, p, _ in self.triples if s == node and p != RDF.type))

    def class_of(self, node: Node) -> str:
        """The class of a node that the profile knows, or any that it has; empty for none."""
        classes = [str(value) for value in self.values(node, RDF.type)]
        return next((each for each in profile().classes if each in classes), next(iter(classes), ""))

    def names(self) -> dict[Node, str]:
        """A name for each node: the end of its IRI, or how one comes to it (`dataset.hdab.contactPoint`)."""
        parents = {value: (node, path) for node, path, value in reversed(self.triples)}
        names: dict[Node, str] = {}
        taken: Counter[str] = Counter()
        for node in self.nodes:
            name = _name(node, parents)
            taken[name] += 1
            names[node] = f"{name}[{taken[name]}]" if taken[name] > 1 else name
        return names


def seeds(reference: Path | None = None) -> tuple[Seed, ...]:
    """Our seeds, and those of the official examples where their folder is given."""
    ours = {path.stem: path for path in sorted(FOLDER.glob("*.ttl"))}
    theirs = {name: reference / "examples" / file for name, file in OFFICIAL.items()} if reference else {}
    return tuple(_seed(name, path) for name, path in (ours | theirs).items())


def ordered(triples: Iterable[Triple]) -> Graph:
    """A graph in which, of the classes of a node, the one that the profile knows first is stated first.

    The official script names the class that was stated first.
    """
    known = {iri: number for number, iri in enumerate(profile().classes)}
    built = Graph()
    for triple in sorted(triples, key=lambda each: known.get(str(each[2]), len(known))):
        built.add(triple)
    return built


@cache
def _seed(name: str, path: Path) -> Seed:
    read = Graph()
    add_turtle(path.read_bytes(), read)
    text, _ = canonical(triples_of(ntriples(_thinned(read))))
    return Seed(name, tuple(graph(text)))


def _thinned(whole: Graph) -> Graph:
    """The graph without the tables and columns beyond the first few."""
    for path, number in _KEPT.items():
        for node in set(whole.subjects(path, None)):
            for value in sorted(whole.objects(node, path))[number:]:
                whole.remove((node, path, value))
                whole.remove((value, None, None))
    for column in set(whole.subjects(RDF.type, CSVW.Column)) - set(whole.objects(None, CSVW.column)):
        whole.remove((column, None, None))
    return whole


def _name(node: Node, parents: dict[Node, tuple[Node, Node]]) -> str:
    if isinstance(node, URIRef):
        return local(node.rstrip("/"))
    if node not in parents:
        return "blank"
    parent, path = parents[node]
    return f"{_name(parent, parents)}.{local(path)}"
