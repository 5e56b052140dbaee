"""Signing in and out over HTTP: cookies, what leads where, and what another site cannot do."""

import re
from collections.abc import Callable
from html import unescape

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from catalogue.app import create_app
from catalogue.bootstrap import Services
from catalogue.domain.people import OPERATOR, Role
from tests.services.signed_in import PASSWORD, organisation, person
from tests.web.markup import Html
from tests.web.visitors import BROWSER, Visitor, visitor

EMAIL = "ada@example.org"


@pytest.fixture
def app(services: Services) -> Flask:
    services.passwords.set(OPERATOR, person(services), PASSWORD)
    return create_app(services=services)


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()


@pytest.fixture
def ada(app: Flask, services: Services) -> Visitor:
    return visitor(app, services)


def enter(client: FlaskClient, password: str = PASSWORD, **more: str) -> TestResponse:
    data = {"email": EMAIL, "password": password, **more}
    return client.post("/en/sign-in", data=data, headers=BROWSER)


def test_the_right_password_opens_the_workspace(client: FlaskClient) -> None:
    answer = enter(client)
    assert (answer.status_code, answer.headers["Location"]) == (302, "/en/workspace")
    cookie = answer.headers["Set-Cookie"]
    assert cookie.startswith("catalogue_session=")
    assert {"HttpOnly", "Path=/", "SameSite=Lax"} <= set(cookie.split("; "))
    assert "Sign out" in Html(client.get("/en/", headers=BROWSER)).read


def test_nobody_gets_a_cookie_who_does_not_sign_in(client: FlaskClient) -> None:
    for url in ("/en/", "/en/sign-in", "/en/password", "/en/workspace/account"):
        assert "Set-Cookie" not in client.get(url, headers=BROWSER).headers
    assert "Set-Cookie" not in enter(client, "wrong").headers


def test_below_https_and_a_path_the_cookie_stays_there(make_services: Callable[..., Services]) -> None:
    services = make_services(base_url="https://example.org/catalogue")
    services.passwords.set(OPERATOR, person(services), PASSWORD)
    answer = enter(create_app(services=services).test_client())
    assert {"Secure", "Path=/catalogue/"} <= set(answer.headers["Set-Cookie"].split("; "))
    assert answer.headers["Location"] == "/catalogue/en/workspace"


def test_a_wrong_password_is_told_and_the_address_stays(client: FlaskClient) -> None:
    answer = enter(client, "wrong")
    page = Html(answer)
    assert answer.status_code == 401
    assert page.title.startswith("Error:")
    assert page.by_id("email").get("value") == EMAIL
    assert page.by_id("password").get("value") is None


def test_an_unknown_address_is_told_in_the_same_words(client: FlaskClient) -> None:
    known = Html(enter(client, "wrong")).read
    unknown = Html(enter(client, "wrong", email="nobody@example.org")).read
    assert known == unknown


def test_too_many_attempts_are_refused_with_the_time_to_wait(client: FlaskClient) -> None:
    for _ in range(10):
        assert enter(client, "wrong").status_code == 401
    answer = enter(client)
    assert answer.status_code == 429
    assert "Too many attempts" in Html(answer).read


def test_who_may_not_see_a_page_signs_in_and_goes_there(client: FlaskClient) -> None:
    answer = client.get("/fr/workspace/account?done=saved", headers=BROWSER)
    assert answer.status_code == 302
    page = Html(client.get(answer.headers["Location"], headers=BROWSER))
    [next] = page.all("input", name="next")
    assert (
        enter(client, next=next.get("value") or "").headers["Location"] == "/fr/workspace/account?done=saved"
    )


@pytest.mark.parametrize(
    "next",
    [
        "https://evil.example/",
        "//evil.example/",
        "/\\evil.example",
        "/en//evil.example",
        "/en/\\evil",
        "javascript:alert(1)",
        "/en/\r\nX: y",
        "/xx/workspace",
        "en/workspace",
    ],
)
def test_nobody_is_led_to_another_site(client: FlaskClient, next: str) -> None:
    assert 'name="next"' not in client.get("/en/sign-in", query_string={"next": next}).get_data(as_text=True)
    assert enter(client, next=next).headers["Location"] == "/en/workspace"


def test_who_is_signed_in_need_not_sign_in(ada: Visitor) -> None:
    assert ada.ask("/en/sign-in?next=/en/datasets").headers["Location"] == "/en/datasets"


