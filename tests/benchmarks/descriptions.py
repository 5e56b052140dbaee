"""Descriptions in any number: 80 to 120 triples in two languages, each different, the same at every run."""

import random
from collections.abc import Iterator
from pathlib import Path

from catalogue.domain.record import Description
from catalogue.rdf.formats import TURTLE
from catalogue.rdf.reading import read
from catalogue.rdf.splitting import split

BASE = "https://bench.example.org"
_NAL = "http://publications.europa.eu/resource/authority"
_HEALTH = "https://hdeu-dcat.data.health.europa.eu/resource/authority"
_LEVELS = ("PUBLIC", "RESTRICTED", "NON_PUBLIC")
_CATEGORIES = ("EHRS", "DIOH", "HRAD", "HGPD", "PGEH", "PHDR", "MRMR", "EHCT", "EMRD", "RMMD", "RQSH", "EINS")
_THEMES = ("CANCER_DISEASE", "NONCOMMUNICABLE_DISEASES", "RESPIRATORY_DISEASES", "LIFECOURSE_HEALTH")
_COUNTRIES = ("FRA", "BEL", "DEU", "ESP", "ITA", "NLD", "DNK", "FIN", "PRT", "POL", "IRL", "EST")
_SYSTEMS = ("ATC", "ICF", "ORPHACODE", "SNOMED-CT")
_WORDS = {
    "en": "cohort registry patients hospital diabetes cancer heart stroke children women imaging genome asthma "
    "vaccine pregnancy dementia kidney claims laboratory survey mortality infection surgery medicines ageing".split(),
    "fr": "cohorte registre patients hôpital diabète cancer cœur accident enfants femmes imagerie génome asthme "
    "vaccin grossesse démence rein remboursements laboratoire enquête mortalité infection chirurgie médicaments "
    "vieillissement".split(),
}
PREFIXES = """@prefix csvw: <http://www.w3.org/ns/csvw#> .
@prefix cv: <http://data.europa.eu/m8g/> .
@prefix dcat: <http://www.w3.org/ns/dcat#> .
@prefix dcatap: <http://data.europa.eu/r5r/> .
@prefix dct: <http://purl.org/dc/terms/> .
@prefix foaf: <http://xmlns.com/foaf/0.1/> .
@prefix geodcatap: <http://data.europa.eu/930/> .
@prefix healthdcatap: <http://healthdataportal.eu/ns/health#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix vcard: <http://www.w3.org/2006/vcard/ns#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""


# What the profile asks to be typed where it is used.
_TYPES = f"""
<http://data.europa.eu/eli/reg/2025/327/oj> a <http://data.europa.eu/eli/ontology#LegalResource> .
<{_NAL}/language/ENG> a dct:LinguisticSystem . <{_NAL}/language/FRA> a dct:LinguisticSystem .
<{_NAL}/frequency/ANNUAL> a dct:Frequency . <{_NAL}/file-type/CSV> a dct:MediaTypeOrExtent .
"""


def turtle(number: int) -> str:
    """The Turtle of one description, without prefixes."""
    pick = random.Random(number)
    level, country = pick.choice(_LEVELS), pick.choice(_COUNTRIES)
    iri = f"{BASE}/dataset/{number}"
    start = pick.randint(1990, 2018)
    people = pick.randint(100, 3_000_000)
    return f"""
