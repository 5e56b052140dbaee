"""Signing in by OpenID Connect: what the provider is asked, and whether its answer can be believed.

The authorization code flow with PKCE, state and nonce (OpenID Connect Core 1.0, section 3.1; RFC 7636; RFC 9207), and
the way to end the session there (OpenID Connect RP-Initiated Logout 1.0). What has to be remembered between the two
requests is kept as a token, whose secret the browser holds.
"""

import secrets
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from threading import Lock
from typing import Any, Final

from authlib.common.errors import AuthlibBaseError
from authlib.common.urls import add_params_to_uri
from authlib.integrations.requests_client import OAuth2Session
from authlib.oidc.core import CodeIDToken
from authlib.oidc.discovery import get_well_known_url
from joserfc import jwt
from joserfc.errors import InvalidKeyIdError, JoseError
from joserfc.jwk import KeySet

from catalogue.domain.errors import CatalogueError, NotVouchedFor, Unavailable
from catalogue.domain.sentences import Sentence, quoted
from catalogue.services import tokens
from catalogue.services.auditing import now
from catalogue.settings import Settings
from catalogue.store.holder_base import Token, TokenStore

PART: Final = Sentence("The sign-in service")
LASTS: Final = timedelta(minutes=10)
CALLBACK: Final = "/sign-in/callback"
# Signed with a key that only the provider has: none of the kinds that our own secret, or nothing, would verify.
_ALGORITHMS: Final = [
    "RS256",
    "RS384",
    "RS512",
    "PS256",
    "PS384",
    "PS512",
    "ES256",
    "ES384",
    "ES512",
    "EdDSA",
]
_FRESH: Final = 3600.0  # seconds for which what the provider says of itself is believed
_LEEWAY: Final = 60  # seconds by which clocks may differ
_LONGEST_HINT: Final = 4000  # characters of an ID token that have their place in an address
Claims = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Going:
    """Where somebody is on the way while they sign in elsewhere: `next`, what they posted, and their language."""

    next: str = ""
    kept: str = ""
    language: str = ""


@dataclass(frozen=True, slots=True)
class Begun:
    """The address to which the browser goes, and the secret that it holds until it is back."""

    url: str
    secret: str


@dataclass(frozen=True, slots=True)
class Vouched:
    """What the provider says of somebody, and the ID token that says it."""

    claims: Claims
    token: str


