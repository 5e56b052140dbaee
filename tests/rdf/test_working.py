"""A description that is worked on is a graph like any other, however little of it was read."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rdflib import RDF, BNode, Graph, Literal, URIRef
from rdflib.term import Node

from catalogue.domain.errors import BadInput
from catalogue.rdf import graphs
from catalogue.rdf.working import WorkingGraph, has_empty_parts

A, B = URIRef("urn:a"), URIRef("urn:b")
NODES = st.sampled_from([A, B, BNode("x"), BNode("y")])
PATHS = st.sampled_from([URIRef("urn:p"), URIRef("urn:q")])
VALUES = NODES | st.text(st.characters(exclude_categories=["Cs"]), max_size=5).map(Literal)
TRIPLES = st.tuples(NODES, PATHS, VALUES)
PATTERNS = st.tuples(st.none() | NODES, st.none() | PATHS, st.none() | NODES)
STEPS = st.lists(
    st.tuples(st.just("add"), TRIPLES) | st.tuples(st.sampled_from(["remove", "ask"]), PATTERNS), max_size=8
)


def lines(graph: Graph) -> set[str]:
    return set(graphs.ntriples(graph).split("\n"))


@given(st.lists(TRIPLES, max_size=10), STEPS)
@settings(max_examples=200)
def test_it_says_what_a_graph_says_after_the_same_changes(
    triples: list[tuple[Node, Node, Node]], steps: list[tuple[str, tuple[Node, Node, Node]]]
) -> None:
    plain = Graph()
    for triple in triples:
        plain.add(triple)
    working = WorkingGraph(graphs.ntriples(plain))
    for step, terms in steps:
        if step == "ask":
            assert set(working.triples(terms)) == set(plain.triples(terms))
        else:
            getattr(plain, step)(terms)
            getattr(working, step)(terms)
    assert set(working.ntriples().split("\n")) == lines(plain)
    assert len(working) == len(plain)


def test_without_a_change_it_is_the_very_text() -> None:
    text = '<urn:b> <urn:p> "1" .\n<urn:a> <urn:p> "é" .\n'
    graph = WorkingGraph(text)
    graph.add((A, URIRef("urn:q"), B))
    graph.remove((A, URIRef("urn:q"), B))
    assert graph.ntriples() is text


def test_other_statements_keep_their_lines() -> None:
    graph = WorkingGraph('<urn:b> <urn:p> "1" .\n<urn:a> <urn:p> "2" .\n')
    graph.set((A, URIRef("urn:p"), Literal("3")))
    assert graph.ntriples() == '<urn:b> <urn:p> "1" .\n<urn:a> <urn:p> "3" .\n'


def test_a_term_that_rdf_does_not_have_is_told() -> None:
    graph = WorkingGraph("")
    graph.add((A, URIRef("urn:p"), URIRef("no address")))
    with pytest.raises(BadInput):
        graph.ntriples()


@pytest.mark.parametrize(
    ("more", "before", "is_empty"),
    [("", "", True), ('<urn:a#x> <urn:p> "1" .\n', "", False), ("", "<urn:a#x>", False)],
)
def test_empty_parts_are_those_that_were_added_and_say_nothing(
    more: str, before: str, is_empty: bool
) -> None:
    text = f"<urn:a> <urn:p> <urn:a#x> .\n<urn:a#x> <{RDF.type}> <urn:c> .\n{more}"
    assert has_empty_parts(text, "urn:a#", before) is is_empty
