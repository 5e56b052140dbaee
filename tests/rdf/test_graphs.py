"""Stored N-Triples and rdflib graphs are the same statements."""

import pytest
import rdflib
from rdflib import RDFS, XSD, BNode, Graph, Literal, URIRef
from rdflib.term import Node

from catalogue.rdf import graphs

DATASET = URIRef("https://example.org/dataset/1")


@pytest.mark.parametrize(
    "value",
    [
        Literal('a\nb "quoted" \\ back\r\ttab \x07 bell é 𝄞', lang="fr"),
        Literal('"""'),
        Literal("01", datatype=XSD.integer, normalize=False),
        Literal("2026-01-01T00:00:00Z", datatype=XSD.dateTime, normalize=False),
        Literal("not a number", datatype=XSD.decimal),
        Literal("told", datatype=XSD.string),
        URIRef("urn:é"),
        BNode("b1"),
    ],
)
def test_a_graph_is_written_as_it_is_read(value: Node) -> None:
    graph = Graph()
    graph.add((DATASET, RDFS.label, value))
    [(_, _, back)] = graphs.graph(graphs.ntriples(graph))
    assert str(back) == str(value)
    assert getattr(back, "language", None) == getattr(value, "language", None)


def test_an_iri_that_is_none_is_refused_and_not_written() -> None:
    graph = Graph()
    graph.add((DATASET, RDFS.seeAlso, URIRef("http://example.org/with space")))
    with pytest.raises(ValueError, match="IRI"):
        graphs.ntriples(graph)


def test_a_lexical_form_is_kept_even_when_rdflib_would_normalise(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rdflib, "NORMALIZE_LITERALS", True)
    [(_, _, value)] = graphs.graph(f'<{DATASET}> <{RDFS.label}> "01"^^<{XSD.integer}> .\n')
    assert str(value) == "01"


def test_values_are_told_from_the_text_as_from_the_graph() -> None:
    text = (
        '<http://e.org/a> <http://e.org/p> "one\\nand <http://e.org/a> <http://e.org/p> \\"two\\" ."@en .\n'
        "<http://e.org/a> <http://e.org/p> <http://e.org/b> .\n"
        "<http://e.org/a> <http://e.org/p> _:c14n0 .\n"
        '<http://e.org/a> <http://e.org/pp> "no"@en .\n'
        '<http://e.org/ab> <http://e.org/p> "no" .\n'
    )
    said = graphs.graph(text).objects(URIRef("http://e.org/a"), URIRef("http://e.org/p"))
    found = graphs.values(text, "http://e.org/a", "http://e.org/p")
    assert sorted(found) == sorted(map(str, said))
    assert len(found) == 3
    assert graphs.values(text, "http://e.org/a", "http://e.org/q") == []
