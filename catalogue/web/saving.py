"""Saving a search with an address of mail, confirming it, and ending it; no account is needed."""

from typing import Any, Final, TypeVar
from urllib.parse import parse_qs, urlencode

from flask import Blueprint, Response, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from catalogue.domain.errors import (
    BadParameter,
    CatalogueError,
    Forbidden,
    LinkOver,
    NotFound,
    TooManyAttempts,
    WrongField,
)
from catalogue.domain.search import Query
from catalogue.services.cards import shortened
from catalogue.services.search_words import in_words
from catalogue.services.searching import LONGEST_VALUE
from catalogue.web import crossing, errors, languages
from catalogue.web.context import services
from catalogue.web.languages import gettext

Answer = TypeVar("Answer", bound=AnyResponse)
_LONGEST: Final = 20_000  # characters of a search
_FIELDS: Final = 1_000


def register(pages: Blueprint) -> None:
    """Give the blueprint of pages those of saved searches."""
    both = ["GET", "POST"]
    pages.add_url_rule("/datasets/save", "save_search", save, methods=["POST"])
    pages.add_url_rule("/saved/confirm/<secret>", "confirm_search", confirm, methods=both)
    pages.add_url_rule("/saved/decline/<link>", "decline_mails", decline, methods=both)
    pages.add_url_rule("/saved/<owner>", "saved_searches", own, methods=both)
    pages.add_url_rule("/saved/<owner>/end", "end_searches", end, methods=both)


def save() -> AnyResponse:
    """Ask for the mail that confirms a search. The answer is the same whatever the address has saved."""
    if crossing.is_from_elsewhere():
        raise Forbidden
    saved = services().saved_searches
    if not saved.is_offered:
        raise NotFound(name=request.path)
    limiting = services().limiting
    email, search = request.form.get("email", "").strip(), request.form.get("search", "")[:_LONGEST]
    try:  # before the search is read: that is work too
        limiting.admit(limiting.saving(_here(), email))
    except TooManyAttempts as error:
        return _again(error, email, {"words": "", "search": search})
    parameters = _read(search)
    told = _told(services().searching.query(parameters, languages.reader()))
    try:
        is_own = limiting.has_confirmed(_here(), email)
        saved.ask(email, parameters, languages.current(), is_own=is_own)
    except CatalogueError as error:
        return _again(error, email, told | {"search": search})
    return _page("asked", email=email, **told)


def _read(search: str) -> dict[str, list[str]]:
    """The parameters of a search. Raises BadParameter for more than any search has."""
    try:
        return parse_qs(search, max_num_fields=_FIELDS)
    except ValueError:
        bounds = {"values": _FIELDS, "characters": LONGEST_VALUE}
        expected = gettext("at most %(values)s values of at most %(characters)s characters") % bounds
        raise BadParameter(name="search", value=shortened(search, 40), expected=expected) from None


def _again(error: CatalogueError, email: str, told: dict[str, Any]) -> Response:
    """The form with what was given, and why no mail was sent."""
    wrong = isinstance(error, WrongField)
    return _page("ask", errors.status_of(error), **told, email=email, trouble=errors.say(error), wrong=wrong)


def confirm(secret: str) -> AnyResponse:
    """Save the search of a mail's link. A program that only looks at links saves nothing: there is a button."""
    saved = services().saved_searches
    try:
        search, query = saved.waiting(secret)
        if request.method in crossing.SAFE:
            return _page("confirm", secret=secret, email=search.email, **_told(query))
        owner = saved.confirm(secret).owner
        services().limiting.confirmed(_here(), search.email)
    except LinkOver as error:
        return _page("over", errors.status_of(error))
    return _secretly(redirect(url_for("pages.saved_searches", owner=owner, saved="yes"), 303))


def own(owner: str) -> AnyResponse:
    """The searches of an address; ends one of them."""
    saved = services().saved_searches
    number = request.form.get("search", "")
    if request.method not in crossing.SAFE and number.isascii() and number.isdigit() and len(number) < 18:
        saved.end(owner, int(number))
    try:
        searches = [
            {"id": search.id, "waits": search.confirmed is None, **_told(query)}
            for search, query in saved.of(owner)
        ]
    except LinkOver:
        return _page("none")
    return _page("own", owner=owner, searches=searches, just_saved="saved" in request.args)


def end(owner: str) -> AnyResponse:
    """End all searches of an address: by a button, or by the program of mail that offers one (RFC 8058)."""
    if request.method in crossing.SAFE:
        return _secretly(redirect(url_for("pages.saved_searches", owner=owner)))
    services().saved_searches.end(owner)
    return _page("none")


def decline(link: str) -> AnyResponse:
    """Whether mails that anybody can ask for come to the address of a link: declined by a button, and allowed again."""
    declining = services().declining
    try:
        if request.method not in crossing.SAFE:
            (declining.allow if request.form.get("allow") else declining.decline)(link)
        return _page("decline", link=link, declined=declining.has_declined(link))
    except LinkOver as error:
        return _page("no link", errors.status_of(error))


def _here() -> str:
    return request.remote_addr or ""


def _told(query: Query) -> dict[str, Any]:
    """A search in words, with its address."""
    own = services()
    words = in_words(query, own.search_labels, languages.reader())
    tail = f"?{urlencode(query.parameters())}" if query.parameters() else ""
    return {"words": words, "url": url_for("pages.datasets") + tail, "search": urlencode(query.parameters())}


def _page(about: str, status: int = 200, **context: Any) -> Response:
    page = render_template("saved.html", **({"about": about, "trouble": "", "just_saved": False} | context))
    return _secretly(make_response(page, status))


def _secretly(response: Answer) -> Answer:
    """The address of these pages is a secret: no other server is told it, and nothing keeps them."""
    response.headers["Cache-Control"] = "no-store"
    response.headers["Referrer-Policy"] = "no-referrer"
    return response
