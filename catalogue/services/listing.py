"""What the catalogue says of itself and of what it lists, in DCAT (the profile's Catalogue and Catalogue Record).

A description is never touched: what we know about it stands on nodes of our own. Where a term of a shared
vocabulary is typed here, it is because the profile's ranges ask for the class of what a catalogue points at.
"""

import hashlib
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from urllib.parse import quote

from rdflib import DCAT, DCTERMS, FOAF, PROV, RDF, RDFS, SH, SKOS, XSD, Graph, Literal, Namespace, URIRef

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
    STATUS.Completed: {"en": "Completed", "fr": "Terminé"},
    STATUS.Withdrawn: {"en": "Withdrawn", "fr": "Retiré"},
}
_IRI: Final = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[^\x00-\x20<>\"{}|\\^`]*")


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

    def about_catalogue(self, graph: Graph, modified: datetime) -> None:
        """Add the catalogue's own node, with all that the profile wants of a catalogue."""
        node, given = self.catalogue, self._settings
        _add(graph, node, RDF.type, [DCAT.Catalog, HYDRA.Collection])
        _add(graph, node, DCTERMS.title, _texts(given.title))
        _add(graph, node, DCTERMS.description, _texts(given.description))
        _add(graph, node, DCTERMS.modified, [time(modified)])
        _add(graph, node, DCAT.themeTaxonomy, [THEMES])
        homepage = URIRef(f"{given.base_url}/")
        _typed(graph, node, FOAF.homepage, [homepage], FOAF.Document)
        _typed(graph, node, DCATAP.applicableLegislation, _iris(given.legislation), ELI.LegalResource)
        _typed(graph, node, DCTERMS.license, _iris([given.licence]), DCTERMS.LicenseDocument)
        languages = [_LANGUAGE[_LANGUAGES[name]] for name in given.languages if name in _LANGUAGES]
        _typed(graph, node, DCTERMS.language, languages, DCTERMS.LinguisticSystem)
        self._about_publisher(graph)

    def _about_publisher(self, graph: Graph) -> None:
        node, given = self.catalogue + "#publisher", self._settings
        _typed(graph, self.catalogue, DCTERMS.publisher, [node], FOAF.Agent)
        _add(graph, node, FOAF.name, _texts(given.publisher))
        _typed(graph, node, FOAF.homepage, _iris([given.publisher_url]), FOAF.Document)
        _add(
            graph,
            node,
            FOAF.mbox,
            _iris([f"mailto:{given.publisher_email}"] if given.publisher_email else []),
        )

    def about_paging(self, graph: Graph, paging: Paging) -> None:
        """Add the paging node in the forms that harvesters read.

        Hydra's own has `hydra:next` as a link (udata, CKAN, Comunica); its older one, `hydra:nextPage`, is read
        as text by those who still use it (piveau).
        """
        node = URIRef(paging.url)
        _add(graph, node, RDF.type, [HYDRA.PartialCollectionView, HYDRA.PagedCollection])
        for name in ("first", "last", "next", "previous"):
            if url := getattr(paging, name):
                graph.add((node, HYDRA[name], URIRef(url)))
                graph.add((node, HYDRA[f"{name}Page"], Literal(url)))
        for about in {node, self.catalogue}:
            graph.add((about, HYDRA.totalItems, _number(paging.total)))
        graph.add((node, HYDRA.itemsPerPage, _number(paging.size)))
        graph.add((self.catalogue, HYDRA.view, node))

    def about_member(self, graph: Graph, record: Record, sources: Mapping[str, str]) -> None:
        """Add that the catalogue lists a description, and its record; of a withdrawn one the record alone."""
        graph.add((self.catalogue, DCAT.record, self.record_iri(record)))
        if record.published is not None:
            graph.add((self.catalogue, _LINKS.get(record.kind, _RESOURCE), URIRef(record.iri)))
            graph.add((self.catalogue, HYDRA.member, URIRef(record.iri)))
        self.about_record(graph, record, sources)

    def about_record(self, graph: Graph, record: Record, sources: Mapping[str, str]) -> None:
        """Add our record of a description. `sources` maps a source's id to its URL."""
        node, status = self.record_iri(record), STATUS.Completed if record.published else STATUS.Withdrawn
        _add(graph, node, RDF.type, [DCAT.CatalogRecord])
        _add(graph, node, FOAF.primaryTopic, [URIRef(record.iri)])
        _add(graph, node, DCTERMS.issued, [time(record.listed)] if record.listed else [])
        _add(graph, node, DCTERMS.modified, [time(record.changed)])
        _add(graph, node, DCTERMS.source, _iris([sources.get(record.source or "", "")]))
        _typed(graph, node, ADMS.status, [status], SKOS.Concept)
        _add(graph, status, SKOS.prefLabel, _texts(_STATUSES[status]))
        if record.published is not None:
            self._about_conformity(graph, node, record.published.report)
        else:
            _add(graph, node, DCTERMS.description, _texts({"": record.withdrawal_reason}))
            _add(graph, node, PROV.invalidatedAtTime, [time(record.withdrawn)] if record.withdrawn else [])

    def _about_conformity(self, graph: Graph, node: URIRef, report: Report) -> None:
        name, iri = self._profile
        if report.conforms and report.profile == name:
            _typed(graph, node, DCTERMS.conformsTo, [URIRef(iri)], DCTERMS.Standard)

    def record(self, record: Record, sources: Mapping[str, str]) -> Graph:
        """Our record of a description, with when it was last checked and what validation found."""
        graph = Graph()
        node = self.record_iri(record)
        self.about_record(graph, record, sources)
        graph.add((self.catalogue, DCAT.record, node))
        _add(graph, node, REFRESHED, [time(record.checked)] if record.checked else [])
        if record.published is not None:
            self._about_findings(graph, record, record.published.report)
        return graph

    def _about_findings(self, graph: Graph, record: Record, report: Report) -> None:
        node = self.record_iri(record) + "#validation"
        graph.add((self.record_iri(record), DQV.hasQualityAnnotation, node))
        _add(graph, node, RDF.type, [SH.ValidationReport, DQV.QualityAnnotation])
        _add(graph, node, OA.hasTarget, [URIRef(record.iri)])
        _add(
            graph, node, SH.conforms, [Literal("true" if report.conforms else "false", datatype=XSD.boolean)]
        )
        for number, finding in enumerate(report.findings, 1):
            result = node + f"-{number}"
            graph.add((node, SH.result, result))
            _add_finding(graph, result, finding)


