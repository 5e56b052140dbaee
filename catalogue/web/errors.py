"""From what went wrong to what a reader or a program gets: one table, one body (RFC 9457).

Somebody who asked for a page gets a page; clients of the Health Data Hub's contract get `{"detail"}`, which they read;
anything else gets `application/problem+json`. None of them ever shows what the program was doing.
"""

import json
import logging
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from http import HTTPStatus
from pathlib import PurePosixPath
from typing import Any, Final

from flask import Flask, Response, make_response, render_template, request
from werkzeug.exceptions import HTTPException

from catalogue.domain import deliveries, errors
from catalogue.web import languages, reasons
from catalogue.web.languages import gettext

PROBLEM: Final = "application/problem+json"
TYPES: Final = "urn:x-catalogue:problem:"
_PLAIN: Final = "about:blank"  # the status says it all
# Below these, also where nothing is, an error is told as the Health Data Hub's contract has it.
_CONTRACT: Final = ("ingest", "api-keys")
log = logging.getLogger(__name__)

# The nearest class counts, so that a new error has its parent's status until it says otherwise.
STATUS: Final[dict[type[errors.CatalogueError], int]] = {
    errors.CatalogueError: 500,
    errors.BadInput: 400,
    errors.TooLarge: 413,
    errors.UnknownFormat: 415,
    errors.NoDescription: 422,
    errors.NotSignedIn: 401,
    errors.Forbidden: 403,
    errors.TooManyAttempts: 429,
    errors.NotPublishable: 422,
    errors.NotFound: 404,
    errors.Gone: 410,
    errors.Conflict: 409,
    errors.Stale: 412,
    deliveries.NoPrecondition: 428,
    deliveries.SeveralDescriptions: 422,
    deliveries.OtherDescription: 422,
    deliveries.NoPlaceForIt: 422,
    deliveries.RepeatedDifferently: 422,
    errors.NotRepresentable: 406,
    errors.NotAcceptable: 406,
    errors.Unreachable: 502,
    errors.Unavailable: 503,
}


@dataclass(frozen=True, slots=True)
class Problem:
    """What is told: in `application/problem+json` all but the advice, which is for people.

    `more` are members for programs: where a text breaks, which findings there are.
    """

    status: int
    title: str
    detail: str
    advice: str
    type: str = _PLAIN
    more: Mapping[str, Any] = field(default_factory=dict)


def register(app: Flask) -> None:
    """Answer every error of this application."""
    app.register_error_handler(errors.CatalogueError, told)
    app.register_error_handler(HTTPException, told_http)
    app.register_error_handler(Exception, _unforeseen)


def status_of(error: errors.CatalogueError) -> int:
    """The status of an error, by the nearest class in the table."""
    return next(STATUS[kind] for kind in type(error).__mro__ if kind in STATUS)


def answer(status: int, detail: str = "") -> Response:
    """The page or the problem document of a status."""
    return _answer(_problem(status, detail))


def problem_of(error: errors.CatalogueError) -> Problem:
    """What is told of an error."""
    problem = _problem(status_of(error), say(error))
    return replace(problem, type=TYPES + _kind(error), more=_more(error))


def document(problem: Problem) -> dict[str, Any]:
    """The members of a problem document."""
    plain = {name: getattr(problem, name) for name in ("type", "title", "status", "detail")}
    return {**plain, **problem.more}


def _answer(problem: Problem) -> Response:
    if request.path.split("/")[1] in _CONTRACT:
        return _detail(problem)
    return _page(problem) if _wants_page() else _document(problem)


def _problem(status: int, detail: str) -> Problem:
    titles, advice = _titles(), _advice()
    generic = 400 if status < 500 else 500
    title = titles.get(status) or HTTPStatus(status).phrase
    return Problem(status, title, detail or title, advice.get(status, advice[generic]))


def _kind(error: errors.CatalogueError) -> str:
    """The name of an error as programs know it: `not-publishable`."""
    return re.sub(r"(?<=[a-z])(?=[A-Z])", "-", type(error).__name__).lower()


def _more(error: errors.CatalogueError) -> dict[str, Any]:
    """Where it is, and what else a program can make use of."""
    places = {name: error.fields.get(name) for name in ("line", "column")}
    more: dict[str, Any] = {name: value for name, value in places.items() if isinstance(value, int)}
    return more | {name: error.fields[name] for name in ("etag", "findings") if name in error.fields}


