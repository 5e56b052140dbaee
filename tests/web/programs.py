"""Programs with keys, as they ask an instance over HTTP."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from catalogue.app import create_app
from catalogue.bootstrap import Services
from catalogue.domain.people import OPERATOR, Organisation, Role
from catalogue.domain.record import Description
from catalogue.rdf.formats import TURTLE
from catalogue.rdf.reading import read
from catalogue.rdf.splitting import split
from catalogue.services.demonstration import FOLDER
from catalogue.services.keys import Wanted
from tests.web.shelf import BASE

NORTH, SOUTH = "north", "south"
DATASETS = "/api/v1/datasets"
PROBLEM = "application/problem+json"


@dataclass
class Program:
    """A key of an organisation, and what it asks with."""

    client: FlaskClient
    secret: str
    headers: dict[str, str] = field(default_factory=dict)

    def ask(self, method: str, url: str, data: bytes | str = b"", **given: str) -> TestResponse:
        """The answer to a request; keywords are headers, with underscores for hyphens."""
        named = {name.replace("_", "-"): value for name, value in given.items()}
        headers = {"X-API-Key": self.secret, **self.headers, **named}
        return self.client.open(url.removeprefix(BASE), method=method, data=data, headers=headers)

    def get(self, url: str, **given: str) -> TestResponse:
        return self.ask("GET", url, **given)

    def post(self, url: str, data: bytes | str = b"", **given: str) -> TestResponse:
        return self.ask("POST", url, data, **{"Content_Type": "text/turtle", **given})

    def put(self, url: str, data: bytes | str, **given: str) -> TestResponse:
        return self.ask("PUT", url, data, **{"Content_Type": "text/turtle", **given})

    def patch(self, url: str, data: bytes | str, **given: str) -> TestResponse:
        return self.ask("PATCH", url, data, **{"Content_Type": "application/rdf-patch", **given})

    def delete(self, url: str, **given: str) -> TestResponse:
        return self.ask("DELETE", url, **given)

    def created(self, data: bytes | str, query: str = "", **given: str) -> dict[str, Any]:
        """The record of a dataset that is new."""
        answer = self.post(f"{DATASETS}{query}", data, **given)
        assert answer.status_code == 201, answer.text
        record: dict[str, Any] = answer.json["record"]
        return record

    def at_once(self, times: int, ask: Callable[["Program", int], TestResponse]) -> list[TestResponse]:
        """The answers to requests that are sent at the same moment, each by a client of its own."""
        clients = [Program(self.client.application.test_client(), self.secret) for _ in range(times)]
        start = threading.Barrier(times, timeout=30)

        def send(number: int) -> TestResponse:
            start.wait()
            return ask(clients[number], number)

        with ThreadPoolExecutor(times) as pool:
            return list(pool.map(send, range(times)))


def make_program(services: Services, organisation: str = NORTH, role: Role = Role.PROVIDER) -> Program:
    """A program with a new key."""
    services.store.save_organisation(Organisation(organisation, organisation.title()))
    made = services.keys.create(OPERATOR, Wanted(f"{organisation} {role}", organisation, role))
    return Program(create_app(services=services).test_client(), made.secret)


def whole(name: str = "heat-and-mortality-valdelmar") -> Description:
    """A demonstration description, which has no violation."""
    with read(FOLDER / f"{name}.ttl", name, TURTLE, "http://example.org/") as statements:
        found = list(split(statements, lambda key: f"http://example.org/{key}").descriptions)
    return next(each for each in found if each.kind == "dataset")
