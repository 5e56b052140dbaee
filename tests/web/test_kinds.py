"""Beginning a description of something else than a dataset: a series of datasets, a data service."""

from pathlib import Path

import pytest
from flask import Flask
from rdflib import DCAT, DCTERMS, RDF, Graph, Literal, URIRef

from catalogue.bootstrap import Services
from catalogue.domain.errors import BadParameter
from catalogue.domain.forms.names import field_name
from catalogue.domain.people import Role
from catalogue.domain.record import Kind, Record, State
from catalogue.rdf import graphs
from catalogue.rdf.splitting import CLASSES
from tests.web.markup import Html, text
from tests.web.visitors import Visitor, visitor

# What is asked of each kind beside its title, as people type it.
WHOLE = {
    Kind.SERIES: f"""
        @prefix dcat: <{DCAT}> . @prefix dct: <{DCTERMS}> . @prefix vcard: <http://www.w3.org/2006/vcard/ns#> .
        <> dct:description "Every year since 2001"@en ;
           dcat:contactPoint [ a vcard:Kind ; vcard:fn "Help desk" ; vcard:hasEmail <mailto:help@example.org> ] .
    """,
    Kind.SERVICE: f"""
        @prefix dcat: <{DCAT}> .
        <> dcat:endpointURL <https://api.example.org/> .
        <https://api.example.org/> a <http://www.w3.org/2000/01/rdf-schema#Resource> .
    """,
}


CITED = {
    (Kind.SERIES, "en"): "series of data sets",
    (Kind.SERIES, "fr"): "série de jeux de données",
    (Kind.SERVICE, "en"): "data service",
    (Kind.SERVICE, "fr"): "service de données",
}


@pytest.fixture
def ada(app: Flask, services: Services) -> Visitor:
    return visitor(app, services, role=Role.ADMINISTRATOR)


def begin(ada: Visitor, kind: Kind, **given: str) -> Record:
    posted = {"kind": kind, "organisation": "north", "title": "Survey", "language": "en"} | given
    answer = ada.post("/en/workspace/new", posted)
    assert answer.status_code == 303, answer.get_data(as_text=True)[:3000]
    id = Path(answer.headers["Location"]).name
    return ada.services.store.find("id", [id])[id]


def test_a_dataset_is_chosen_and_others_are_offered(ada: Visitor) -> None:
    page = ada.get("/en/workspace/new")
    chosen = [text(each) for each in page.all("button", **{"aria-pressed": "true"})]
    assert [each.split("A ")[0].strip() for each in chosen] == ["Dataset"]
    assert [each.get("value") for each in page.all("button", name="turn")] == ["dataset", "series", "service"]
    assert page.one("input", name="kind").get("value") == "dataset"


def test_another_kind_keeps_what_was_typed_and_stores_nothing(ada: Visitor, services: Services) -> None:
    given = {
        "kind": "dataset",
        "turn": "series",
        "title": "Survey of 2001",
        "language": "fr",
        "level": "PUBLIC",
    }
    answer = ada.post("/en/workspace/new", given)
    page = Html(answer)
    assert answer.status_code == 200
    assert page.one("input", id="title").get("value") == "Survey of 2001"
    assert page.one("input", name="kind").get("value") == "series"
    assert page.all("input", name="level") == []
    assert page.all("p", id="title-wrong") == []
    assert services.editing.mine(ada.actor).total == 0


def test_a_link_can_lead_to_a_kind_and_an_unknown_one_is_a_dataset(ada: Visitor) -> None:
    for asked, shown in (("service", "service"), ("catalog", "dataset"), ("nonsense", "dataset")):
        page = ada.get(f"/en/workspace/new?kind={asked}")
        assert page.one("input", name="kind").get("value") == shown


