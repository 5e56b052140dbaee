"""One section of a description, checked alone."""

from collections.abc import Callable

import pytest
from rdflib import CSVW, DCAT, DCTERMS, RDF, Literal, URIRef

from catalogue.bootstrap import Services
from catalogue.domain.terms import HEALTHDCATAP
from catalogue.rdf import graphs
from catalogue.services.section_checks import Section, SectionChecks
from tests.conftest import described

DATASET = str(DCAT.Dataset)
WHOLE = """
    @prefix dcat: <http://www.w3.org/ns/dcat#> . @prefix dct: <http://purl.org/dc/terms/> .
    <http://example.org/1> a dcat:Dataset ; dct:title "A title"@en ; dct:description 7 ;
        dcat:distribution <http://example.org/1#d> .
    <http://example.org/1#d> a dcat:Distribution ; dct:title "A file"@en ; dct:issued "yesterday" .
"""


@pytest.fixture
def look(services: Services) -> Callable[..., set[str]]:
    checks = SectionChecks(services.profile, services.validator, services.store)

    def ask(turtle: str, group: str) -> set[str]:
        [description] = described(turtle)
        graph = graphs.graph(description.ntriples)
        section = Section(URIRef(description.iri), DATASET, group, "PUBLIC")
        return {each.finding.path.rpartition("/")[2] for each in checks.look(graph, section).findings}

    return ask


def test_a_section_tells_of_its_own_fields_alone(look: Callable[..., set[str]]) -> None:
    assert look(WHOLE, "about") == {
        "dcat#theme",
        "dcat#keyword",
        "health#healthCategory",
        "health#healthTheme",
    }


def test_a_section_tells_of_the_parts_that_stand_in_it(look: Callable[..., set[str]]) -> None:
    assert "issued" in look(WHOLE, "access")
    assert "issued" not in look(WHOLE, "about")


def test_the_whole_tells_what_the_validator_tells(look: Callable[..., set[str]], services: Services) -> None:
    [description] = described(WHOLE)
    report = services.validator.validate(description.ntriples, "PUBLIC")
    assert look(WHOLE, "") == {each.path.rpartition("/")[2] for each in report.findings}


def test_of_thousands_of_parts_one_stands_for_all(services: Services) -> None:
    [description] = described(WHOLE)
    graph = graphs.graph(description.ntriples)
    root, group, table = (URIRef(f"http://example.org/1{end}") for end in ("", "#g", "#t"))
    for statement in ((root, HEALTHDCATAP.hasVariables, group), (group, CSVW.table, table)):
        graph.add(statement)
    for number in range(3_000):
        column = URIRef(f"http://example.org/1#c{number}")
        graph.add((table, CSVW.column, column))
        graph.add((column, RDF.type, CSVW.Column))
        graph.add((column, DCTERMS.title, Literal(str(number))))
    checks = SectionChecks(services.profile, services.validator, services.store)
    looked = checks.look(graph, Section(root, DATASET, "content", "PUBLIC"))
    assert len(list(looked.excerpt.subjects(RDF.type, CSVW.Column))) == 1
    assert len(looked.findings) < 30


def test_findings_know_the_way_to_their_part(services: Services) -> None:
    [description] = described(WHOLE)
    checks = SectionChecks(services.profile, services.validator, services.store)
    section = Section(URIRef(description.iri), DATASET, "access", "PUBLIC")
    found = checks.look(graphs.graph(description.ntriples), section).findings
    ways = {each.place[0].path for each in found if each.place}
    assert str(DCAT.distribution) in ways


ORDERED = """
    @prefix dcat: <http://www.w3.org/ns/dcat#> . @prefix dct: <http://purl.org/dc/terms/> .
    @prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
    <http://example.org/1> a dcat:Dataset ; dct:title "A"@en, "B"@en ;
        dct:temporal [ a dct:PeriodOfTime ; dcat:startDate "2025"^^xsd:gYear ; dcat:endDate "2024"^^xsd:gYear ] .
"""


@pytest.mark.parametrize(("group", "paths"), [("about", ["title"]), ("people", ["dcat#startDate"])])
def test_a_section_tells_what_in_it_is_worth_another_look(
    services: Services, group: str, paths: list[str]
) -> None:
    [description] = described(ORDERED)
    checks = SectionChecks(services.profile, services.validator, services.store)
    section = Section(URIRef(description.iri), DATASET, group, "PUBLIC")
    looked = checks.look(graphs.graph(description.ntriples), section)
    assert [each.finding.path.rpartition("/")[2] for each in looked.hints] == paths
    assert not set(looked.hints) & set(looked.findings)
