"""The contract of the French Health Data Hub's catalogue, as its clients use it: nothing but the address is ours."""

import json
from collections.abc import Callable

import pytest
from rdflib import DCTERMS, FOAF, Graph, URIRef
from werkzeug.test import TestResponse

from catalogue.app import create_app
from catalogue.bootstrap import Services
from catalogue.domain.people import OPERATOR, Role
from catalogue.store.base import Selection
from tests.conftest import dataset
from tests.shapes.conversions import HEALTH_DATA_HUB
from tests.web.programs import DATASETS, NORTH, SOUTH, Program, make_program
from tests.web.shelf import Shelf, graph_of

INGEST = "/ingest/datasets"
ORIGIN = f"{INGEST}/origin?originalId="
UUID = "3f0c5a0e-2c1f-4f3a-9d0a-6d1f2b8c7e55"
# As their clients write it: the dataset and its publisher have names of their own, which are no addresses.
PUSHED = (
    HEALTH_DATA_HUB.replace("<https://registre.example.org/cancers>", "<dataset:CANCERS-1>")
    .replace(
        "dct:publisher [ a foaf:Agent", f"dct:publisher <publisher:{UUID}> .\n<publisher:{UUID}> a foaf:Agent"
    )
    .replace("h:trustedDataHolder true ] ;", "h:trustedDataHolder true .\n<dataset:CANCERS-1>")
    .replace("<https://registre.example.org/cancers/csv>", "<distribution:CSV 1>".replace(" ", "%20"))
)
NOTE = "Tient le registre depuis 1998."


@pytest.fixture
def client(services: Services, library: Shelf) -> Program:
    vars(services).update(validator=library.services.validator)
    return make_program(services)


@pytest.fixture
def visit(services: Services) -> Callable[[str], TestResponse]:
    visitor = create_app(services=services).test_client()
    return lambda url: visitor.get(url, headers={"Accept": "text/turtle"})


def told(answer: TestResponse, status: int) -> dict:
    assert (answer.status_code, answer.mimetype) == (status, "application/json"), answer.text
    body: dict = answer.json
    return body


def refused(answer: TestResponse, status: int) -> str:
    detail = told(answer, status)["detail"]
    assert isinstance(detail, str)
    return detail


def test_a_push_is_answered_by_the_id_and_is_published(
    client: Program, visit: Callable[[str], TestResponse]
) -> None:
    answer = told(client.post(INGEST, PUSHED), 200)
    assert answer == {"id": answer["id"]}
    page = visit(f"/dataset/{answer['id']}.ttl")
    assert page.status_code == 200
    graph = graph_of(page)
    root = URIRef(f"http://127.0.0.1:8000/dataset/{answer['id']}")
    assert (root, DCTERMS.title, None) in graph
    assert not [
        node for node in graph.all_nodes() if str(node).startswith(("dataset:", "publisher:", "distr"))
    ]


def test_what_has_no_place_in_our_profile_is_kept(client: Program) -> None:
    name = told(client.post(INGEST, PUSHED), 200)["id"]
    graph = graph_of(client.get(f"{DATASETS}/{name}"))
    [holder] = graph.objects(None, URIRef("http://healthdataportal.eu/ns/health#trustedDataHolder"))
    assert str(holder) == "true"
    [publisher] = graph.objects(None, DCTERMS.publisher)
    assert NOTE in {str(value) for value in graph.objects(publisher, DCTERMS.description)}
    assert (publisher, FOAF.mbox, None) not in graph
    assert str(publisher).startswith("http://127.0.0.1:8000/agent/")


def test_the_same_dataset_is_the_same_record_however_often_it_comes(
    client: Program, services: Services
) -> None:
    first = told(client.post(INGEST, PUSHED), 200)
    assert told(client.post(INGEST, PUSHED), 200) == first
    assert told(client.put(f"{ORIGIN}CANCERS-1", PUSHED), 200) == first
    assert told(client.put(f"{ORIGIN}dataset:CANCERS-1", PUSHED), 200) == first
    assert services.store.count(Selection()) == 1
    assert len(client.get(f"{DATASETS}/{first['id']}/revisions").json["items"]) == 1