def told(error: errors.CatalogueError) -> Response:
    """The answer that tells an error of ours."""
    status = status_of(error)
    if status >= 500:
        # What a visitor asked for is no fault of this server, and may name anything.
        level = logging.INFO if isinstance(error, errors.Unreachable | errors.Crowded) else logging.ERROR
        log.log(level, "%s: %s", type(error).__name__, error)
    response = _answer(problem_of(error))
    if "seconds" in error.fields:
        response.headers["Retry-After"] = str(error.fields["seconds"])
    if isinstance(error, deliveries.UnknownPatch):
        response.headers["Accept-Patch"] = str(error.fields["known"])
    if status == 401 and languages.of_path() is None:
        response.headers["WWW-Authenticate"] = 'Bearer realm="catalogue"'
    return response


def say(error: errors.CatalogueError) -> str:
    """The error's sentence in the reader's language."""
    return reasons.worded(error.message, error.fields)


def told_http(error: HTTPException) -> Response:
    """What Flask itself refuses; a redirect is no error."""
    if error.code is None or error.code < 400:
        return make_response(error.get_response())
    response = answer(error.code)
    allow = error.get_response().headers.get("Allow")
    if allow:
        response.headers["Allow"] = allow
    return response


def _unforeseen(error: Exception) -> Response:
    # The rule and not the path, which may hold a secret: that of a link to set a password does.
    where = request.url_rule.rule if request.url_rule else "what has no rule"
    log.error("%s %s", request.method, where, exc_info=error)
    return answer(500)


def _wants_page() -> bool:
    """Whether the request names HTML as much as anything else that it takes; `*/*` alone is a program, which gets a
    page where it asked for one, and not where it asked for a file (`datasets.csv`)."""
    if request.path.startswith("/api/"):
        return False
    accepted = request.accept_mimetypes
    named = [accepted[name] for name in ("text/html", "application/xhtml+xml") if name in dict(accepted)]
    is_page = languages.of_path() is not None and not PurePosixPath(request.path).suffix
    in_pages = is_page and (not dict(accepted) or "*/*" in dict(accepted))
    return in_pages or any(quality and quality >= accepted[PROBLEM] for quality in named)


def _page(problem: Problem) -> Response:
    return make_response(render_template("error.html", problem=problem), problem.status)


def _document(problem: Problem) -> Response:
    text = json.dumps(document(problem), ensure_ascii=False)
    return Response(text, problem.status, mimetype=PROBLEM)


def _detail(problem: Problem) -> Response:
    text = json.dumps({"detail": problem.detail, **problem.more}, ensure_ascii=False)
    return Response(text, problem.status, mimetype="application/json")


def _titles() -> dict[int, str]:
    return {
        400: gettext("This cannot be answered as it was asked"),
        401: gettext("Sign in first"),
        403: gettext("You may not do this"),
        404: gettext("There is nothing here"),
        405: gettext("That cannot be done here"),
        406: gettext("Not available in that form"),
        409: gettext("That clashes with what is stored"),
        410: gettext("Withdrawn from the catalogue"),
        412: gettext("Changed in the meantime"),
        413: gettext("Too large"),
        414: gettext("The address is too long"),
        415: gettext("Not a form that is read here"),
        422: gettext("It cannot be taken as it is"),
        429: gettext("Too many attempts"),
        431: gettext("Too much came with the address"),
        428: gettext("Which version do you mean?"),
        500: gettext("Something went wrong here"),
        502: gettext("Another server did not answer"),
        503: gettext("Not available for now"),
    }


def _advice() -> dict[int, str]:
    return {
        400: gettext("Check the address, or start from a search."),
        401: gettext("What you were doing has to be done again after signing in."),
        403: gettext("It belongs to another organisation, needs another role, or came from another site."),
        429: gettext("Wait as long as it says, then try again."),
        404: gettext(
            "The address may have a slip in it, or the description has moved. A search may find it."
        ),
        413: gettext(
            "Shorten it, or send it in several parts. Your browser’s Back button leads to what you typed or chose; it "
            "is still there."
        ),
        414: gettext(
            "Choose fewer filters or shorten the text. Your browser’s Back button leads to what you typed or chose."
        ),
        431: gettext("Remove the cookies of this site from your browser, then try again."),
        410: gettext("This page stays, so that links and citations keep their meaning."),
        500: gettext("It is not your fault, and it has been noted. Try again in a moment."),
        503: gettext("Try again in a moment."),
    }
