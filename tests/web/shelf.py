"""An instance with descriptions on it, asked over HTTP; nothing is validated, so that tests can have many."""

from collections.abc import Sequence
from concurrent.futures import Future
from dataclasses import dataclass
from functools import lru_cache

from flask.testing import FlaskClient
from rdflib import Graph
from werkzeug.test import TestResponse

from catalogue.app import create_app
from catalogue.bootstrap import Services
from catalogue.domain.record import Description, Publish, Record
from catalogue.domain.report import Report
from catalogue.rdf import graphs
from catalogue.rdf.canonical import canonical
from catalogue.rdf.formats import Format, by_media_type
from catalogue.rdf.reading import read
from catalogue.services.judging import Judgement
from catalogue.services.records import Intake
from catalogue.store.base import Selection
from tests.conftest import described

BASE = "http://127.0.0.1:8000"


@dataclass
class Lenient:
    """Finds nothing wrong with any description."""

    profile: str

    def judge(self, descriptions: Sequence[Description]) -> list[Judgement]:
        return [Judgement(Report(self.profile, "PUBLIC"), (), "") for _ in descriptions]

    def submit(self, descriptions: Sequence[Description]) -> "Future[list[Judgement]]":
        done: Future[list[Judgement]] = Future()
        done.set_result(self.judge(descriptions))
        return done


class Shelf:
    """What a test does to an instance, and what a client sees of it."""

    def __init__(self, services: Services) -> None:
        self.services = services
        self.client: FlaskClient = create_app(services=services).test_client()
        self.judge = Lenient(services.profile.id)

    def add(self, turtle: str, publish: Publish = Publish.ALWAYS, source: str | None = None) -> list[Record]:
        """Take in what a Turtle text describes."""
        return self.take_in(described(turtle), publish, source)

    def take_in(
        self,
        descriptions: Sequence[Description],
        publish: Publish = Publish.ALWAYS,
        source: str | None = None,
    ) -> list[Record]:
        self.services.records.take_in(descriptions, Intake(publish, source), self.judge)  # type: ignore[arg-type]
        found = self.services.store.find("iri", [description.iri for description in descriptions])
        return [found[description.iri] for description in descriptions]

    def empty(self) -> None:
        """Remove everything; what comes next gets higher numbers."""
        while found := self.services.store.select(Selection(limit=1000)):
            for record in found:
                self.services.records.remove(record.iri)
        self.judge = Lenient(self.services.profile.id)

    def withdraw(self, iri: str, reason: str = "It was a test") -> None:
        self.services.records.withdraw(iri, reason)

    def get(self, url: str, accept: str = "*/*", **headers: str) -> TestResponse:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        return self.client.get(url.removeprefix(BASE), headers={"Accept": accept, **named})


def digest(response: TestResponse) -> str:
    """The canonical hash of the graph of an answer."""
    return _hash(response.data, form_of(response))


@lru_cache(maxsize=8)
def _hash(data: bytes, form: Format) -> str:
    with read(data, "answer", form) as statements:
        return canonical(statements.find())[1]


def graph_of(response: TestResponse) -> Graph:
    """The graph of an answer, parsed as it is served."""
    with read(response.data, "answer", form_of(response)) as statements:
        return graphs.graph("".join(f"{triple} .\n" for triple in statements.find()))


def form_of(response: TestResponse) -> Format:
    """The serialisation that an answer says it is in."""
    form = by_media_type(response.content_type)
    assert form is not None, f"{response.status}: {response.content_type}"
    return form
