"""When something was done: one clock for pages, scripts and whoever reads, in the time zone of the instance."""

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta, timezone

import pytest
from playwright.sync_api import Browser, expect

from catalogue.app import create_app
from catalogue.bootstrap import Services
from catalogue.domain.languages import Reader
from catalogue.domain.people import OPERATOR, Role
from catalogue.domain.values import moment, zone
from catalogue.settings import SettingsError, load
from catalogue.web import moments
from tests.conftest import described
from tests.engines.ports import free_port
from tests.services.signed_in import organisation, person
from tests.services.test_variables import DESCRIPTION
from tests.serving import serving
from tests.web.test_browser import browser  # noqa: F401 - a fixture
from tests.web.visitors import Visitor, visitor

WINTER = datetime(2026, 11, 22, 23, 5, 9, tzinfo=UTC)
SUMMER = datetime(2026, 7, 1, 12, tzinfo=UTC)


@pytest.fixture
def paris(make_services: Callable[..., Services]) -> Visitor:
    services = make_services(time_zone="Europe/Paris")
    organisation(services)
    return visitor(create_app(services=services), services, "ed@example.org", Role.EDITOR)


def test_a_moment_is_told_in_the_zone_of_the_instance_by_its_name_then(paris: Visitor) -> None:
    app = create_app(services=paris.services)
    with app.test_request_context("/en/"):
        assert moments.moment(WINTER) == "23 Nov 2026, 00:05 CET"
        assert moments.to_the_second(WINTER) == "2026-11-23 00:05:09 CET"
        assert moments.clock(SUMMER) == "14:00 CEST"
    with app.test_request_context("/fr/"):
        assert moments.moment(WINTER) == "23 nov. 2026, 00:05 CET"


def test_without_a_setting_it_is_utc(services: Services) -> None:
    with create_app(services=services).test_request_context("/en/"):
        assert moments.moment(WINTER) == "22 Nov 2026, 23:05 UTC"
        assert moments.clock(WINTER) == "23:05 UTC"


def test_a_zone_without_letters_is_told_by_how_far_it_is_from_utc() -> None:
    assert zone(WINTER.astimezone(timezone(timedelta(hours=-3), "-03"))) == "UTC-03"
    assert moment(WINTER, Reader("en", ("en",))).endswith("UTC")


@pytest.mark.parametrize(("place", "field"), [("sections/about", r".*\.new0"), ("variables", r"n\w+\.name")])
def test_a_script_is_told_the_time_that_the_page_shows(paris: Visitor, place: str, field: str) -> None:
    [description] = [each for each in described(DESCRIPTION) if each.kind == "dataset"]
    record = paris.services.editing.take(paris.actor, "north", description, "")
    address = f"/en/workspace/descriptions/{record.id}/{place}"
    page = paris.get(address)
    hidden = {str(each.get("name")): each.get("value") for each in page.all("input", type="hidden")}
    names = [str(each.get("name")) for each in [*page.all("input"), *page.all("textarea")]]
    typed = next(name for name in names if re.fullmatch(field, name))
    sent = {**hidden, typed: "changed", "action": "keep"}
    told = paris.post(address, sent, headers={"Accept": "application/json"})
    assert told.json["at"].endswith(("CET", "CEST"))
    assert f"Kept at {told.json['at']}, not saved yet" in paris.get(address).read


@pytest.mark.browser
def test_what_is_typed_into_variables_is_told_as_kept_by_that_clock(
    make_services: Callable[..., Services],
    browser: Browser,  # noqa: F811
) -> None:
    port = free_port()
    base = f"http://127.0.0.1:{port}"
    services = make_services(base_url=base, time_zone="Europe/Paris")
    organisation(services)
    [description] = [each for each in described(DESCRIPTION) if each.kind == "dataset"]
    secret = services.sessions.begin(person(services, "ed@example.org", Role.EDITOR))
    record = services.editing.take(OPERATOR, "north", description, "")
    context = browser.new_context()
    context.add_cookies([{"name": "catalogue_session", "value": secret, "url": base}])
    tab = context.new_page()
    with serving(create_app(services=services), port):
        tab.goto(f"{base}/en/workspace/descriptions/{record.id}/variables")
        tab.locator("#variables input[name$='.name']").first.fill("renamed")
        expect(tab.locator("#kept")).to_have_text(re.compile(r"Kept at \d\d:\d\d CES?T, not saved yet"))
        context.close()


def test_a_zone_that_is_not_known_is_refused_at_the_start() -> None:
    with pytest.raises(SettingsError, match=r"CATALOGUE_TIME_ZONE.*Europe/Paris"):
        load({"CATALOGUE_TIME_ZONE": "Paris"})
