"""What readers and programs get when something cannot be answered."""

import json
from collections.abc import Callable

import pytest
from flask import Flask

from catalogue.app import create_app
from catalogue.bootstrap import Services
from catalogue.domain import errors
from catalogue.search import questions
from catalogue.services import mailing, pools, provider
from catalogue.web import languages
from catalogue.web.addresses import LONGEST
from catalogue.web.errors import STATUS, say, status_of
from catalogue.web.permissions import PUBLIC, TABLE_OF
from tests.conftest import dataset
from tests.web.markup import Html
from tests.web.shelf import Shelf

Page = Callable[..., Html]


def all_errors(
    kind: type[errors.CatalogueError] = errors.CatalogueError,
) -> list[type[errors.CatalogueError]]:
    return [kind, *(each for child in kind.__subclasses__() for each in all_errors(child))]


def test_every_error_has_a_status() -> None:
    assert all(400 <= status_of(kind.__new__(kind)) < 600 for kind in all_errors())


def test_the_nearest_class_of_the_table_decides() -> None:
    assert errors.Unreadable not in STATUS
    assert status_of(errors.Unreadable.__new__(errors.Unreadable)) == STATUS[errors.BadInput]


@pytest.mark.parametrize("part", [questions.PART, mailing.PART, provider.PART, pools.HELPER])
def test_what_is_down_is_named_in_the_language_of_its_reader(shelf: Shelf, part: str) -> None:
    with shelf.client.application.test_request_context("/fr/"):
        languages.speak("fr")
        said = say(errors.Unavailable(part=part))
    assert said.endswith("n’est pas disponible pour le moment.")
    assert part not in said


def test_what_is_not_there_is_a_page_for_a_reader(page: Page) -> None:
    html = page("/fr/dataset/nothing", 404)
    assert html.one("html").get("lang") == "fr"
    assert "Il n’y a pas de « nothing » dans ce catalogue." in html.read
    assert html.one("meta", name="robots").get("content") == "noindex"


def test_what_is_not_there_is_a_problem_document_for_a_program(shelf: Shelf) -> None:
    answer = shelf.get("/dataset/nothing", "text/turtle")
    assert answer.mimetype == "application/problem+json"
    problem = json.loads(answer.data)
    assert problem["status"] == answer.status_code == 404
    assert problem["detail"] == "There is no “nothing” in this catalogue."
    assert set(problem) == {"type", "title", "status", "detail"}


def test_a_withdrawn_dataset_leaves_a_tombstone_with_reason_and_day(shelf: Shelf, page: Page) -> None:
    (record,) = shelf.add(dataset(title="Heart cohort"))
    shelf.withdraw(record.iri, "The consent has ended.")
    html = page(f"/en/dataset/{record.id}", 410)
    assert "“Heart cohort” was withdrawn on" in html.read
    assert "The consent has ended." in html.read
    assert "T" not in html.read.split("withdrawn on ")[1].split(":")[0]  # a day in words, no time stamp
    assert "Withdrawn" in html.title


def test_a_draft_is_not_there_for_readers(shelf: Shelf, page: Page) -> None:
    from catalogue.domain.record import Publish

    (record,) = shelf.add(dataset(), Publish.NEVER)
    page(f"/en/dataset/{record.id}", 404)


@pytest.mark.parametrize(
    ("query", "name"),
    [
        ("page=0", "page"),
        ("page=x", "page"),
        ("sort=colour", "sort"),
        ("people_min=many", "Number of people, from"),
        ("kind=foo", "Dataset or series"),
        ("conformance=maybe", "Conformance to the profile"),
        ("variables=no", "Variables"),
    ],
)
def test_a_parameter_that_cannot_be_meant_is_told(page: Page, query: str, name: str) -> None:
    value = query.partition("=")[2]
    read = page(f"/en/datasets?{query}", 400).read
    assert f"“{value}” is not a value for “{name}”" in read


