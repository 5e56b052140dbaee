"""Signing in by the OpenID provider of the settings: the way there, and back."""

from typing import Final
from urllib.parse import urlsplit

from flask import Flask, Response, make_response, request
from werkzeug.wrappers import Response as AnyResponse

from catalogue.domain.errors import CatalogueError, Forbidden, NotFound
from catalogue.services.provider import CALLBACK, LASTS, Going
from catalogue.web import crossing, errors, languages, leaving, posted, signing_in
from catalogue.web.context import services
from catalogue.web.languages import gettext
from catalogue.web.posted import Kept

COOKIE: Final = "catalogue_provider"


def register(app: Flask) -> None:
    """Give the application the way back from the provider, which is in no language; that there is among the pages."""
    app.add_url_rule(CALLBACK, "provider_back", back)


def go() -> AnyResponse:
    """To the provider. What was posted when the session had ended is kept meanwhile."""
    if not services().provider.is_set:
        raise NotFound(name="provider")
    if crossing.is_from_elsewhere() and request.method == "POST":
        raise Forbidden
    next = posted.own(request.values.get("next", ""))
    kept = Kept.unpacked(request.form.get(posted.FIELD, ""))
    try:
        services().limiting.admit(services().limiting.provider(request.remote_addr or ""))
        begun = services().provider.begin(Going(next, kept.packed() if kept else "", languages.current()))
    except CatalogueError as error:
        return _again(Going(next, kept.packed() if kept else ""), error)
    title = gettext("Sign in with %(provider)s") % {"provider": name()}
    return _hold(leaving.lead(begun.url, title), begun.secret)


def back() -> AnyResponse:
    """From the provider, with its answer, which is believed when it is one to what this browser asked."""
    held = request.cookies.get(COOKIE, "")
    going = services().provider.going(held)
    if going.language in services().settings.languages:
        languages.speak(going.language)
    try:
        vouched = services().provider.finish(held, request.args.to_dict())
        person = services().linking.person(vouched.claims)
    except CatalogueError as error:
        return _hold(_again(going, error), "")
    kept = Kept.unpacked(going.kept)
    return _hold(signing_in.begin(person, posted.own(going.next), kept, vouched.token), "")


def name() -> str:
    """What people know the provider by; empty when there is none."""
    return languages.text(services().settings.oidc_name) if services().provider.is_set else ""


def _again(going: Going, error: CatalogueError) -> Response:
    """The page to sign in, with what went wrong, and nothing lost."""
    page = posted.sign_in_page(posted.own(going.next), "", Kept.unpacked(going.kept), errors.say(error))
    return make_response(page, errors.status_of(error))


def _hold(response: AnyResponse, secret: str) -> AnyResponse:
    """Let the browser hold what is between the two requests, or not any more."""
    base = urlsplit(services().settings.base_url)
    age = int(LASTS.total_seconds()) if secret else 0
    where = {"path": f"{base.path}{CALLBACK}", "secure": base.scheme == "https"}
    response.set_cookie(COOKIE, secret, max_age=age, httponly=True, samesite="Lax", **where)  # type: ignore[arg-type]
    response.headers["Cache-Control"] = "no-store"
    return response
