"""Statements that are only read are those of the graph."""

from collections import Counter

import pytest
from rdflib import URIRef

from catalogue.rdf.graphs import graph
from catalogue.rdf.sorted_statements import SortedStatements
from tests.benchmarks.descriptions import descriptions

TEXTS = [description.ntriples for description in descriptions(3)]
ODD = (
    '_:c14n0 <http://example.org/p> "a \\"b\\" \\\\ \\n c"@fr .\n'
    '_:c14n0 <http://example.org/p> "01"^^<http://www.w3.org/2001/XMLSchema#integer> .\n'
    "<http://example.org/a> <http://example.org/p> _:c14n0 .\n"
)


@pytest.mark.parametrize("text", [*TEXTS, ODD, ""])
def test_the_statements_are_those_of_the_graph(text: str) -> None:
    whole, read = graph(text), SortedStatements(text)
    for subject in set(whole.subjects()):
        assert Counter(read.predicate_objects(subject)) == Counter(whole.predicate_objects(subject))
    for predicate in set(whole.predicates()):
        assert isinstance(predicate, URIRef)
        assert Counter(read.subject_objects(predicate)) == Counter(whole.subject_objects(predicate))
        assert Counter(read.objects(None, predicate)) == Counter(whole.objects(None, predicate))
    for subject, predicate in set(whole.subject_predicates()):
        assert isinstance(predicate, URIRef)
        assert Counter(read.objects(subject, predicate)) == Counter(whole.objects(subject, predicate))


def test_what_is_not_said_is_nothing() -> None:
    nobody, nothing = URIRef("http://example.org/nobody"), URIRef("http://example.org/nothing")
    read = SortedStatements(ODD)
    assert list(read.objects(nobody, nothing)) == list(read.predicate_objects(nobody)) == []
    assert list(read.subject_objects(nothing)) == list(read.objects(None, nothing)) == []
