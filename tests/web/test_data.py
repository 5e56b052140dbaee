"""A description is served exactly as it is stored, at its IRI and in every serialisation, and says so."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import settings as examples
from hypothesis import strategies as st
from rdflib import DCAT, DCTERMS, FOAF, PROV, RDF, SH, Graph, Literal, URIRef

from catalogue.bootstrap import Services
from catalogue.domain.errors import NotRepresentable
from catalogue.domain.harvest import Source
from catalogue.domain.record import Kind, Publish, Record
from catalogue.domain.terms import ADMS, DQV
from catalogue.rdf import graphs, writing
from catalogue.rdf.canonical import canonical
from catalogue.rdf.formats import JSON_LD, N_TRIPLES, RDF_XML, SERVED, TURTLE, Format
from catalogue.rdf.reading import read
from catalogue.rdf.splitting import split
from catalogue.services.listing import STATUS
from catalogue.settings import Settings
from tests.conftest import dataset
from tests.web.shelf import BASE, Shelf, digest, graph_of

IRI = "http://example.org/1"
BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"
# No name in XML can be made of the end of this property.
UNSAYABLE = "<http://example.org/terms/1> 'not in XML'"


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Shelf:
    return Shelf(Services(Settings(data=tmp_path_factory.mktemp("instance"), poll=1e-9)))


@pytest.fixture
def shelf(shared: Shelf) -> Shelf:
    shared.empty()
    return shared


@pytest.fixture
def record(shelf: Shelf) -> Record:
    return shelf.add(dataset(IRI))[0]


def hash_of(data: bytes, form: Format) -> str:
    with read(data, "answer", form) as statements:
        return canonical(statements.find())[1]


# The reference examples


@pytest.mark.reference
def test_every_reference_example_is_served_as_it_was_read(shelf: Shelf, reference: Path) -> None:
    served, refused = 0, 0
    for file in sorted((reference / "examples").iterdir()):
        with read(file, file.name, base=f"{BASE}/") as statements:
            descriptions = list(split(statements, shelf.services.identities.mint).descriptions)
        for description, record in zip(descriptions, shelf.take_in(descriptions), strict=True):
            assert record.published is not None
            assert record.published.hash == description.hash
            for url, accept in addresses(record):
                response = shelf.get(url, accept)
                if response.status_code == 406 and form_wanted(url, accept) is RDF_XML:
                    assert "RDF/XML cannot say this description" in response.json["detail"]
                    refused += 1
                    continue
                assert response.status_code == 200, url
                assert digest(response) == description.hash, url
                served += 1
    assert served > 300
    assert refused <= 12


def addresses(record: Record) -> list[tuple[str, str]]:
    """All the ways to a description, with the Accept header for each."""
    extensions = [f".{form.extension}" for form in SERVED]
    return [
        *((f"/dataset/{record.id}{extension}", "*/*") for extension in extensions),
        *((f"/fr/dataset/{record.id}{extension}", BROWSER) for extension in extensions),
        *((f"/resource?iri={record.iri}", form.media_type) for form in SERVED),
        *((f"/dataset/{record.id}", form.media_type) for form in SERVED),
    ]


def form_wanted(url: str, accept: str) -> Format:
    return next(form for form in SERVED if url.endswith(f".{form.extension}") or accept == form.media_type)


# Odd graphs

TEXTS = st.text(st.characters(codec="utf-8", exclude_characters="\x00"), max_size=12)
IRIS = st.sampled_from(["http://example.org/a", "urn:x:é", "dataset:123", "dct:title", "_:b", "_:c"])
PATHS = st.sampled_from(
    [
        "http://example.org/p",
        "http://purl.org/dc/terms/title",
        "http://example.org/1",
        "urn:p:é",
        "http://e.org/a/",
    ]
)
TYPES = st.sampled_from(["http://www.w3.org/2001/XMLSchema#integer", "http://example.org/type"])
OBJECTS = st.one_of(
    IRIS.map(lambda iri: iri if iri.startswith("_:") else URIRef(iri)),
    TEXTS.map(Literal),
    st.builds(
        lambda text, tag: Literal(text, lang=tag), TEXTS, st.sampled_from(["en", "fr-BE", "zh-Hant-TW"])
    ),
    st.builds(lambda text, kind: Literal(text, datatype=URIRef(kind)), TEXTS, TYPES),
)


def built(statements: list[tuple[str, str, object]]) -> str:
    graph = Graph()
    nodes = {"_:b": URIRef("http://example.org/b"), "_:c": URIRef("http://example.org/c")}
    for subject, path, value in statements:
        graph.add((nodes.get(subject, URIRef(subject)), URIRef(path), nodes.get(str(value), value)))  # type: ignore[arg-type]
    text = graphs.ntriples(graph)
    for label in ("b", "c"):
        text = text.replace(f"<http://example.org/{label}>", f"_:{label}")
    return text


@given(statements=st.lists(st.tuples(IRIS, PATHS, OBJECTS), min_size=1, max_size=6))
@examples(max_examples=150, deadline=None)
def test_any_graph_comes_back_the_same_or_is_refused_in_rdf_xml(
    statements: list[tuple[str, str, object]],
) -> None:
    text = built(statements)
    expected = hash_of(text.encode(), N_TRIPLES)
    for form in SERVED:
        try:
            body = writing.body(text, form)
        except NotRepresentable:
            assert form is RDF_XML
        else:
            assert hash_of(body, form) == expected


# The IRI


def test_an_iri_that_is_minted_here_answers_itself_with_rdf_or_the_page(shelf: Shelf) -> None:
    iri = f"{BASE}/dataset/heart"
    shelf.add(dataset(iri))
    assert shelf.get(iri).content_type == "text/turtle; charset=utf-8"
    assert shelf.get(iri, JSON_LD.media_type).content_type == "application/ld+json"
    page = shelf.get(iri, BROWSER)
    assert page.status_code == 200
    assert page.mimetype == "text/html"


def test_what_is_negotiated_says_so(shelf: Shelf, record: Record) -> None:
    assert shelf.get(f"/dataset/{record.id}").headers["Vary"] == "Accept"
    page = shelf.get(f"/dataset/{record.id}", BROWSER)
    assert {"Accept", "Accept-Language"} <= set(page.headers["Vary"].split(", "))
    assert "Vary" not in shelf.get(f"/dataset/{record.id}.ttl").headers


def test_an_extension_goes_before_what_is_accepted(shelf: Shelf, record: Record) -> None:
    response = shelf.get(f"/dataset/{record.id}.rdf", "text/html")
    assert response.content_type == "application/rdf+xml"


def test_an_iri_that_is_not_ours_is_found_by_name(shelf: Shelf) -> None:
    shelf.add(dataset("dataset:123"))
    response = shelf.get("/resource?iri=dataset:123", RDF_XML.media_type)
    assert (URIRef("dataset:123"), RDF.type, DCAT.Dataset) in graph_of(response)
    assert shelf.get("/resource?iri=dataset:123", BROWSER).mimetype == "text/html"


def test_an_iri_that_is_not_given_or_not_known_is_told(shelf: Shelf) -> None:
    assert shelf.get("/resource").status_code == 400
    assert shelf.get("/resource?iri=http://example.org/none").status_code == 404


def test_head_is_as_get_without_the_body(shelf: Shelf, record: Record) -> None:
    for url in (f"/dataset/{record.id}", f"/resource?iri={IRI}", f"/record/{record.id}", "/catalog"):
        get, head = shelf.get(url), shelf.client.head(url, headers={"Accept": "*/*"})
        assert head.status_code == get.status_code == 200
        assert head.data == b""
        assert dict(head.headers) == dict(get.headers)


def test_a_type_that_there_is_not_is_refused_with_those_that_there_are(shelf: Shelf, record: Record) -> None:
    response = shelf.get(f"/dataset/{record.id}", "image/png, application/problem+json;q=0.1")
    assert response.status_code == 406
    assert all(form.media_type in response.json["detail"] for form in SERVED)


def test_what_rdf_xml_cannot_say_is_refused_with_the_reason_and_the_others(shelf: Shelf) -> None:
    [odd] = shelf.add(dataset(IRI, more=UNSAYABLE))
    response = shelf.get(f"/dataset/{odd.id}.rdf")
    assert response.status_code == 406
    assert "http://example.org/terms/1" in response.json["detail"]
    assert "Turtle" in response.json["detail"]
    assert odd.published is not None
    assert digest(shelf.get(f"/dataset/{odd.id}.ttl")) == odd.published.hash


# Caching


def test_who_has_it_is_not_sent_it_again(shelf: Shelf, record: Record) -> None:
    for url in (f"/dataset/{record.id}", f"/fr/dataset/{record.id}.nt", f"/record/{record.id}.jsonld"):
        first = shelf.get(url)
        known = shelf.get(url, If_None_Match=first.headers["ETag"])
        assert known.status_code == 304
        assert known.data == b""
        assert known.headers["ETag"] == first.headers["ETag"]
        listed = shelf.get(url, If_None_Match=f'"other", W/{first.headers["ETag"]}')
        assert listed.status_code == 304
        assert shelf.get(url, If_Modified_Since=first.headers["Last-Modified"]).status_code == 304


def test_an_etag_goes_before_a_date(shelf: Shelf, record: Record) -> None:
    url = f"/dataset/{record.id}"
    date = shelf.get(url).headers["Last-Modified"]
    assert shelf.get(url, If_None_Match='"other"', If_Modified_Since=date).status_code == 200
    assert shelf.get(url, If_Modified_Since="no date").status_code == 200
    assert shelf.get(url, If_Modified_Since="Sat, 01 Jan 2000 00:00:00 GMT").status_code == 200


def test_each_serialisation_has_its_own_etag(shelf: Shelf, record: Record) -> None:
    tags = {shelf.get(f"/dataset/{record.id}.{form.extension}").headers["ETag"] for form in SERVED}
    assert len(tags) == len(SERVED)


def test_a_change_is_seen_at_once_by_who_asks_whether_it_holds(shelf: Shelf, record: Record) -> None:
    first = shelf.get(f"/dataset/{record.id}")
    assert first.headers["Cache-Control"] == "public, no-cache"
    shelf.add(dataset(IRI, "Another title"))
    second = shelf.get(f"/dataset/{record.id}", If_None_Match=first.headers["ETag"])
    assert second.status_code == 200
    assert b"Another title" in second.data


def test_the_answer_tells_of_its_other_forms(shelf: Shelf, record: Record) -> None:
    response = shelf.get(f"/resource?iri={IRI}", TURTLE.media_type)
    assert response.headers["Content-Location"] == f"/dataset/{record.id}.ttl"
    link = response.headers["Link"]
    assert f'<{BASE}/dataset/{record.id}.rdf>; rel="alternate"; type="application/rdf+xml"' in link
    assert f'<{IRI}>; rel="canonical"' in link
    assert f'<{BASE}/record/{record.id}>; rel="describedby"' in link


def test_scripts_of_any_site_may_read(shelf: Shelf, record: Record) -> None:
    for url in (f"/dataset/{record.id}", "/dataset/none", "/catalog.ttl"):
        assert shelf.get(url).headers["Access-Control-Allow-Origin"] == "*"
    asked = shelf.client.options(f"/dataset/{record.id}")
    assert "If-None-Match" in asked.headers["Access-Control-Allow-Headers"]


# States


def test_a_draft_is_nobodys_business(shelf: Shelf) -> None:
    [draft] = shelf.add(dataset(IRI), Publish.NEVER)
    for url in (
        f"/dataset/{draft.id}",
        f"/dataset/{draft.id}.ttl",
        f"/resource?iri={IRI}",
        f"/record/{draft.id}",
    ):
        assert shelf.get(url).status_code == 404


def test_a_draft_that_was_taken_back_leaves_no_tombstone(shelf: Shelf) -> None:
    [draft] = shelf.add(dataset(IRI), Publish.NEVER)
    shelf.withdraw(IRI)
    assert shelf.get(f"/dataset/{draft.id}").status_code == 404
    assert draft.iri not in shelf.get("/catalog.nt").text


def test_readers_keep_what_is_published_while_a_draft_stands_beside(shelf: Shelf, record: Record) -> None:
    shelf.add(dataset(IRI, "Not yet"), Publish.NEVER)
    assert record.published is not None
    assert digest(shelf.get(f"/dataset/{record.id}")) == record.published.hash


@pytest.mark.parametrize("form", SERVED)
def test_what_was_withdrawn_is_gone_with_a_tombstone(shelf: Shelf, record: Record, form: Format) -> None:
    shelf.withdraw(IRI, "Taken back by its holder")
    for url, accept in (
        (f"/dataset/{record.id}.{form.extension}", "*/*"),
        (f"/dataset/{record.id}", form.media_type),
        (f"/resource?iri={IRI}", form.media_type),
    ):
        response = shelf.get(url, accept)
        assert response.status_code == 410
        told = graph_of(response)
        node = URIRef(f"{BASE}/record/{record.id}")
        assert (node, FOAF.primaryTopic, URIRef(IRI)) in told
        assert (node, ADMS.status, STATUS.Withdrawn) in told
        assert (node, DCTERMS.description, Literal("Taken back by its holder")) in told
        assert told.value(node, PROV.invalidatedAtTime)
        assert (URIRef(IRI), RDF.type, DCAT.Dataset) not in told


def test_people_are_told_why_something_is_gone(shelf: Shelf, record: Record) -> None:
    shelf.withdraw(IRI, "Taken back by its holder")
    response = shelf.get(f"/dataset/{record.id}", BROWSER)
    assert response.status_code == 410
    assert response.mimetype == "text/html"
    assert "Taken back by its holder" in response.text


# Our record


def test_the_record_says_when_from_where_and_how_it_conforms(shelf: Shelf) -> None:
    shelf.services.store.save_source(Source("north", "http://north.example.org/catalog.ttl"))
    [record] = shelf.add(dataset(IRI), source="north")
    told = graph_of(shelf.get(f"/record/{record.id}.ttl"))
    node = URIRef(f"{BASE}/record/{record.id}")
    assert (node, RDF.type, DCAT.CatalogRecord) in told
    assert (node, FOAF.primaryTopic, URIRef(IRI)) in told
    assert (node, DCTERMS.source, URIRef("http://north.example.org/catalog.ttl")) in told
    assert (node, DCTERMS.conformsTo, URIRef(shelf.services.profile.iri)) in told
    assert (node, ADMS.status, STATUS.Completed) in told
    assert told.value(node, DCTERMS.issued)
    assert told.value(node, DCTERMS.modified)


def test_the_record_holds_what_validation_found(shelf: Shelf) -> None:
    shelf.judge = shelf.services.judge  # type: ignore[assignment]
    [record] = shelf.add(dataset(IRI))
    assert record.published is not None
    told = graph_of(shelf.get(f"/record/{record.id}"))
    node = URIRef(f"{BASE}/record/{record.id}")
    assert told.value(node, DCTERMS.conformsTo) is None
    report = told.value(node, DQV.hasQualityAnnotation)
    assert str(told.value(report, SH.conforms)) == "false"
    results = list(told.objects(report, SH.result))
    assert len(results) == len(record.published.report.findings) > 0
    assert all(told.value(result, SH.resultSeverity) for result in results)


def test_the_record_is_told_in_every_serialisation_alike(shelf: Shelf, record: Record) -> None:
    hashes = {digest(shelf.get(f"/record/{record.id}.{form.extension}")) for form in SERVED}
    assert len(hashes) == 1


def test_a_service_and_a_series_are_served_like_datasets(shelf: Shelf) -> None:
    turtle = """
        @prefix dcat: <http://www.w3.org/ns/dcat#> . @prefix dct: <http://purl.org/dc/terms/> .
        <http://example.org/service> a dcat:DataService ; dct:title "A service" .
        <http://example.org/series> a dcat:DatasetSeries ; dct:title "A series" .
    """
    for record in shelf.add(turtle):
        assert record.kind in (Kind.SERVICE, Kind.SERIES)
        assert record.published is not None
        assert digest(shelf.get(f"/dataset/{record.id}")) == record.published.hash


# Asking again


def test_an_answer_that_is_repeated_is_the_same_answer(shelf: Shelf, record: Record) -> None:
    for url in (
        f"/dataset/{record.id}",
        f"/en/dataset/{record.id}.rdf",
        f"/resource?iri={IRI}",
        "/catalog.jsonld",
    ):
        first, second = shelf.get(url), shelf.get(url)
        assert second.data == first.data
        assert dict(second.headers) == dict(first.headers)
        head = shelf.client.head(url, headers={"Accept": "*/*"})
        assert head.data == b""
        assert dict(head.headers) == dict(first.headers)


def test_a_repeated_answer_is_the_one_that_was_asked_for(shelf: Shelf, record: Record) -> None:
    for _ in range(2):
        for form in SERVED:
            assert shelf.get(f"/dataset/{record.id}", form.media_type).mimetype == form.media_type
        assert shelf.get(f"/dataset/{record.id}", BROWSER).mimetype == "text/html"
        assert shelf.get(f"/dataset/{record.id}", "image/png").status_code == 406


def test_nothing_is_repeated_once_something_changed(shelf: Shelf, record: Record) -> None:
    for _ in range(2):
        assert shelf.get(f"/dataset/{record.id}").status_code == 200
    shelf.withdraw(IRI)
    for _ in range(2):
        assert shelf.get(f"/dataset/{record.id}").status_code == 410
