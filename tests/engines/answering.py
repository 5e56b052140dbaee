"""A small OpenID provider on loopback whose keys are real, and whose answers are what a test says."""

import json
from collections.abc import Callable, Iterator
from time import time
from typing import Any

import pytest
from joserfc import jwt
from joserfc.jwk import RSAKey
from werkzeug.wrappers import Request, Response

from tests.engines.openid import CLIENT, free_port
from tests.serving import serving


class Answering:
    """A provider that vouches for one person without an e-mail address, and tells `more` of who was signed in.

    `claims` are said in place of its own, and `write` makes the ID token of them.
    """

    def __init__(self) -> None:
        self.port = free_port()
        self.issuer = f"http://127.0.0.1:{self.port}"
        self.key = RSAKey.generate_key(2048, {"kid": "of-tests", "use": "sig"})
        self.nonce = ""
        self.more: Any = {}
        self.claims: dict[str, Any] = {}
        self.write: Callable[[dict[str, Any]], Any] = self.signed
        self.asked: list[str] = []

    def __call__(self, environ: Any, start: Any) -> Any:
        told = self._told(Request(environ).path)
        return Response(json.dumps(told), mimetype="application/json")(environ, start)

    def signed(self, claims: dict[str, Any], key: Any = None, **header: Any) -> str:
        """An ID token of these claims."""
        return jwt.encode({"alg": "RS256", "kid": "of-tests"} | header, claims, key or self.key)

    def _told(self, path: str) -> Any:
        self.asked.append(path)
        if path == "/keys":
            return {"keys": [self.key.as_dict(private=False)]}
        if path == "/token":
            return {"access_token": "x", "token_type": "Bearer", "id_token": self.write(self.said())}
        if path == "/me":
            return self.more
        places = {"authorization": "go", "token": "token", "userinfo": "me"}
        named = {f"{name}_endpoint": f"{self.issuer}/{place}" for name, place in places.items()}
        return {"issuer": self.issuer, "jwks_uri": f"{self.issuer}/keys", **named}

    def said(self) -> dict[str, Any]:
        """What it says of who was signed in."""
        now = int(time())
        own = {
            "iss": self.issuer,
            "sub": "ada",
            "aud": CLIENT,
            "nonce": self.nonce,
            "iat": now,
            "exp": now + 60,
        }
        return {name: value for name, value in (own | self.claims).items() if value is not None}


@pytest.fixture
def answering() -> Iterator[Answering]:
    made = Answering()
    with serving(made, made.port):
        yield made
