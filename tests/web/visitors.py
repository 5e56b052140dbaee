"""Browsers in which somebody is signed in, for tests of pages that need it."""

import re
from dataclasses import dataclass
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from catalogue.bootstrap import Services
from catalogue.domain.people import Actor, Role
from catalogue.services.sessions import actor_of
from catalogue.web.actors import COOKIE
from tests.services.signed_in import person
from tests.web.markup import Html

TOKEN = re.compile(r'name="csrf_token" value="([^"]+)"')
BROWSER = {"Accept": "text/html,application/xhtml+xml,*/*;q=0.8", "Sec-Fetch-Site": "same-origin"}


@dataclass
class Visitor:
    """Somebody's browser; `actor` is who they are for services."""

    client: FlaskClient
    actor: Actor
    services: Services

    def get(self, url: str, status: int = 200) -> Html:
        """A page as they see it."""
        response = self.ask(url)
        assert response.status_code == status, response.get_data(as_text=True)[:2000]
        return Html(response)

    def ask(self, url: str, **headers: str) -> TestResponse:
        return self.client.get(url, headers={**BROWSER, **headers})

    def post(self, url: str, data: dict[str, Any] | None = None, /, **given: Any) -> TestResponse:
        """A form sent with the token of their session."""
        headers = {**BROWSER, **given.pop("headers", {})}
        token = {"csrf_token": self.token()} if given.pop("token", True) else {}
        return self.client.post(url, data={**token, **(data or {})}, headers=headers, **given)

    def token(self) -> str:
        """A token as a page of theirs carries it."""
        found = TOKEN.search(self.ask("/en/").get_data(as_text=True))
        assert found, "nobody is signed in"
        return found.group(1)


def visitor(
    app: Flask, services: Services, email: str = "ada@example.org", role: Role | None = None, **given: Any
) -> Visitor:
    """A new person, signed in; with a role in the organisation `north`, which has to be there, if one is given."""
    known = services.store.person("email", email) or person(services, email, role, **given)
    client = app.test_client()
    client.set_cookie(COOKIE, services.sessions.begin(known, "A test"), domain="localhost")
    return Visitor(client, actor_of(known), services)
