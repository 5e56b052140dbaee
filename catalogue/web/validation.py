"""The public page on which anybody has a description checked, and the results that it leads to.

A check changes nothing and knows no visitor: there is no session that another site could make use of, so its
form carries no token against requests from other sites. Removing a result takes its id, which only those have to
whom its link was given.
"""

from dataclasses import dataclass
from datetime import datetime
from http import HTTPStatus
from typing import Any, Final

from flask import Blueprint, Response, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from catalogue.domain.errors import BadParameter, CatalogueError, Crowded, NotKept, Unreadable
from catalogue.domain.languages import pick
from catalogue.domain.verdict import Verdict
from catalogue.services.public_checks import COME_AGAIN, PASTED, Result
from catalogue.services.verdicts import Words
from catalogue.web import (
    errors,
    frame,
    languages,
    moments,
    parameters,
    reasons,
    submissions,
    verdicts,
    writing,
)
from catalogue.web.context import services
from catalogue.web.languages import gettext
from catalogue.web.paging import Pages, pages
from catalogue.web.submissions import Submission

PATIENCE: Final = 2.0  # seconds that a result waits while others are checked
DESCRIPTIONS: Final = 50  # on a page of a result
AROUND: Final = 2  # lines shown before and after the one that broke
_WIDEST: Final = 300  # characters of such a line


@dataclass(frozen=True, slots=True)
class Trouble:
    """Why a form was not taken: the field it is about, in words, and the lines around the place, if there is one."""

    field: str
    words: str
    lines: tuple[tuple[int, str, bool], ...] = ()


@dataclass(frozen=True, slots=True)
class Row:
    """A description of a result that has several."""

    verdict: Verdict
    url: str
    counts: tuple[int, int]


def register(blueprint: Blueprint) -> None:
    """Add the page and its results to the pages."""
    blueprint.add_url_rule("/validate", "validate", form)
    blueprint.add_url_rule("/validate", "submit", submit, methods=["POST"])
    blueprint.add_url_rule("/validate/<id>", "result", result)
    kinds = ",".join(writing.DOWNLOADS)
    blueprint.add_url_rule(f"/validate/<id>.<any({kinds}):extension>", "download", download)
    blueprint.add_url_rule("/validate/<id>/remove", "remove_result", remove, methods=["POST"])


def form() -> Response:
    """The page to check a description: paste it, upload it, or give its address."""
    return _form(Submission.of(request.args))


def submit() -> AnyResponse:
    """Check what was handed in; leads to the result's own page, or shows the form again with what is wrong."""
    given = Submission()
    try:
        given = submissions.read(request)
        checks = services().public_checks
        id = checks.check(given.question(), checks.keep)
    except CatalogueError as error:
        return _refused(given, error)
    return redirect(url_for("pages.result", id=id), HTTPStatus.SEE_OTHER)


def result(id: str) -> Response:
    """What a check found, for a day, for whoever has the address."""
    with services().public_checks.turn(PATIENCE):
        return _result(id)


def _result(id: str) -> Response:
    found, until = _find(id)
    words = words_of(found)
    number = request.args.get("description", "")
    single = _single(found, number)
    alone = None if single is None else found.verdicts[single]
    context = _of_all(found, words, id) if alone is None else verdicts.context(alone, words)
    page = render_template(
        "result.html",
        id=id,
        result=found,
        source=gettext("The pasted text") if found.source == PASTED else found.source,
        several=len(found.verdicts) > 1,
        until=moments.moment(until),
        at=moments.moment(found.at),
        ended=_ended(found),
        profile=pick(words.profile.title, (languages.current(),)),
        asked=words.profile.level_label(found.level, words.language),
        technical=request.args.get("view") == "technical",
        here=url_for("pages.result", id=id, description=number or None),
        downloads=writing.DOWNLOADS,
        **context,
    )
    return _private(make_response(page))


def download(id: str, extension: str) -> Response:
    """A result as CSV, as JSON (an object a line), or as a SHACL validation report in Turtle."""
    with services().public_checks.turn(PATIENCE):
        found, _ = _find(id)
        response = writing.respond(found.verdicts, words_of(found), writing.DOWNLOADS[extension])
    response.headers["Content-Disposition"] = f'attachment; filename="validation.{extension}"'
    return _private(response)


def remove(id: str) -> AnyResponse:
    """Remove a result at once."""
    services().public_checks.remove(id)
    return redirect(url_for("pages.validate", removed=1), HTTPStatus.SEE_OTHER)


def words_of(found: Result) -> Words:
    """The words of the profile that a result was checked against."""
    try:
        checker = services().public_checks.checker(found.profile)
    except BadParameter:  # it is not offered any more
        raise NotKept(name=found.profile) from None
    return Words(checker.profile, checker.vocabularies, languages.current())


