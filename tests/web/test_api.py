"""The programming interface, and the document that describes it."""

import io
import json
from collections.abc import Callable

import jsonschema
import pytest
from openapi_spec_validator import validate as check_document
from werkzeug.test import TestResponse

from catalogue.app import create_app
from catalogue.bootstrap import Services
from catalogue.web.openapi import template
from tests.conftest import dataset
from tests.web.markup import Html
from tests.web.shelf import Shelf

VALIDATE = "/api/v1/validate"
PROBLEM = "application/problem+json"
LD = {"@id": "http://example.org/1", "@type": "http://www.w3.org/ns/dcat#Dataset"}


def ask(
    shelf: Shelf, body: bytes | str, query: str = "", type_: str = "text/turtle", **headers: str
) -> TestResponse:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return shelf.client.post(f"{VALIDATE}{query}", data=body, content_type=type_, headers=named)


@pytest.fixture(scope="module")
def document(library: Shelf) -> dict:
    return library.client.get("/api/v1/openapi.json").json


def against_the_document(document: dict, name: str, body: object) -> None:
    schema = {**document["components"]["schemas"][name], "components": document["components"]}
    jsonschema.Draft202012Validator(schema).validate(body)


# The document


def test_the_document_is_openapi(document: dict) -> None:
    check_document(document)
    assert document["openapi"].startswith("3.1")


def test_every_route_is_in_the_document_and_nothing_else(library: Shelf, document: dict) -> None:
    rules = [
        rule for rule in library.client.application.url_map.iter_rules() if rule.rule.startswith("/api/")
    ]
    routes = {
        (template(rule.rule), method.lower())
        for rule in rules
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
    }
    described = {(path, method) for path, operations in document["paths"].items() for method in operations}
    assert routes == described


def test_a_page_tells_it_to_people_in_their_language(library: Shelf, document: dict) -> None:
    html = Html(library.client.get("/fr/api", headers={"Accept": "text/html"}))
    assert "Vérifier des descriptions" in html.read
    for path, operations in document["paths"].items():
        assert path in html.read
        for operation in operations.values():
            assert all(parameter["name"] in html.read for parameter in operation["parameters"])


def test_the_document_lists_the_values_of_this_instance(library: Shelf, document: dict) -> None:
    parameters = document["paths"][VALIDATE]["post"]["parameters"]
    values = {each["name"]: each["schema"]["enum"] for each in parameters}
    assert values["level"] == ["PUBLIC", "RESTRICTED", "NON_PUBLIC"]
    assert values["profile"][0] == "healthdcat-ap/8"
    assert "dcat-ap/3.0.1" in values["profile"]
    assert values["language"] == ["en", "fr"]
    html = Html(library.client.get("/en/api", headers={"Accept": "text/html"}))
    assert all(value in html.read for each in values.values() for value in each)


# Answers


def test_one_description_is_answered_by_one_object(library: Shelf, document: dict) -> None:
    answer = ask(library, dataset(title="Cohort"))
    assert (answer.status_code, answer.mimetype) == (200, "application/json")
    verdict = answer.json
    assert (verdict["iri"], verdict["title"], verdict["conforms"]) == (
        "http://example.org/1",
        "Cohort",
        False,
    )
    against_the_document(document, "Verdict", verdict)


def test_several_are_answered_by_an_object_a_line(library: Shelf, document: dict) -> None:
    body = dataset("http://example.org/1") + dataset("http://example.org/2")
    answer = ask(library, body)
    assert answer.mimetype == "application/jsonl"
    verdicts = [json.loads(line) for line in answer.text.splitlines()]
    assert [each["iri"] for each in verdicts] == ["http://example.org/1", "http://example.org/2"]
    for verdict in verdicts:
        against_the_document(document, "Verdict", verdict)


@pytest.mark.parametrize(
    "type_", ["", "text/turtle", "application/x-www-form-urlencoded", "application/octet-stream"]
)
def test_what_has_no_type_is_known_by_its_content(library: Shelf, type_: str) -> None:
    assert ask(library, dataset(), type_=type_).json["iri"] == "http://example.org/1"


