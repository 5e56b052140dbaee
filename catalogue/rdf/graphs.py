"""Between stored N-Triples and the rdflib graph that everything works on."""

import logging
import warnings
from collections.abc import Iterable, Iterator
from functools import lru_cache
from pathlib import Path

import pyoxigraph as ox
from rdflib import XSD, BNode, Graph, Literal, URIRef
from rdflib.plugins.stores.memory import Memory, SimpleMemory
from rdflib.term import Node

from catalogue.domain.errors import WrongSetting
from catalogue.domain.record import Description, Kind
from catalogue.rdf import canonical

_STRING = str(XSD.string)
_OFTEN_SAID = 250  # characters of what may be remembered
# Whether a literal's text suits its datatype is for a validator to say: rdflib says it in stack traces.
logging.getLogger("rdflib.term").setLevel(logging.ERROR)
warnings.filterwarnings("ignore", "Parsing weird boolean", UserWarning)


def graph(ntriples: str, *, contexts: bool = False) -> Graph:
    """The graph of stored N-Triples, about 0.7 ms for 100 triples.

    `contexts` gives it a store that pySHACL accepts, at twice the time.
    """
    built = Graph(store=Memory() if contexts else SimpleMemory())
    add_ntriples(ntriples, built)
    return built


def node(subject: str) -> Node:
    """The node that N-Triples write so."""
    return _node(subject) if len(subject) < _OFTEN_SAID else _read_node(subject)


def _read_node(subject: str) -> Node:
    if subject.startswith("_:"):
        return BNode(subject[2:])
    return read_term(subject) if "\\" in subject else iri(subject[1:-1])


_node = lru_cache(maxsize=20_000)(_read_node)


def read_said(line: str) -> tuple[Node, Node]:
    """The property and the value in a line of N-Triples, without the node that begins it."""
    return _often_said(line) if len(line) < _OFTEN_SAID else _read(line)


def _read(line: str) -> tuple[Node, Node]:
    [triple] = canonical.triples_of(f"_:a {line}\n")
    return _term(triple.predicate), _term(triple.object)


# Types, vocabularies and agents are said again and again, long texts are not.
_often_said = lru_cache(maxsize=20_000)(_read)


def add_ntriples(ntriples: str, to: Graph) -> None:
    """Add the statements of N-Triples, with the labels that their blank nodes have there."""
    add = to.store.add
    for triple in triples(ntriples):
        add(triple, to)


def triples(ntriples: str) -> Iterator[tuple[Node, Node, Node]]:
    """The statements of N-Triples, with the labels that their blank nodes have there."""
    for triple in canonical.triples_of(ntriples):
        yield _term(triple.subject), _term(triple.predicate), _term(triple.object)


def values(ntriples: str, subject: str, predicate: str) -> list[str]:
    """The values of a property in stored N-Triples, without a graph: IRIs, texts and labels of blank nodes."""
    return [value.value for value in _objects(ntriples, f"<{subject}> <{predicate}> ")]


def texts(ntriples: str, subject: str, predicate: str) -> dict[str, str]:
    """The texts of a property in stored N-Triples by their languages, without a graph; empty is no language."""
    found = (value for value in _objects(ntriples, f"<{subject}> <{predicate}> "))
    return {value.language or "": value.value for value in found if isinstance(value, ox.Literal)}


def _objects(ntriples: str, start: str) -> Iterator[ox.NamedNode | ox.BlankNode | ox.Literal]:
    """The objects of the statements that begin so."""
    said = [start + rest.partition("\n")[0] for rest in f"\n{ntriples}".split(f"\n{start}")[1:]]
    for triple in canonical.triples_of("\n".join(said)):
        if not isinstance(triple.object, ox.Triple):
            yield triple.object


def read_term(text: str) -> Node:
    """The term that N-Triples write so."""
    [triple] = canonical.triples_of(f"<a:a> <a:a> {text} .\n")
    return _term(triple.object)


def add_turtle(document: bytes, to: Graph) -> None:
    """Add the statements of a Turtle document of ours, such as a file of shapes. Raises SyntaxError."""
    for quad in ox.parse(document, format=ox.RdfFormat.TURTLE):
        to.store.add((_term(quad.subject), _term(quad.predicate), _term(quad.object)), to)


def turtle_file(file: Path) -> Graph:
    """The statements of a Turtle file of ours. Raises WrongSetting naming it, and where it breaks."""
    read = Graph(store=SimpleMemory())
    try:
        add_turtle(file.read_bytes(), to=read)
    except OSError as error:
        raise WrongSetting(name=str(file), reason=error.strerror) from None
    except (SyntaxError, ValueError) as error:
        raise WrongSetting(name=str(file), reason=str(error)) from None
    return read


def describe(iri: str, kind: Kind, statements: Graph) -> Description:
    """The stored form of a graph that was made or changed here."""
    return canonical.describe(iri, kind, canonical.triples_of(ntriples(statements)))


def ntriples(statements: Iterable[tuple[Node, Node, Node]]) -> str:
    """The statements of a graph as N-Triples, in no particular order.

    Raises ValueError for a term that is none, such as an IRI with spaces.
    """
    return "".join(f"{_written(s)} {_written(p)} {_written(o)} .\n" for s, p, o in statements)


def _written(term: Node) -> ox.NamedNode | ox.BlankNode | ox.Literal:
    """The term for pyoxigraph's writer: rdflib's own writes line breaks as only Turtle may have them."""
    if isinstance(term, URIRef):
        return ox.NamedNode(term)
    if isinstance(term, BNode):
        return ox.BlankNode(term)
    assert isinstance(term, Literal)
    if term.language:
        return ox.Literal(term, language=term.language)
    return ox.Literal(term, datatype=ox.NamedNode(term.datatype) if term.datatype else None)


@lru_cache(maxsize=20_000)
def iri(value: str) -> URIRef:
    """An IRI, mostly the same object for the same text: rdflib takes long to tell that two are equal.

    Terms repeat within and between descriptions: types, vocabularies, agents.
    """
    return URIRef(value)


def _term(term: ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple) -> Node:
    if isinstance(term, ox.NamedNode):
        return iri(term.value)
    if isinstance(term, ox.BlankNode):
        return BNode(term.value)
    if isinstance(term, ox.Triple):
        raise ValueError("a quoted triple is no term of RDF 1.1")
    if term.language:
        return Literal(term.value, lang=term.language)
    datatype = term.datatype.value
    if datatype == _STRING:
        return Literal(term.value)
    # Said here too, because pyshacl.validate() switches rdflib's own switch back on.
    return Literal(term.value, datatype=iri(datatype), normalize=False)
