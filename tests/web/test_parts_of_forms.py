"""What a part that was just added shows to who is to fill it in."""

from xml.etree.ElementTree import Element

import pytest
from flask import Flask

from catalogue.app import create_app
from catalogue.bootstrap import Services
from catalogue.domain.people import Role
from tests.services.signed_in import organisation
from tests.web.markup import Html
from tests.web.visitors import Visitor, visitor

CONTACT_POINT = "_contactPoint:http://data.europa.eu/m8g/ContactPoint"
BODY = "_hdab:http://xmlns.com/foaf/0.1/Agent"


@pytest.fixture
def app(services: Services) -> Flask:
    organisation(services)
    return create_app(services=services)


@pytest.fixture
def ada(app: Flask, services: Services) -> Visitor:
    return visitor(app, services, role=Role.EDITOR)


def add(ada: Visitor, section: str, what: str) -> Html:
    """The page after a press on the button that adds a part."""
    page = ada.get(section)
    [action] = [each.get("value", "") for each in page.all("button") if each.get("value", "").endswith(what)]
    version = page.all("input", name="version")[0].get("value", "")
    return ada.get(ada.post(section, {"version": version, "action": action}).headers["Location"])


def hidden(page: Html) -> list[Element]:
    """All that stands behind a fold."""
    return [each for fold in page.all("details") if fold.get("open") is None for each in fold.iter()]


def test_a_new_part_of_optional_fields_shows_what_to_fill_in(ada: Visitor, services: Services) -> None:
    record = services.editing.create(ada.actor, "north", "A cohort", "en", "NON_PUBLIC")
    section = f"/en/workspace/descriptions/{record.id}/sections/access"
    add(ada, section, BODY)
    page = add(ada, section, CONTACT_POINT)
    [focused] = [each for each in page.root.iter() if each.get("autofocus") is not None]
    folded = hidden(page)
    assert focused not in folded
    emails = [each for each in page.all("input") if "cv_email" in (each.get("name") or "")]
    assert emails
    assert not [each for each in emails if each in folded]
