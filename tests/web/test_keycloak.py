"""Signing in by Keycloak, as the French Health Data Hub does, in a real browser."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from catalogue.app import create_app
from catalogue.bootstrap import Services
from catalogue.domain.people import OPERATOR, Role
from tests.engines.openid import CLIENT, SECRET, keycloak_running
from tests.engines.ports import free_port
from tests.services.signed_in import organisation, person
from tests.serving import serving
from tests.web.test_browser import browser  # noqa: F401 - a fixture

pytestmark = [pytest.mark.browser, pytest.mark.engine]


@pytest.fixture
def instance(
    make_services: Callable[..., Services], keycloak_program: Path
) -> Iterator[tuple[Services, str]]:
    port = free_port()
    base = f"http://127.0.0.1:{port}"
    with keycloak_running(keycloak_program, f"{base}/sign-in/callback") as issuer:
        services = make_services(
            base_url=base,
            oidc_issuer=issuer,
            oidc_client_id=CLIENT,
            oidc_client_secret=SECRET,
            oidc_claim="realm_access.roles",
            oidc_roles="stewards=north:editor,reviewers=north:reviewer",
        )
        organisation(services)
        with serving(create_app(services=services), port):
            yield services, base


def sign_in(browser: Browser, base: str, name: str) -> Page:  # noqa: F811
    tab = browser.new_context().new_page()
    tab.goto(f"{base}/en/workspace/account")
    tab.click("text=Sign in with")
    tab.fill("#username", name)
    tab.fill("#password", "of tests alone")
    tab.click("#kc-login")
    tab.wait_for_url(f"{base}/**")
    return tab


def test_keycloaks_people_come_in_with_their_roles_and_others_not(
    browser: Browser,  # noqa: F811
    instance: tuple[Services, str],
) -> None:
    """Signed in and out in one test, since Keycloak takes half a minute to start."""
    services, base = instance
    known = person(services, "bo@example.org")
    tab = sign_in(browser, base, "ada")
    assert tab.url == f"{base}/en/workspace/account"
    assert "Editor" in tab.inner_text("main")
    ada = services.store.person("email", "ada@example.org")
    assert ada is not None
    assert (ada.name, ada.roles) == ("Ada Lovelace", {"north": {Role.EDITOR}})
    tab.click("header >> text=Sign out")
    tab.wait_for_url(f"{base}/en/")
    tab.goto(f"{base}/en/workspace/account")
    tab.click("text=Sign in with")
    tab.wait_for_selector("#username")
    tab.context.close()
    services.accounts.give(OPERATOR, ada.id, "north", frozenset({Role.ADMINISTRATOR}))
    sign_in(browser, base, "ada").context.close()
    after = services.store.person("id", ada.id)
    assert after is not None
    assert after.roles == {"north": {Role.EDITOR}}
    eve = sign_in(browser, base, "eve")
    assert "has verified your e-mail address" in eve.inner_text("main")
    eve.context.close()
    assert services.store.person("id", known.id) == known
