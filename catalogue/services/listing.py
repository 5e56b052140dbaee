"""What the catalogue says of itself and of what it lists, in DCAT (the profile's Catalogue and Catalogue Record).

A description is never touched: what we know about it stands on nodes of our own. Where a term of a shared
vocabulary is typed here, it is because the profile's ranges ask for the class of what a catalogue points at.
"""

import hashlib
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Final
from urllib.parse import quote

from rdflib import DCAT, DCTERMS, FOAF, PROV, RDF, RDFS, SH, SKOS, XSD, Literal, Namespace, URIRef
from rdflib.term import Node

from catalogue import __version__
from catalogue.domain.record import Kind, Record
from catalogue.domain.report import Finding, Report
from catalogue.domain.terms import ADMS, DCATAP, DQV, ELI, HYDRA, OA
from catalogue.settings import Settings

STATUS: Final = Namespace("http://purl.org/adms/status/")
REFRESHED: Final = URIRef("http://purl.org/pav/lastRefreshedOn")
THEMES: Final = URIRef("http://publications.europa.eu/resource/authority/data-theme")
_LANGUAGE: Final = Namespace("http://publications.europa.eu/resource/authority/language/")
# ISO 639-1 to the code of the EU's language table (ISO 639-2/T), for the languages of the EU and its neighbours.
_LANGUAGES: Final = {
    "bg": "BUL", "bs": "BOS", "ca": "CAT", "cs": "CES", "cy": "CYM", "da": "DAN", "de": "DEU", "el": "ELL",
    "en": "ENG", "es": "SPA", "et": "EST", "eu": "EUS", "fi": "FIN", "fr": "FRA", "ga": "GLE", "gl": "GLG",
    "hr": "HRV", "hu": "HUN", "is": "ISL", "it": "ITA", "lb": "LTZ", "lt": "LIT", "lv": "LAV", "mk": "MKD",
    "mt": "MLT", "nb": "NOB", "nl": "NLD", "nn": "NNO", "no": "NOR", "pl": "POL", "pt": "POR", "ro": "RON",
    "sk": "SLK", "sl": "SLV", "sq": "SQI", "sr": "SRP", "sv": "SWE", "tr": "TUR", "uk": "UKR",
}  # fmt: skip
_RESOURCE: Final = URIRef(f"{DCAT}resource")  # of DCAT 3, which rdflib does not list yet
_LINKS: Final = {Kind.DATASET: DCAT.dataset, Kind.SERVICE: DCAT.service, Kind.CATALOG: DCAT.catalog}
_STATUSES: Final = {
    STATUS.Completed: (Literal("Completed", lang="en"), Literal("Terminé", lang="fr")),
    STATUS.Withdrawn: (Literal("Withdrawn", lang="en"), Literal("Retiré", lang="fr")),
}
_IRI: Final = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[^\x00-\x20<>\"{}|\\^`]*")

# Statements as they come: a page has thousands, and asks them nothing.
Told = set[tuple[Node, Node, Node]]


@dataclass(frozen=True, slots=True)
class Paging:
    """A page of the list: its own URL, exactly as it was asked for, and those of others; None where none is."""

    url: str
    first: str
    last: str
    next: str | None
    previous: str | None
    total: int
    size: int


