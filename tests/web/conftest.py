"""Instances that tests of the web layer ask for pages."""

from collections.abc import Callable

import pytest
from flask import Flask

from catalogue.app import create_app
from catalogue.bootstrap import Services
from catalogue.domain.people import Role
from catalogue.rdf.formats import TURTLE
from catalogue.rdf.reading import read
from catalogue.rdf.splitting import split
from catalogue.services.demonstration import FOLDER
from catalogue.settings import Settings
from tests.services.signed_in import organisation
from tests.web.markup import Html
from tests.web.shelf import BASE, Shelf
from tests.web.visitors import Visitor, visitor

DIABETES = "diabetes-programme-auental"
AS_A_BROWSER = "text/html,application/xhtml+xml,*/*;q=0.8"


@pytest.fixture
def services(make_services: Callable[..., Services], library: Shelf) -> Services:
    """An instance of the test's own. To read the profile is most of what one costs, so that it is shared."""
    made = make_services()
    vars(made).update(profile=library.services.profile, vocabularies=library.services.vocabularies)
    return made


@pytest.fixture
def app(services: Services) -> Flask:
    """The pages of the test's own instance, where Nord describes datasets."""
    organisation(services)
    return create_app(services=services)


@pytest.fixture
def ada(app: Flask, services: Services) -> Visitor:
    """An editor of Nord."""
    return visitor(app, services, role=Role.EDITOR)


@pytest.fixture
def shelf(services: Services) -> Shelf:
    """An instance of the test's own."""
    made = Shelf(services)
    index(made)
    return made


@pytest.fixture(scope="session")
def library(tmp_path_factory: pytest.TempPathFactory) -> Shelf:
    """An instance with a few whole descriptions in English and French, for tests that only read."""
    made = Shelf(Services(Settings.model_validate({"data": tmp_path_factory.mktemp("library")})))
    for name in (DIABETES, "wastewater-pathogens-vigie", "lysenberg-cancer-registry"):
        with read(FOLDER / f"{name}.ttl", name, TURTLE, f"{BASE}/") as statements:
            made.take_in(list(split(statements, made.services.identities.mint).descriptions))
    index(made)
    return made


@pytest.fixture
def page(shelf: Shelf) -> Callable[..., Html]:
    """Asks the test's own instance for a page as a browser does, and reads it."""
    return asking(shelf)


@pytest.fixture
def leaf(library: Shelf) -> Callable[..., Html]:
    """Asks the library for a page."""
    return asking(library)


@pytest.fixture
def diabetes(library: Shelf) -> str:
    """The id of a whole description in the library."""
    record = library.services.reading.find(iri=f"{BASE}/dataset/{DIABETES}")
    assert record is not None
    return record.id


def asking(shelf: Shelf) -> Callable[..., Html]:
    def ask(url: str, status: int = 200, **headers: str) -> Html:
        response = shelf.get(url, AS_A_BROWSER, **headers)
        assert response.status_code == status, response.get_data(as_text=True)[:2000]
        assert response.mimetype == "text/html"
        return Html(response)

    return ask


def index(shelf: Shelf) -> None:
    """Let the search take in what changed."""
    while shelf.services.indexing.catch_up():
        pass
