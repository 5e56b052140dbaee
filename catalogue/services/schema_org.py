"""A description as schema.org/Dataset, for dataset search engines (Google's "Dataset" structured data)."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from rdflib import CSVW, DCAT, DCTERMS, FOAF, RDF, RDFS, SKOS, Graph, Literal, URIRef
from rdflib.term import Node

from catalogue.domain.languages import choose, order
from catalogue.domain.terms import GEODCATAP, HEALTHDCATAP

VARIABLES: Final = 100
_DESCRIPTION: Final = 5000  # characters, Google's bound
_PUBLIC: Final = URIRef("http://publications.europa.eu/resource/authority/access-right/PUBLIC")
_MEDIA_TYPES: Final = "://www.iana.org/assignments/media-types/"
_VERSION: Final = URIRef(f"{DCAT}version")  # of DCAT 3, which rdflib does not list yet
_TITLE, _TITLES = (URIRef(f"{CSVW}{name}") for name in ("title", "titles"))  # Release 8, and earlier ones
_TYPES: Final = {DCAT.DataService: "WebAPI", DCAT.Catalog: "DataCatalog"}
_NAMES: Final = (DCTERMS.title, FOAF.name, SKOS.prefLabel, RDFS.label)


def _no_label(_: str) -> str:
    return ""


@dataclass(frozen=True, slots=True)
class Site:
    """The catalogue that shows the description. `label` gives what people call a concept's IRI, or nothing."""

    name: str = ""
    url: str = ""
    page: str = ""
    label: Callable[[str], str] = _no_label


def of(graph: Graph, iri: str, language: str, site: Site | None = None) -> dict[str, Any]:
    """The JSON-LD of a description in a language; it has no key for what is not reported."""
    teller = _Teller(graph, order([language]), site or Site())
    node = URIRef(iri)
    said = {
        "@context": "https://schema.org/",
        "@type": next((name for kind, name in _TYPES.items() if (node, RDF.type, kind) in graph), "Dataset"),
        "@id": iri if _is_web(iri) else "",
        **teller.texts(node),
        **teller.people(node),
        **teller.coverage(node),
        **teller.access(node),
        "variableMeasured": teller.variables(node),
        "includedInDataCatalog": teller.catalogue(),
    }
    return {key: value for key, value in said.items() if value not in ("", None, [], {})}


class _Teller:
    """Answers about one description, for one reader."""

    def __init__(self, graph: Graph, languages: Sequence[str], site: Site) -> None:
        self._graph = graph
        self._languages = languages
        self._site = site

    def texts(self, node: Node) -> dict[str, Any]:
        return {
            "name": self._text(node, DCTERMS.title),
            "alternateName": self._all(node, DCTERMS.alternative),
            "description": self._text(node, DCTERMS.description)[:_DESCRIPTION],
            "url": self._site.page or self._text(node, DCAT.landingPage),
            "identifier": self._all(node, DCTERMS.identifier),
            "keywords": self._all(node, DCAT.keyword),
            "version": self._text(node, _VERSION),
            "datePublished": self._text(node, DCTERMS.issued),
            "dateModified": self._text(node, DCTERMS.modified),
        }

    def people(self, node: Node) -> dict[str, Any]:
        holders = self._agents(node, GEODCATAP.custodian)
        publishers = self._agents(node, DCTERMS.publisher)
        return {
            "creator": self._agents(node, DCTERMS.creator) or holders or publishers,
            "publisher": publishers,
            "maintainer": holders,
        }

    def coverage(self, node: Node) -> dict[str, Any]:
        places = self._graph.objects(node, DCTERMS.spatial)
        return {
            "temporalCoverage": sorted(
                filter(None, map(self._period, self._objects(node, DCTERMS.temporal)))
            ),
            "spatialCoverage": [
                _told("Place", name=name) for name in sorted(map(self._name, places)) if name
            ],
        }

    def access(self, node: Node) -> dict[str, Any]:
        rights = self._graph.value(node, DCTERMS.accessRights)
        distributions = self._objects(node, DCAT.distribution)
        licences = {self._text(part, DCTERMS.license) for part in distributions}
        return {
            "license": self._text(node, DCTERMS.license) or (licences.pop() if len(licences) == 1 else ""),
            "isAccessibleForFree": None if rights is None else rights == _PUBLIC,
            "conditionsOfAccess": self._name(rights) if rights is not None else "",
            "distribution": [self._download(part) for part in distributions],
        }

    def variables(self, node: Node) -> list[dict[str, Any]]:
        """The first variables: a page of thousands would be read by no search engine."""
        columns = [
            column
            for group in self._objects(node, HEALTHDCATAP.hasVariables)
            for table in self._objects(group, CSVW.table)
            for column in self._objects(table, CSVW.column)
        ]
        return [self._variable(column) for column in columns[:VARIABLES]]

    def catalogue(self) -> dict[str, Any]:
        return _told("DataCatalog", name=self._site.name, url=self._site.url)

    def _variable(self, column: Node) -> dict[str, Any]:
        return _told(
            "PropertyValue",
            name=self._text(column, CSVW.name),
            alternateName=self._text(column, _TITLE) or self._text(column, _TITLES),
            description=self._text(column, DCTERMS.description),
            propertyID=self._text(column, CSVW.propertyUrl),
        )

    def _download(self, part: Node) -> dict[str, Any]:
        media = self._text(part, DCAT.mediaType).rpartition(_MEDIA_TYPES)[2]
        form = self._graph.value(part, DCTERMS["format"])
        return _told(
            "DataDownload",
            name=self._text(part, DCTERMS.title),
            description=self._text(part, DCTERMS.description),
            contentUrl=self._text(part, DCAT.downloadURL),
            url=self._text(part, DCAT.accessURL),
            encodingFormat=media or (self._name(form) if form else ""),
            contentSize=self._text(part, DCAT.byteSize),
            license=self._text(part, DCTERMS.license),
        )

    def _agents(self, node: Node, path: URIRef) -> list[dict[str, Any]]:
        agents = ((agent, self._name(agent)) for agent in self._objects(node, path))
        return [
            _told("Organization", name=name, url=self._text(agent, FOAF.homepage))
            for agent, name in agents
            if name
        ]

    def _period(self, node: Node) -> str:
        """ISO 8601 with two dots for an open end, as schema.org has it."""
        start, end = self._text(node, DCAT.startDate), self._text(node, DCAT.endDate)
        return f"{start or '..'}/{end or '..'}" if start or end else ""

    def _name(self, node: Node) -> str:
        """What the description calls something, else what our vocabularies do."""
        own = next((text for path in _NAMES if (text := self._text(node, path))), "")
        return own or (self._site.label(str(node)) if isinstance(node, URIRef) else str(node))

    def _objects(self, node: Node, path: URIRef) -> list[Node]:
        return sorted(self._graph.objects(node, path), key=str)

    def _text(self, node: Node, path: URIRef) -> str:
        return next(iter(self._all(node, path)), "")

    def _all(self, node: Node, path: URIRef) -> list[str]:
        """The values in the language that suits best; IRIs as they are."""
        values = list(self._graph.objects(node, path))
        chosen = choose((value for value in values if isinstance(value, Literal)), self._languages)
        return list(map(str, chosen)) or sorted(str(value) for value in values if isinstance(value, URIRef))


def _told(kind: str, **values: str) -> dict[str, Any]:
    """A node with what is known of it; nothing where nothing is."""
    known: Mapping[str, str] = {key: value for key, value in values.items() if value}
    return {"@type": kind, **known} if known else {}


def _is_web(iri: str) -> bool:
    return iri.startswith(("http://", "https://"))
