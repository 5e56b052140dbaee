"""Variables are read from lines, and lines are exchanged for others, as a graph would have it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rdflib import CSVW, BNode, Graph, Literal, URIRef

from catalogue.domain.columns import Patch
from catalogue.domain.errors import Conflict
from catalogue.rdf import graphs
from catalogue.rdf.columns import Columns, Exchange, apply, text_of
from catalogue.rdf.working import WorkingGraph

NTRIPLES = """\
<http://a/d> <http://a/has> _:t .
_:t <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <http://www.w3.org/ns/csvw#Table> .
_:t <http://www.w3.org/ns/csvw#column> _:c1 .
_:t <http://www.w3.org/ns/csvw#column> <http://a/c2> .
_:c1 <http://www.w3.org/ns/csvw#name> "b \\"quoted\\"" .
_:c1 <http://www.w3.org/ns/csvw#datatype> _:x .
_:x <http://www.w3.org/ns/csvw#base> "integer" .
<http://a/c2> <http://www.w3.org/ns/csvw#name> "A" .
<http://a/c2> <http://www.w3.org/ns/csvw#title> "Straße, été"@fr .
<http://a/other> <http://a/names> <http://a/c2> .
"""
C2 = URIRef("http://a/c2")
NAME = URIRef(CSVW.name)
TERMS = st.sampled_from([Literal("x"), Literal("y", lang="en"), C2, BNode("c1"), URIRef("http://a/new")])
STATEMENTS = st.tuples(
    st.sampled_from([C2, BNode("c1"), BNode("new"), URIRef("http://a/d")]), st.just(NAME), TERMS
)


def test_variables_stand_by_name_in_any_case() -> None:
    rows = Columns(NTRIPLES).rows
    assert [row.name for row in rows] == ["A", 'b "quoted"']
    assert all(row.table == BNode("t") for row in rows)


@pytest.mark.parametrize(
    ("words", "found"), [("STRASSE", 1), ("été a", 1), ('"quoted"', 1), ("csvw", 0), ("fr", 0)]
)
def test_words_are_found_in_values_alone(words: str, found: int) -> None:
    assert len(Columns(NTRIPLES).find(words)) == found


def test_what_is_lacking_is_counted() -> None:
    title = str(CSVW.title)
    assert Columns(NTRIPLES).lacking([title, str(NAME)]) == {title: 1}


def test_a_variable_goes_with_what_only_it_names_and_with_what_names_it() -> None:
    found = Columns(NTRIPLES)
    graph = WorkingGraph(NTRIPLES)
    apply(graph, found.without(found.rows))
    assert text_of(graph) == "".join(f"{line}\n" for line in NTRIPLES.splitlines()[:2])


def test_all_that_is_read_at_once_says_the_same() -> None:
    one_by_one, at_once = Columns(NTRIPLES), Columns(NTRIPLES)
    at_once.warm()
    for alone, together in zip(one_by_one.rows, at_once.rows, strict=True):
        assert {path: alone.said[path] for path in alone.said} == {
            path: together.said[path] for path in together.said
        }


@given(
    looked_at=st.booleans(),
    first=st.lists(STATEMENTS, max_size=4),
    second=st.lists(STATEMENTS, max_size=4),
    gone=st.lists(st.sampled_from(list(graphs.triples(NTRIPLES))), max_size=4),
)
def test_lines_are_exchanged_as_statements_of_a_graph_are(
    looked_at: bool,
    first: list[tuple],
    second: list[tuple],
    gone: list[tuple],  # type: ignore[type-arg]
) -> None:
    graph, plain = WorkingGraph(NTRIPLES), graphs.graph(NTRIPLES)
    if looked_at:
        assert list(graph.predicate_objects(C2))
    did = []
    for patch in (Patch((), tuple(first)), Patch(tuple(gone), tuple(second))):
        did.append(apply(graph, Exchange.of(patch)))
        for triple in patch.removed:
            plain.remove(triple)
        for triple in patch.added:
            plain.add(triple)
    assert lines(text_of(graph)) == lines(graphs.ntriples(plain))
    for change in reversed(did):
        apply(graph, change.undone)
    assert lines(text_of(graph)) == lines(NTRIPLES)


def lines(ntriples: str) -> set[str]:
    return set(ntriples.splitlines())


def test_what_is_not_there_cannot_go_and_nothing_changes() -> None:
    graph = WorkingGraph(NTRIPLES)
    with pytest.raises(Conflict):
        apply(graph, Exchange(('<http://a/c2> <http://a/p> "x" .',), ('<http://a/c2> <http://a/p> "y" .',)))
    assert text_of(graph) == NTRIPLES


def test_any_graph_has_lines() -> None:
    assert text_of(Graph().add((C2, NAME, Literal("x")))) == f'<{C2}> <{NAME}> "x" .\n'
