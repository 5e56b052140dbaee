"""Answers of an OpenID provider that nobody may believe: each is refused on a page, and nothing is made."""

import base64
import hmac
import json
from collections.abc import Callable
from time import time
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from flask.testing import FlaskClient
from joserfc.jwk import ECKey, RSAKey
from werkzeug.test import TestResponse

from catalogue.app import create_app
from catalogue.bootstrap import Services
from catalogue.domain.people import OPERATOR
from tests.engines.answering import Answering
from tests.engines.openid import CLIENT, SECRET
from tests.web.markup import Html
from tests.web.visitors import BROWSER

ADA = {"email": "ada@example.org", "email_verified": True, "name": "Ada"}
Write = Callable[[Answering, dict[str, Any]], Any]


@pytest.fixture
def services(make_services: Callable[..., Services], answering: Answering) -> Services:
    answering.claims = dict(ADA)
    return make_services(oidc_issuer=answering.issuer, oidc_client_id=CLIENT, oidc_client_secret=SECRET)


@pytest.fixture
def client(services: Services) -> FlaskClient:
    return create_app(services=services).test_client()


def go(client: FlaskClient, answering: Answering) -> dict[str, str]:
    """To the provider; gives what comes back with the browser."""
    asked = parse_qs(urlsplit(client.get("/en/sign-in/provider", headers=BROWSER).headers["Location"]).query)
    [answering.nonce] = asked["nonce"]
    return {"state": asked["state"][0], "code": "x"}


def come_back(client: FlaskClient, answer: dict[str, str]) -> TestResponse:
    return client.get("/sign-in/callback", query_string=answer, headers=BROWSER)


def assert_refused(answer: TestResponse, services: Services, people: int = 0) -> str:
    """The page says that it was not believed, and nothing was made."""
    assert answer.status_code == 401
    page = Html(answer)
    assert page.title.startswith("Error:")
    assert "Traceback" not in page.source
    assert "catalogue_session" not in str(answer.headers)
    assert len(services.accounts.people(OPERATOR)) == people
    return page.read


def unsigned(claims: dict[str, Any], alg: str) -> str:
    head = {"alg": alg, "kid": "of-tests"}
    return ".".join([*(encoded(json.dumps(part).encode()) for part in (head, claims)), ""])


def sealed(claims: dict[str, Any], secret: bytes) -> str:
    text = unsigned(claims, "HS256")
    return text + encoded(hmac.digest(secret, text[:-1].encode(), "sha256"))


def encoded(part: bytes) -> str:
    return base64.urlsafe_b64encode(part).decode().rstrip("=")


def of_other_key(answering: Answering, claims: dict[str, Any]) -> str:
    return answering.signed(claims, RSAKey.generate_key(2048))


def of_other_kind_of_key(answering: Answering, claims: dict[str, Any]) -> str:
    return answering.signed(claims, ECKey.generate_key("P-256"), alg="ES256")


def changed_afterwards(answering: Answering, claims: dict[str, Any]) -> str:
    head, _, seal = answering.signed(claims).split(".")
    body = unsigned(claims | {"sub": "eve"}, "none").split(".")[1]
    return f"{head}.{body}.{seal}"


def of_public_key_as_secret(answering: Answering, claims: dict[str, Any]) -> str:
    """The public key of all, taken for the secret of a symmetric kind (RFC 8725, section 2.1)."""
    return sealed(claims, answering.key.as_pem(private=False))


def of_our_secret(_: Answering, claims: dict[str, Any]) -> str:
    return sealed(claims, SECRET.encode())


def with_key_in_it(answering: Answering, claims: dict[str, Any]) -> str:
    """A key of its own in the header, which nobody vouches for."""
    own = RSAKey.generate_key(2048)
    return answering.signed(claims, own, jwk=own.as_dict(private=False))


def test_what_is_right_signs_in(client: FlaskClient, services: Services, answering: Answering) -> None:
    answer = come_back(client, go(client, answering))
    assert (answer.status_code, answer.headers["Location"]) == (302, "/en/workspace")
    assert [each.email for each in services.accounts.people(OPERATOR)] == ["ada@example.org"]


