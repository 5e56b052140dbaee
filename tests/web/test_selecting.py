"""A visitor's list: in a cookie that is set when something is added, by whom to ask, as a link and as files."""

import csv
from collections.abc import Callable
from io import StringIO

import pytest
from flask.testing import FlaskClient
from rdflib import DCTERMS

from catalogue.app import create_app
from catalogue.bootstrap import Services
from catalogue.domain.selection import MOST
from catalogue.web.dataset import KEPT, kept
from tests.conftest import dataset
from tests.web.conftest import AS_A_BROWSER, index
from tests.web.markup import Html, text
from tests.web.shelf import Shelf, graph_of

Page = Callable[..., Html]
HERE = {"Accept": AS_A_BROWSER, "Sec-Fetch-Site": "same-origin"}
BODY = "https://hdab.example/it"
RESTRICTED = "<http://publications.europa.eu/resource/authority/access-right/NON_PUBLIC>"
ASKED = f"""dct:accessRights {RESTRICTED} ; <http://healthdataportal.eu/ns/health#hdab> <{BODY}> .
    <{BODY}> a <http://xmlns.com/foaf/0.1/Agent> ; <http://xmlns.com/foaf/0.1/name> "The Body"@en"""


@pytest.fixture
def client(shelf: Shelf) -> FlaskClient:
    return shelf.client.application.test_client()


def add(client: FlaskClient, *ids: str, **headers: str) -> int:
    return client.post(
        "/en/list", data={"d": list(ids), "action": "add"}, headers={**HERE, **headers}
    ).status_code


def own(client: FlaskClient, language: str = "en") -> Html:
    response = client.get(f"/{language}/list", headers=HERE)
    assert response.status_code == 200
    return Html(response)


def test_nothing_is_set_before_something_is_added(client: FlaskClient) -> None:
    response = client.get("/en/list", headers=HERE)
    assert "Set-Cookie" not in response.headers
    assert "There is nothing in it yet." in Html(response).read


def test_what_is_added_is_there_for_this_visitor_alone(shelf: Shelf, client: FlaskClient) -> None:
    [record] = shelf.add(dataset(title="Heart cohort"))
    assert add(client, record.id) == 303
    response = client.get("/en/list", headers=HERE)
    assert "Heart cohort" in Html(response).read
    assert response.headers["Cache-Control"] == "private, no-store"
    other = shelf.client.application.test_client()
    assert "Heart cohort" not in own(other).read


def test_the_list_is_signed_and_one_that_was_changed_is_empty(shelf: Shelf, client: FlaskClient) -> None:
    records = shelf.add(dataset("http://example.org/1", "One") + dataset("http://example.org/2", "Two"))
    add(client, records[0].id)
    cookie = client.get_cookie("catalogue_list")
    assert cookie is not None
    assert cookie.value.startswith(f"{records[0].number}~")
    assert cookie.same_site == "Lax"
    client.set_cookie(
        "catalogue_list", cookie.value.replace(f"{records[0].number}~", f"{records[1].number}~")
    )
    assert "There is nothing in it yet." in own(client).read


def test_another_process_of_the_instance_reads_the_same_list(shelf: Shelf, client: FlaskClient) -> None:
    [record] = shelf.add(dataset(title="Heart cohort"))
    add(client, record.id)
    cookie = client.get_cookie("catalogue_list")
    assert cookie is not None
    again = create_app(services=Services(shelf.services.settings)).test_client()
    again.set_cookie("catalogue_list", cookie.value)
    assert "Heart cohort" in own(again).read


def test_another_site_cannot_change_the_list(shelf: Shelf, client: FlaskClient) -> None:
    [record] = shelf.add(dataset())
    assert add(client, record.id, **{"Sec-Fetch-Site": "cross-site"}) == 403
    assert client.get_cookie("catalogue_list") is None


def test_pages_for_all_are_the_same_with_a_list(shelf: Shelf, client: FlaskClient) -> None:
    [record] = shelf.add(dataset())
    index(shelf)
    addresses = ("/en/", "/en/datasets", f"/en/dataset/{record.id}", f"/en/list?d={record.id}")
    before = [client.get(each, headers=HERE) for each in addresses]
    add(client, record.id)
    after = [client.get(each, headers=HERE) for each in addresses]
    assert [each.data for each in before] == [each.data for each in after]
    assert all("no-store" not in each.headers["Cache-Control"] for each in after)
    assert not any("Cookie" in each.headers["Vary"] for each in after)


