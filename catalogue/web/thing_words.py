"""What pages of things say beside their datasets: headings, and what is known of a theme, an organisation, a series."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from rdflib import FOAF, Graph, URIRef
from rdflib.term import Node

from catalogue.domain.access import Body, body
from catalogue.domain.languages import pick
from catalogue.domain.telling import Language, Row, Teller, Value
from catalogue.domain.things import Thing, ThingKind
from catalogue.services.search_page import Found
from catalogue.web import dataset, languages
from catalogue.web.context import services
from catalogue.web.languages import gettext


@dataclass(frozen=True, slots=True)
class About:
    """What is known of a thing: texts, an organisation with its ways and what else is said of it, and links.

    `body` and `rows` are of an organisation, as the newest of its descriptions tells them; `page` is the series' own.
    """

    texts: tuple[Value, ...] = ()
    broader: str = ""
    code: str = ""
    vocabulary: Value | None = None
    body: Body | None = None
    rows: tuple[Row, ...] = ()
    page: str = ""


def headings() -> dict[ThingKind, str]:
    """What the kinds are called."""
    return {
        ThingKind.THEMES: gettext("Themes"),
        ThingKind.HOLDERS: gettext("Data holders"),
        ThingKind.BODIES: gettext("Health data access bodies"),
        ThingKind.SERIES: gettext("Dataset series"),
        ThingKind.KEYWORDS: gettext("Keywords"),
    }


def leads() -> dict[ThingKind, str]:
    """What the lists of each kind are for."""
    return {
        ThingKind.THEMES: gettext(
            "What the datasets are about, by the lists that all European catalogues use."
        ),
        ThingKind.HOLDERS: gettext("The organisations that hold the data."),
        ThingKind.BODIES: gettext(
            "The organisations that decide who may use data, and to which one applies."
        ),
        ThingKind.SERIES: gettext("Datasets that belong together, such as the rounds of a survey."),
        ThingKind.KEYWORDS: gettext("The words that holders chose for their datasets."),
    }


def what(thing: Thing) -> str:
    """What a thing is, in the singular."""
    if thing.facet:
        return services().things.label(thing.facet, languages.reader())
    return gettext("Series of datasets")


def about(thing: Thing, hits: Sequence[Found]) -> About:
    """What is known of a thing; `hits` are the newest of its datasets."""
    if thing.kind is ThingKind.SERIES:
        return _series(thing)
    if thing.kind in (ThingKind.HOLDERS, ThingKind.BODIES):
        return _organisation(thing, hits)
    return _concept(thing)


def _concept(thing: Thing) -> About:
    concept = services().things.concept(thing)
    if concept is None:
        return About()
    wanted = languages.reader().languages
    above = services().vocabularies.label(concept.broader, wanted) if concept.broader else None
    scheme = services().vocabularies.scheme(concept.scheme)
    source = Value(pick(scheme.title, wanted), href=scheme.source) if scheme else None
    return About(broader=above[0] if above else "", code=concept.code, vocabulary=source)


def _series(thing: Thing) -> About:
    record = services().reading.find(id=thing.slug)
    if record is None or record.published is None:
        return About()
    page = dataset.kept().entry(record, languages.reader()).page
    return About(texts=page.description, page=record.id)


def _organisation(thing: Thing, hits: Sequence[Found]) -> About:
    """What the newest description that names an organisation says of it."""
    facet = services().profile.facet(thing.facet)
    record = services().reading.find(id=hits[0].card["id"]) if hits else None
    if facet is None or record is None or record.published is None:
        return About()
    graph = services().reading.graph(record)
    paths = map(URIRef, facet.paths)
    nodes = (node for path in paths for node in graph.objects(URIRef(record.iri), path))
    names = {name for value in thing.values for name in services().search_labels.names(thing.facet, value)}
    node = next((each for each in nodes if _is_called(graph, each, names)), None)
    return _told(graph, node, URIRef(record.iri)) if node is not None else About()


def _is_called(graph: Graph, node: Node, names: Collection[str]) -> bool:
    return any(" ".join(str(name).split()) in names for name in graph.objects(node, FOAF.name))


def _told(graph: Graph, node: Node, described: Node) -> About:
    given = services()
    teller = Teller(graph, Language(given.profile, given.vocabularies, languages.reader()), described)
    owner = teller.class_of(node, None) or str(FOAF.Agent)
    organisation = body(teller, node)
    return About(body=organisation, rows=tuple(teller.rows(node, owner, (str(FOAF.name),))))
