"""Who asks: a person by the cookie of a session, a program by its key, or nobody."""

from typing import Any, Final
from urllib.parse import urlsplit

from flask import Flask, Response, g, request

from catalogue.domain.errors import CatalogueError, WrongCredentials
from catalogue.domain.people import NOBODY, Actor
from catalogue.web import languages
from catalogue.web.context import services

COOKIE: Final = "catalogue_session"
KEY: Final = "X-API-Key"


def register(app: Flask) -> None:
    """Tell templates who is signed in, browsers what they hold, and caches that an answer is for one person."""
    app.jinja_env.globals["visitor"] = visitor
    app.after_request(_answer)


def actor() -> Actor:
    """Who asks. Raises WrongCredentials and TooManyAttempts for a key that is not known.

    A page is asked for with a session, and anything else with a key: what one opens, the other does not, so that no
    page of another site can make a browser ask for anything but pages.
    """
    if "actor" not in g:
        g.actor = _person() if languages.of_path() else _program()
    found: Actor = g.actor
    return found


def visitor() -> Actor:
    """Who asks for a page, for its header; nobody where that cannot be told, for the page must be shown anyway."""
    try:
        return _person() if "actor" not in g else actor()
    except CatalogueError:
        return NOBODY


def secret() -> str:
    """What the session's cookie holds; empty for none."""
    held: str = g.get("held", request.cookies.get(COOKIE, ""))
    return held


def hold(secret: str) -> None:
    """Let the browser hold a session from this answer on, which is already made for it; an empty one ends it."""
    g.held = secret
    g.pop("actor", None)


def is_named(environ: dict[str, object]) -> bool:
    """Whether a request says who asks, so that its answer may be for them alone."""
    named = ("HTTP_AUTHORIZATION", "HTTP_X_API_KEY")
    return COOKIE in str(environ.get("HTTP_COOKIE", "")) or any(name in environ for name in named)


def _person() -> Actor:
    return (secret() and services().sessions.actor(secret())) or NOBODY


def _program() -> Actor:
    key = _key()
    if not key:
        return NOBODY
    try:
        return services().keys.actor(key)
    except WrongCredentials:
        services().limiting.admit(services().limiting.key(request.remote_addr or ""))
        raise


def _key() -> str:
    """The key that a request brings, in either of the headers that clients use."""
    kind, _, value = request.headers.get("Authorization", "").partition(" ")
    return request.headers.get(KEY, "").strip() or (value.strip() if kind.lower() == "bearer" else "")


def _answer(response: Response) -> Response:
    """Set or end the cookie, for as long as the browser is open: the session's own end is kept here."""
    if "held" in g:
        base = urlsplit(services().settings.base_url)
        where: dict[str, Any] = {
            "path": f"{base.path}/",
            "secure": base.scheme == "https",
            "httponly": True,
            "samesite": "Lax",
        }
        if g.held:
            response.set_cookie(COOKIE, g.held, **where)
        else:
            response.delete_cookie(COOKIE, **where)
    if "held" in g or g.get("actor", NOBODY).known or (secret() and response.mimetype == "text/html"):
        response.headers["Cache-Control"] = "no-store"
    return response
