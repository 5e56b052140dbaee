"""Where in a description a finding is."""

from rdflib import CSVW, DCAT, DCTERMS, BNode, Graph, Literal, URIRef

from catalogue.domain.labels import FieldLabels
from catalogue.domain.languages import Reader
from catalogue.domain.places import LONGEST, Places, Step, in_sequence
from catalogue.domain.telling import Language, Teller
from catalogue.domain.variables import variables
from catalogue.rdf.graphs import ntriples
from catalogue.rdf.written import Written
from tests.shapes.loaded import conforming, profile, vocabularies

IRI = "http://example.org/d"
PREFIXES = """
@prefix csvw: <http://www.w3.org/ns/csvw#> .
@prefix cv: <http://data.europa.eu/m8g/> .
@prefix dcat: <http://www.w3.org/ns/dcat#> .
@prefix dct: <http://purl.org/dc/terms/> .
@prefix ex: <http://example.org/> .
@prefix foaf: <http://xmlns.com/foaf/0.1/> .
@prefix h: <http://healthdataportal.eu/ns/health#> .
"""


def _graph(text: str) -> Graph:
    return Graph().parse(data=PREFIXES + text, format="turtle")


def _places(text: str) -> Places:
    return Places(_graph(text), IRI, profile())


def _said(steps: tuple[Step, ...], language: str = "en", path: str = "") -> str:
    return FieldLabels(profile(), language).way(steps, "", path)


def test_the_described_thing_itself_is_at_no_place() -> None:
    assert _places("ex:d a dcat:Dataset .").of(IRI) == ()


def test_a_part_is_told_by_its_label_and_position() -> None:
    places = _places("""
        ex:d a dcat:Dataset ; dcat:distribution ex:b, ex:a .
        ex:a a dcat:Distribution ; dct:title "Zebra" . ex:b a dcat:Distribution ; dct:title "Ape" .""")
    assert _said(places.of("http://example.org/a")) == "Distribution 2 (Zebra)"
    assert _said(places.of("http://example.org/b")) == "Distribution 1 (Ape)"


def test_an_only_value_has_no_position() -> None:
    places = _places("ex:d a dcat:Dataset ; dcat:distribution ex:a . ex:a a dcat:Distribution .")
    assert _said(places.of("http://example.org/a")) == "Distribution"


def test_a_part_within_parts_has_the_whole_way_with_names() -> None:
    graph = conforming("PUBLIC", variables=12)
    column = graph.value(None, CSVW.name, Literal("v3"))
    way = Places(graph, IRI, profile()).of(f"_:{column}")
    assert _said(way) == "Variables (All) › Table (Strokes) › Variable 6 (v3)"
    assert _said(way, "fr") == "Variables (All) › Table (Strokes) › Variable 6 (v3)"
    assert (
        FieldLabels(profile(), "en").way(way, str(CSVW.Column), str(CSVW) + "title").endswith("(v3) › Title")
    )


def test_positions_are_those_of_the_dataset_page() -> None:
    graph = conforming("PUBLIC", variables=30)
    places = Places(graph, IRI, profile())
    teller = Teller(graph, Language(profile(), vocabularies(), Reader("en", ("en",))), URIRef(IRI))
    shown = [each.name for each in variables(teller, URIRef(IRI))]
    for column in graph.subjects(CSVW.name):
        step = places.of(f"_:{column}")[-1]
        assert shown[step.position - 1] == step.name


def test_parts_stand_on_the_page_in_the_same_order_in_every_language() -> None:
    graph = _graph("""
        ex:d a dcat:Dataset ; dcat:distribution
            [ a dcat:Distribution ; dct:title "Alpha"@en , "Zeta"@fr ; dct:description "one"@en ] ,
            [ a dcat:Distribution ; dct:title "Beta"@en , "Alpha"@fr ; dct:description "two"@en ] .""")
    for language, titles in (("en", ["Alpha", "Beta"]), ("fr", ["Zeta", "Alpha"])):
        teller = Teller(graph, Language(profile(), vocabularies(), Reader(language, (language,))))
        field = profile().field(str(DCAT.Dataset), str(DCAT.distribution))
        assert field
        told = teller.row(URIRef(IRI), field).values
        assert [value.part.title.text for value in told if value.part and value.part.title] == titles


def test_of_several_ways_the_shortest_is_told_whatever_the_order_of_statements() -> None:
    text = """
        ex:d a dcat:Dataset ; h:hdab ex:body ; dct:publisher ex:firm ; dct:creator ex:firm .
        ex:firm a foaf:Agent ; foaf:name "Firm" ; cv:contactPoint ex:desk .
        ex:body a foaf:Agent ; foaf:name "Body" ; cv:contactPoint ex:desk .
        ex:desk a cv:ContactPoint ; cv:email "a@example.org" ."""
    graph = _graph(text)
    turned = Graph()
    for triple in sorted(graph, reverse=True):
        turned.add(triple)
    ways = {Places(each, IRI, profile()).of("http://example.org/desk") for each in (graph, turned)}
    assert [_said(way) for way in ways] == ["Health data access body (Body) › Contact point"]


