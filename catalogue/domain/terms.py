"""The namespaces of HealthDCAT-AP Release 8, and the prefixes that every document of ours uses."""

from functools import lru_cache
from types import MappingProxyType
from typing import Final

from rdflib import CSVW, DCAT, DCTERMS, FOAF, ODRL2, OWL, PROV, RDF, RDFS, SH, SKOS, TIME, XSD, Namespace

ADMS: Final = Namespace("http://www.w3.org/ns/adms#")
CV: Final = Namespace("http://data.europa.eu/m8g/")
DCATAP: Final = Namespace("http://data.europa.eu/r5r/")
DPV: Final = Namespace("https://w3id.org/dpv#")
DPV_PD: Final = Namespace("https://w3id.org/dpv/dpv-pd#")
DQV: Final = Namespace("http://www.w3.org/ns/dqv#")
ELI: Final = Namespace("http://data.europa.eu/eli/ontology#")
GEODCATAP: Final = Namespace("http://data.europa.eu/930/")
HEALTHDCATAP: Final = Namespace("http://healthdataportal.eu/ns/health#")
HYDRA: Final = Namespace("http://www.w3.org/ns/hydra/core#")
LOCN: Final = Namespace("http://www.w3.org/ns/locn#")
OA: Final = Namespace("http://www.w3.org/ns/oa#")
VCARD: Final = Namespace("http://www.w3.org/2006/vcard/ns#")
SPDX: Final = Namespace("http://spdx.org/rdf/terms#")

COUNTRIES: Final = "http://publications.europa.eu/resource/authority/country"  # the vocabulary of the Union

# One table for Turtle prefixes, RDF/XML namespaces, and the short names of terms in data files.
PREFIXES: Final = MappingProxyType(
    {
        "adms": str(ADMS),
        "csvw": str(CSVW),
        "cv": str(CV),
        "dcat": str(DCAT),
        "dcatap": str(DCATAP),
        "dct": str(DCTERMS),
        "dpv": str(DPV),
        "dpv-pd": str(DPV_PD),
        "dqv": str(DQV),
        "eli": str(ELI),
        "foaf": str(FOAF),
        "geodcatap": str(GEODCATAP),
        "healthdcatap": str(HEALTHDCATAP),
        "hydra": str(HYDRA),
        "locn": str(LOCN),
        "oa": str(OA),
        "odrl": str(ODRL2),
        "owl": str(OWL),
        "prov": str(PROV),
        "rdf": str(RDF),
        "rdfs": str(RDFS),
        "sh": str(SH),
        "skos": str(SKOS),
        "spdx": str(SPDX),
        "time": str(TIME),
        "vcard": str(VCARD),
        "xsd": str(XSD),
    }
)


def expand(name: str) -> str:
    """The IRI of a short name: `dct:title` gives `http://purl.org/dc/terms/title`; an IRI stays as it is."""
    prefix, _, local = name.partition(":")
    return PREFIXES[prefix] + local if prefix in PREFIXES else name


@lru_cache(maxsize=4096)
def shorten(iri: str) -> str:
    """The short name of an IRI where a prefix fits, else the IRI."""
    for prefix, namespace in PREFIXES.items():
        if iri.startswith(namespace) and len(iri) > len(namespace):
            return f"{prefix}:{iri[len(namespace) :]}"
    return iri
