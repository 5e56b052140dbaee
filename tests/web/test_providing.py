"""Signing in by OpenID Connect, with a real provider in a real browser, and with answers that cannot be believed."""

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Browser, Page

from catalogue.app import create_app
from catalogue.bootstrap import Services
from catalogue.domain.people import OPERATOR, Role
from catalogue.settings import Settings, SettingsError, load
from tests.engines.openid import CLIENT, SECRET, free_port, providing
from tests.services.signed_in import PASSWORD, organisation, person
from tests.serving import serving
from tests.web.markup import Html
from tests.web.test_browser import browser  # noqa: F401 - a fixture
from tests.web.visitors import BROWSER, visitor

ROLES = "stewards=north:editor,reviewers=north:reviewer,admins=administrator,lost=nowhere:editor"


def vouched(name: str, *groups: str, verified: bool = True) -> dict[str, Any]:
    return {
        "email": f"{name}@example.org",
        "email_verified": verified,
        "name": name.title(),
        "groups": list(groups),
    }


PEOPLE: Mapping[str, Any] = {
    "ada": vouched("ada", "stewards", "reviewers", "other"),
    "root": vouched("root", "admins"),
    "eve": vouched("ada", "admins", verified=False),
    "bo": vouched("bo"),
}


class Instance:
    """A catalogue on a port of its own, with a provider that knows it."""

    def __init__(self, services: Services, base: str) -> None:
        self.services = services
        self.base = base

    def sign_in(self, tab: Page, login: str, path: str = "/en/workspace/account") -> None:
        tab.goto(self.base + path)
        tab.click("text=Sign in with")
        tab.fill("input[name=login]", login)
        tab.fill("input[name=password]", "any")
        tab.click("button[type=submit]")
        tab.click("button[type=submit]")  # consent
        tab.wait_for_url(f"{self.base}/**")


@pytest.fixture
def instance(make_services: Callable[..., Services], openid_program: Path) -> Iterator[Instance]:
    port = free_port()
    base = f"http://127.0.0.1:{port}"
    with providing(openid_program, f"{base}/sign-in/callback", PEOPLE) as issuer:
        services = make_services(
            base_url=base,
            oidc_issuer=issuer,
            oidc_client_id=CLIENT,
            oidc_client_secret=SECRET,
            oidc_roles=ROLES,
            oidc_scopes="openid,email,profile,groups",
            oidc_name="en=Hospital login|fr=Compte de l’hôpital",
        )
        organisation(services)
        with serving(create_app(services=services), port):
            yield Instance(services, base)


@pytest.fixture
def tab(browser: Browser) -> Iterator[Page]:  # noqa: F811
    opened = browser.new_context()
    yield opened.new_page()
    opened.close()


def cookies(tab: Page) -> list[str]:
    """Our cookies; those of the provider have the same host."""
    names = (cookie["name"] for cookie in tab.context.cookies())
    return [name for name in names if name.startswith("catalogue")]


@pytest.mark.browser
@pytest.mark.node
def test_a_newcomer_signs_in_with_the_roles_that_the_provider_gives(instance: Instance, tab: Page) -> None:
    instance.sign_in(tab, "ada")
    assert tab.url == f"{instance.base}/en/workspace/account"
    ada = instance.services.store.person("email", "ada@example.org")
    assert ada is not None
    assert (ada.name, ada.roles, ada.administrator) == ("Ada", {"north": {Role.EDITOR, Role.REVIEWER}}, False)
    assert ada.subject.endswith("|ada")
    assert cookies(tab) == ["catalogue_session"]


@pytest.mark.browser
@pytest.mark.node
def test_an_account_of_the_verified_address_is_linked_and_keeps_what_it_is(
    instance: Instance, tab: Page
) -> None:
    known = person(instance.services, "bo@example.org", Role.EDITOR, name="Bo the First")
    organisation(instance.services, "south", "Zuid")
    instance.services.accounts.give(OPERATOR, known.id, "south", frozenset({Role.READER}))
    instance.sign_in(tab, "bo")
    bo = instance.services.store.person("id", known.id)
    assert bo is not None
    assert (bo.name, bo.roles) == ("Bo the First", {"south": {Role.READER}})
    assert bo.subject.endswith("|bo")


@pytest.mark.browser
@pytest.mark.node
def test_an_address_that_is_not_verified_opens_no_account(instance: Instance, tab: Page) -> None:
    known = person(instance.services)
    instance.sign_in(tab, "eve")
    assert "has verified your e-mail address" in tab.inner_text("main")
    assert instance.services.accounts.people(OPERATOR) == [known]
    assert cookies(tab) == []


@pytest.mark.browser
@pytest.mark.node
def test_who_is_deactivated_cannot_come_in_by_the_provider(instance: Instance, tab: Page) -> None:
    gone = person(instance.services)
    instance.services.accounts.activate(OPERATOR, gone.id, False)
    instance.sign_in(tab, "ada")
    assert "deactivated" in tab.inner_text("main")


@pytest.mark.browser
@pytest.mark.node
def test_what_was_posted_when_the_session_had_ended_survives_the_provider(
    instance: Instance, tab: Page
) -> None:
    instance.sign_in(tab, "ada")
    tab.fill("#name", "Ada King")
    for known in instance.services.accounts.people(OPERATOR):
        instance.services.sessions.end_all(known.id)
    tab.click("text=Save")
    assert "Your session has ended" in tab.inner_text("main")
    tab.click("main button:has-text('Sign in with')")
    tab.wait_for_url(f"{instance.base}/sign-in/callback*")
    tab.click("main button:has-text('Send it again')")
    tab.wait_for_url("**/workspace/account?done=saved")
    ada = instance.services.store.person("email", "ada@example.org")
    assert ada is not None
    assert ada.name == "Ada King"