def test_a_new_version_takes_the_place_of_the_one_before(
    client: Program, visit: Callable[[str], TestResponse]
) -> None:
    name = told(client.post(INGEST, PUSHED), 200)["id"]
    changed = PUSHED.replace("Tous les cancers", "Toutes les tumeurs")
    assert told(client.put(f"{ORIGIN}CANCERS-1", changed), 200) == {"id": name}
    assert "Toutes les tumeurs" in visit(f"/dataset/{name}.ttl").text
    assert len(client.get(f"{DATASETS}/{name}/revisions").json["items"]) == 2


def test_a_replacement_of_what_is_not_here_yet_is_taken_as_new(client: Program) -> None:
    name = told(client.put(f"{ORIGIN}CANCERS-1", PUSHED), 200)["id"]
    assert told(client.post(INGEST, PUSHED), 200)["id"] == name
    other = PUSHED.replace("dataset:CANCERS-1", "dataset:whatever")
    assert told(client.put(f"{ORIGIN}CANCERS-1", other), 200)["id"] == name


def test_an_address_of_the_web_stays(client: Program, services: Services) -> None:
    name = told(client.post(INGEST, HEALTH_DATA_HUB), 200)["id"]
    iri = "https://registre.example.org/cancers"
    assert services.store.find("iri", [iri])[iri].id == name
    assert told(client.put(f"{ORIGIN}{iri}", HEALTH_DATA_HUB), 200)["id"] == name


def test_the_same_id_of_two_organisations_is_two_datasets(client: Program, services: Services) -> None:
    other = make_program(services, SOUTH)
    mine = told(client.post(INGEST, PUSHED), 200)["id"]
    theirs = told(
        other.post(INGEST, PUSHED.replace('registre.example.org/cancers"', 'autre.example.org/x"')), 200
    )
    assert theirs["id"] != mine
    refused(other.delete(f"{INGEST}/{mine}"), 404)
    assert client.get(f"{DATASETS}/{mine}", Accept="application/json").json["state"] == "published"


def test_a_publisher_is_the_same_in_all_descriptions_of_an_organisation(client: Program) -> None:
    other = PUSHED.replace("CANCERS-1", "CANCERS-2").replace(
        'registre.example.org/cancers"', 'x.example.org/2"'
    )
    names = [told(client.post(INGEST, body), 200)["id"] for body in (PUSHED, other)]
    publishers = {
        publisher
        for name in names
        for publisher in graph_of(client.get(f"{DATASETS}/{name}")).objects(None, DCTERMS.publisher)
    }
    assert len(set(names)) == 2
    assert len(publishers) == 1


def test_what_does_not_conform_is_kept_as_a_draft_and_says_what_is_missing(
    client: Program, visit: Callable[[str], TestResponse]
) -> None:
    body = dataset("dataset:7", title="Cohorte")
    answer = told(client.post(INGEST, body), 200)
    assert answer["state"] == "draft"
    assert "draft" in answer["detail"]
    assert "is missing" in answer["detail"]
    assert {each["severity"] for each in answer["findings"]} >= {"Violation"}
    assert visit(f"/dataset/{answer['id']}.ttl").status_code == 404
    french = told(client.post(INGEST, body, Accept_Language="fr"), 200)
    assert french["id"] == answer["id"]
    assert "brouillon" in french["detail"]


def test_what_readers_have_stays_when_the_next_version_does_not_conform(
    client: Program, visit: Callable[[str], TestResponse]
) -> None:
    name = told(client.post(INGEST, PUSHED), 200)["id"]
    lacking = PUSHED.replace(
        "dcat:theme <http://publications.europa.eu/resource/authority/data-theme/HEAL> ;", ""
    )
    assert told(client.post(INGEST, lacking), 200)["state"] == "draft"
    assert "data-theme/HEAL" in visit(f"/dataset/{name}.ttl").text


def test_a_dataset_without_an_identifier_has_the_one_of_its_sender(client: Program) -> None:
    body = dataset("dataset:7").replace('dct:identifier "dataset:7"', 'dct:alternative "x"')
    name = told(client.post(INGEST, body), 200)["id"]
    graph: Graph = graph_of(client.get(f"{DATASETS}/{name}"))
    assert [str(value) for value in graph.objects(None, DCTERMS.identifier)] == ["7"]