@pytest.mark.parametrize("file", ["datasets.csv", "datasets.atom", "datasets.ttl"])
def test_a_file_that_cannot_be_made_is_a_problem_unless_a_page_is_asked_for(shelf: Shelf, file: str) -> None:
    for accepted in ("*/*", "", "text/csv"):
        answer = shelf.get(f"/fr/{file}?kind=foo", accepted)
        assert (answer.status_code, answer.mimetype) == (400, "application/problem+json")
    assert shelf.get(f"/fr/{file}?kind=foo", "text/html").mimetype == "text/html"


def test_no_page_has_a_sign_that_html_cannot_hold(page: Page) -> None:
    assert "diab\ufffdetes" in page("/en/keywords/diab%00etes", 404).read
    assert "\ufffd" in page("/en/holders?letter=%00").title


def test_a_method_that_a_page_does_not_have_is_refused(shelf: Shelf) -> None:
    answer = shelf.client.post("/en/datasets", headers={"Accept": "text/html"})
    assert answer.status_code == 405
    assert "GET" in answer.headers["Allow"]


@pytest.fixture
def failing(services: Services) -> Flask:
    app = create_app(services=services)

    def fail(secret: str = "") -> str:
        raise RuntimeError("the password is swordfish")

    def unavailable() -> str:
        raise errors.Unavailable(part="The search")

    app.add_url_rule("/en/fail", view_func=fail)
    app.add_url_rule("/en/fail/<secret>", view_func=fail)
    app.add_url_rule("/en/unavailable", view_func=unavailable)
    app.extensions[TABLE_OF] |= {"fail": PUBLIC, "unavailable": PUBLIC}
    return app


@pytest.mark.parametrize("accept", ["text/html", "application/json"])
def test_nobody_sees_what_the_program_was_doing(
    failing: Flask, accept: str, caplog: pytest.LogCaptureFixture
) -> None:
    answer = failing.test_client().get("/en/fail", headers={"Accept": accept})
    assert answer.status_code == 500
    assert b"swordfish" not in answer.data
    assert b"Traceback" not in answer.data
    assert "swordfish" in caplog.text


def test_what_an_address_keeps_secret_is_not_in_the_log(
    failing: Flask, caplog: pytest.LogCaptureFixture
) -> None:
    assert failing.test_client().get("/en/fail/of-a-link").status_code == 500
    assert "/en/fail/<secret>" in caplog.text
    assert "of-a-link" not in caplog.text


def test_a_part_that_is_down_is_503(failing: Flask) -> None:
    answer = failing.test_client().get("/en/unavailable", headers={"Accept": "text/html"})
    assert answer.status_code == 503
    assert "The search is not available for now." in Html(answer).read


def test_an_unreachable_store_is_no_ready_process(make_services: Callable[..., Services]) -> None:
    broken = make_services(database_url="postgresql://nobody@127.0.0.1:1/nothing")
    client = create_app(services=broken).test_client()
    assert client.get("/healthz").status_code == 200
    assert client.get("/readyz").status_code >= 500


def test_data_tell_a_database_that_is_down_as_a_problem(make_services: Callable[..., Services]) -> None:
    broken = make_services(database_url="postgresql://nobody@127.0.0.1:1/nothing")
    answer = create_app(services=broken).test_client().get("/dataset/one.ttl")
    assert answer.status_code >= 500
    assert answer.mimetype == "application/problem+json"


def test_an_address_that_is_too_long_is_a_page_in_the_language_of_its_reader(page: Page) -> None:
    html = page(f"/fr/datasets?q={'a' * LONGEST}", 414)
    assert html.one("html").get("lang") == "fr"
    assert "dépasse les 8 000 caractères" in html.read.replace("\u202f", " ").replace("\xa0", " ")
    assert "a" * 100 not in html.source


def test_an_address_that_is_too_long_is_a_problem_document_for_a_program(shelf: Shelf) -> None:
    answer = shelf.get(f"/api/v1/datasets?q={'a' * LONGEST}", "application/json")
    assert (answer.status_code, answer.mimetype) == (414, "application/problem+json")
    assert "8,000" in json.loads(answer.data)["detail"]


def test_an_address_of_the_greatest_length_is_answered(shelf: Shelf) -> None:
    path = "/en/datasets?other="
    assert shelf.get(path + "a" * (LONGEST - len(path)), "text/html").status_code == 200