def test_a_circle_ends() -> None:
    places = _places("ex:d a dcat:Dataset ; dct:source ex:e . ex:e a dcat:Dataset ; dct:source ex:d , ex:e .")
    assert _said(places.of("http://example.org/e")) == "Made from"


def test_a_node_that_no_way_leads_to_is_told_by_its_class_and_name() -> None:
    places = _places('ex:d a dcat:Dataset . ex:lost a foaf:Agent ; foaf:name "Lost" .')
    assert _said(places.of("http://example.org/lost")) == "Organisation (Lost)"


def test_a_node_without_class_and_name_that_no_way_leads_to_leaves_no_gap() -> None:
    places = _places("ex:d a dcat:Dataset . ex:lost dct:format ex:csv .")
    assert _said(places.of("http://example.org/lost"), path=str(DCTERMS.format)) == "File format"


def test_a_part_that_states_no_class_is_told_by_the_property_it_stands_at() -> None:
    places = _places(
        "ex:d a dcat:Dataset ; dct:publisher [ cv:contactPoint ex:desk ] . ex:desk cv:email 'a' ."
    )
    assert _said(places.of("http://example.org/desk")) == "Publisher › Contact point"


def test_what_is_too_deep_to_be_found_by_a_way_is_told_by_its_class_and_name() -> None:
    chain = " ".join(f"ex:n{n} a dcat:Dataset ; dct:source ex:n{n + 1} ." for n in range(2000))
    places = _places(f"ex:d a dcat:Dataset ; dct:source ex:n0 . {chain} ex:n2000 dct:title 'End' .")
    assert len(places.of(f"http://example.org/n{LONGEST - 1}")) == LONGEST
    assert len(places.of("http://example.org/n1500")) == 1


def test_the_way_goes_on_to_a_value_that_is_a_part() -> None:
    places = _places("""
        ex:d a dcat:Dataset ; dcat:distribution ex:a , ex:b .
        ex:a a dcat:Distribution ; dct:title "A" . ex:b a dcat:Distribution ; dct:title "B" .""")
    way = places.of(IRI, str(DCAT.distribution), "http://example.org/b")
    assert (
        FieldLabels(profile(), "en").way(way, str(DCAT.Dataset), str(DCAT.distribution))
        == "Distribution 2 (B)"
    )
    assert places.of(IRI, str(DCTERMS.title), "a text") == ()


def test_parts_without_name_are_ordered_by_what_they_say() -> None:
    graph = Graph()
    for number, end in ((1, "2020"), (2, "2010")):
        node = BNode(f"n{number}")
        graph.add((URIRef(IRI), DCTERMS.temporal, node))
        graph.add((node, DCAT.endDate, Literal(end)))
    assert Places(graph, IRI, profile()).of("_:n2")[0].position == 1


def test_what_nothing_leads_to_begins_a_way_of_its_own() -> None:
    graph = _graph("""
        @prefix spdx: <http://spdx.org/rdf/terms#> .
        ex:d a dcat:Dataset .
        ex:record a dcat:CatalogRecord ; foaf:primaryTopic ex:d ; spdx:checksum ex:sum .
        ex:sum a spdx:Checksum ; spdx:checksumValue "00" .""")
    written = Written(ntriples(graph))
    for places in (Places(graph, IRI, profile()), Places(written, IRI, profile(), written.links)):
        assert _said(places.of("http://example.org/sum")) == "Catalogue record › Checksum"


def test_what_nothing_leads_to_is_numbered_by_class() -> None:
    places = _places("""
        ex:d a dcat:Dataset . ex:agent a foaf:Agent ; foaf:name "Alone" ; foaf:member ex:agent .
        ex:r2 a dcat:CatalogRecord ; dct:issued "2020" . ex:r1 a dcat:CatalogRecord ; dct:issued "2010" .""")
    assert _said(places.of("http://example.org/r1")) == "Catalogue record 1"
    assert _said(places.of("http://example.org/r2")) == "Catalogue record 2"
    assert _said(places.of("http://example.org/agent")) == "Organisation (Alone)"


def test_parts_that_only_lead_to_each_other_are_told_by_their_class() -> None:
    places = _places("ex:d a dcat:Dataset . ex:a a foaf:Agent ; dct:relation ex:b . ex:b dct:relation ex:a .")
    assert _said(places.of("http://example.org/a")) == "Organisation"


def test_places_are_sorted_by_field_and_position() -> None:
    parts = " , ".join(f"[ a dcat:Distribution ; dct:title '{n:02}' ]" for n in range(12))
    graph = _graph(f"ex:d a dcat:Dataset ; dcat:distribution {parts} ; dct:publisher [ foaf:name 'P' ] .")
    places = Places(graph, IRI, profile())
    found = [places.of(f"_:{node}") for node in graph.subjects() if isinstance(node, BNode)]
    told = [_said(way) for way in sorted(set(found), key=lambda way: in_sequence(way, profile()))]
    distributions = [f"Distribution {n + 1} ({n:02})" for n in range(12)]
    assert [each for each in told if each in distributions] == distributions
    assert told.index("Publisher (P)") in (0, 12)
