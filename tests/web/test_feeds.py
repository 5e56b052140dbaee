"""Other catalogues harvest all of it: every page, in every serialisation, whatever happens meanwhile."""

import sys
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as examples
from hypothesis import strategies as st
from rdflib import DCAT, DCTERMS, FOAF, RDF, RDFS, XSD, Graph, Literal, URIRef

from catalogue.bootstrap import Services
from catalogue.domain.harvest import Source
from catalogue.domain.terms import ADMS, DCATAP, HYDRA
from catalogue.rdf.formats import JSON_LD, N_TRIPLES, RDF_XML, SERVED, TURTLE, Format
from catalogue.rdf.reading import read
from catalogue.rdf.splitting import split
from catalogue.services.listing import STATUS
from catalogue.settings import Settings
from tests.conftest import dataset
from tests.conftest import described as described_by
from tests.web.shelf import BASE, Shelf, digest, graph_of

CATALOGUE = URIRef(f"{BASE}/catalog")
DATASETS = [f"http://example.org/{number}" for number in range(1, 8)]
Make = Callable[..., Services]


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Shelf:
    return Shelf(Services(Settings(data=tmp_path_factory.mktemp("instance"), poll=1e-9)))


@pytest.fixture
def shelf(shared: Shelf) -> Shelf:
    shared.empty()
    return shared


@pytest.fixture
def seven(shelf: Shelf) -> Shelf:
    for iri in DATASETS:
        shelf.add(dataset(iri))
    return shelf


def page(shelf: Shelf, url: str, accept: str = "*/*") -> Graph:
    """The graph of a page."""
    response = shelf.get(url, accept)
    assert response.status_code == 200, response.text
    return graph_of(response)


def described(graph: Graph) -> list[str]:
    return sorted(map(str, graph.subjects(RDF.type, DCAT.Dataset)))


def walk(shelf: Shelf, url: str) -> Iterator[Graph]:
    """The pages, by the links that Hydra has now."""
    following: str | None = url
    while following:
        graph = page(shelf, following)
        yield graph
        node = URIRef(following if following.startswith(BASE) else BASE + following)
        found = graph.value(node, HYDRA.next)
        following = str(found) if found else None


def addresses(shelf: Shelf, url: str) -> list[str]:
    """The addresses of all pages."""
    return [str(graph.value(None, RDF.type, HYDRA.PagedCollection)) for graph in walk(shelf, url)]


# Who asks gets RDF


@pytest.mark.parametrize("form", SERVED)
def test_a_harvest_address_gives_rdf_to_whatever_is_accepted(seven: Shelf, form: Format) -> None:
    for accept in ("*/*", "text/html", "image/png"):
        response = seven.get(f"/catalog.{form.extension}", accept)
        assert response.status_code == 200
        assert response.mimetype == form.media_type
    assert seven.client.head(f"/catalog.{form.extension}").mimetype == form.media_type


def test_only_who_prefers_html_is_led_to_the_page(seven: Shelf) -> None:
    assert seven.get("/catalog").mimetype == TURTLE.media_type
    assert seven.get("/catalog", RDF_XML.media_type).mimetype == RDF_XML.media_type
    response = seven.get("/catalog", "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8")
    assert response.location == f"{BASE}/en/catalogue"
    assert "Accept" in response.headers["Vary"]


def test_the_graph_is_the_same_in_every_serialisation(seven: Shelf) -> None:
    seven.withdraw(DATASETS[3])
    hashes = set()
    for form in SERVED:
        response = seven.get("/catalog?page_size=5", form.media_type)
        hashes.add(digest(response))
    assert len(hashes) == 1


@pytest.mark.reference
def test_the_reference_examples_are_the_same_in_every_serialisation(shelf: Shelf, reference: Path) -> None:
    for file in sorted((reference / "examples").glob("r8-*.ttl")):
        with read(file, file.name) as statements:
            shelf.take_in(list(split(statements, str).descriptions))
    graphs_of = {
        form: page(shelf, "/catalog", form.media_type) for form in (TURTLE, JSON_LD, N_TRIPLES, RDF_XML)
    }
    assert len({len(graph) for graph in graphs_of.values()}) == 1
    assert len(described(graphs_of[TURTLE])) == 3


