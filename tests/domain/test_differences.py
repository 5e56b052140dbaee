"""What differs between two versions, field by field: nothing if and only if they are the same graph."""

import time
from collections.abc import Iterable

from hypothesis import given, settings
from hypothesis import strategies as st
from rdflib import DCAT, DCTERMS, FOAF, RDF, BNode, Graph, Literal, URIRef
from rdflib.term import Node

from catalogue.domain.differences import Difference, differences
from catalogue.domain.labels import FieldLabels
from catalogue.domain.record import Kind
from catalogue.rdf import graphs
from catalogue.rdf.profiles import find_profile, load_profile
from catalogue.services.demonstration import FOLDER
from tests.conftest import described

IRI = "http://example.org/1"
ROOT = URIRef(IRI)
HEAD = f"""
@prefix dcat: <http://www.w3.org/ns/dcat#> . @prefix dct: <http://purl.org/dc/terms/> .
@prefix foaf: <http://xmlns.com/foaf/0.1/> . @prefix csvw: <http://www.w3.org/ns/csvw#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
<{IRI}> a dcat:Dataset .
"""

Triple = tuple[Node, Node, Node]
BLANKS = [BNode(f"b{number}") for number in range(5)]
NAMED: list[Node] = [ROOT, URIRef("http://example.org/agent"), URIRef("http://example.org/place")]
PATHS = [DCTERMS.title, DCTERMS.spatial, DCAT.distribution, DCTERMS.publisher, RDF.type]
VALUES: list[Node] = [
    Literal("a"),
    Literal("b", lang="fr"),
    Literal("1", datatype=DCAT.Dataset),
    DCAT.Dataset,
]
TRIPLES = st.tuples(
    st.sampled_from([*NAMED, *BLANKS]), st.sampled_from(PATHS), st.sampled_from([*NAMED, *BLANKS, *VALUES])
)
STATEMENTS = st.lists(TRIPLES, max_size=14, unique=True)


PROFILE = load_profile(find_profile("healthdcat-ap/8"))


def made(statements: Iterable[Triple]) -> tuple[Graph, str]:
    """The canonical graph of statements, and its hash."""
    graph = Graph()
    for triple in statements:
        graph.add(triple)
    description = graphs.describe(IRI, Kind.DATASET, graph)
    return graphs.graph(description.ntriples), description.hash


def turtle(text: str) -> Graph:
    [description] = described(HEAD + text)
    return graphs.graph(description.ntriples)


def between(before: str, after: str) -> tuple[Difference, ...]:
    return differences(turtle(before), turtle(after), IRI, PROFILE)


def way(each: Difference) -> str:
    return FieldLabels(PROFILE, "en").way(each.place, each.owner, each.path)


@given(STATEMENTS, STATEMENTS)
@settings(max_examples=300, deadline=None)
def test_there_is_no_difference_if_and_only_if_the_hashes_are_equal(
    one: list[Triple], other: list[Triple]
) -> None:
    (before, hash_before), (after, hash_after) = made(one), made(other)
    found = differences(before, after, IRI, PROFILE)
    assert (not found) == (hash_before == hash_after)


@given(STATEMENTS, st.permutations(BLANKS), st.lists(TRIPLES, max_size=2), st.data())
@settings(max_examples=300, deadline=None)
def test_a_small_change_is_told_whatever_blank_nodes_are_called(
    statements: list[Triple], names: list[BNode], more: list[Triple], data: st.DataObject
) -> None:
    gone = data.draw(st.sampled_from(statements)) if statements else None
    renamed = dict(zip(BLANKS, names, strict=True))

    def other(node: Node) -> Node:
        return renamed.get(node, node)  # type: ignore[call-overload, no-any-return]

    same = [(other(s), p, other(o)) for s, p, o in statements]
    before, hash_before = made(statements)
    assert differences(before, made(same)[0], IRI, PROFILE) == ()
    changed, hash_after = made([*(other_ for other_ in same if other_ != gone), *more])
    found = differences(before, changed, IRI, PROFILE)
    assert (not found) == (hash_before == hash_after)
    assert all(each.before or each.after for each in found)
    # Each statement that went or came is counted once.
    count, growth = sum(each.statements for each in found), len(changed) - len(before)
    assert count >= abs(growth)
    assert (count - growth) % 2 == 0


