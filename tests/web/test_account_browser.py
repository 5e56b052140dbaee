"""The pages about accounts in a real browser: narrow screens, no script, nothing said on the console."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext

from catalogue.app import create_app
from catalogue.bootstrap import Services
from catalogue.domain.people import OPERATOR, Role
from catalogue.services.keys import Wanted
from catalogue.web.actors import COOKIE
from tests.services.signed_in import PASSWORD, organisation, person
from tests.serving import serving
from tests.web.test_browser import browser, context  # noqa: F401 - a fixture

pytestmark = pytest.mark.browser
PATHS = ("account", "organisation", "organisation/north", "organisation/north/keys", "people", "log")


@pytest.fixture
def address(services: Services) -> Iterator[str]:
    organisation(services, name="Hôpital universitaire du Nord")
    ada = person(
        services, "ada.augusta.king-noel.countess-of-lovelace@example.org", Role.EDITOR, administrator=True
    )
    services.passwords.set(OPERATOR, ada, PASSWORD)
    services.keys.create(OPERATOR, Wanted("Nightly export of the warehouse", "north", Role.PROVIDER, 365))
    with serving(create_app(services=services)) as address:
        yield address


def signed_in(opened: BrowserContext, services: Services, address: str) -> None:
    secret = services.sessions.begin(services.accounts.people(OPERATOR)[0])
    opened.add_cookies([{"name": COOKIE, "value": secret, "url": address}])


def test_narrow_screens_never_scroll_sideways_and_consoles_are_quiet(
    browser: Browser,  # noqa: F811
    services: Services,
    address: str,
) -> None:
    with context(browser, 320) as opened:
        tab, said = opened.new_page(), []
        tab.on("console", lambda message: said.append(message.text))
        for path in (
            "sign-in",
            "password",
            f"password/{services.passwords.link(person(services, 'b@example.org'))}",
        ):
            tab.goto(f"{address}/fr/{path}")
            assert tab.evaluate("document.documentElement.scrollWidth") == 320, path
        signed_in(opened, services, address)
        for path in PATHS:
            tab.goto(f"{address}/fr/workspace/{path}")
            assert tab.evaluate("document.documentElement.scrollWidth") == 320, path
    assert said == []


def test_without_scripts_one_signs_in_makes_a_key_and_signs_out(
    browser: Browser,  # noqa: F811
    services: Services,
    address: str,
) -> None:
    with context(browser, script=False) as opened:
        tab = opened.new_page()
        tab.goto(f"{address}/en/workspace/organisation/north/keys")
        tab.keyboard.press("Tab")
        tab.focus("#email")
        tab.keyboard.type(services.accounts.people(OPERATOR)[0].email)
        tab.keyboard.press("Tab")
        tab.keyboard.type(PASSWORD)
        tab.keyboard.press("Enter")
        assert tab.url.endswith("/organisation/north/keys")
        tab.fill("#name", "Weekly")
        tab.click("text=Make the key")
        assert services.keys.actor(tab.input_value("#secret")).name == "Weekly"
        tab.click("text=Sign out")
        tab.goto(f"{address}/en/workspace/account")
        assert "/sign-in" in tab.url


def test_what_can_be_acted_on_is_large_enough_to_be_hit(
    browser: Browser,  # noqa: F811
    services: Services,
    address: str,
) -> None:
    with context(browser, 360) as opened:
        tab = opened.new_page()
        signed_in(opened, services, address)
        for path in PATHS:
            tab.goto(f"{address}/en/workspace/{path}")
            small = tab.evaluate(
                """[...document.querySelectorAll('main button, main input:not([type=hidden]), main select, main .tick')]
                .filter(each => each.offsetParent && !each.closest('.tick > *') && each.type !== 'checkbox'
                  && each.type !== 'radio' && each.getBoundingClientRect().height < 44)
                .map(each => each.outerHTML)"""
            )
            assert small == [], path
