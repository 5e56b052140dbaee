"""What a citation of a dataset says: who, when, what, where; taken from its description and never made up."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import Final

from rdflib import DCAT, DCTERMS, FOAF, RDF, SKOS, Graph, Literal, URIRef
from rdflib.term import Node

from catalogue.domain.languages import Reader, choose
from catalogue.domain.ordering import NAMES, in_order, said
from catalogue.domain.record import Kind, Record
from catalogue.domain.telling import HOLDERS
from catalogue.domain.terms import ADMS

_DOI: Final = re.compile(r"(?:doi:|https?://(?:dx\.)?doi\.org/)?(10\.\d{4,9}/[^\s\"<>]+)", re.IGNORECASE)
_YEAR: Final = re.compile(r"(\d{4})(?:-|$)", re.ASCII)
_VERSIONS: Final = (URIRef(f"{DCAT}version"), URIRef("http://www.w3.org/2002/07/owl#versionInfo"))


@dataclass(frozen=True, slots=True)
class Author:
    """Who is cited. `family` is empty for an institution, whose name is never taken apart."""

    name: str
    family: str = ""
    given: str = ""


@dataclass(frozen=True, slots=True)
class Citation:
    """A dataset as it is cited. What is not known is empty; `kind` is a word in the reader's language.

    `language` is that of the title, where it has one. `url` is that of the DOI, else the IRI, else our page.
    """

    key: str
    kind: str
    title: str
    language: str
    url: str
    authors: tuple[Author, ...] = ()
    year: str = ""
    version: str = ""
    publisher: str = ""
    doi: str = ""
    catalogue: str = ""


def citation(record: Record, graph: Graph, reader: Reader, address: str, catalogue: str) -> Citation:
    """How a record's description says to cite its dataset. `address` is where the catalogue shows it."""
    node = URIRef(record.iri)
    title = _text(graph, node, (DCTERMS.title,), reader)
    doi = _doi(record.iri, graph)
    web = record.iri if record.iri.startswith(("http://", "https://")) else address
    return Citation(
        key=record.id,
        kind=_kind(record.kind, reader),
        title=str(title) if title else reader.gettext("Untitled dataset"),
        language=(title.language or "") if title else "",
        url=f"https://doi.org/{doi}" if doi else web,
        authors=_authors(graph, node, reader),
        year=_year(record, graph),
        version=str(_text(graph, node, _VERSIONS, reader) or ""),
        publisher=next((each.name for each in _agents(graph, node, DCTERMS.publisher, reader)), ""),
        doi=doi,
        catalogue=catalogue,
    )


def _kind(kind: Kind, reader: Reader) -> str:
    words = {Kind.SERIES: reader.gettext("series of data sets"), Kind.SERVICE: reader.gettext("data service")}
    return words.get(kind) or reader.gettext("data set")


def _authors(graph: Graph, node: URIRef, reader: Reader) -> tuple[Author, ...]:
    """Who made the data, else who holds them, else who publishes them."""
    for path in (DCTERMS.creator, *HOLDERS):
        found = tuple(_agents(graph, node, path, reader))
        if found:
            return found
    return ()


def _agents(graph: Graph, node: URIRef, path: URIRef, reader: Reader) -> Iterator[Author]:
    for agent in in_order(graph.objects(node, path), partial(said, graph)):
        name = _text(graph, agent, NAMES, reader)
        if name:
            yield _author(graph, agent, str(name), reader)


def _author(graph: Graph, agent: Node, name: str, reader: Reader) -> Author:
    """An institution, unless the description says that it is a person and which name is the family's."""
    if (agent, RDF.type, FOAF.Person) not in graph:
        return Author(name)
    family, given = (
        str(_text(graph, agent, paths, reader) or "")
        for paths in ((FOAF.familyName, FOAF.lastName), (FOAF.givenName, FOAF.firstName))
    )
    return Author(name, family, given if family else "")


def _text(graph: Graph, node: Node, paths: Iterable[URIRef], reader: Reader) -> Literal | None:
    """The first text, its spaces made plain."""
    for path in paths:
        texts = choose(
            (text for text in graph.objects(node, path) if isinstance(text, Literal)), reader.languages
        )
        if texts and str(texts[0]).strip():
            return Literal(" ".join(str(texts[0]).split()), lang=texts[0].language)
    return None


def _year(record: Record, graph: Graph) -> str:
    """The year in which the data were published, else changed, else listed in the catalogue."""
    node = URIRef(record.iri)
    for path in (DCTERMS.issued, DCTERMS.modified):
        years = [found[1] for day in graph.objects(node, path) if (found := _YEAR.match(str(day)))]
        if years:
            return min(years) if path == DCTERMS.issued else max(years)
    return str(record.listed.year) if record.listed else ""


def _doi(iri: str, graph: Graph) -> str:
    """The DOI of the dataset: its IRI, or one of its identifiers."""
    node = URIRef(iri)
    others = (
        text for each in graph.objects(node, ADMS.identifier) for text in graph.objects(each, SKOS.notation)
    )
    named = sorted(map(str, (*graph.objects(node, DCTERMS.identifier), *others)))
    found = (_DOI.fullmatch(each.strip()) for each in (iri, *named))
    return next((each[1] for each in found if each), "")