# Paging


@pytest.mark.parametrize(
    "query", ["", "?page_size=2", "?page_size=2&after=0", "?x=%C3%A9&page_size=2", '?q="<a b>|%&page_size=2']
)
def test_the_paging_node_is_the_very_address_that_was_asked_for(seven: Shelf, query: str) -> None:
    graph = page(seven, f"/catalog.ttl{query}")
    nodes = set(graph.subjects(RDF.type, HYDRA.PartialCollectionView))
    assert nodes == set(graph.subjects(RDF.type, HYDRA.PagedCollection))
    [node] = nodes
    written = query.replace('"', "%22").replace("<a b>|%&", "%3Ca%20b%3E%7C%25&")
    assert str(node) == f"{BASE}/catalog.ttl{written}"


def test_the_public_address_is_said_and_not_the_one_behind_the_proxy(make_services: Make) -> None:
    shelf = Shelf(make_services(poll=1e-9, base_url="https://data.example.org/health"))
    shelf.add(dataset())
    graph = page(shelf, "/catalog.ttl?page_size=1")
    node = URIRef("https://data.example.org/health/catalog.ttl?page_size=1")
    assert (node, RDF.type, HYDRA.PagedCollection) in graph
    assert (URIRef("https://data.example.org/health/catalog"), RDF.type, DCAT.Catalog) in graph


def test_pages_link_to_each_other_both_ways(seven: Shelf) -> None:
    pages = list(walk(seven, "/catalog.ttl?page_size=3"))
    assert [len(described(graph)) for graph in pages] == [3, 3, 1]
    urls = addresses(seven, "/catalog.ttl?page_size=3")
    for place, (graph, url) in enumerate(zip(pages, urls, strict=True)):
        node = URIRef(url)
        assert str(graph.value(node, HYDRA.first)) == urls[0]
        assert str(graph.value(node, HYDRA.last)) == urls[2]
        before, after = graph.value(node, HYDRA.previous), graph.value(node, HYDRA.next)
        assert str(before) == urls[place - 1] if place else before is None
        assert str(after) == urls[place + 1] if place < 2 else after is None
        assert graph.value(node, HYDRA.totalItems) == Literal("7", datatype=XSD.integer)
        assert graph.value(node, HYDRA.itemsPerPage) == Literal("3", datatype=XSD.integer)


def test_the_other_pages_are_in_the_link_header_too(seven: Shelf) -> None:
    first, second, third = addresses(seven, "/catalog.ttl?page_size=3")
    link = seven.get(second).headers["Link"]
    assert f'<{third}>; rel="next"' in link
    assert f'<{first}>; rel="prev"' in link


def as_ckan(graph: Graph) -> str | None:
    """ckanext-dcat takes hydra:next, or the older hydra:nextPage, of a hydra:PagedCollection."""
    for node in graph.subjects(RDF.type, HYDRA.PagedCollection):
        for path in (HYDRA.next, HYDRA.nextPage):
            for value in graph.objects(node, path):
                return str(value)
    return None


def as_udata(graph: Graph) -> str | None:
    """udata takes hydra:next of the one hydra:PartialCollectionView."""
    node = graph.value(predicate=RDF.type, object=HYDRA.PartialCollectionView)
    value = graph.value(node, HYDRA.next)
    return str(value) if value else None


def as_piveau(graph: Graph) -> str | None:
    """piveau, of data.europa.eu, takes hydra:nextPage of a hydra:PagedCollection, as a text."""
    [node] = graph.subjects(RDF.type, HYDRA.PagedCollection)
    assert isinstance(graph.value(node, HYDRA.totalItems), Literal)
    value = graph.value(node, HYDRA.nextPage)
    assert value is None or isinstance(value, Literal)
    return str(value) if value else None


