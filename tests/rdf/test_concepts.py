"""Finding values from vocabularies in stored N-Triples, and replacing them."""

from rdflib import DCAT, DCTERMS, RDF, SKOS, Graph, Literal, URIRef

from catalogue.domain.record import Description
from catalogue.rdf import graphs
from catalogue.rdf.concepts import Use, uses, with_values
from tests.conftest import dataset, described

OLD, NEW = "http://example.org/old/CSV", "http://example.org/new/CSV"
FORMAT = str(DCTERMS.format)
HEAD = """
    @prefix dcat: <http://www.w3.org/ns/dcat#> . @prefix dct: <http://purl.org/dc/terms/> .
    @prefix skos: <http://www.w3.org/2004/02/skos/core#> .
"""


def one(distribution: str, more: str = "") -> Description:
    """A description of a dataset with one distribution."""
    text = dataset(more=f"dcat:distribution [ a dcat:Distribution ; {distribution} ]")
    return described(HEAD + text + more)[0]


def replaced(description: Description) -> Graph:
    """The graph of a description with the new value in place of the old one of the format."""
    found = [use for use in uses(description.ntriples, [FORMAT]) if use.value == OLD]
    return graphs.graph(with_values(description, dict.fromkeys(found, NEW)).ntriples)


def test_values_are_found_with_the_classes_of_their_node() -> None:
    [use] = uses(one(f'dct:format <{OLD}> ; dct:title "CSV"').ntriples, [FORMAT])
    assert use == Use(use.node, (str(DCAT.Distribution),), FORMAT, OLD, True)


def test_a_text_is_a_value_and_a_blank_node_is_none() -> None:
    found = list(uses(one('dct:format "a\\"b\\nc"@en , [ a dct:MediaType ]').ntriples, [FORMAT]))
    assert [(use.value, use.is_iri) for use in found] == [('a"b\nc', False)]


def test_a_text_may_have_breaks_of_any_kind() -> None:
    [use] = uses(one('dct:title "a\u2028b\u0085c\x0bd" ; dct:format "e\u2028f"').ntriples, [FORMAT])
    assert use.value == "e\u2028f"


def test_nothing_is_found_in_nothing() -> None:
    assert list(uses("", [FORMAT])) == []


def test_the_classes_of_an_old_entry_go_to_the_new_one_and_its_names_go() -> None:
    graph = replaced(
        one(
            f"dct:format <{OLD}>",
            f'<{OLD}> a dct:MediaTypeOrExtent ; skos:prefLabel "CSV" ; skos:inScheme <urn:s> .',
        )
    )
    assert (None, DCTERMS.format, URIRef(NEW)) in graph
    assert (URIRef(NEW), RDF.type, DCTERMS.MediaTypeOrExtent) in graph
    assert (URIRef(OLD), None, None) not in graph
    assert (URIRef(NEW), SKOS.prefLabel, None) not in graph


def test_what_is_said_of_an_old_entry_and_no_list_knows_stays() -> None:
    graph = replaced(
        one(f"dct:format <{OLD}>", f'<{OLD}> a dct:MediaTypeOrExtent ; dct:description "Ours." .')
    )
    assert (URIRef(OLD), DCTERMS.description, Literal("Ours.")) in graph
    assert (URIRef(NEW), RDF.type, DCTERMS.MediaTypeOrExtent) in graph


def test_an_old_entry_that_another_property_names_stays() -> None:
    graph = replaced(one(f"dct:format <{OLD}> ; dct:relation <{OLD}>", f"<{OLD}> a dct:MediaTypeOrExtent ."))
    assert (None, DCTERMS.relation, URIRef(OLD)) in graph
    assert (URIRef(OLD), RDF.type, None) in graph


def test_a_text_is_replaced_by_an_entry() -> None:
    description = one('dct:format "csv"@en')
    [use] = uses(description.ntriples, [FORMAT])
    graph = graphs.graph(with_values(description, {use: NEW}).ntriples)
    assert list(graph.objects(None, DCTERMS.format)) == [URIRef(NEW)]


def test_replacing_nothing_changes_nothing() -> None:
    description = one(f"dct:format <{OLD}>")
    assert with_values(description, {}) == description