@pytest.mark.parametrize(
    "write",
    [
        lambda _, claims: unsigned(claims, "none"),
        lambda _, claims: unsigned(claims, "None"),
        lambda _, claims: unsigned(claims, "RS256"),
        lambda _, claims: unsigned(claims, "HS256"),
        of_other_key,
        of_other_kind_of_key,
        changed_afterwards,
        of_public_key_as_secret,
        of_our_secret,
        with_key_in_it,
        lambda *_: "",
        lambda *_: "a.b.c",
        lambda *_: None,
        lambda *_: {"sub": "ada"},
        lambda answering, claims: answering.signed(claims) * 2,
    ],
)
def test_a_token_that_is_not_signed_by_the_provider_is_refused(
    client: FlaskClient,
    services: Services,
    answering: Answering,
    write: Write,
) -> None:
    answering.write = lambda claims: write(answering, claims)
    assert_refused(come_back(client, go(client, answering)), services)


@pytest.mark.parametrize(
    "claims",
    [
        {"iss": "http://127.0.0.1:1"},
        {"iss": None},
        {"iss": ["x"]},
        {"aud": "another"},
        {"aud": ["another", "third"]},
        {"aud": None},
        {"aud": [CLIENT, "another"], "azp": "another"},
        {"exp": int(time()) - 3600},
        {"exp": None},
        {"exp": "tomorrow"},
        {"iat": int(time()) + 3600},
        {"nbf": int(time()) + 3600},
        {"nonce": "of another request"},
        {"nonce": None},
        {"nonce": ["x"]},
        {"sub": None},
        {"sub": ""},
        {"sub": 7},
        {"at_hash": "of-another-token"},
    ],
    ids=" ".join,  # no times, in which processes that test beside each other would differ
)
def test_a_token_for_another_moment_place_or_request_is_refused(
    client: FlaskClient,
    services: Services,
    answering: Answering,
    claims: dict[str, Any],
) -> None:
    answering.claims |= claims
    assert_refused(come_back(client, go(client, answering)), services)


def test_an_answer_counts_once(client: FlaskClient, services: Services, answering: Answering) -> None:
    answer = go(client, answering)
    held = client.get_cookie("catalogue_provider", path="/sign-in/callback")
    assert held is not None
    assert come_back(client, answer).status_code == 302
    again = create_app(services=services).test_client()
    again.set_cookie("catalogue_provider", held.value, path="/sign-in/callback")
    assert "Begin again" in assert_refused(come_back(again, answer), services, people=1)
    assert answering.asked.count("/token") == 1


def test_an_answer_to_another_browser_is_refused(
    client: FlaskClient,
    services: Services,
    answering: Answering,
) -> None:
    """Nobody is signed in to an account of another's choice by a link."""
    other = create_app(services=services).test_client()
    stolen = go(other, answering)
    go(client, answering)
    assert_refused(come_back(client, stolen), services)
    assert_refused(come_back(create_app(services=services).test_client(), stolen), services)
    assert "/token" not in answering.asked


def test_an_answer_of_another_provider_is_refused(
    client: FlaskClient,
    services: Services,
    answering: Answering,
) -> None:
    answer = go(client, answering) | {"iss": "https://evil.example"}
    assert "another provider" in assert_refused(come_back(client, answer), services)
    assert "/token" not in answering.asked


def test_a_token_of_an_earlier_sign_in_is_not_believed_again(
    client: FlaskClient,
    services: Services,
    answering: Answering,
) -> None:
    answer = go(client, answering)
    kept = answering.signed(answering.said())
    assert come_back(client, answer).status_code == 302
    answering.write = lambda _: kept
    fresh = create_app(services=services).test_client()
    assert_refused(come_back(fresh, go(fresh, answering)), services, people=1)


def test_what_the_page_says_is_said_in_the_readers_language(
    client: FlaskClient,
    services: Services,
    answering: Answering,
) -> None:
    answering.claims["aud"] = "another"
    asked = parse_qs(urlsplit(client.get("/fr/sign-in/provider", headers=BROWSER).headers["Location"]).query)
    [answering.nonce] = asked["nonce"]
    answer = come_back(client, {"state": asked["state"][0], "code": "x"})
    assert Html(answer).title.startswith("Erreur")
    assert services.accounts.people(OPERATOR) == []