class Provider:
    """The OpenID provider of the settings."""

    def __init__(self, settings: Settings, store: TokenStore, clock: Callable[[], datetime] = now) -> None:
        self._settings = settings
        self._store = store
        self._clock = clock
        self._known: tuple[float, Claims, KeySet] | None = None
        self._lock = Lock()

    @property
    def is_set(self) -> bool:
        """Whether people can sign in by it."""
        return bool(self._settings.oidc_issuer and self._settings.oidc_client_id)

    def begin(self, going: Going) -> Begun:
        """Where to send a browser. Raises Unavailable when the provider is down."""
        metadata, _ = self._facts()
        said = {name: secrets.token_urlsafe(32) for name in ("state", "nonce", "verifier")}
        with self._asking() as session:
            url, _ = session.create_authorization_url(
                metadata["authorization_endpoint"],
                state=said["state"],
                nonce=said["nonce"],
                code_verifier=said["verifier"],
            )
        secret, at = tokens.make(), self._clock()
        token = Token(tokens.digest(secret), "provider", "", at + LASTS, at, said | asdict(going))
        self._store.keep_token(token)
        return Begun(url, secret)

    def going(self, secret: str) -> Going:
        """Where somebody was going who is back; nowhere if that is not known any more."""
        token = self._store.token(tokens.digest(secret), "provider", self._clock())
        said = token.data if token else {}
        return Going(*(said.get(name, "") for name in ("next", "kept", "language")))

    def finish(self, secret: str, answer: Mapping[str, str]) -> Vouched:
        """What the provider says of who is back, once. Raises NotVouchedFor, and Unavailable when it is down."""
        digest = tokens.digest(secret)
        token = self._store.token(digest, "provider", self._clock())
        if token is None or not self._store.end_tokens(hash=digest):
            raise _refusal(Sentence("it took too long, or was begun in another browser. Begin again."))
        _check_answer(answer, token.data["state"], self._settings.oidc_issuer)
        metadata, keys = self._facts()
        with self._asking() as session:
            given = session.fetch_token(
                metadata["token_endpoint"], code=answer["code"], code_verifier=token.data["verifier"]
            )
            claims = self._verified(given, token.data["nonce"], keys)
            return Vouched(self._with_more(session, metadata, claims), given["id_token"])

    def ending(self, token: str, language: str) -> str:
        """Where to send a browser to end the session there too, of who signed in with this ID token.

        Empty where only the session here ends: without a token, by the settings, and where the provider does not offer
        it or does not answer.
        """
        if not (token and self.is_set and self._settings.oidc_sign_out):
            return ""
        try:
            endpoint = self._facts()[0].get("end_session_endpoint")
        except CatalogueError:
            return ""
        if not endpoint:
            return ""
        said = {
            "client_id": self._settings.oidc_client_id,
            "post_logout_redirect_uri": f"{self._settings.base_url}/",
            "ui_locales": language,
        }
        if len(token) <= _LONGEST_HINT:
            said["id_token_hint"] = token
        return str(add_params_to_uri(endpoint, list(said.items())))

    def _verified(self, given: Mapping[str, Any], nonce: str, keys: KeySet) -> dict[str, Any]:
        """The claims of the ID token, when its signature and what it says of itself are right."""
        text = given.get("id_token")
        if not isinstance(text, str):
            raise _refusal(Sentence("the provider sent no ID token."))
        try:
            decoded = jwt.decode(text, keys, algorithms=_ALGORITHMS)
        except InvalidKeyIdError:  # a key that it did not have when we asked for its keys
            self._known = None
            decoded = jwt.decode(text, self._facts()[1], algorithms=_ALGORITHMS)
        options: Any = {
            "iss": {"essential": True, "value": self._issuer()},
            "aud": {"essential": True, "value": self._settings.oidc_client_id},
            "nonce": {"essential": True, "value": nonce},
        }
        params = {
            "nonce": nonce,
            "client_id": self._settings.oidc_client_id,
            "access_token": given.get("access_token"),
        }
        token = CodeIDToken(decoded.claims, decoded.header, options, params)
        token.validate(leeway=_LEEWAY)
        if not isinstance(token["sub"], str) or not token["sub"]:
            raise _refusal(Sentence("the provider does not say who it is."))
        return dict(token)

    def _with_more(self, session: Any, metadata: Claims, claims: dict[str, Any]) -> Claims:
        """What the ID token leaves to the place where the provider tells about people."""
        wanted = (
            {"email", self._settings.oidc_claim.partition(".")[0]} if self._settings.oidc_roles else {"email"}
        )
        url = metadata.get("userinfo_endpoint")
        if not url or wanted <= set(claims):
            return claims
        response = session.get(url)
        response.raise_for_status()
        more = response.json()
        # OpenID Connect Core 1.0, section 5.3.2: else another's could be slipped in.
        if not isinstance(more, dict) or more.get("sub") != claims["sub"]:
            raise _refusal(Sentence("the provider speaks of two people."))
        return {**more, **claims}

    def _facts(self) -> tuple[Claims, KeySet]:
        """What the provider says of itself, and its keys."""
        with self._lock:
            if self._known is None or time.monotonic() - self._known[0] > _FRESH:
                self._known = (time.monotonic(), *self._ask())
            return self._known[1:]

    def _ask(self) -> tuple[Claims, KeySet]:
        with self._asking() as session:
            url = get_well_known_url(self._settings.oidc_issuer, external=True)
            found = session.get(url, withhold_token=True)
            found.raise_for_status()
            metadata = dict(found.json())
            if str(metadata.get("issuer", "")).rstrip("/") != self._settings.oidc_issuer:
                raise _refusal(Sentence("the provider calls itself by another name than the settings do."))
            keys = session.get(metadata["jwks_uri"], withhold_token=True)
            keys.raise_for_status()
            return metadata, KeySet.import_key_set(keys.json())

    def _issuer(self) -> str:
        """Its own name to the letter, which may end in a slash."""
        return str(self._facts()[0]["issuer"])

    @contextmanager
    def _asking(self) -> Iterator[Any]:
        given = self._settings
        session = OAuth2Session(
            given.oidc_client_id,
            given.oidc_client_secret or None,
            token_endpoint_auth_method="client_secret_basic" if given.oidc_client_secret else "none",
            scope=" ".join(given.oidc_scopes),
            redirect_uri=given.base_url + CALLBACK,
            code_challenge_method="S256",
            default_timeout=given.oidc_timeout,
        )
        try:
            yield session
        except OSError as error:  # those of requests are
            raise Unavailable(part=PART) from error
        except (AuthlibBaseError, JoseError, KeyError, ValueError) as error:
            reason = Sentence("the provider’s answer cannot be believed (%(reason)s).", reason=_said(error))
            raise _refusal(reason) from error
        finally:
            session.close()


def _check_answer(answer: Mapping[str, str], state: str, issuer: str) -> None:
    """Raises NotVouchedFor for an answer to another question, of another provider, or that says no."""
    if not secrets.compare_digest(answer.get("state", "").encode(), state.encode()):
        raise _refusal(Sentence("it is the answer to another request. Begin again."))
    if answer.get("iss", issuer).rstrip("/") != issuer:
        raise _refusal(Sentence("it is the answer of another provider."))
    if "error" in answer:
        said = quoted(answer.get("error_description") or answer["error"])
        raise _refusal(Sentence("the provider says “%(reason)s”.", reason=said))
    if not answer.get("code"):
        raise _refusal(Sentence("the provider sent no code."))


def _refusal(reason: Sentence) -> NotVouchedFor:
    return NotVouchedFor(reason=reason)


def _said(error: Exception) -> str:
    return quoted(str(error).strip() or type(error).__name__)