@pytest.mark.parametrize("type_", ["application/ld+json", "application/json"])
def test_json_ld_is_read_also_as_plain_json(library: Shelf, type_: str) -> None:
    assert ask(library, json.dumps(LD), type_=type_).json["iri"] == "http://example.org/1"


def test_a_file_is_read(library: Shelf) -> None:
    answer = library.client.post(VALIDATE, data={"file": (io.BytesIO(dataset().encode()), "cohort.ttl")})
    assert answer.json["source"] == "cohort.ttl"


def test_messages_are_in_the_language_that_is_asked_for(library: Shelf) -> None:
    def first(answer: TestResponse) -> str:
        return str(answer.json["findings"][0]["message"])

    assert "is missing" in first(ask(library, dataset()))
    french = first(ask(library, dataset(), "?language=fr"))
    assert (
        first(ask(library, dataset(), Accept_Language="fr-BE, en;q=0.5"))
        == french
        != first(ask(library, dataset()))
    )


@pytest.mark.parametrize(
    ("query", "accept", "type_"),
    [
        ("?format=csv", "", "text/csv"),
        ("?format=junit", "", "application/xml"),
        ("?format=shacl", "", "text/turtle"),
        ("", "text/csv", "text/csv"),
        ("", "application/jsonl", "application/json"),
        ("?format=json", "text/csv", "application/json"),
    ],
)
def test_the_form_of_the_answer_is_chosen(library: Shelf, query: str, accept: str, type_: str) -> None:
    headers = {"Accept": accept} if accept else {}
    assert ask(library, dataset(), query, **headers).mimetype == type_


def test_a_level_and_a_profile_are_chosen(library: Shelf) -> None:
    answer = ask(library, dataset(), "?level=NON_PUBLIC&profile=dcat-ap/3.0.1").json
    assert (answer["level"], answer["profile"]) == ("NON_PUBLIC", "dcat-ap/3.0.1")


def test_scripts_of_any_site_may_ask_and_no_cookie_is_set(library: Shelf) -> None:
    before = library.client.options(
        VALIDATE, headers={"Origin": "https://elsewhere.example", "Access-Control-Request-Method": "POST"}
    )
    assert "POST" in before.headers["Access-Control-Allow-Methods"]
    assert "Content-Type" in before.headers["Access-Control-Allow-Headers"]
    for answer in (ask(library, dataset()), ask(library, "broken")):
        assert answer.headers["Access-Control-Allow-Origin"] == "*"
        assert "Set-Cookie" not in answer.headers
        assert "Access-Control-Allow-Credentials" not in answer.headers


def test_nothing_is_kept_of_what_a_program_checks(library: Shelf) -> None:
    answer = ask(library, dataset())
    assert answer.headers["Cache-Control"] == "no-store"


def test_a_cut_answer_says_so(make_services: Callable[..., Services]) -> None:
    client = create_app(services=make_services(validation_descriptions=1)).test_client()
    body = dataset("http://example.org/1") + dataset("http://example.org/2")
    answer = client.post(VALIDATE, data=body, content_type="text/turtle")
    assert answer.headers["X-Ended"] == "descriptions"
    assert "X-Ended" in answer.headers["Access-Control-Expose-Headers"]


# Bad input


@pytest.mark.parametrize(
    ("body", "query", "type_", "status"),
    [
        ('<http://x.example/1> "', "", "text/turtle", 400),
        ("", "", "text/turtle", 400),
        ("{", "", "application/json", 400),
        ("<!doctype html><html></html>", "", "", 415),
        ("x", "", "image/png", 415),
        ("<http://x.example/a> <http://x.example/b> 1 .", "", "text/turtle", 422),
        (dataset(), "?level=SECRET", "text/turtle", 400),
        (dataset(), "?profile=/etc", "text/turtle", 400),
        (dataset(), "?language=xx", "text/turtle", 400),
        (dataset(), "?format=pdf", "text/turtle", 400),
        ('{"url": "http://127.0.0.1:1/"}', "", "application/json", 400),
        ('{"url": "file:///etc/passwd"}', "", "application/json", 400),
        ('{"url": "ftp://x/y"}', "", "application/json", 400),
        ('{"url": "not a url"}', "", "application/json", 400),
        ('{"url": "http://a..b/"}', "", "application/json", 400),
        ('{"url": "http://example.org:99999/"}', "", "application/json", 400),
        ('{"url": "http://nowhere.invalid/"}', "", "application/json", 502),
        (dataset(), "?levle=PUBLIC", "text/turtle", 400),
        (dataset(), "?level=PUBLIC&level=NON_PUBLIC", "text/turtle", 400),
    ],
)
def test_bad_input_is_a_problem_document(
    library: Shelf, document: dict, body: str, query: str, type_: str, status: int
) -> None:
    answer = ask(library, body, query, type_, Accept="application/json, text/html")
    assert (answer.status_code, answer.mimetype) == (status, PROBLEM)
    against_the_document(document, "Problem", answer.get_json(force=True))
    assert str(status) in document["paths"][VALIDATE]["post"]["responses"]


