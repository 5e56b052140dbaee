"""The list of one's own descriptions: found, narrowed, ordered and paged by its address."""

from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import event

from catalogue.app import create_app
from catalogue.bootstrap import Services
from catalogue.domain.people import Role
from catalogue.domain.record import Record
from catalogue.web.workspace.home import PAGE
from tests.services.signed_in import organisation
from tests.web.markup import Html, text
from tests.web.visitors import Visitor, visitor


@pytest.fixture
def app(services: Services) -> Flask:
    organisation(services)
    organisation(services, "south", "Sud")
    return create_app(services=services)


@pytest.fixture
def ada(app: Flask, services: Services) -> Visitor:
    """An administrator of the catalogue, who sees both organisations."""
    return visitor(app, services, role=Role.EDITOR, administrator=True)


@pytest.fixture
def begin(services: Services, ada: Visitor) -> Callable[..., Record]:
    def begin(title: str, where: str = "north", language: str = "en") -> Record:
        return services.editing.create(ada.actor, where, title, language, "PUBLIC")

    return begin


def titles(page: Html) -> list[str]:
    return [text(each).strip("“”") for each in page.all("h3")]


def test_pages_lead_to_each_other_and_keep_what_was_asked(ada: Visitor, begin: Callable[..., Record]) -> None:
    for number in range(PAGE + 3):
        begin(f"Cohort {number:02}")
    begin("Registry")
    first = ada.get("/en/workspace/?q=cohort&sort=title")
    assert titles(first) == [f"Cohort {number:02}" for number in range(PAGE)]
    assert "28 descriptions" in first.read
    href = first.one("a", rel="next").get("href", "")
    second = ada.get(href)
    assert titles(second) == [f"Cohort {number:02}" for number in range(PAGE, PAGE + 3)]
    assert "q=cohort" in href
    assert "sort=title" in href


def test_a_page_beyond_the_last_is_the_last(ada: Visitor, begin: Callable[..., Record]) -> None:
    begin("Cohort")
    for number in ("7", "99999999999999999999999", "-3", "x"):
        assert titles(ada.get(f"/en/workspace/?page={number}")) == ["Cohort"]


def test_what_changed_last_stands_first_and_titles_can(ada: Visitor, begin: Callable[..., Record]) -> None:
    for title in ("Beta", "Âge", "alpha"):
        begin(title)
    assert titles(ada.get("/en/workspace/")) == ["alpha", "Âge", "Beta"]
    assert titles(ada.get("/en/workspace/?sort=title")) == ["Âge", "alpha", "Beta"]
    assert titles(ada.get("/en/workspace/?sort=nonsense")) == ["alpha", "Âge", "Beta"]


def test_it_is_narrowed_to_an_organisation_and_a_state(
    ada: Visitor, begin: Callable[..., Record], services: Services
) -> None:
    north, _ = begin("Of the north"), begin("Of the south", "south")
    services.workflow.submit(ada.actor, north.id, 1)
    page = ada.get("/en/workspace/?organisation=south")
    assert titles(page) == ["Of the south"]
    assert page.one("option", value="south").get("selected") is not None
    assert titles(ada.get("/en/workspace/?state=in-review")) == ["Of the north"]
    assert titles(ada.get("/en/workspace/?state=in-review&organisation=south")) == []
    assert len(titles(ada.get("/en/workspace/?organisation=nowhere&state=nonsense"))) == 2


def test_members_of_one_organisation_are_not_asked_which_and_see_no_other(
    app: Flask, services: Services, begin: Callable[..., Record]
) -> None:
    begin("Of the north"), begin("Of the south", "south")
    ben = visitor(app, services, "ben@example.org", Role.EDITOR)
    for asked in ("", "?organisation=south"):
        page = ben.get(f"/en/workspace/{asked}")
        assert titles(page) == ["Of the north"]
        assert page.all("select", id="organisation") == []


def test_no_description_is_read_to_list_them(
    ada: Visitor, begin: Callable[..., Record], services: Services
) -> None:
    begin("Cohort")
    asked: list[str] = []
    event.listen(services.store._engine, "before_cursor_execute", lambda *given: asked.append(given[2]))
    assert titles(ada.get("/en/workspace/?q=cohort&sort=title")) == ["Cohort"]
    assert asked
    assert [statement for statement in asked if "graphs" in statement] == []


def test_a_copy_is_chosen_among_all_of_them(ada: Visitor, begin: Callable[..., Record]) -> None:
    for number in range(60):
        begin(f"Cohort {number:02}")
    page = ada.get("/en/workspace/new/copy?q=cohort+59")
    assert "Cohort 59" in page.read
    assert "Cohort 58" not in page.read