def test_a_series_begins_without_an_access_level(ada: Visitor, services: Services) -> None:
    record = begin(ada, Kind.SERIES, level="PUBLIC")
    assert record.kind is Kind.SERIES
    graph = _graph(services, record)
    assert (URIRef(record.iri), RDF.type, URIRef(CLASSES[Kind.SERIES])) in graph
    assert (URIRef(record.iri), DCTERMS.accessRights, None) not in graph
    page = ada.get(f"/en/workspace/descriptions/{record.id}")
    assert "Who may use the data" not in page.read
    sections = [
        each.get("href", "").rpartition("/")[2]
        for each in page.all("a")
        if "/sections/" in each.get("href", "")
    ]
    assert set(sections) >= {"about", "people", "access", "origin"}
    assert "content" not in sections
    assert [each for each in page.all("a") if each.get("href", "").endswith(f"{record.id}/variables")] == []
    assert "Series of datasets" in ada.get("/en/workspace/").read


def test_nobody_gives_a_series_an_access_level(ada: Visitor, services: Services) -> None:
    record = begin(ada, Kind.SERIES)
    ada.post(f"/en/workspace/descriptions/{record.id}/level", {"level": "NON_PUBLIC", "version": "0"})
    assert (URIRef(record.iri), DCTERMS.accessRights, None) not in _graph(services, record)


def test_a_service_begins_with_its_access_level_and_its_own_sections(
    ada: Visitor, services: Services
) -> None:
    record = begin(ada, Kind.SERVICE, level="RESTRICTED")
    level = services.profile.levels["RESTRICTED"]
    assert (URIRef(record.iri), DCTERMS.accessRights, URIRef(level.iri)) in _graph(services, record)
    section = ada.get(f"/en/workspace/descriptions/{record.id}/sections/content")
    asked = field_name(URIRef(record.iri), f"{DCAT}endpointURL")
    assert [each for each in section.all("input") if each.get("name", "").startswith(f"{asked}.")]


@pytest.mark.parametrize("kind", [Kind.SERIES, Kind.SERVICE])
@pytest.mark.parametrize("language", ["en", "fr"])
def test_it_is_previewed_published_and_read(
    ada: Visitor, app: Flask, services: Services, kind: Kind, language: str
) -> None:
    record = begin(ada, kind, level="PUBLIC")
    more = Graph().parse(data=WHOLE[kind], publicID=record.iri)

    def fill(graph: Graph) -> None:
        graph += more

    draft = services.editing.change(ada.actor, record.id, 0, fill)
    services.editing.save(ada.actor, record.id, draft.version)
    at = f"/{language}/workspace/descriptions/{record.id}"
    for place in ("", "/preview", "/preview/page", "/review", "/history"):
        assert "Survey" in ada.get(at + place).read
    [head] = services.store.find("id", [record.id]).values()
    assert head.head.report.conforms, head.head.report.findings
    services.workflow.submit(ada.actor, record.id, head.head.number)
    reviewer = visitor(app, services, "rita@example.org", Role.REVIEWER)
    services.workflow.publish(reviewer.actor, record.id, head.head.number)
    [public] = services.store.find("id", [record.id]).values()
    assert (public.state, public.kind) == (State.PUBLISHED, kind)
    reader = app.test_client()
    page = reader.get(f"/{language}/dataset/{record.id}", headers={"Accept": "text/html"})
    assert page.status_code == 200
    assert "Survey" in page.get_data(as_text=True)
    assert f"[{CITED[kind, language]}]" in page.get_data(as_text=True)
    feed = Graph().parse(data=reader.get("/catalog.ttl").data, format="turtle")
    assert (URIRef(record.iri), RDF.type, URIRef(CLASSES[kind])) in feed


def test_what_the_profile_does_not_describe_cannot_be_begun(ada: Visitor, services: Services) -> None:
    with pytest.raises(BadParameter, match="dataset, series, service"):
        services.editing.create(ada.actor, "north", "Survey", "en", "", Kind.OTHER)


def _graph(services: Services, record: Record) -> Graph:
    [now] = services.store.find("id", [record.id]).values()
    graph = graphs.graph(services.store.ntriples([now.head.hash])[now.head.hash])
    assert (URIRef(record.iri), DCTERMS.title, Literal("Survey", lang="en")) in graph
    return graph