def test_a_draft_is_removed_and_a_published_one_withdrawn(
    client: Program, visit: Callable[[str], TestResponse], services: Services
) -> None:
    draft = told(client.post(INGEST, dataset("dataset:7")), 200)["id"]
    assert told(client.delete(f"{INGEST}/{draft}"), 200) == {"id": draft}
    refused(client.delete(f"{INGEST}/{draft}"), 404)
    name = told(client.post(INGEST, PUSHED), 200)["id"]
    assert told(client.delete(f"{INGEST}/{name}"), 200) == {"id": name}
    assert told(client.delete(f"{INGEST}/{name}"), 200) == {"id": name}
    assert visit(f"/dataset/{name}.ttl").status_code == 410
    assert told(client.post(INGEST, PUSHED), 200) == {"id": name}
    assert visit(f"/dataset/{name}.ttl").status_code == 200
    actions = [event.action for event in services.auditing.all(OPERATOR) if event.actor == "north provider"]
    assert actions.count("withdrawn") == 1


def test_what_was_withdrawn_comes_back_with_a_version_that_conforms_or_not_at_all(
    client: Program, visit: Callable[[str], TestResponse], services: Services
) -> None:
    name = told(client.post(INGEST, PUSHED), 200)["id"]
    told(client.delete(f"{INGEST}/{name}"), 200)
    answer = client.post(INGEST, dataset("dataset:CANCERS-1", title="Poorer"))
    assert "does not conform" in refused(answer, 422)
    assert answer.json["findings"]
    reserved = "<http://127.0.0.1:8000/catalog> <http://purl.org/dc/terms/title> 'Ours' ."
    refused(client.post(INGEST, f"{PUSHED}\n{reserved}"), 422)
    assert visit(f"/dataset/{name}.ttl").status_code == 410
    [record] = services.store.find("id", [name]).values()
    assert record.head.number == 1
    assert "brought-back" not in [event.action for event in services.auditing.all(OPERATOR)]
    assert told(client.post(INGEST, PUSHED.replace("1998", "1999")), 200) == {"id": name}
    page = visit(f"/dataset/{name}.ttl")
    assert (page.status_code, "1999" in page.text) == (200, True)


def test_a_series_beside_the_dataset_is_taken_too(client: Program) -> None:
    series = dataset("series:1", title="Registres").replace("dcat:Dataset", "dcat:DatasetSeries")
    told(client.post(INGEST, dataset("dataset:7") + series), 200)
    assert [each["title"] for each in client.get("/api/v1/series").json["items"]] == ["Registres"]


def test_a_key_says_who_it_is(client: Program) -> None:
    assert told(client.get("/api-keys/whoami"), 200)["organisation"] == NORTH


@pytest.mark.parametrize("headers", [{}, {"X-API-Key": "hc_unknown"}])
def test_without_a_key_the_detail_says_so(client: Program, headers: dict[str, str]) -> None:
    for method, url in (("GET", "/api-keys/whoami"), ("POST", INGEST), ("DELETE", f"{INGEST}/1")):
        assert "key" in refused(client.client.open(url, method=method, headers=headers), 401)


def test_what_an_editors_key_pushes_waits_for_somebody_to_review_it(
    services: Services, client: Program, visit: Callable[[str], TestResponse]
) -> None:
    editor = make_program(services, NORTH, Role.EDITOR)
    answer = told(editor.post(INGEST, PUSHED), 200)
    assert answer["state"] == "draft"
    assert "reviewed" in answer["detail"]
    assert visit(f"/dataset/{answer['id']}.ttl").status_code == 404
    assert "relu" in told(editor.post(INGEST, PUSHED, Accept_Language="fr"), 200)["detail"]
    assert told(client.post(INGEST, PUSHED), 200) == {"id": answer["id"]}
    assert told(editor.post(INGEST, PUSHED), 200) == {"id": answer["id"]}
    refused(editor.delete(f"{INGEST}/{answer['id']}"), 403)
    assert visit(f"/dataset/{answer['id']}.ttl").status_code == 200


def test_without_review_an_editors_key_publishes(
    make_services: Callable[..., Services], library: Shelf
) -> None:
    services = make_services(review=False)
    vars(services).update(validator=library.services.validator)
    answer = told(make_program(services, NORTH, Role.EDITOR).post(INGEST, PUSHED), 200)
    assert set(answer) == {"id"}