def _find(id: str) -> tuple[Result, datetime]:
    found = services().public_checks.find(id)
    if found is None:
        raise NotKept(name=id)
    return found


def _private(response: Response) -> Response:
    """For those alone who have the address: no cache keeps it, and no search engine lists it."""
    response.headers["Cache-Control"] = "private, no-store"
    response.headers["X-Robots-Tag"] = "noindex"
    response.headers["Referrer-Policy"] = "same-origin"
    return response


def _refused(given: Submission, error: CatalogueError) -> Response:
    status = errors.status_of(error)
    # What another server did is told as a mistake in the form: a proxy might put its own page for a 502.
    response = _form(given, _trouble(given, error), 400 if status == HTTPStatus.BAD_GATEWAY else status)
    response.headers["Cache-Control"] = "no-store"
    if isinstance(error, Crowded):
        response.headers["Retry-After"] = str(COME_AGAIN)
    return response


def _form(given: Submission, trouble: Trouble | None = None, status: int = 200) -> Response:
    frame.place("pages.validate")
    checks = services().public_checks
    own = next(iter(checks.offered))
    page = render_template(
        "validate.html",
        given=given,
        trouble=trouble,
        limit=submissions.told(checks.limit),
        bytes=checks.limit,
        removed="removed" in request.args,
        profiles=[(name, pick(each.title, (languages.current(),))) for name, each in checks.offered.items()],
        levels=[
            (level.id, pick(level.label, (languages.current(),)))
            for level in services().profile.levels.values()
        ],
        own=own,
    )
    return make_response(page, status)


def _trouble(given: Submission, error: CatalogueError) -> Trouble:
    way = str(error.fields["name"]) if isinstance(error, BadParameter) else given.way
    lines = (
        _lines(given.content, error.fields["line"]) if isinstance(error, Unreadable) and way != "url" else ()
    )
    return Trouble(way, errors.say(error), lines)


def _lines(content: bytes, line: object) -> tuple[tuple[int, str, bool], ...]:
    """The lines around a place, each with its number and whether it is the one."""
    if not isinstance(line, int) or line < 1:
        return ()
    texts = content.decode(errors="replace").splitlines()
    around = range(max(1, line - AROUND), min(len(texts), line + AROUND) + 1)
    return tuple((number, texts[number - 1][:_WIDEST], number == line) for number in around)


def _single(found: Result, number: str) -> int | None:
    """The place of the one description that the page is about; None for a page about all of them."""
    if len(found.verdicts) == 1:
        return 0
    if not number:
        return None
    wanted = parameters.positive("description")
    if wanted > len(found.verdicts):
        raise BadParameter(name="description", value=number, expected=f"1–{len(found.verdicts)}")
    return wanted - 1


def _of_all(found: Result, words: Words, id: str) -> dict[str, Any]:
    urls = [url_for("pages.result", id=id, description=number + 1) for number in range(len(found.verdicts))]
    rows = [
        Row(verdict, url, verdicts.counts(verdict, words))
        for verdict, url in zip(found.verdicts, urls, strict=True)
    ]
    shown, links = _page_of(rows, id)
    return {
        "verdict": None,
        "found": verdicts.troubles(list(zip(urls, found.verdicts, strict=True)), words),
        "rows": shown,
        "links": links,
        "conforming": sum(verdict.conforms for verdict in found.verdicts),
    }


def _page_of(rows: list[Row], id: str) -> tuple[list[Row], Pages]:
    """The rows of the page that is asked for, those with something to mend first."""
    ordered = sorted(rows, key=lambda row: (row.verdict.conforms, not row.verdict.error, -row.counts[0]))
    last = max(1, -(-len(ordered) // DESCRIPTIONS))
    number = min(parameters.positive("page"), last)
    start = (number - 1) * DESCRIPTIONS

    def url(page: int) -> str:
        return url_for("pages.result", id=id, page=page) + "#descriptions"

    return ordered[start : start + DESCRIPTIONS], pages(number, last, url)


def _ended(found: Result) -> str:
    """Why not everything was checked, in words; nothing for a whole result."""
    said = {
        "": "",
        "pages": gettext("There are more pages than are followed here: the rest was not checked."),
        "time": gettext("The time for a check was over: what came after was not checked."),
        "findings": gettext("There is more to tell than fits into a result: the rest is not told."),
        "descriptions": gettext(
            "There are more descriptions than are checked here at one time: the rest was not checked."
        ),
    }
    broken = gettext("Not everything could be read: %(reason)s") % {"reason": reasons.translate(found.ended)}
    return said.get(found.ended, broken)