def test_a_title_in_another_language_is_a_difference_of_the_title() -> None:
    [each] = between(f'<{IRI}> dct:title "A"@en, "Un"@fr .', f'<{IRI}> dct:title "A"@en, "Une"@fr .')
    assert (each.before, each.after) == ((Literal("Un", lang="fr"),), (Literal("Une", lang="fr"),))
    assert (way(each), each.statements) == ("Title", 2)


def distribution(title: str, more: str) -> str:
    return f'<{IRI}> dcat:distribution [ a dcat:Distribution ; dct:title "{title}"@en ; {more} ] .\n'


def test_a_field_of_a_part_is_told_by_the_way_to_it_and_its_neighbours_are_no_difference() -> None:
    one = distribution("First", "dct:format <http://example.org/CSV> ; dcat:byteSize 1")
    two = distribution("Second", "dct:format <http://example.org/CSV> ; dcat:byteSize 2")
    changed = distribution("Second", "dct:format <http://example.org/JSON> ; dcat:byteSize 2")
    [each] = between(one + two, changed + one)
    assert way(each) == "Distribution 2 (Second) › File format"
    assert (each.before, each.after) == (
        (URIRef("http://example.org/CSV"),),
        (URIRef("http://example.org/JSON"),),
    )


def test_a_part_that_came_or_went_is_one_difference_with_all_that_is_said_in_it() -> None:
    one = distribution("First", "dcat:byteSize 1")
    two = distribution("Second", 'dcat:byteSize 2 ; dct:license [ dct:title "Own" ]')
    [came] = between(one, one + two)
    assert (way(came), came.before, len(came.after), came.statements) == ("Distribution", (), 1, 6)
    [went] = between(one + two, one)
    assert (way(went), len(went.before), went.after, went.statements) == ("Distribution", 1, (), 6)


def test_an_agent_with_an_address_that_came_is_told_where_it_is_named() -> None:
    agent = '<http://example.org/agent> a foaf:Agent ; foaf:name "Auental"@en .'
    [each] = between("", f"<{IRI}> dct:publisher <http://example.org/agent> . {agent}")
    assert (each.path, each.after, each.statements) == (
        str(DCTERMS.publisher),
        (URIRef("http://example.org/agent"),),
        3,
    )


def test_what_is_said_of_an_agent_that_stays_is_told_as_a_field_of_it() -> None:
    named = f"<{IRI}> dct:publisher <http://example.org/agent> . <http://example.org/agent> a foaf:Agent"
    [each] = between(f'{named} ; foaf:name "A"@en .', f'{named} ; foaf:name "B"@en .')
    assert (each.path, way(each)) == (str(FOAF.name), "Publisher (B) › Name")


def test_a_period_that_is_the_only_one_and_changed_wholly_is_the_same_part() -> None:
    def period(start: str, end: str) -> str:
        ends = f'dcat:startDate "{start}"^^xsd:date ; dcat:endDate "{end}"^^xsd:date'
        return f"<{IRI}> dct:temporal [ a dct:PeriodOfTime ; {ends} ] ."

    found = between(period("2001-01-01", "2002-12-31"), period("2011-01-01", "2012-12-31"))
    assert [str(each.path) for each in found] == [str(DCAT.startDate), str(DCAT.endDate)]
    assert all(len(each.before) == len(each.after) == 1 for each in found)


def test_the_same_number_written_otherwise_is_a_difference() -> None:
    [each] = between(
        f'<{IRI}> dcat:byteSize "1"^^xsd:integer .', f'<{IRI}> dcat:byteSize "01"^^xsd:integer .'
    )
    assert (str(each.before[0]), str(each.after[0])) == ("1", "01")


def test_types_of_thousands_of_variables_are_compared_in_a_moment() -> None:
    [description] = described((FOLDER / "hospital-data-warehouse-valmorin.ttl").read_text())
    text = description.ntriples
    before = graphs.graph(text)
    after = graphs.graph(
        graphs.describe(
            description.iri, Kind.DATASET, graphs.graph(text.replace('"integer"', '"decimal"'))
        ).ntriples
    )
    started = time.perf_counter()
    found = differences(before, after, description.iri, PROFILE)
    assert {each.statements for each in found} == {2}
    assert len(found) == text.count('"integer"') > 100
    assert time.perf_counter() - started < 10