@pytest.mark.parametrize("following", [as_ckan, as_udata, as_piveau])
@pytest.mark.parametrize("form", SERVED)
def test_known_harvesters_find_everything(
    seven: Shelf, following: Callable[[Graph], str | None], form: Format
) -> None:
    url: str | None = f"{BASE}/catalog.{form.extension}?page_size=2"
    found: list[str] = []
    while url:
        graph = page(seven, url)
        found += described(graph)
        url = following(graph)
    assert sorted(found) == DATASETS


def test_the_last_page_holds_what_is_left_after_a_withdrawal(seven: Shelf) -> None:
    seven.withdraw(DATASETS[0])
    pages = list(walk(seven, "/catalog.ttl?page_size=3"))
    assert [len(described(graph)) for graph in pages] == [2, 3, 1]
    node = pages[0].value(None, RDF.type, HYDRA.PagedCollection)
    assert pages[0].value(node, HYDRA.totalItems) == Literal("6", datatype=XSD.integer)


def test_an_empty_catalogue_is_one_empty_page(shelf: Shelf) -> None:
    [graph] = walk(shelf, "/catalog.ttl")
    assert described(graph) == []
    assert graph.value(URIRef(f"{BASE}/catalog.ttl"), HYDRA.totalItems) == Literal("0", datatype=XSD.integer)


def test_a_page_beyond_the_end_is_empty_and_leads_back(seven: Shelf) -> None:
    graph = page(seven, "/catalog.ttl?page_size=3&after=900000")
    assert described(graph) == []
    node = URIRef(f"{BASE}/catalog.ttl?page_size=3&after=900000")
    assert graph.value(node, HYDRA.next) is None
    assert graph.value(node, HYDRA.previous)


ACTIONS = st.lists(
    st.tuples(st.sampled_from(["change", "add", "withdraw", "remove"]), st.integers(0, 9)), max_size=3
)