<{iri}> a dcat:Dataset ;
  dct:identifier "BENCH-{number}" ;
  dct:title "{_words(pick, "en", 4)} {number}"@en, "{_words(pick, "fr", 4)} {number}"@fr ;
  dct:description "{_words(pick, "en", 60)}."@en, "{_words(pick, "fr", 60)}."@fr ;
  dcat:keyword {", ".join(f'"{pick.choice(words)}"@{lang}' for lang, words in _WORDS.items() for _ in range(3))} ;
  dct:accessRights <{_NAL}/access-right/{level}> ;
  dcatap:applicableLegislation <http://data.europa.eu/eli/reg/2025/327/oj> ;
  dct:language <{_NAL}/language/ENG>, <{_NAL}/language/FRA> ;
  dct:type <{_NAL}/dataset-type/STATISTICAL> ;
  dcat:theme <{_NAL}/data-theme/HEAL> ;
  dct:accrualPeriodicity <{_NAL}/frequency/ANNUAL> ;
  dct:spatial <{_NAL}/country/{country}> ;
  dct:temporal [ a dct:PeriodOfTime ;
    dcat:startDate "{start}-01-01"^^xsd:date ; dcat:endDate "{start + 6}-12-31"^^xsd:date ] ;
  dct:provenance [ a dct:ProvenanceStatement ;
    rdfs:label "{_words(pick, "en", 20)}."@en, "{_words(pick, "fr", 20)}."@fr ] ;
  dct:issued "{start + 7}-03-01"^^xsd:date ; dct:modified "2026-0{pick.randint(1, 9)}-11"^^xsd:date ;
  healthdcatap:healthCategory <{_HEALTH}/healthcategories/{pick.choice(_CATEGORIES)}> ;
  healthdcatap:healthTheme <{_HEALTH}/health-theme/{pick.choice(_THEMES)}> ;
  healthdcatap:hasCodingSystem <{_HEALTH}/coding-system/{pick.choice(_SYSTEMS)}> ;
  healthdcatap:hasCodeValues "ICD-10 {pick.choice("ABCDEFGHIJ")}{pick.randint(10, 99)}" ;
  healthdcatap:hasStructuredData true ;
  healthdcatap:minTypicalAge "{pick.randint(0, 30)}"^^xsd:nonNegativeInteger ;
  healthdcatap:maxTypicalAge "{pick.randint(40, 100)}"^^xsd:nonNegativeInteger ;
  healthdcatap:numberOfRecords "{people * 3}"^^xsd:nonNegativeInteger ;
  healthdcatap:numberOfUniqueIndividuals "{people}"^^xsd:nonNegativeInteger ;
  healthdcatap:populationCoverage "{_words(pick, "en", 12)}."@en, "{_words(pick, "fr", 12)}."@fr ;
  healthdcatap:hdab <{BASE}/agent/access-{number % 12}> ;
  geodcatap:custodian <{BASE}/agent/holder-{number % 97}> ;
  dcat:contactPoint [ a vcard:Kind ; vcard:hasEmail <mailto:data{number % 97}@bench.example.org> ] ;
  dcat:distribution <{iri}#file> ;
  healthdcatap:hasVariables <{iri}#variables> .
<{iri}#file> a dcat:Distribution ; dcat:accessURL <{iri}/access> ;
  dct:title "Tables"@en, "Tableaux"@fr ; dct:format <{_NAL}/file-type/CSV> ;
  dcatap:applicableLegislation <http://data.europa.eu/eli/reg/2025/327/oj> .
{_agent(f"access-{number % 12}", "Access body", "Organisme d’accès")}
{_agent(f"holder-{number % 97}", "Holder", "Détenteur")}
<{iri}#variables> a csvw:TableGroup ; dct:title "Variables"@en, "Variables"@fr ; csvw:table [
  a csvw:Table ; dct:title "Main table"@en, "Table principale"@fr ; csvw:column {_columns(pick)} ] .
<{_NAL}/access-right/{level}> a dct:RightsStatement . <{_NAL}/country/{country}> a dct:Location .
{_TYPES}"""


def _words(pick: random.Random, language: str, count: int) -> str:
    return " ".join(pick.choice(_WORDS[language]) for _ in range(count)).capitalize()


def _agent(name: str, english: str, french: str) -> str:
    end = name.rpartition("-")[2]
    return f"""<{BASE}/agent/{name}> a foaf:Agent ; foaf:name "{english} {end}"@en, "{french} {end}"@fr ;
  cv:contactPoint <{BASE}/agent/{name}#contact> .
<{BASE}/agent/{name}#contact> a cv:ContactPoint ; cv:email "{name}@bench.example.org" ."""


def _columns(pick: random.Random) -> str:
    return ", ".join(
        f"""[ a csvw:Column ; csvw:name "{pick.choice(_WORDS["en"])}_{place}" ; csvw:datatype "integer" ;
      csvw:title "{_words(pick, "en", 2)}"@en, "{_words(pick, "fr", 2)}"@fr ;
      dct:description "{_words(pick, "en", 5)}"@en ]"""
        for place in range(pick.randint(1, 5))
    )


def documents(count: int, start: int = 0) -> Iterator[str]:
    """Complete Turtle documents of one description each."""
    return (PREFIXES + turtle(number) for number in range(start, start + count))


def write_file(path: Path, count: int) -> Path:
    """One Turtle file of many descriptions, as a catalogue's export."""
    with path.open("w", encoding="utf-8") as file:
        file.write(PREFIXES)
        for number in range(count):
            file.write(turtle(number))
    return path


def descriptions(count: int, start: int = 0) -> Iterator[Description]:
    """Descriptions as they are stored."""
    for document in documents(count, start):
        with read(document.encode(), "generated", TURTLE) as statements:
            yield from split(statements, str).descriptions
