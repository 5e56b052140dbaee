"""Requests that another site makes a browser send: forms carry a token of their session, and come from here.

The token is signed with the session's own secret, so that it holds for that session alone, and nothing has to be kept.
"""

import secrets
from typing import Final
from urllib.parse import urlsplit

from flask import Flask, request
from itsdangerous import BadData, URLSafeSerializer
from markupsafe import Markup

from catalogue.web import actors
from catalogue.web.context import services

FIELD: Final = "csrf_token"
HEADER: Final = "X-CSRF-Token"
SAFE: Final = ("GET", "HEAD", "OPTIONS")


def register(app: Flask) -> None:
    """Give templates `csrf()`, which every form of who is signed in carries, and `csrf_token()` for scripts."""
    app.jinja_env.globals.update(csrf=field, csrf_token=token)


def field() -> Markup:
    """The hidden input with the token."""
    return Markup('<input type="hidden" name="%s" value="%s">') % (FIELD, token())


def token() -> str:
    """A token of this session, another one each time; empty for nobody."""
    own = actors.secret()
    return str(_signer(own).dumps(secrets.token_hex(8))) if own else ""


def is_of_session() -> bool:
    """Whether what was posted carries a token of the session that its cookie names."""
    given = request.headers.get(HEADER) or request.form.get(FIELD, "")
    own = actors.secret()
    if not own or not given:
        return False
    try:
        _signer(own).loads(given)
    except BadData:
        return False
    return True


def is_from_elsewhere() -> bool:
    """Whether a browser says that another site made it send this; other programs say nothing."""
    return _is_from_here() is False


def is_surely_from_here() -> bool:
    """Whether a browser says that a page of ours made it send this."""
    return _is_from_here() is True


def _is_from_here() -> bool | None:
    """What the browser says; None where it says nothing. Without https only `Origin` comes."""
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None:
        return site in ("same-origin", "none")
    origin = request.headers.get("Origin")
    if origin is None:
        return None
    return origin in (_origin(services().settings.base_url), _origin(request.host_url))


def _origin(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"


def _signer(secret: str) -> URLSafeSerializer:
    return URLSafeSerializer(secret, salt="cross-site")