@given(script=st.lists(ACTIONS, max_size=6), size=st.integers(1, 4))
@examples(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_walk_meets_everything_once_while_the_catalogue_changes(
    shelf: Shelf, script: list[list[tuple[str, int]]], size: int
) -> None:
    shelf.empty()
    iris = [f"http://example.org/{number}" for number in range(10)]
    shelf.take_in([one for iri in iris for one in described_by(dataset(iri))])
    touched: set[str] = set()
    met: list[str] = []
    steps = iter(script)
    for graph in walk(shelf, f"/catalog.nt?page_size={size}"):
        met += described(graph)
        for action, number in next(steps, []):
            act(shelf, action, iris[number])
            touched |= {iris[number]} if action in ("withdraw", "remove") else set()
    # What was removed and came back is another record, and may be met as both.
    assert len(set(met) - touched) == len([iri for iri in met if iri not in touched])
    assert set(iris) - touched <= set(met)


def act(shelf: Shelf, action: str, iri: str) -> None:
    """Do something to the catalogue, where it can be done."""
    record = shelf.services.store.find("iri", [iri]).get(iri)
    if action == "add":
        shelf.add(dataset(f"{iri}/{uuid4()}"))
    elif action == "change":
        shelf.add(dataset(iri, f"Changed {uuid4()}"))
    elif action == "remove" and record:
        shelf.services.records.remove(iri)
    elif action == "withdraw" and record and record.published:
        shelf.withdraw(iri)


# What a page says


def test_the_catalogue_says_who_it_is(make_services: Make) -> None:
    shelf = Shelf(
        make_services(
            poll=1e-9,
            title="en=Data of the North|fr=Données du Nord",
            publisher="North Institute",
            publisher_url="https://north.example.org/",
            publisher_email="data@north.example.org",
            licence="",
        )
    )
    shelf.add(dataset())
    graph = page(shelf, "/catalog.ttl")
    assert set(graph.objects(CATALOGUE, DCTERMS.title)) == {
        Literal("Data of the North", lang="en"),
        Literal("Données du Nord", lang="fr"),
    }
    publisher = graph.value(CATALOGUE, DCTERMS.publisher)
    assert graph.value(publisher, FOAF.name) == Literal("North Institute")
    assert graph.value(publisher, FOAF.mbox) == URIRef("mailto:data@north.example.org")
    assert graph.value(publisher, FOAF.homepage) == URIRef("https://north.example.org/")
    assert graph.value(CATALOGUE, DCATAP.applicableLegislation)
    assert graph.value(CATALOGUE, DCTERMS.license) is None
    assert graph.value(CATALOGUE, DCTERMS.modified)
    assert graph.value(CATALOGUE, HYDRA.view) == URIRef(f"{BASE}/catalog.ttl")


@pytest.mark.reference
def test_the_official_validator_finds_nothing_wrong_with_a_page(shelf: Shelf, reference: Path) -> None:
    sys.path.insert(0, str(reference))
    from official import findings

    file = reference / "examples" / "r8-example-healthdcat-dataset.ttl"
    with read(file, file.name) as statements:
        shelf.take_in(list(split(statements, str).descriptions))
    plain = Graph().parse(data=shelf.get("/catalog.ttl").text, format="turtle")
    found = findings(plain, "NON_PUBLIC")
    assert {finding for finding in found if finding.severity == "Violation"} == set()


def test_each_kind_is_listed_as_what_it_is(shelf: Shelf) -> None:
    shelf.add("""
        @prefix dcat: <http://www.w3.org/ns/dcat#> . @prefix dct: <http://purl.org/dc/terms/> .
        <http://example.org/set> a dcat:Dataset ; dct:title "A dataset" .
        <http://example.org/service> a dcat:DataService ; dct:title "A service" .
        <http://example.org/series> a dcat:DatasetSeries ; dct:title "A series" .
    """)
    graph = page(shelf, "/catalog.ttl")
    assert list(graph.objects(CATALOGUE, DCAT.dataset)) == [URIRef("http://example.org/set")]
    assert list(graph.objects(CATALOGUE, DCAT.service)) == [URIRef("http://example.org/service")]
    assert list(graph.objects(CATALOGUE, URIRef(f"{DCAT}resource"))) == [URIRef("http://example.org/series")]


def test_every_description_has_a_record(seven: Shelf) -> None:
    graph = page(seven, "/catalog.ttl")
    records = set(graph.objects(CATALOGUE, DCAT.record))
    assert {str(graph.value(record, FOAF.primaryTopic)) for record in records} == set(DATASETS)
    for record in records:
        assert graph.value(record, ADMS.status) == STATUS.Completed
        assert graph.value(record, DCTERMS.issued)
        assert graph.value(record, DCTERMS.modified)


def test_the_record_of_a_harvested_description_names_its_source(shelf: Shelf) -> None:
    shelf.services.store.save_source(Source("north", "http://north.example.org/catalog.ttl"))
    [record] = shelf.add(dataset(), source="north")
    node = URIRef(f"{BASE}/record/{record.id}")
    assert page(shelf, "/catalog.ttl").value(node, DCTERMS.source) == URIRef(
        "http://north.example.org/catalog.ttl"
    )


def test_what_was_withdrawn_is_told_and_not_listed(seven: Shelf) -> None:
    seven.withdraw(DATASETS[2], "The holder asked for it")
    graph = page(seven, "/catalog.ttl")
    [record] = graph.subjects(ADMS.status, STATUS.Withdrawn)
    assert graph.value(record, FOAF.primaryTopic) == URIRef(DATASETS[2])
    assert graph.value(record, DCTERMS.description) == Literal("The holder asked for it")
    assert (CATALOGUE, DCAT.record, record) in graph
    assert (CATALOGUE, DCAT.dataset, URIRef(DATASETS[2])) not in graph
    assert DATASETS[2] not in described(graph)


def test_a_dataset_without_identifier_gets_its_iri_in_the_feed_alone(shelf: Shelf) -> None:
    turtle = '<http://e.org/1> a <http://www.w3.org/ns/dcat#Dataset> ; <http://purl.org/dc/terms/title> "T" .'
    [record] = shelf.add(turtle)
    assert page(shelf, "/catalog.ttl").value(URIRef(record.iri), DCTERMS.identifier) == Literal(
        "http://e.org/1"
    )
    assert page(shelf, f"/dataset/{record.id}.ttl").value(URIRef(record.iri), DCTERMS.identifier) is None


def test_only_what_is_described_is_a_dataset(shelf: Shelf) -> None:
    mention = "dct:source <http://example.org/other> . <http://example.org/other> a dcat:Dataset"
    [record] = shelf.add(dataset(DATASETS[0], more=mention))
    assert described(page(shelf, "/catalog.ttl")) == [DATASETS[0]]
    assert len(described(page(shelf, f"/dataset/{record.id}.ttl"))) == 2


def test_a_paging_node_in_a_description_is_not_followed(shelf: Shelf) -> None:
    foreign = (
        "dct:source <http://e.org/p> . <http://e.org/p> a <http://www.w3.org/ns/hydra/core#PagedCollection>"
    )
    shelf.add(dataset(DATASETS[0], more=foreign))
    graph = page(shelf, "/catalog.ttl")
    assert list(graph.subjects(RDF.type, HYDRA.PagedCollection)) == [URIRef(f"{BASE}/catalog.ttl")]


@pytest.mark.parametrize("form", SERVED)
def test_blank_nodes_of_two_descriptions_stay_apart(shelf: Shelf, form: Format) -> None:
    for iri in DATASETS[:2]:
        shelf.add(
            dataset(iri, more=f'dct:provenance [ rdfs:label "of {iri}" ]').replace("@prefix dct:", PREFIX, 1)
        )
    graph = page(shelf, f"/catalog.{form.extension}")
    for iri in DATASETS[:2]:
        [node] = graph.objects(URIRef(iri), DCTERMS.provenance)
        assert list(graph.objects(node, RDFS.label)) == [Literal(f"of {iri}")]


PREFIX = "@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> . @prefix dct:"


def test_what_rdf_xml_cannot_say_is_left_out_with_a_word(shelf: Shelf) -> None:
    shelf.add(dataset(DATASETS[0], more="<http://example.org/terms/1> 'x'"))
    [fine] = shelf.add(dataset(DATASETS[1]))
    graph = page(shelf, "/catalog.rdf")
    assert described(graph) == [fine.iri]
    [record] = graph.subjects(FOAF.primaryTopic, URIRef(DATASETS[0]))
    assert "RDF/XML cannot say this description" in str(graph.value(record, RDFS.comment))
    assert described(page(shelf, "/catalog.ttl")) == DATASETS[:2]


# Parameters


def test_only_what_changed_since_a_time_is_listed(seven: Shelf) -> None:
    second = seven.services.reading.find(iri=DATASETS[1])
    assert second is not None
    moment = second.changed + timedelta(microseconds=1)
    seven.withdraw(DATASETS[0])
    graph = page(seven, f"/catalog.ttl?modified_since={moment.isoformat()}".replace("+", "%2B"))
    assert described(graph) == DATASETS[2:]
    assert list(graph.subjects(ADMS.status, STATUS.Withdrawn))
    node = graph.value(None, RDF.type, HYDRA.PagedCollection)
    assert graph.value(node, HYDRA.totalItems) == Literal("5", datatype=XSD.integer)


@pytest.mark.parametrize(
    ("given", "count"),
    [
        ("2000-01-01", 7),
        ("2000-01-01T00:00:00Z", 7),
        ("2000-01-01T00:00:00+02:00", 7),
        ("2000-01-01%2000:00:00", 7),
        ("2999-01-01T00:00:00.5-11:00", 0),
        ("", 7),
    ],
)
def test_a_time_may_be_written_in_several_ways(seven: Shelf, given: str, count: int) -> None:
    assert len(described(page(seven, f"/catalog.ttl?modified_since={given}"))) == count


def test_the_next_page_keeps_what_was_asked_for(seven: Shelf) -> None:
    pages = list(walk(seven, "/catalog.ttl?modified_since=2000-01-01T00:00:00%2B02:00&page_size=4"))
    assert [len(described(graph)) for graph in pages] == [4, 3]


@pytest.mark.parametrize(
    "query",
    [
        "page_size=0",
        "page_size=-1",
        "page_size=many",
        "page_size=٣",
        "page_size=1e3",
        "after=x",
        "after=99999999999999999999999",
        "modified_since=yesterday",
        "modified_since=0001-01-01T00:00:00%2B23:59",
    ],
)
def test_a_parameter_that_is_none_is_told(seven: Shelf, query: str) -> None:
    response = seven.get(f"/catalog.ttl?{query}")
    assert response.status_code == 400
    assert response.mimetype == "application/problem+json"
    assert query.partition("=")[0] in response.json["detail"]


def test_a_page_has_its_bound(seven: Shelf) -> None:
    graph = page(seven, "/catalog.ttl?page_size=100000")
    node = graph.value(None, RDF.type, HYDRA.PagedCollection)
    assert graph.value(node, HYDRA.itemsPerPage) == Literal("1000", datatype=XSD.integer)


# Conditional requests and large pages


def test_a_page_that_is_known_is_not_sent_again(seven: Shelf) -> None:
    for url in ("/catalog.ttl", *addresses(seven, "/catalog.rdf?page_size=3"), "/catalog"):
        first = seven.get(url)
        again = seven.get(url, If_None_Match=first.headers["ETag"])
        assert again.status_code == 304
        assert again.data == b""
        assert seven.get(url, If_Modified_Since=first.headers["Last-Modified"]).status_code == 304


def test_a_change_sends_the_page_it_is_on_and_no_other(seven: Shelf) -> None:
    urls = addresses(seven, "/catalog.ttl?page_size=3")
    tags = [seven.get(url).headers["ETag"] for url in urls]
    seven.add(dataset(DATASETS[4], "Changed"))
    seven.add(dataset("http://example.org/8"))
    answers = [seven.get(url, If_None_Match=tag).status_code for url, tag in zip(urls, tags, strict=True)]
    assert answers == [304, 200, 200]


def test_a_withdrawal_and_a_removal_are_seen_on_their_page(seven: Shelf) -> None:
    tag = seven.get("/catalog.ttl").headers["ETag"]
    seven.withdraw(DATASETS[0])
    changed = seven.get("/catalog.ttl", If_None_Match=tag)
    assert changed.status_code == 200
    seven.services.records.remove(DATASETS[1])
    assert seven.get("/catalog.ttl", If_None_Match=changed.headers["ETag"]).status_code == 200
    assert described(page(seven, "/catalog.ttl")) == DATASETS[2:]


def test_a_large_page_is_sent_piece_by_piece(seven: Shelf) -> None:
    large = f"{DATASETS[0]}/large"
    seven.add(dataset(large, "x" * 9 * 2**20))
    response = seven.get("/catalog.nt")
    assert "Content-Length" not in response.headers
    assert described(graph_of(response)) == [*DATASETS[:1], large, *DATASETS[1:]]


# Search engines


def test_the_site_map_names_every_page_in_every_language(seven: Shelf) -> None:
    seven.withdraw(DATASETS[6])
    response = seven.get("/sitemap.xml")
    assert response.mimetype == "application/xml"
    ids = [seven.services.identities.id(iri) for iri in DATASETS]
    for name in ids[:6]:
        assert f"<loc>{BASE}/fr/dataset/{name}</loc><lastmod>20" in response.text
        assert response.text.count(f'hreflang="en" href="{BASE}/en/dataset/{name}"') == 2
    assert ids[6] not in response.text
    assert f"<loc>{BASE}/en/catalogue</loc>" in response.text


def test_robots_are_told_where_the_site_map_is_and_what_is_endless(seven: Shelf) -> None:
    text = seven.get("/robots.txt").text
    assert f"Sitemap: {BASE}/sitemap.xml" in text
    assert "Disallow: /fr/datasets?" in text