def test_datasets_are_removed_one_by_one_and_all_at_once(shelf: Shelf, client: FlaskClient) -> None:
    records = shelf.add(dataset("http://example.org/1", "One") + dataset("http://example.org/2", "Two"))
    add(client, *(record.id for record in records))
    client.post("/en/list", data={"d": records[0].id, "action": "remove"}, headers=HERE)
    assert [text(each) for each in own(client).all("h3") if text(each) in ("One", "Two")] == ["Two"]
    client.post("/en/list", data={"action": "clear"}, headers=HERE)
    assert client.get_cookie("catalogue_list") is None


def test_a_list_that_is_full_takes_no_more_and_loses_nothing(shelf: Shelf, client: FlaskClient) -> None:
    many = "".join(dataset(f"http://example.org/{number}", f"D{number}") for number in range(MOST + 1))
    records = shelf.add(many)
    assert add(client, *(record.id for record in records[:MOST])) == 303
    response = client.post("/fr/list", data={"d": records[MOST].id}, headers=HERE)
    assert response.status_code == 409
    assert "au plus 100 jeux de données" in Html(response).read
    assert text(own(client).one("p", class_="byline")) == "100 datasets"
    cookie = client.get_cookie("catalogue_list")
    assert cookie is not None
    assert len(cookie.value) < 4000


@pytest.mark.parametrize(("data", "status"), [({}, 400), ({"d": ""}, 400), ({"d": "nothing-here"}, 404)])
def test_what_cannot_be_added_is_told(client: FlaskClient, data: dict[str, str], status: int) -> None:
    assert client.post("/en/list", data=data, headers=HERE).status_code == status


def test_several_of_which_none_is_here_are_not_told_to_be_in_the_list(client: FlaskClient) -> None:
    response = client.post("/en/list", data={"d": ["nope1", "nope2"]}, headers=HERE)
    assert response.status_code == 404
    assert "nope1, nope2" in Html(response).read
    assert client.get_cookie("catalogue_list") is None


def test_of_several_those_that_are_not_here_are_told_beside_what_was_added(
    shelf: Shelf, client: FlaskClient
) -> None:
    [record] = shelf.add(dataset(title="Heart cohort"))
    asked = {"d": [record.id, "nope1"]}
    html = Html(client.post("/en/list", data=asked, headers=HERE, follow_redirects=True))
    assert "It is in your list now." in html.read
    assert "Heart cohort" in html.read
    assert "nope1" in html.read
    told = client.post("/en/list", data=asked, headers={**HERE, "Accept": "application/json"}).get_json()
    assert told["datasets"] == [record.number]
    assert "nope1" in told["told"]


def test_a_list_builds_no_pages_and_leaves_those_that_readers_have_in_use(
    shelf: Shelf, client: FlaskClient
) -> None:
    many = "".join(dataset(f"http://example.org/{number}", f"D{number}") for number in range(KEPT + 1))
    records = shelf.add(many)
    with shelf.client.application.app_context():
        pages = kept()
    client.get(f"/en/dataset/{records[0].id}", headers=HERE)
    before = pages.count()
    address = "&".join(f"d={record.id}" for record in records)
    for name in ("list", "list.csv"):
        assert client.get(f"/en/{name}?{address}", headers=HERE).status_code == 200
    assert (before, pages.count()) == (1, 1)


def test_datasets_stand_by_whom_to_ask_with_the_steps(shelf: Shelf, client: FlaskClient) -> None:
    one, two = shelf.add(
        dataset("http://example.org/1", "Asked for", ASKED) + dataset("http://example.org/2", "Untold")
    )
    add(client, two.id, one.id)
    html = own(client)
    assert [text(each) for each in html.all("h2")][:2] == [
        "Ask the access body: The Body",
        "Nobody is named who could be asked",
    ]
    assert "Apply for a data permit to the access body named below." in html.read


def test_a_portal_of_the_body_takes_the_datasets_over(
    make_services: Callable[..., Services], library: Shelf
) -> None:
    portals = {BODY: "https://portal.example/apply?for={datasets}&back={list}"}
    services = make_services("with-portal", access_portals=portals)
    vars(services).update(profile=library.services.profile, vocabularies=library.services.vocabularies)
    shelf = Shelf(services)
    [record] = shelf.add(dataset("http://example.org/1", "Asked for", ASKED))
    html = Html(shelf.get(f"/en/list?d={record.id}", AS_A_BROWSER))
    [link] = [each for each in html.all("a") if text(each) == "Apply at The Body"]
    assert link.get("href") == (
        "https://portal.example/apply?for=http%3A%2F%2Fexample.org%2F1"
        f"&back=http%3A%2F%2F127.0.0.1%3A8000%2Fen%2Flist%3Fd%3D{record.id}"
    )