@pytest.mark.browser
@pytest.mark.node
def test_signing_out_ends_the_session_at_the_provider_too(instance: Instance, tab: Page) -> None:
    instance.sign_in(tab, "ada")
    tab.click("header >> text=Sign out")
    tab.wait_for_url("**/session/end?**")
    assert cookies(tab) == []
    tab.click("button[name=logout]")
    tab.wait_for_url(f"{instance.base}/en/")
    tab.goto(f"{instance.base}/en/workspace/account")
    tab.click("text=Sign in with")
    tab.wait_for_selector("input[name=login]")


@pytest.mark.browser
@pytest.mark.node
def test_an_institution_may_leave_the_session_at_the_provider(instance: Instance, tab: Page) -> None:
    instance.sign_in(tab, "ada")
    vars(instance.services.settings)["oidc_sign_out"] = False
    tab.click("header >> text=Sign out")
    tab.wait_for_url(f"{instance.base}/en/")
    assert cookies(tab) == []
    tab.click("text=Sign in")
    tab.click("text=Sign in with")
    tab.wait_for_url(f"{instance.base}/en/workspace/")


def test_who_signed_in_with_a_password_signs_out_here_alone(
    make_services: Callable[..., Services], openid_program: Path
) -> None:
    with providing(openid_program, "http://127.0.0.1:8000/sign-in/callback", PEOPLE) as issuer:
        services = make_services(oidc_issuer=issuer, oidc_client_id=CLIENT, oidc_client_secret=SECRET)
        ada = visitor(create_app(services=services), services)
        answer = ada.post("/en/sign-out")
    assert (answer.status_code, answer.headers["Location"]) == (302, "/en/")


def test_the_way_to_the_provider_carries_pkce_state_and_nonce(
    make_services: Callable[..., Services], openid_program: Path
) -> None:
    with providing(openid_program, "http://127.0.0.1:8000/sign-in/callback", PEOPLE) as issuer:
        services = make_services(oidc_issuer=issuer, oidc_client_id=CLIENT, oidc_client_secret=SECRET)
        answer = create_app(services=services).test_client().get("/en/sign-in/provider", headers=BROWSER)
    asked = parse_qs(urlsplit(answer.headers["Location"]).query)
    assert asked["code_challenge_method"] == ["S256"]
    assert asked["redirect_uri"] == ["http://127.0.0.1:8000/sign-in/callback"]
    assert len(asked["code_challenge"][0]) == 43
    assert all(len(asked[name][0]) > 30 for name in ("state", "nonce"))
    assert {"HttpOnly", "SameSite=Lax", "Path=/sign-in/callback"} <= set(
        answer.headers["Set-Cookie"].split("; ")
    )


@pytest.mark.parametrize(
    "answer", [{}, {"state": "x", "code": "y"}, {"state": "x", "error": "access_denied"}]
)
def test_an_answer_that_nobody_asked_for_signs_nobody_in(
    make_services: Callable[..., Services], answer: dict[str, str]
) -> None:
    services = make_services(oidc_issuer="http://127.0.0.1:1", oidc_client_id=CLIENT)
    client = create_app(services=services).test_client()
    client.set_cookie("catalogue_provider", "guess", domain="localhost", path="/sign-in/callback")
    got = client.get("/sign-in/callback", query_string=answer, headers=BROWSER)
    assert got.status_code == 401
    assert "catalogue_session" not in str(got.headers)
    assert "Begin again" in Html(got).read


def test_a_provider_that_is_down_is_told_and_the_password_still_opens(
    make_services: Callable[..., Services],
) -> None:
    services = make_services(oidc_issuer=f"http://127.0.0.1:{free_port()}", oidc_client_id=CLIENT)
    services.passwords.set(OPERATOR, person(services), PASSWORD)
    client = create_app(services=services).test_client()
    got = client.get("/en/sign-in/provider", headers=BROWSER)
    assert got.status_code == 503
    assert "The sign-in service is not available for now." in Html(got).read
    data = {"email": "ada@example.org", "password": PASSWORD}
    assert client.post("/en/sign-in", data=data, headers=BROWSER).status_code == 302


def test_without_local_accounts_there_are_no_passwords(make_services: Callable[..., Services]) -> None:
    services = make_services(oidc_issuer="http://127.0.0.1:1", oidc_client_id=CLIENT, local_sign_in=False)
    services.passwords.set(OPERATOR, person(services), PASSWORD)
    client = create_app(services=services).test_client()
    page = Html(client.get("/en/sign-in", headers=BROWSER))
    assert page.all("input", type="password") == []
    data = {"email": "ada@example.org", "password": PASSWORD}
    assert client.post("/en/sign-in", data=data, headers=BROWSER).status_code == 404
    assert client.get("/en/password", headers=BROWSER).status_code == 404


def test_without_a_provider_there_is_no_way_to_one(services: Services) -> None:
    client = create_app(services=services).test_client()
    assert client.get("/en/sign-in/provider", headers=BROWSER).status_code == 404
    assert "Sign in with" not in Html(client.get("/en/sign-in", headers=BROWSER)).read


@pytest.mark.parametrize("roles", ["x", "x=north", "x=north:king", "=north:editor", "x=North:editor"])
def test_a_mapping_that_says_nothing_is_refused_at_the_start(roles: str) -> None:
    with pytest.raises(SettingsError, match="CATALOGUE_OIDC_ROLES"):
        load({"CATALOGUE_OIDC_ROLES": roles})


def test_the_mapping_is_read_as_it_is_written() -> None:
    assert Settings.model_validate({"oidc_roles": ROLES}).oidc_roles[0] == "stewards=north:editor"
