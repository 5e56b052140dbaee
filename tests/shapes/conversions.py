"""Converters between the shipped profiles, and the Health Data Hub's form of a description."""

from functools import cache
from pathlib import Path

from catalogue.domain.record import Description
from catalogue.rdf.conversion.table import read_table
from catalogue.rdf.converting import Converter
from catalogue.rdf.formats import TURTLE
from catalogue.rdf.profiles import find_profile, load_profile, load_vocabularies
from catalogue.rdf.reading import read
from catalogue.rdf.splitting import split
from catalogue.services.checking import Checker
from catalogue.validation.pyshacl import PyShaclValidator

NEWER, OLDER = "healthdcat-ap/8", "health-data-hub/1"


@cache
def checker(name: str) -> Checker:
    folder = find_profile(name)
    profile, vocabularies = load_profile(folder), load_vocabularies(folder)
    return Checker(profile, vocabularies, PyShaclValidator(profile, vocabularies))


@cache
def converter(name: str) -> Converter:
    return Converter(read_table(), checker(name).profile, checker(name).vocabularies)


@cache
def descriptions(path: Path) -> tuple[Description, ...]:
    """The descriptions of a Turtle file."""
    with read(path, str(path), TURTLE, "http://example.org/") as statements:
        return tuple(split(statements, lambda identity: f"http://example.org/{len(identity)}").descriptions)


HEALTH_DATA_HUB = """
@prefix adms: <http://www.w3.org/ns/adms#> .
@prefix csvw: <http://www.w3.org/ns/csvw#> .
@prefix dcat: <http://www.w3.org/ns/dcat#> .
@prefix dcatap: <http://data.europa.eu/r5r/> .
@prefix dct: <http://purl.org/dc/terms/> .
@prefix dpv: <https://w3id.org/dpv#> .
@prefix dqv: <http://www.w3.org/ns/dqv#> .
@prefix foaf: <http://xmlns.com/foaf/0.1/> .
@prefix h: <http://healthdataportal.eu/ns/health#> .
@prefix nal: <http://publications.europa.eu/resource/authority/> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix vcard: <http://www.w3.org/2006/vcard/ns#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .

<https://registre.example.org/cancers> a dcat:Dataset ;
    dct:title "Registre des cancers de la Lysenberg"@fr ;
    dct:description "Tous les cancers diagnostiqués depuis 1998."@fr ;
    dct:identifier "https://registre.example.org/cancers"^^xsd:anyURI ;
    dct:accessRights <http://publications.europa.eu/resource/authority/access-right/NON_PUBLIC> ;
    dcatap:applicableLegislation <http://data.europa.eu/eli/reg/2025/327/oj> ;
    dcat:theme <http://publications.europa.eu/resource/authority/data-theme/HEAL> ;
    dcat:keyword "cancer"@fr, "registre"@fr ;
    dct:type <http://publications.europa.eu/resource/authority/dataset-type/STATISTICAL> ;
    dct:spatial <http://publications.europa.eu/resource/authority/country/FRA> ;
    dct:language <http://publications.europa.eu/resource/authority/language/FRA> ;
    dct:provenance [ a dct:ProvenanceStatement ; rdfs:label "Déclarations des hôpitaux."@fr ] ;
    dpv:hasPurpose [ a dpv:Purpose ; dct:description "Surveillance des cancers."@fr ] ;
    dqv:hasLegalBasis [ a dpv:LegalBasis ; dct:description "Mission d’intérêt public."@fr ] ;
    dpv:hasPersonalData <https://w3id.org/dpv/dpv-pd#Age> ;
    h:healthCategory <http://healthdataportal.eu/resource/authority/healthcategories/MRMR> ;
    h:healthTheme <http://www.wikidata.org/entity/Q12078> ;
    h:hasCodingSystem <http://www.wikidata.org/entity/P563> ;
    h:hasCodeValues [ dct:identifier "ICD-O-3:C50.9"^^xsd:anyURI ; skos:notation "C50.9" ;
        skos:inScheme <http://www.wikidata.org/entity/P563> ] ;
    h:numberOfRecords "81240"^^xsd:nonNegativeInteger ;
    h:minTypicalAge "0"^^xsd:nonNegativeInteger ;
    h:hdab [ a foaf:Agent ; foaf:name "Plateforme des données"@fr ;
        foaf:homepage <https://acces.example.org> ; foaf:mbox <mailto:acces@example.org> ] ;
    dct:publisher [ a foaf:Agent ; foaf:name "Registre de la Lysenberg"@fr ;
        foaf:homepage <https://registre.example.org> ; foaf:mbox <mailto:contact@example.org> ;
        h:publisherType <http://healthdataportal.eu/resource/authority/publisher-type/public-health-registry> ;
        h:publisherNote "Tient le registre depuis 1998."@fr ;
        h:trustedDataHolder true ] ;
    dcat:contactPoint [ a vcard:Kind ; vcard:fn "Guichet" ; vcard:hasEmail <mailto:guichet@example.org> ;
        vcard:hasURL <https://registre.example.org/contact> ] ;
    dcat:distribution <https://registre.example.org/cancers/csv> ;
    adms:sample <https://registre.example.org/cancers/echantillon> .

<https://registre.example.org/cancers/csv> a dcat:Distribution ;
    dct:title "Extrait"@fr ;
    dcat:accessURL <https://acces.example.org/cancers> ;
    dcatap:applicableLegislation <http://data.europa.eu/eli/reg/2025/327/oj> ;
    dcat:byteSize "120000000"^^xsd:nonNegativeInteger ;
    dct:format <http://publications.europa.eu/resource/authority/file-type/CSV> ;
    dct:rights [ a dct:RightsStatement ; rdfs:label "Après autorisation."@fr ] .

<https://registre.example.org/cancers/echantillon> a dcat:Distribution ;
    dct:title "Échantillon"@fr ;
    dcat:accessURL <https://registre.example.org/cancers/echantillon.csv> ;
    dcatap:applicableLegislation <http://data.europa.eu/eli/reg/2025/327/oj> ;
    csvw:table <https://registre.example.org/cancers/table> .

<https://registre.example.org/cancers/table> a csvw:Table ;
    dct:title "Cas"@fr ;
    csvw:url <https://registre.example.org/cancers/echantillon.csv> ;
    csvw:column [ a csvw:Column ; csvw:name "annee" ; csvw:titles "Année"@fr ;
            dct:description "Année du diagnostic."@fr ; csvw:datatype "gYear" ] ,
        [ a csvw:Column ; csvw:name "age" ; csvw:titles "Âge"@fr ;
            dct:description "Âge au diagnostic."@fr ; csvw:datatype "integer" ] .
"""