def test_a_link_shows_the_list_to_a_colleague_who_can_take_it_over(shelf: Shelf, client: FlaskClient) -> None:
    [record] = shelf.add(dataset(title="Heart cohort"))
    add(client, record.id)
    link = own(client).by_id("link").get("value") or ""
    colleague = shelf.client.application.test_client()
    shown = Html(colleague.get(link.removeprefix("http://127.0.0.1:8000"), headers=HERE))
    assert text(shown.one("h1")) == "A list of datasets"
    assert colleague.get_cookie("catalogue_list") is None
    [button] = [each for each in shown.all("button") if text(each) == "Take it over into my list"]
    assert button.get("value") == "add"
    add(colleague, record.id)
    assert "Heart cohort" in own(colleague).read


def test_withdrawn_datasets_are_told_and_can_be_removed(shelf: Shelf, client: FlaskClient) -> None:
    [record] = shelf.add(dataset(title="Heart cohort"))
    add(client, record.id)
    shelf.withdraw("http://example.org/1", "Replaced")
    html = own(client)
    assert "“Heart cohort” was withdrawn on" in html.read
    assert [each.get("value") for each in html.all("button", name="action")] == ["remove"]


def test_deleted_datasets_are_counted(shelf: Shelf, client: FlaskClient) -> None:
    [record] = shelf.add(dataset())
    add(client, record.id)
    shelf.services.records.remove(record.iri)
    assert "1 dataset of your list was deleted since." in own(client).read


def test_the_list_can_be_had_as_csv_and_as_rdf(shelf: Shelf) -> None:
    one, two = shelf.add(
        dataset("http://example.org/1", "=One", ASKED) + dataset("http://example.org/2", "Two")
    )
    query = f"d={one.id}&d={two.id}"
    table = shelf.get(f"/en/list.csv?{query}").get_data(as_text=True)
    lines = list(csv.DictReader(StringIO(table.removeprefix("\ufeff"))))
    assert [(line["title"], line["ask"]) for line in lines] == [("'=One", "The Body"), ("Two", "")]
    for extension in ("ttl", "jsonld"):
        graph = graph_of(shelf.get(f"/en/list.{extension}?{query}"))
        titles = {str(title) for title in graph.objects(None, DCTERMS.title)}
        assert {"=One", "Two"} <= titles
    assert shelf.get("/en/list.ttl").status_code == 400


def test_more_than_a_list_holds_is_refused_in_an_address(page: Page) -> None:
    many = "&".join(f"d={number}" for number in range(MOST + 1))
    assert "101" in page(f"/en/list?{many}", 400).read


def test_results_can_be_ticked_to_compare_or_to_keep_without_a_script(leaf: Page) -> None:
    html = leaf("/en/datasets")
    boxes = html.all("input", name="d")
    assert {each.get("form") for each in boxes} == {"picked"}
    form = html.by_id("picked")
    assert (form.get("method"), form.get("action")) == ("get", "/en/compare")
    [keep] = html.all("button", name="action")
    assert (keep.get("formmethod"), keep.get("formaction")) == ("post", "/en/list")


def test_a_script_is_answered_with_what_is_in_the_list(shelf: Shelf, client: FlaskClient) -> None:
    [record] = shelf.add(dataset())
    response = client.post("/fr/list", data={"d": record.id}, headers={**HERE, "Accept": "application/json"})
    assert response.get_json() == {
        "datasets": [record.number],
        "told": "1 jeu de données dans ma sélection",
    }


def test_one_is_led_back_to_where_one_was_and_nowhere_else(shelf: Shelf, client: FlaskClient) -> None:
    [record] = shelf.add(dataset())
    answers = [
        client.post("/en/list", data={"d": record.id, "back": back}, headers=HERE, follow_redirects=True)
        for back in (f"/en/dataset/{record.id}", "https://evil.example/")
    ]
    links = [
        [each.get("href") for each in Html(each).all("a") if "Back to" in text(each)] for each in answers
    ]
    assert links == [[f"/en/dataset/{record.id}"], []]