def test_a_reader_may_not_push(services: Services, client: Program) -> None:
    refused(make_program(services, NORTH, Role.READER).post(INGEST, PUSHED), 403)


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ("", 400),
        ("<dataset:1> nothing .", 400),
        ("<a:b> <c:d> 1 .", 422),
        (dataset("dataset:1") + dataset("dataset:2"), 422),
        (dataset("dataset:1").replace("dcat:Dataset", "dcat:DatasetSeries"), 422),
    ],
)
def test_what_cannot_be_taken_is_told_as_their_clients_read_it(
    client: Program, body: str, status: int
) -> None:
    refused(client.post(INGEST, body), status)
    refused(client.put(f"{ORIGIN}1", body), status)


def test_a_replacement_needs_the_id(client: Program) -> None:
    refused(client.put(f"{INGEST}/origin", PUSHED), 400)
    refused(client.put(f"{ORIGIN}%20", PUSHED), 400)


@pytest.mark.parametrize("id", ["unknown", "..%2F..", "%00", "a b", "dataset:9"])
def test_what_is_not_there_is_not_removed(client: Program, id: str) -> None:
    refused(client.delete(f"{INGEST}/{id}"), 404)


@pytest.mark.parametrize(
    ("method", "url", "status"),
    [
        ("GET", "/ingest", 404),
        ("GET", "/ingest/", 404),
        ("POST", "/ingest/catalogs", 404),
        ("POST", f"{INGEST}/", 404),
        ("GET", INGEST, 405),
        ("PATCH", f"{INGEST}/1", 405),
        ("DELETE", INGEST, 405),
        ("GET", "/api-keys", 404),
        ("GET", "/api-keys/whoami/more", 404),
        ("POST", "/api-keys/whoami", 405),
    ],
)
def test_an_address_that_their_contract_does_not_have_is_refused_as_it_refuses(
    client: Program, method: str, url: str, status: int
) -> None:
    answer = client.ask(method, url, Accept="text/html,*/*", Accept_Language="fr")
    assert refused(answer, status)
    assert set(answer.json) == {"detail"}
    assert ("Allow" in answer.headers) == (status == 405)


def test_beside_their_contract_errors_are_told_as_everywhere(client: Program) -> None:
    for url in ("/ingestion", "/api-keyss/whoami", "/api/v1/ingest"):
        assert client.get(url).mimetype == "application/problem+json"


def test_what_hinders_is_told_before_what_only_could_be_better(client: Program) -> None:
    body = dataset("dataset:7", title="Cohorte")
    drafted = told(client.post(INGEST, body), 200)
    created = client.created(dataset("https://example.org/9", title="Cohorte"))
    replaced = client.put(
        f"{DATASETS}/{created['id']}", dataset("https://example.org/9", title="Cohortes"), If_Match="*"
    )
    for findings in (drafted["findings"], replaced.json["verdict"]["findings"]):
        severities = [each["severity"] for each in findings]
        assert {"Violation", "Warning"} <= set(severities)
        assert severities == sorted(severities, key=["Violation", "Warning", "Info"].index)


def test_pushes_at_once_leave_one_record(client: Program, services: Services) -> None:
    answers = client.at_once(
        4, lambda own, number: own.post(INGEST, dataset("dataset:7", title=f"Title {number}"))
    )
    assert {answer.status_code for answer in answers} == {200}
    assert len({json.loads(answer.data)["id"] for answer in answers}) == 1
    assert services.store.count(Selection()) == 1


@pytest.mark.reference
@pytest.mark.parametrize(
    "name",
    ["draft-healthDCATAP_RDF_template.ttl", "ckanext-dataset_health.ttl", "r8-EPRDR-ARCA.ttl"],
)
def test_published_examples_are_taken(client: Program, reference, name: str) -> None:  # type: ignore[no-untyped-def]
    text = (reference / "examples" / name).read_text(encoding="utf-8")
    first = told(client.post(INGEST, text), 200)
    assert told(client.post(INGEST, text), 200)["id"] == first["id"]
    assert ("state" in first) == ("ARCA" not in name)