class Listing:
    """The statements about the catalogue of an instance. `profile` is the (id, IRI) of its profile."""

    def __init__(self, settings: Settings, profile: tuple[str, str]) -> None:
        self._settings = settings
        self._profile = profile
        self.catalogue = URIRef(f"{settings.base_url}/catalog")
        # Changes when anything changes that is said of the catalogue itself.
        self.signature = hashlib.sha256(repr((__version__, settings, profile)).encode()).hexdigest()

    def record_iri(self, record: Record) -> URIRef:
        """The IRI of our record of a description."""
        return URIRef(f"{self._settings.base_url}/record/{quote(record.id)}")

    def about_catalogue(self, told: Told, modified: datetime) -> None:
        """Add the catalogue's own node, with all that the profile wants of a catalogue."""
        node, given = self.catalogue, self._settings
        _add(told, node, RDF.type, [DCAT.Catalog, HYDRA.Collection])
        _add(told, node, DCTERMS.title, _texts(given.title))
        _add(told, node, DCTERMS.description, _texts(given.description))
        _add(told, node, DCTERMS.modified, [time(modified)])
        _add(told, node, DCAT.themeTaxonomy, [THEMES])
        homepage = URIRef(f"{given.base_url}/")
        _typed(told, node, FOAF.homepage, [homepage], FOAF.Document)
        _typed(told, node, DCATAP.applicableLegislation, _iris(given.legislation), ELI.LegalResource)
        _typed(told, node, DCTERMS.license, _iris([given.licence]), DCTERMS.LicenseDocument)
        languages = [_LANGUAGE[_LANGUAGES[name]] for name in given.languages if name in _LANGUAGES]
        _typed(told, node, DCTERMS.language, languages, DCTERMS.LinguisticSystem)
        self._about_publisher(told)

    def _about_publisher(self, told: Told) -> None:
        node, given = self.catalogue + "#publisher", self._settings
        _typed(told, self.catalogue, DCTERMS.publisher, [node], FOAF.Agent)
        _add(told, node, FOAF.name, _texts(given.publisher))
        _typed(told, node, FOAF.homepage, _iris([given.publisher_url]), FOAF.Document)
        _add(
            told,
            node,
            FOAF.mbox,
            _iris([f"mailto:{given.publisher_email}"] if given.publisher_email else []),
        )

    def about_paging(self, told: Told, paging: Paging) -> None:
        """Add the paging node in the forms that harvesters read.

        Hydra's own has `hydra:next` as a link (udata, CKAN, Comunica); its older one, `hydra:nextPage`, is read
        as text by those who still use it (piveau).
        """
        node = URIRef(paging.url)
        _add(told, node, RDF.type, [HYDRA.PartialCollectionView, HYDRA.PagedCollection])
        for name in ("first", "last", "next", "previous"):
            if url := getattr(paging, name):
                told.add((node, HYDRA[name], URIRef(url)))
                told.add((node, HYDRA[f"{name}Page"], Literal(url)))
        for about in {node, self.catalogue}:
            told.add((about, HYDRA.totalItems, _number(paging.total)))
        told.add((node, HYDRA.itemsPerPage, _number(paging.size)))
        told.add((self.catalogue, HYDRA.view, node))

    def about_member(self, told: Told, record: Record, sources: Mapping[str, str]) -> None:
        """Add that the catalogue lists a description, and its record; of a withdrawn one the record alone."""
        told.add((self.catalogue, DCAT.record, self.record_iri(record)))
        if record.published is not None:
            told.add((self.catalogue, _LINKS.get(record.kind, _RESOURCE), URIRef(record.iri)))
            told.add((self.catalogue, HYDRA.member, URIRef(record.iri)))
        self.about_record(told, record, sources)

    def about_record(self, told: Told, record: Record, sources: Mapping[str, str]) -> None:
        """Add our record of a description. `sources` maps a source's id to its URL."""
        node, status = self.record_iri(record), STATUS.Completed if record.published else STATUS.Withdrawn
        _add(told, node, RDF.type, [DCAT.CatalogRecord])
        _add(told, node, FOAF.primaryTopic, [URIRef(record.iri)])
        _add(told, node, DCTERMS.issued, [time(record.listed)] if record.listed else [])
        _add(told, node, DCTERMS.modified, [time(record.changed)])
        _add(told, node, DCTERMS.source, _iris([sources.get(record.source or "", "")]))
        _typed(told, node, ADMS.status, [status], SKOS.Concept)
        _add(told, status, SKOS.prefLabel, _STATUSES[status])
        if record.published is not None:
            self._about_conformity(told, node, record.published.report)
        else:
            _add(told, node, DCTERMS.description, _texts({"": record.withdrawal_reason}))
            _add(told, node, PROV.invalidatedAtTime, [time(record.withdrawn)] if record.withdrawn else [])

    def _about_conformity(self, told: Told, node: URIRef, report: Report) -> None:
        name, iri = self._profile
        if report.conforms and report.profile == name:
            _typed(told, node, DCTERMS.conformsTo, [URIRef(iri)], DCTERMS.Standard)

    def record(self, record: Record, sources: Mapping[str, str]) -> Told:
        """Our record of a description, with when it was last checked and what validation found."""
        told: Told = set()
        node = self.record_iri(record)
        self.about_record(told, record, sources)
        told.add((self.catalogue, DCAT.record, node))
        _add(told, node, REFRESHED, [time(record.checked)] if record.checked else [])
        if record.published is not None:
            self._about_findings(told, record, record.published.report)
        return told

    def _about_findings(self, told: Told, record: Record, report: Report) -> None:
        node = self.record_iri(record) + "#validation"
        told.add((self.record_iri(record), DQV.hasQualityAnnotation, node))
        _add(told, node, RDF.type, [SH.ValidationReport, DQV.QualityAnnotation])
        _add(told, node, OA.hasTarget, [URIRef(record.iri)])
        _add(told, node, SH.conforms, [Literal("true" if report.conforms else "false", datatype=XSD.boolean)])
        for number, finding in enumerate(report.findings, 1):
            result = node + f"-{number}"
            told.add((node, SH.result, result))
            _add_finding(told, result, finding)


@lru_cache(maxsize=1024)
def time(moment: datetime) -> Literal:
    """A moment in UTC as xsd:dateTime, to the second."""
    return Literal(moment.strftime("%Y-%m-%dT%H:%M:%SZ"), datatype=XSD.dateTime)


def _add_finding(told: Told, node: URIRef, finding: Finding) -> None:
    _add(told, node, RDF.type, [SH.ValidationResult])
    _add(told, node, SH.resultSeverity, [SH[finding.severity]])
    _add(told, node, SH.focusNode, _iris([finding.focus]))
    _add(told, node, SH.resultPath, _iris([finding.path]))
    _add(told, node, SH.sourceConstraintComponent, _iris([finding.component]))
    _add(told, node, SH.resultMessage, _texts({"": finding.message}))
    _add(told, node, RDFS.comment, _texts({"": finding.value}))


def _add(told: Told, node: URIRef, path: URIRef, values: Iterable[URIRef | Literal]) -> None:
    for value in values:
        told.add((node, path, value))


def _typed(told: Told, node: URIRef, path: URIRef, values: Iterable[URIRef], kind: URIRef) -> None:
    for value in values:
        told.add((node, path, value))
        told.add((value, RDF.type, kind))


def _texts(texts: Mapping[str, str]) -> list[Literal]:
    return [Literal(text, lang=language or None) for language, text in texts.items() if text]


def _iris(values: Iterable[str]) -> list[URIRef]:
    """Those that are IRIs: validation also names blank nodes, and a setting may be empty."""
    return [URIRef(value) for value in values if _IRI.fullmatch(value)]


def _number(value: int) -> Literal:
    return Literal(str(value), datatype=XSD.integer)
