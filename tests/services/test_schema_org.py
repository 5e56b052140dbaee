"""Dataset search engines are told what a description says, in the reader's language, and nothing more."""

from typing import Any

import pytest
from rdflib import Graph

from catalogue.rdf import graphs
from catalogue.services.schema_org import VARIABLES, Site, of
from tests.conftest import described

IRI = "http://example.org/heart"
FRANCE = "http://publications.europa.eu/resource/authority/country/FRA"
PREFIXES = """
    @prefix csvw: <http://www.w3.org/ns/csvw#> . @prefix dcat: <http://www.w3.org/ns/dcat#> .
    @prefix dct: <http://purl.org/dc/terms/> . @prefix foaf: <http://xmlns.com/foaf/0.1/> .
    @prefix geodcatap: <http://data.europa.eu/930/> . @prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
    @prefix healthdcatap: <http://healthdataportal.eu/ns/health#> .
    @prefix right: <http://publications.europa.eu/resource/authority/access-right/> .
    @prefix media: <http://www.iana.org/assignments/media-types/> .
"""
HEART = f"""{PREFIXES}
    <{IRI}> a dcat:Dataset ;
      dct:title "Heart attacks"@en, "Infarctus"@fr ; dct:description "All of them."@en, "Tous."@fr ;
      dct:identifier "HEART-1" ; dcat:keyword "heart"@en, "attack"@en, "cœur"@fr ; dcat:version "2" ;
      dct:issued "2020-01-31"^^xsd:date ; dct:modified "2026-01-31"^^xsd:date ;
      dct:accessRights right:PUBLIC ; dct:spatial <{FRANCE}> ;
      dct:temporal [ dcat:startDate "2010"^^xsd:gYear ; dcat:endDate "2015-12-31"^^xsd:date ],
        [ dcat:startDate "2017-01-01"^^xsd:date ] ;
      dct:publisher [ a foaf:Agent ; foaf:name "The Institute"@en, "L’Institut"@fr ; foaf:homepage <http://i.org/> ] ;
      geodcatap:custodian [ a foaf:Agent ; foaf:name "The Hospital" ] ;
      dcat:distribution [ a dcat:Distribution ; dct:title "Table"@en ; dcat:accessURL <http://i.org/access> ;
        dcat:downloadURL <http://i.org/table.csv> ; dcat:mediaType media:text\\/csv ; dcat:byteSize 12 ;
        dct:license <http://licence.org/by> ] ;
      healthdcatap:hasVariables [ csvw:table [ csvw:column
        [ csvw:name "sex" ; csvw:title "Sex"@en, "Sexe"@fr ; dct:description "As registered."@en ] ] ] .
"""


def told(turtle: str, language: str = "en", site: Site | None = None) -> dict[str, Any]:
    [description] = described(turtle)
    return of(graphs.graph(description.ntriples), description.iri, language, site)


def test_what_google_asks_for_is_told() -> None:
    heart = told(HEART)
    assert heart["@context"] == "https://schema.org/"
    assert heart["@type"] == "Dataset"
    assert heart["@id"] == IRI
    assert heart["name"] == "Heart attacks"
    assert heart["description"] == "All of them."
    assert heart["identifier"] == ["HEART-1"]
    assert heart["keywords"] == ["attack", "heart"]
    assert heart["version"] == "2"
    assert (heart["datePublished"], heart["dateModified"]) == ("2020-01-31", "2026-01-31")
    assert heart["temporalCoverage"] == ["2010/2015-12-31", "2017-01-01/.."]
    assert heart["creator"] == [{"@type": "Organization", "name": "The Hospital"}]
    assert heart["publisher"] == [{"@type": "Organization", "name": "The Institute", "url": "http://i.org/"}]
    assert heart["license"] == "http://licence.org/by"
    assert heart["distribution"] == [
        {
            "@type": "DataDownload",
            "name": "Table",
            "contentUrl": "http://i.org/table.csv",
            "url": "http://i.org/access",
            "encodingFormat": "text/csv",
            "contentSize": "12",
            "license": "http://licence.org/by",
        }
    ]
    assert heart["variableMeasured"] == [
        {"@type": "PropertyValue", "name": "sex", "alternateName": "Sex", "description": "As registered."}
    ]


def test_the_texts_are_in_the_language_of_the_page() -> None:
    heart = told(HEART, "fr")
    assert heart["name"] == "Infarctus"
    assert heart["keywords"] == ["cœur"]
    assert heart["publisher"][0]["name"] == "L’Institut"
    assert heart["variableMeasured"][0]["alternateName"] == "Sexe"


def test_the_site_lends_its_name_its_address_and_its_labels() -> None:
    labels = {FRANCE: "France"}
    site = Site("A catalogue", "http://c.org/", "http://c.org/en/dataset/1", lambda iri: labels.get(iri, ""))
    heart = told(HEART, site=site)
    assert heart["includedInDataCatalog"] == {
        "@type": "DataCatalog",
        "name": "A catalogue",
        "url": "http://c.org/",
    }
    assert heart["url"] == "http://c.org/en/dataset/1"
    assert heart["spatialCoverage"] == [{"@type": "Place", "name": "France"}]


@pytest.mark.parametrize(("right", "free"), [("PUBLIC", True), ("RESTRICTED", False), ("NON_PUBLIC", False)])
def test_only_what_is_public_is_there_for_the_taking(right: str, free: bool) -> None:
    assert told(HEART.replace("right:PUBLIC", f"right:{right}"))["isAccessibleForFree"] is free


def test_what_is_not_reported_has_no_key() -> None:
    bare = told(f'{PREFIXES} <urn:x:1> a dcat:Dataset ; dct:title "T" .')
    assert bare == {"@context": "https://schema.org/", "@type": "Dataset", "name": "T"}


def test_thousands_of_variables_are_told_in_part() -> None:
    columns = ", ".join(f'[ csvw:name "v{number:04}" ]' for number in range(VARIABLES + 50))
    many = f"{PREFIXES} <{IRI}> a dcat:Dataset ; healthdcatap:hasVariables [ csvw:table [ csvw:column {columns} ] ] ."
    assert len(told(many)["variableMeasured"]) == VARIABLES


def test_licences_that_differ_are_not_told_as_one() -> None:
    other = "dcat:distribution [ dcat:accessURL <http://i.org/2> ; dct:license <http://licence.org/other> ]"
    heart = told(HEART + f"<{IRI}> {other} .")
    assert "license" not in heart
    assert {part["license"] for part in heart["distribution"]} == {
        "http://licence.org/by",
        "http://licence.org/other",
    }


def test_an_empty_graph_is_told_of_as_nothing() -> None:
    assert of(Graph(), IRI, "en") == {"@context": "https://schema.org/", "@type": "Dataset", "@id": IRI}
