"""The page of what descriptions tell of and the register lacks."""

from flask import Flask

from catalogue.app import create_app
from catalogue.bootstrap import Services
from tests.services.signed_in import organisation
from tests.web.visitors import visitor


def test_who_looks_after_everything_is_led_to_the_only_organisation(services: Services) -> None:
    organisation(services)
    app: Flask = create_app(services=services)
    page = visitor(app, services, administrator=True).get("/en/workspace/register/found")
    assert "All organisations and contacts" in page.read
