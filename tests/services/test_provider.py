"""What an OpenID provider answers, where it answers what nobody expects; signing in is tested with a real one."""

import json
from collections.abc import Callable, Iterator
from threading import Thread
from time import time
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from joserfc import jwt
from joserfc.jwk import RSAKey
from werkzeug.serving import make_server
from werkzeug.wrappers import Request, Response

from catalogue.bootstrap import Services
from catalogue.domain.errors import NotVouchedFor
from catalogue.services.provider import Going
from tests.engines.openid import CLIENT, SECRET, free_port


class Answering:
    """A provider that vouches for one person without an e-mail address, and tells `more` of who was signed in."""

    def __init__(self) -> None:
        self.port = free_port()
        self.issuer = f"http://127.0.0.1:{self.port}"
        self.key = RSAKey.generate_key(2048, {"kid": "of-tests", "use": "sig"})
        self.nonce = ""
        self.more: Any = {}

    def __call__(self, environ: Any, start: Any) -> Any:
        told = self._told(Request(environ).path)
        return Response(json.dumps(told), mimetype="application/json")(environ, start)

    def _told(self, path: str) -> Any:
        if path == "/keys":
            return {"keys": [self.key.as_dict(private=False)]}
        if path == "/token":
            now = int(time())
            claims = {"iss": self.issuer, "sub": "ada", "aud": CLIENT, "nonce": self.nonce}
            token = jwt.encode(
                {"alg": "RS256", "kid": "of-tests"}, claims | {"iat": now, "exp": now + 60}, self.key
            )
            return {"access_token": "x", "token_type": "Bearer", "id_token": token}
        if path == "/me":
            return self.more
        places = {"authorization": "go", "token": "token", "userinfo": "me"}
        named = {f"{name}_endpoint": f"{self.issuer}/{place}" for name, place in places.items()}
        return {"issuer": self.issuer, "jwks_uri": f"{self.issuer}/keys", **named}


@pytest.fixture
def answering() -> Iterator[Answering]:
    made = Answering()
    server = make_server("127.0.0.1", made.port, made, threaded=True)
    thread = Thread(target=server.serve_forever)
    thread.start()
    yield made
    server.shutdown()
    thread.join()
    server.server_close()


def finish(services: Services, answering: Answering) -> dict[str, Any]:
    begun = services.provider.begin(Going())
    asked = parse_qs(urlsplit(begun.url).query)
    [answering.nonce], [state] = asked["nonce"], asked["state"]
    return dict(services.provider.finish(begun.secret, {"state": state, "code": "x"}))


@pytest.fixture
def services(make_services: Callable[..., Services], answering: Answering) -> Services:
    return make_services(oidc_issuer=answering.issuer, oidc_client_id=CLIENT, oidc_client_secret=SECRET)


def test_what_the_provider_tells_beside_the_id_token_is_taken(
    services: Services, answering: Answering
) -> None:
    answering.more = {"sub": "ada", "email": "ada@example.org"}
    assert finish(services, answering)["email"] == "ada@example.org"


@pytest.mark.parametrize("more", [[], ["ada"], "ada", None, 7, {}, {"sub": "eve"}])
def test_what_is_told_of_nobody_or_of_somebody_else_signs_nobody_in(
    services: Services, answering: Answering, more: Any
) -> None:
    answering.more = more
    with pytest.raises(NotVouchedFor):
        finish(services, answering)
