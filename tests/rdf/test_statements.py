"""What a file says is found by each of its parts, word for word."""

from collections.abc import Iterator

import pyoxigraph as ox
import pytest

from catalogue.rdf.canonical import triples_of
from catalogue.rdf.statements import Statements, written

TEXT = (
    '<http://x/a> <http://x/p> "01"^^<http://www.w3.org/2001/XMLSchema#integer> .\n'
    '<http://x/a> <http://x/p> "one\\ntwo \\u0000 \u2028 three"@en .\n'
    "<http://x/a> <http://x/q> _:part .\n"
    "_:part <http://x/q> _:part .\n"
    "<http://x/b> <http://x/q> <http://x/a> .\n"
    "<http://x/c> <http://x/q> <http://x/c> .\n"
)


@pytest.fixture(params=["at once, in memory", "in parts, on disk"])
def statements(request: pytest.FixtureRequest) -> Iterator[Statements]:
    with Statements("a test") as made:
        if "disk" in request.param:
            made.add(triples_of(TEXT[: TEXT.index("<http://x/b>")]))
        made.add(triples_of(TEXT + TEXT))
        yield made


def test_each_statement_is_there_once_and_word_for_word(statements: Statements) -> None:
    assert len(statements) == 6
    assert set(statements.find()) == set(triples_of(TEXT))
    assert set(triples_of(written(statements.terms()))) == set(triples_of(TEXT))


def test_statements_are_found_by_each_of_their_parts(statements: Statements) -> None:
    a, p, q = (ox.NamedNode(f"http://x/{name}") for name in "apq")
    assert len(list(statements.find(a))) == 3
    assert len(list(statements.find(a, p))) == 2
    assert [t.subject for t in statements.find(None, None, a)] == [ox.NamedNode("http://x/b")]
    assert list(statements.find(None, p, a)) == []
    assert len(list(statements.find(None, q))) == 4
    assert list(statements.find(a, q, ox.BlankNode("part"))) != []
    assert list(statements.find(ox.NamedNode("http://x/none"))) == []


def test_a_node_that_only_itself_names_is_not_referred_to(statements: Statements) -> None:
    assert list(statements.unreferred()) == ["<http://x/b>", "<http://x/c>"]


def test_all_that_name_a_node_are_told_by_property_and_subject(statements: Statements) -> None:
    statements.add(
        triples_of("<http://x/0> <http://x/z> <http://x/a> .\n<http://x/z> <http://x/a> <http://x/a> .\n")
    )
    told = [
        ("<http://x/z>", "<http://x/a>"),
        ("<http://x/b>", "<http://x/q>"),
        ("<http://x/0>", "<http://x/z>"),
    ]
    assert list(statements.naming("<http://x/a>")) == told
    assert list(statements.naming("<http://x/a>", "<http://x/q>")) == told[1:2]


def test_nodes_are_told_in_order_each_with_all_that_it_says(statements: Statements) -> None:
    nodes = [subject for subject, _, _ in statements.terms()]
    assert list(dict.fromkeys(nodes)) == ["<http://x/a>", "<http://x/b>", "<http://x/c>", "_:part"]
    assert nodes == sorted(nodes)
    assert len(statements.about("<http://x/a>")) == 3


def test_what_a_node_says_and_who_names_it_is_told_as_it_is_written(statements: Statements) -> None:
    assert statements.about("_:part") == [("<http://x/q>", "_:part")]
    assert list(statements.naming("_:part")) == [("<http://x/a>", "<http://x/q>"), ("_:part", "<http://x/q>")]
    assert list(statements.naming("_:part", "<http://x/p>")) == []