def detail(answer: TestResponse) -> str:
    assert answer.status_code == 400
    return str(answer.get_json(force=True)["detail"])


@pytest.mark.parametrize(
    "url", ["5", '""', '" "', "null", '["http://example.org/"]', r'"http://\ud800.org/"']
)
def test_an_address_that_is_none_is_not_read_as_json_ld(library: Shelf, url: str) -> None:
    answer = ask(library, f'{{"url": {url}}}', type_="application/json")
    assert "“url” must be an address" in detail(answer)


def test_an_empty_object_and_one_with_too_much_are_told_what_is_expected(library: Shelf) -> None:
    assert 'give an address, as {"url"' in detail(ask(library, "{}", type_="application/json"))
    more = json.dumps({"url": "https://example.org/", "level": "PUBLIC"})
    assert "this one has: level" in detail(ask(library, more, type_="application/json"))


def test_json_ld_may_have_a_term_called_url(library: Shelf) -> None:
    body = json.dumps({"@context": {"url": "http://x.example/url"}, **LD, "url": 5})
    assert ask(library, body, type_="application/json").json["iri"] == "http://example.org/1"


def test_a_parameter_that_is_not_there_or_comes_twice_is_named(library: Shelf) -> None:
    unknown = detail(ask(library, dataset(), "?levle=PUBLIC"))
    assert "“levle”" in unknown
    assert "level, profile, format, language" in unknown
    assert "“level”" in detail(ask(library, dataset(), "?level=PUBLIC&level=PUBLIC"))


def test_a_malformed_name_is_told_also_where_private_addresses_are_allowed(
    make_services: Callable[..., Services],
) -> None:
    client = create_app(services=make_services(allow_private_addresses=True)).test_client()
    for url in ("http://a..b/", "http://ü..b/"):
        answer = client.post(VALIDATE, json={"url": url})
        assert "it is no address that can be asked" in detail(answer)


def test_a_server_that_fails_is_no_mistake_of_the_client(make_services: Callable[..., Services]) -> None:
    client = create_app(services=make_services(allow_private_addresses=True)).test_client()
    assert client.post(VALIDATE, json={"url": "http://127.0.0.1:1/"}).status_code == 502


def test_a_form_without_a_file_is_told(library: Shelf) -> None:
    answer = library.client.post(VALIDATE, data={"other": "x"}, content_type="multipart/form-data")
    assert (answer.status_code, answer.mimetype) == (400, PROBLEM)


def test_a_type_that_cannot_be_had_is_told(library: Shelf) -> None:
    assert ask(library, dataset(), Accept="image/png").status_code == 406


def test_broken_rdf_is_told_with_its_line(library: Shelf) -> None:
    detail = ask(library, "<http://x.example/1> a\n\n;").get_json(force=True)["detail"]
    assert detail.startswith("body, line 3")


def test_too_much_is_too_much(make_services: Callable[..., Services]) -> None:
    client = create_app(services=make_services(validation_limit=1)).test_client()
    for size in (2**20 + 1, 3 * 2**20):
        answer = client.post(VALIDATE, data=b"#" * size, content_type="text/turtle")
        assert (answer.status_code, answer.mimetype) == (413, PROBLEM)


def test_who_finds_no_room_is_told_when_to_come_again(make_services: Callable[..., Services]) -> None:
    services = make_services(validation_at_once=1)
    client = create_app(services=services).test_client()
    with services.public_checks.turn():
        answer = client.post(VALIDATE, data=dataset(), content_type="text/turtle")
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "10")
