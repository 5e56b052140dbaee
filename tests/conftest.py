"""What tests of every layer share: instances with embedded parts, and descriptions to put into them."""

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from catalogue.bootstrap import Services
from catalogue.domain.record import Description, Publish
from catalogue.rdf.formats import TURTLE
from catalogue.rdf.reading import read
from catalogue.rdf.splitting import split
from catalogue.services.records import Intake
from catalogue.settings import Settings
from catalogue.store.sql import SqlStore

ROOT = Path(__file__).parent.parent
REFERENCE = Path(os.environ.get("HEALTHDCAT_AP_REFERENCE", ROOT / "../shared/healthdcat-ap")).resolve()


@pytest.fixture(scope="session")
def reference() -> Path:
    """The folder of the official HealthDCAT-AP files and examples."""
    if not REFERENCE.is_dir():
        pytest.skip("HEALTHDCAT_AP_REFERENCE names no folder with the official files")
    return REFERENCE


@pytest.fixture(scope="session")
def new_database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An embedded database with all tables and nothing in them, which takes twenty times as long to make as to copy."""
    path = tmp_path_factory.mktemp("database") / "catalogue.sqlite"
    SqlStore(f"sqlite:///{path}").close()
    return path


@pytest.fixture
def make_services(tmp_path: Path, new_database: Path) -> Callable[..., Services]:
    """Makes the services of an instance with embedded parts; keywords are settings."""

    def make(name: str = "instance", **given: object) -> Services:
        options = {"data": tmp_path / name, "poll": 0.01, "import_processes": 1} | given
        made = Services(Settings.model_validate(options))
        place = made.settings.data / new_database.name
        if not place.exists():
            place.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(new_database, place)
        return made

    return make


@pytest.fixture
def services(make_services: Callable[..., Services]) -> Services:
    return make_services()


@pytest.fixture
def take_in(services: Services) -> Callable[..., list[Description]]:
    """Puts Turtle into the instance, published whatever it holds; gives its descriptions."""

    def take(turtle: str, publish: Publish = Publish.ALWAYS) -> list[Description]:
        descriptions = described(turtle)
        services.records.take_in(descriptions, Intake(publish), services.judge)
        return descriptions

    return take


def described(turtle: str, base: str = "http://127.0.0.1:8000/") -> list[Description]:
    """The descriptions of a Turtle text."""
    with read(turtle.encode(), "a test", TURTLE, base) as statements:
        return list(split(statements, lambda key: f"{base}dataset/{abs(hash(key))}").descriptions)


def dataset(iri: str = "http://example.org/1", title: str = "A dataset", more: str = "") -> str:
    """The Turtle of a small description."""
    return f"""
        @prefix dcat: <http://www.w3.org/ns/dcat#> .
        @prefix dct: <http://purl.org/dc/terms/> .
        <{iri}> a dcat:Dataset ; dct:title "{title}"@en ; dct:identifier "{iri}" {"; " + more if more else ""} .
    """
