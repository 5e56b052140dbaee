"""Where a dataset's page leads to what it has in common with others: its holder, and its keywords."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from flask import url_for
from rdflib import FOAF, Graph, URIRef

from catalogue.domain.page import Page, Section
from catalogue.domain.record import Record
from catalogue.domain.telling import Row, Value
from catalogue.domain.things import ThingKind
from catalogue.services.things import part_of_address
from catalogue.web.context import services

Facets = Mapping[str, Sequence[str]]


def leading(page: Page, record: Record, graph: Graph) -> Page:
    """The page of a published record with links to the pages of its holder and keywords."""
    facets = services().search_documents.facets(graph, record.iri)
    sections = tuple(_section(each, facets.get("keyword", ())) for each in page.sections)
    return replace(page, holder=_holder(page.holder, record, graph, facets), sections=sections)


def _holder(said: Value | None, record: Record, graph: Graph, facets: Facets) -> Value | None:
    """The holder, who is filtered by a name that may be in another language than the page's."""
    if said is None:
        return None
    called = next((names for names in _names(record, graph) if said.text in names), frozenset())
    name = next((name for name in facets.get("holder", ()) if name in called), "")
    return _linked(said, ThingKind.HOLDERS, services().search_labels.code("holder", name))


def _names(record: Record, graph: Graph) -> Iterator[frozenset[str]]:
    """All names of each organisation that may hold the data."""
    facet = services().profile.facet("holder")
    for path in map(URIRef, facet.paths if facet else ()):
        for agent in graph.objects(URIRef(record.iri), path):
            yield frozenset(_plain(str(name)) for name in graph.objects(agent, FOAF.name))


def _section(section: Section, keywords: Sequence[str]) -> Section:
    facet = services().profile.facet("keyword")
    paths = facet.paths if facet else ()
    rows = tuple(_row(row, keywords) if row.path in paths else row for row in section.rows)
    return replace(section, rows=rows)


def _row(row: Row, keywords: Sequence[str]) -> Row:
    named = ((value, _plain(value.text)) for value in row.values)
    linked = (_linked(value, ThingKind.KEYWORDS, name if name in keywords else "") for value, name in named)
    return replace(row, values=tuple(linked))


def _linked(value: Value, kind: ThingKind, name: str) -> Value:
    if value.href or not name:
        return value
    return replace(value, href=url_for("pages.thing", kind=str(kind), name=part_of_address(name)))


def _plain(text: str) -> str:
    return " ".join(text.split())