def test_signing_out_ends_the_session_and_the_cookie(ada: Visitor) -> None:
    answer = ada.post("/en/sign-out")
    assert answer.headers["Location"] == "/en/"
    assert "catalogue_session=;" in answer.headers["Set-Cookie"]
    assert ada.services.sessions.of(ada.actor.id) == []


def test_signing_in_gives_a_new_session_and_ends_the_one_before(ada: Visitor) -> None:
    ada.services.passwords.set(OPERATOR, ada.services.accounts.own(ada.actor), "another good password")
    first = ada.services.sessions.begin(ada.services.accounts.own(ada.actor))
    ada.client.set_cookie("catalogue_session", first, domain="localhost")
    enter(ada.client, "another good password")
    assert ada.services.sessions.actor(first) is None
    assert len(ada.services.sessions.of(ada.actor.id)) == 1


@pytest.mark.parametrize(
    "headers", [{"Origin": "https://evil.example"}, {"Sec-Fetch-Site": "cross-site"}, {"Origin": "null"}]
)
def test_another_site_signs_nobody_in_or_out(app: Flask, ada: Visitor, headers: dict[str, str]) -> None:
    sent = {"Accept": "text/html", **headers}
    fresh = app.test_client()
    answer = fresh.post("/en/sign-in", data={"email": EMAIL, "password": PASSWORD}, headers=sent)
    assert answer.status_code == 403
    assert ada.client.post("/en/sign-out", data={"csrf_token": ada.token()}, headers=sent).status_code == 403
    assert len(ada.services.sessions.of(ada.actor.id)) == 1


@pytest.mark.parametrize("token", ["", "x", "other"])
def test_a_form_without_the_sessions_token_changes_nothing(app: Flask, ada: Visitor, token: str) -> None:
    if token == "other":
        token = visitor(app, ada.services, "bo@example.org").token()
    data = {"csrf_token": token, "name": "Mallory", "language": ""}
    answer = ada.client.post("/en/workspace/account", data=data, headers={"Accept": "text/html"})
    assert answer.status_code == 403
    assert ada.services.accounts.own(ada.actor).name == "Ada"


def test_a_scripts_header_counts_as_the_token(ada: Visitor) -> None:
    headers = {"X-CSRF-Token": ada.token()}
    answer = ada.post(
        "/en/workspace/account", {"name": "Ada K", "language": ""}, token=False, headers=headers
    )
    assert answer.status_code == 302


def hidden(page: str) -> dict[str, str]:
    found = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', page)
    return {name: unescape(value) for name, value in found}


def test_what_was_posted_when_the_session_had_ended_is_sent_again_after_signing_in(ada: Visitor) -> None:
    data = {"name": 'Ada "<K>" & Ж', "language": "fr", "csrf_token": ada.token()}
    ada.services.sessions.end_all(ada.actor.id)
    answer = ada.client.post("/en/workspace/account", data=data, headers=BROWSER)
    assert answer.status_code == 401
    kept = hidden(answer.get_data(as_text=True))
    again = enter(ada.client, **{"kept": kept["kept"]})
    page = again.get_data(as_text=True)
    assert Html(again).all("form", action="/en/workspace/account")
    # The page before the last `form` is that of the header.
    inputs = hidden(page[page.index('action="/en/workspace/account"') :])
    assert {name: inputs[name] for name in ("name", "language")} == {"name": data["name"], "language": "fr"}
    done = ada.client.post("/en/workspace/account", data=inputs, headers=BROWSER)
    assert done.status_code == 302
    assert ada.services.accounts.own(ada.actor).name == data["name"]


def test_a_wrong_password_in_between_loses_nothing(ada: Visitor) -> None:
    ada.services.sessions.end_all(ada.actor.id)
    answer = ada.client.post("/en/workspace/account", data={"name": "Ada K"}, headers=BROWSER)
    kept = hidden(answer.get_data(as_text=True))["kept"]
    second = enter(ada.client, "wrong", kept=kept)
    assert hidden(second.get_data(as_text=True))["kept"] == kept


