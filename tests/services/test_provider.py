"""What an OpenID provider answers, where it answers what nobody expects; signing in is tested with a real one."""

from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from catalogue.bootstrap import Services
from catalogue.domain.errors import NotVouchedFor
from catalogue.services.provider import Going
from tests.engines.answering import Answering
from tests.engines.openid import CLIENT, SECRET


def finish(services: Services, answering: Answering) -> dict[str, Any]:
    begun = services.provider.begin(Going())
    asked = parse_qs(urlsplit(begun.url).query)
    [answering.nonce], [state] = asked["nonce"], asked["state"]
    return dict(services.provider.finish(begun.secret, {"state": state, "code": "x"}).claims)


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
