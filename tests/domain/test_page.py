"""A description as the model of a page."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from rdflib import RDF, Graph, URIRef

from catalogue.bootstrap import Services
from catalogue.domain import page as pages
from catalogue.domain.languages import Reader
from catalogue.domain.page import Page
from catalogue.domain.record import Kind, Record, Revision, State
from catalogue.domain.report import Report
from catalogue.domain.telling import Language, Part, Row
from catalogue.rdf import graphs
from catalogue.settings import Settings
from tests.conftest import described

IRI = "http://example.org/1"
WHEN = datetime(2026, 10, 12, tzinfo=UTC)
PREFIXES = """
    @prefix dcat: <http://www.w3.org/ns/dcat#> . @prefix dct: <http://purl.org/dc/terms/> .
    @prefix foaf: <http://xmlns.com/foaf/0.1/> . @prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
    @prefix cv: <http://data.europa.eu/m8g/> . @prefix h: <http://healthdataportal.eu/ns/health#> .
    @prefix skos: <http://www.w3.org/2004/02/skos/core#> .
    @prefix right: <http://publications.europa.eu/resource/authority/access-right/> .
    @prefix csvw: <http://www.w3.org/ns/csvw#> . @prefix ex: <http://example.org/ns#> .
"""


@pytest.fixture(scope="module")
def services(tmp_path_factory: pytest.TempPathFactory) -> Services:
    return Services(Settings.model_validate({"data": tmp_path_factory.mktemp("page")}))


def record(iri: str = IRI) -> Record:
    revision = Revision(1, "0" * 64, WHEN, "", "", Report("", "PUBLIC"))
    return Record(1, "one", iri, Kind.DATASET, State.PUBLISHED, revision, revision, None, WHEN, WHEN, None)


def model(services: Services, more: str, *languages: str) -> Page:
    """The page of a dataset that says some more than that it is one."""
    (found,) = described(f"{PREFIXES} <{IRI}> a dcat:Dataset ; {more} .")
    wanted = languages or ("en",)
    language = Language(services.profile, services.vocabularies, Reader(wanted[0], wanted))
    return pages.page(record(), graphs.graph(found.ntriples), language)


def row(page: Page, path: str) -> Row:
    return next(row for section in page.sections for row in section.rows if row.path.endswith(path))


def test_labels_order_and_groups_are_those_of_the_profile(services: Services) -> None:
    page = model(services, 'dct:identifier "x" ; dcat:keyword "a"@en, "b"@en ; dct:title "T"@en')
    groups = [group.id for group in sorted(services.profile.groups, key=lambda group: group.order)]
    assert [section.id for section in page.sections] == [
        name for name in groups if name in {s.id for s in page.sections}
    ]
    keyword = services.profile.field("http://www.w3.org/ns/dcat#Dataset", "http://www.w3.org/ns/dcat#keyword")
    assert keyword is not None
    assert row(page, "keyword").label == keyword.label["en"]
    assert [value.text for value in row(page, "keyword").values] == ["a", "b"]


def test_what_is_expected_at_the_level_but_missing_is_not_reported(services: Services) -> None:
    missing = {label for section in model(services, 'dct:title "T"@en').sections for label in section.missing}
    population = services.profile.label(
        "http://www.w3.org/ns/dcat#Dataset", "http://healthdataportal.eu/ns/health#populationCoverage"
    )
    assert population in missing


def test_the_title_is_in_the_best_language_and_marked_when_foreign(services: Services) -> None:
    page = model(services, 'dct:title "Titel"@de, "Titre"@fr', "fi", "de", "fr")
    assert (page.title.text, page.title.language) == ("Titel", "de")
    assert page.languages == ("de", "fr")


def test_the_datasets_own_language_comes_before_any_other(services: Services) -> None:
    language = "dct:language <http://publications.europa.eu/resource/authority/language/FRA>"
    assert model(services, f'dct:title "Titel"@de, "Titre"@fr ; {language}', "fi").title.text == "Titre"


def test_concepts_are_told_by_their_labels_and_lead_to_others_that_say_the_same(services: Services) -> None:
    concept = "dct:spatial <http://publications.europa.eu/resource/authority/country/FRA>"
    (value,) = row(model(services, concept, "fr"), "spatial").values
    assert (value.text, value.language) == ("France", "")
    assert value.filter == ("country", "FRA")


def test_a_concept_of_the_description_itself_has_its_own_label(services: Services) -> None:
    page = model(services, 'dct:type ex:kind . ex:kind a skos:Concept ; skos:prefLabel "Odd kind"@en')
    (value,) = row(page, "terms/type").values
    assert value.text == "Odd kind"


def test_an_organisation_is_a_part_with_its_name_and_contacts(services: Services) -> None:
    agent = """dct:publisher [ a foaf:Agent ; foaf:name "The holder"@en ;
        cv:contactPoint [ a cv:ContactPoint ; cv:email "ask@example.org" ] ]"""
    page = model(services, agent)
    (value,) = row(page, "publisher").values
    assert isinstance(value.part, Part)
    assert value.part.title is not None
    assert value.part.title.text == "The holder"
    assert "mailto:ask@example.org" in {each.href for line in value.part.rows for each in line.values}
    assert page.holder is not None
    assert page.holder.text == "The holder"
    assert [way.text for body in page.contacts for way in body.ways] == ["ask@example.org"]


def test_a_part_that_comes_again_is_only_named(services: Services) -> None:
    page = model(
        services, 'dct:publisher ex:a ; dct:creator ex:a . ex:a a foaf:Agent ; foaf:name "A" ; dct:type ex:t'
    )
    values = [row(page, name).values[0] for name in ("creator", "publisher")]
    assert sorted(value.part is None for value in values) == [False, True]


def test_things_that_point_at_each_other_end(services: Services) -> None:
    page = model(
        services,
        'dct:relation ex:a . ex:a ex:to ex:b ; dct:title "A" . ex:b ex:to ex:a ; ex:of <http://example.org/1>',
    )
    assert row(page, "relation").values


def test_nothing_that_was_said_is_lost(services: Services, reference: Path) -> None:
    """Every statement is either told by the page or among the other statements."""
    for path in sorted((reference / "examples").glob("r8-*.ttl")):
        graph = Graph().parse(path)
        dataset = next(
            node
            for node in graph.subjects(RDF.type, URIRef("http://www.w3.org/ns/dcat#Dataset"))
            if isinstance(node, URIRef)
        )
        language = Language(services.profile, services.vocabularies, Reader("en", ("en",)))
        page = pages.page(record(str(dataset)), graph, language)
        assert page.title.text
        assert page.variables
        assert len(page.other) < len(graph) / 10


def test_a_statement_that_the_profile_does_not_know_is_among_the_others(services: Services) -> None:
    page = model(
        services,
        'ex:colour "blue" ; dct:publisher [ a foaf:Agent ; foaf:name "A" ; ex:size 3 ; dct:type ex:t ]',
    )
    told = {
        (part.title.text if part.title else "", line.label, line.values[0].text)
        for part in page.other
        for line in part.rows
    }
    assert ("A", "Size", "3") in told
    assert any(line[1:] == ("Colour", "blue") for line in told)


def test_years_and_ages_are_key_facts(services: Services) -> None:
    page = model(services, 'dct:temporal [ dcat:startDate "2004-01-01"^^xsd:date ] ; h:maxTypicalAge 20')
    facts = {fact.label: fact.value for fact in page.facts}
    assert facts["Years"] == "since 2004"
    assert facts["Ages"] == "up to 20"
    assert facts["Checked by holder"] == ""


@pytest.mark.parametrize(("level", "steps"), [("PUBLIC", 0), ("RESTRICTED", 3), ("NON_PUBLIC", 3)])
def test_every_access_level_has_its_route(services: Services, level: str, steps: int) -> None:
    access = model(services, f"dct:accessRights right:{level}").access
    assert access.level == level
    assert access.label == services.profile.levels[level].label["en"]
    assert len(access.steps) == steps
    assert access.note


def test_an_access_level_that_is_not_told_is_not_guessed(services: Services) -> None:
    access = model(services, 'dct:title "T"@en').access
    assert (access.level, access.label) == ("", "Access not reported")
    assert "does not tell" in access.note
    assert access.open == ()


def test_variables_of_older_releases_are_read_too(services: Services) -> None:
    group = """h:hasVariables [ a csvw:TableGroup ; csvw:table [ a csvw:Table ; dct:title "Visits"@en ;
        csvw:column [ csvw:name "w" ; csvw:titles "Weight"@en ; csvw:datatype "xsd:decimal" ] ] ]"""
    (variable,) = model(services, group).variables
    assert (variable.name, variable.title.text, variable.type, variable.table) == (
        "w",
        "Weight",
        "number",
        "Visits",
    )