def time(moment: datetime) -> Literal:
    """A moment in UTC as xsd:dateTime, to the second."""
    return Literal(moment.strftime("%Y-%m-%dT%H:%M:%SZ"), datatype=XSD.dateTime)


def _add_finding(graph: Graph, node: URIRef, finding: Finding) -> None:
    _add(graph, node, RDF.type, [SH.ValidationResult])
    _add(graph, node, SH.resultSeverity, [SH[finding.severity]])
    _add(graph, node, SH.focusNode, _iris([finding.focus]))
    _add(graph, node, SH.resultPath, _iris([finding.path]))
    _add(graph, node, SH.sourceConstraintComponent, _iris([finding.component]))
    _add(graph, node, SH.resultMessage, _texts({"": finding.message}))
    _add(graph, node, RDFS.comment, _texts({"": finding.value}))


def _add(graph: Graph, node: URIRef, path: URIRef, values: Iterable[URIRef | Literal]) -> None:
    for value in values:
        graph.add((node, path, value))


def _typed(graph: Graph, node: URIRef, path: URIRef, values: Iterable[URIRef], kind: URIRef) -> None:
    for value in values:
        graph.add((node, path, value))
        graph.add((value, RDF.type, kind))


def _texts(texts: Mapping[str, str]) -> list[Literal]:
    return [Literal(text, lang=language or None) for language, text in texts.items() if text]


def _iris(values: Iterable[str]) -> list[URIRef]:
    """Those that are IRIs: validation also names blank nodes, and a setting may be empty."""
    return [URIRef(value) for value in values if _IRI.fullmatch(value)]


def _number(value: int) -> Literal:
    return Literal(str(value), datatype=XSD.integer)
