"""The page of what descriptions tell of and the register lacks."""

from flask import Flask

from catalogue.app import create_app
from catalogue.bootstrap import Services
from catalogue.domain.people import Role
from tests.conftest import dataset, described
from tests.services.signed_in import organisation
from tests.web.markup import text as text_of
from tests.web.visitors import visitor


def test_who_looks_after_everything_is_led_to_the_only_organisation(services: Services) -> None:
    organisation(services)
    app: Flask = create_app(services=services)
    page = visitor(app, services, administrator=True).get("/en/workspace/register/found")
    assert "All organisations and contacts" in page.read


def test_namesakes_are_told_apart_by_their_addresses_and_descriptions(services: Services) -> None:
    organisation(services)
    ada = visitor(create_app(services=services), services, role=Role.EDITOR)
    agent = '[ a <http://xmlns.com/foaf/0.1/Agent> ; <http://xmlns.com/foaf/0.1/name> "Desk"@en {} ]'
    mail = "; <http://xmlns.com/foaf/0.1/mbox> <mailto:{}@example.org>"
    for number, more in enumerate((mail.format("north"), mail.format("south"), "")):
        text = dataset(
            f"http://127.0.0.1:8000/dataset/{number}",
            f"Cohort {number}",
            f"dct:publisher {agent.format(more)}",
        )
        services.editing.take(ada.actor, "north", *described(text), "")
    page = ada.get("/en/workspace/register/found?organisation=north")
    told = [text_of(each) for each in page.all("p", class_="small")]
    assert sorted(map(" ".join, zip(told[::2], told[1::2], strict=True))) == [
        "Organisation in 1 description: Cohort 2",
        "Organisation · north@example.org in 1 description: Cohort 0",
        "Organisation · south@example.org in 1 description: Cohort 1",
    ]
