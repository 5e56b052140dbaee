"""The pages to sign in and out, and to set a password."""

from typing import Final

from flask import Blueprint, Response, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from catalogue.domain.errors import (
    CatalogueError,
    Forbidden,
    LinkOver,
    NotFound,
    TooManyAttempts,
    WrongCredentials,
    WrongField,
)
from catalogue.domain.people import Person
from catalogue.services.sessions import actor_of
from catalogue.web import actors, crossing, errors, languages, leaving, posted
from catalogue.web.context import services
from catalogue.web.languages import gettext
from catalogue.web.posted import Kept

_LONGEST: Final = 4000


def register(pages: Blueprint) -> None:
    """Give the blueprint of pages those to sign in."""
    both = ["GET", "POST"]
    pages.add_url_rule("/sign-in", "sign_in", sign_in, methods=both)
    pages.add_url_rule("/sign-out", "sign_out", sign_out, methods=["POST"])
    pages.add_url_rule("/password", "forgotten", forgotten, methods=both)
    pages.add_url_rule("/password/<secret>", "password", password, methods=both)


def sign_in() -> AnyResponse:
    """Sign in with an address and a password, then on to where one wanted to go."""
    next = posted.own(request.values.get("next", "")[:_LONGEST])
    if request.method in crossing.SAFE:
        return _onward(next) if actors.actor().known else _private(posted.sign_in_page(next))
    _refuse_from_elsewhere()
    _demand_local()
    email, kept = request.form.get("email", "").strip(), Kept.unpacked(request.form.get(posted.FIELD, ""))
    try:
        person = _verified(email, request.form.get("password", ""))
    except (WrongCredentials, TooManyAttempts) as error:
        page = posted.sign_in_page(next, email, kept, _trouble(error))
        return _private(page, errors.status_of(error))
    return begin(person, next, kept)


def begin(person: Person, next: str = "", kept: Kept | None = None, vouched: str = "") -> AnyResponse:
    """Begin a session, and go on: to what was posted when the last one had ended, else to `next`.

    `vouched` is the ID token of the provider by which they signed in.
    """
    services().sessions.end(actors.secret())
    actors.hold(services().sessions.begin(person, request.user_agent.string, vouched))
    services().auditing.note(actor_of(person), "signed-in", person.email)
    return _private(posted.again(kept)) if kept else _onward(next)


def sign_out() -> AnyResponse:
    """End the session, also at the provider by which it was begun, and go home."""
    vouched = services().sessions.end(actors.secret())
    actors.hold("")
    elsewhere = services().provider.ending(vouched, languages.current())
    if elsewhere:
        return leaving.lead(elsewhere, gettext("Sign out"))
    return redirect(url_for("pages.home"))


def forgotten() -> Response:
    """Ask for a link by mail with which to set a password. The answer is the same for an address that nobody has."""
    _demand_local()
    if request.method in crossing.SAFE:
        return _private(_forgotten_page())
    _refuse_from_elsewhere()
    email = request.form.get("email", "").strip()
    if "@" not in email:
        return _private(_forgotten_page(email, gettext("Give the e-mail address of your account.")), 400)
    try:
        services().limiting.admit(services().limiting.link(request.remote_addr or "", email))
        services().letters.forgotten(email, languages.current())
    except CatalogueError as error:
        return _private(_forgotten_page(email, errors.say(error)), errors.status_of(error))
    return _private(_forgotten_page(email, done=True))


def password(secret: str) -> AnyResponse:
    """Set a password by the link of a mail, which signs in too."""
    _demand_local()
    try:
        person = services().passwords.holder(secret)
        if request.method in crossing.SAFE:
            return _secretly(_private(_password_page(person.email)))
        _refuse_from_elsewhere()
        person = services().passwords.redeem(secret, request.form.get("password", ""))
    except LinkOver as error:
        return _private(_forgotten_page(trouble=errors.say(error)), errors.status_of(error))
    except WrongField as error:
        return _secretly(_private(_password_page(person.email, errors.say(error)), errors.status_of(error)))
    return begin(person, f"/{languages.current()}/workspace")


def _demand_local() -> None:
    """Raises NotFound where nobody signs in with a password."""
    if not services().settings.local_sign_in:
        raise NotFound(name=request.path)


def _verified(email: str, given: str) -> Person:
    """Whose address and password it is. Raises WrongCredentials and TooManyAttempts."""
    limiting, address = services().limiting, request.remote_addr or ""
    bounds = limiting.sign_in(address, email)
    limiting.admit(bounds)
    person = services().passwords.verify(email, given)
    limiting.give_back(bounds)
    limiting.remember(address, email)
    return person


def _trouble(error: CatalogueError) -> str:
    """Why somebody is not signed in; not whether there is such an account."""
    if isinstance(error, WrongCredentials):
        return gettext("The address and the password do not belong together, or the account cannot be used.")
    return errors.say(error)


def _refuse_from_elsewhere() -> None:
    """Nobody is signed in by another site, into an account of its choice."""
    if crossing.is_from_elsewhere():
        raise Forbidden


def _onward(next: str) -> AnyResponse:
    return redirect(request.script_root + (next or f"/{languages.current()}/workspace"))


def _forgotten_page(email: str = "", trouble: str = "", done: bool = False) -> str:
    mailing = services().mailing.is_set
    return render_template("forgotten.html", email=email, trouble=trouble, done=done, mailing=mailing)


def _password_page(email: str, trouble: str = "") -> str:
    return render_template("password.html", email=email, trouble=trouble)


def _private(page: str, status: int = 200) -> Response:
    response = make_response(page, status)
    response.headers["Cache-Control"] = "no-store"
    return response


def _secretly(response: Response) -> Response:
    """The address of this page is a secret: no other server is told it."""
    response.headers["Referrer-Policy"] = "no-referrer"
    return response