def test_a_form_of_an_earlier_session_is_offered_again(ada: Visitor) -> None:
    token = ada.token()
    ada.services.sessions.end_all(ada.actor.id)
    enter(ada.client)
    answer = ada.client.post(
        "/en/workspace/account", data={"name": "Ada K", "csrf_token": token}, headers=BROWSER
    )
    assert answer.status_code == 403
    page = answer.get_data(as_text=True)
    inputs = hidden(page[page.index('action="/en/workspace/account"') :])
    assert ada.client.post("/en/workspace/account", data=inputs, headers=BROWSER).status_code == 302


@pytest.mark.parametrize(
    "headers", [{"Origin": "https://evil.example"}, {"Sec-Fetch-Site": "cross-site"}, {}]
)
def test_nothing_that_another_site_posts_is_kept(client: FlaskClient, headers: dict[str, str]) -> None:
    sent = {"Accept": "text/html", **headers}
    answer = client.post("/en/workspace/account", data={"name": "Mallory"}, headers=sent)
    assert answer.status_code == 401
    assert "Mallory" not in answer.get_data(as_text=True)


def test_what_is_too_much_to_be_kept_is_told(client: FlaskClient) -> None:
    answer = client.post("/en/workspace/account", data={"name": "x" * (3 * 2**20)}, headers=BROWSER)
    assert answer.status_code == 401
    assert len(answer.data) < 100_000


@pytest.mark.parametrize(
    "kept", ["", "x", "[]", '["https://evil.example", [], false]', '["/en/x", [1], false]', "[" * 9999]
)
def test_what_was_not_kept_by_us_is_ignored(client: FlaskClient, kept: str) -> None:
    assert enter(client, kept=kept).headers["Location"] == "/en/workspace"


def test_a_script_is_told_by_the_status(client: FlaskClient) -> None:
    headers = {**BROWSER, "Sec-Fetch-Dest": "empty"}
    answer = client.post("/en/workspace/account", data={"name": "x"}, headers=headers)
    assert answer.status_code == 401
    assert "kept" not in answer.get_data(as_text=True)


def test_pages_of_who_is_signed_in_are_kept_nowhere(ada: Visitor) -> None:
    for url in ("/en/", "/en/datasets", "/en/workspace/account"):
        assert ada.ask(url).headers["Cache-Control"] == "no-store", url


def test_data_for_who_is_signed_in_come_from_no_cache(ada: Visitor, client: FlaskClient) -> None:
    assert client.get("/catalog.ttl").headers["Cache-Control"] == "public, no-cache"
    assert ada.client.get("/catalog.ttl").status_code == 200


def test_a_session_opens_no_interface_for_programs(services: Services, ada: Visitor) -> None:
    organisation(services)
    services.accounts.give(OPERATOR, ada.actor.id, "north", frozenset({Role.ADMINISTRATOR}))
    answer = ada.client.get("/api/v1/whoami")
    assert answer.status_code in (401, 404)


def test_a_database_that_is_down_is_told_on_a_page(make_services: Callable[..., Services]) -> None:
    broken = make_services(database_url="postgresql://nobody@127.0.0.1:1/nothing")
    client = create_app(services=broken).test_client()
    client.set_cookie("catalogue_session", "x", domain="localhost")
    answer = client.get("/en/workspace/account", headers=BROWSER)
    assert answer.status_code >= 500
    assert "Traceback" not in answer.get_data(as_text=True)


@pytest.fixture
def proxied(make_services: Callable[..., Services]) -> Services:
    services = make_services(trusted_proxies=1)
    services.passwords.set(OPERATOR, person(services), PASSWORD)
    return services


def test_behind_a_proxy_visitors_are_told_apart_by_its_word(proxied: Services) -> None:
    client = create_app(services=proxied).test_client()

    def attempt(address: str) -> int:
        headers = {**BROWSER, "X-Forwarded-For": f"198.51.100.7, {address}"}
        data = {"email": EMAIL, "password": "wrong"}
        return client.post("/en/sign-in", data=data, headers=headers).status_code

    assert [attempt("192.0.2.1") for _ in range(11)][-2:] == [401, 429]
    assert attempt("192.0.2.2") == 401


def test_without_a_proxy_nobody_chooses_their_address(client: FlaskClient) -> None:
    def attempt(number: int) -> int:
        headers = {**BROWSER, "X-Forwarded-For": f"192.0.2.{number}"}
        return client.post(
            "/en/sign-in", data={"email": EMAIL, "password": "wrong"}, headers=headers
        ).status_code

    assert [attempt(number) for number in range(11)][-1] == 429
