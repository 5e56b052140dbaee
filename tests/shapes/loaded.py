"""The shipped profile and vocabularies, loaded once for all tests, and a description that conforms to it."""

from functools import cache
from pathlib import Path

from rdflib import Graph

from catalogue.domain.profile import Profile
from catalogue.domain.vocabulary import Vocabularies
from catalogue.rdf.profiles import find_profile, load_profile, load_vocabularies

LEVELS = ("PUBLIC", "RESTRICTED", "NON_PUBLIC")
DEMONSTRATION = Path(__file__).parents[2] / "catalogue" / "demonstration"


@cache
def profile() -> Profile:
    return load_profile(find_profile("healthdcat-ap/8"))


@cache
def vocabularies() -> Vocabularies:
    return load_vocabularies(find_profile("healthdcat-ap/8"))


def conforming(level: str, variables: int = 1) -> Graph:
    """A description without a violation at an access level."""
    columns = " ,\n".join(
        f'[ a csvw:Column ; csvw:name "v{n}" ; csvw:title "Variable {n}"@en ;'
        f' dct:description "The variable {n}."@en ; csvw:datatype "integer" ]'
        for n in range(variables)
    )
    text = _TEMPLATE.replace("LEVEL", level).replace("COLUMNS", columns)
    return Graph().parse(data=text, format="turtle")


_TEMPLATE = """
@prefix csvw: <http://www.w3.org/ns/csvw#> .
@prefix cv: <http://data.europa.eu/m8g/> .
@prefix dcat: <http://www.w3.org/ns/dcat#> .
@prefix dcatap: <http://data.europa.eu/r5r/> .
@prefix dct: <http://purl.org/dc/terms/> .
@prefix eli: <http://data.europa.eu/eli/ontology#> .
@prefix foaf: <http://xmlns.com/foaf/0.1/> .
@prefix h: <http://healthdataportal.eu/ns/health#> .
@prefix nal: <http://publications.europa.eu/resource/authority/> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix vcard: <http://www.w3.org/2006/vcard/ns#> .

<http://example.org/d> a dcat:Dataset ;
    dct:title "Strokes"@en ;
    dct:description "Every stroke of the region."@en ;
    dct:identifier "strokes" ;
    dct:accessRights <http://publications.europa.eu/resource/authority/access-right/LEVEL> ;
    dcatap:applicableLegislation <http://data.europa.eu/eli/reg/2025/327/oj> ;
    dcat:theme <http://publications.europa.eu/resource/authority/data-theme/HEAL> ;
    dcat:keyword "stroke"@en ;
    dct:type <http://publications.europa.eu/resource/authority/dataset-type/STATISTICAL> ;
    h:healthCategory <https://hdeu-dcat.data.health.europa.eu/resource/authority/healthcategories/MRMR> ;
    h:hdab [ a foaf:Agent ; foaf:name "Access body"@en ;
        cv:contactPoint [ a cv:ContactPoint ; cv:email "access@example.org" ] ] ;
    dcat:contactPoint [ a vcard:Kind ; vcard:hasEmail <mailto:data@example.org> ] ;
    dct:provenance [ a dct:ProvenanceStatement ; rdfs:label "From the hospitals."@en ] ;
    dcat:distribution <http://example.org/d/csv> ;
    h:hasStructuredData true ;
    h:hasVariables [ a csvw:TableGroup ; dct:title "All"@en ; csvw:table [
        a csvw:Table ; dct:title "Strokes"@en ; csvw:column COLUMNS ] ] .

<http://publications.europa.eu/resource/authority/access-right/LEVEL> a dct:RightsStatement .
<http://data.europa.eu/eli/reg/2025/327/oj> a eli:LegalResource .

<http://example.org/d/csv> a dcat:Distribution ;
    dct:description "One file a year."@en ;
    dcat:accessURL <http://example.org/access> ;
    dcatap:applicableLegislation <http://data.europa.eu/eli/reg/2025/327/oj> ;
    dcatap:availability <http://publications.europa.eu/resource/authority/planned-availability/STABLE> ;
    dct:format <http://publications.europa.eu/resource/authority/file-type/CSV> ;
    dct:license <http://publications.europa.eu/resource/authority/licence/CC_BY_4_0> .

<http://publications.europa.eu/resource/authority/file-type/CSV> a dct:MediaTypeOrExtent .
<http://publications.europa.eu/resource/authority/licence/CC_BY_4_0> a dct:LicenseDocument .
"""
