"""The yearly check: what is due, and saying with one click that it is still true."""

from dataclasses import dataclass
from http import HTTPStatus
from typing import Final

from flask import Response, redirect, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from catalogue.domain import values
from catalogue.domain.errors import Conflict
from catalogue.domain.sentences import Sentence
from catalogue.domain.yearly import Due, Urgency
from catalogue.web import errors, languages
from catalogue.web.actors import actor
from catalogue.web.context import services
from catalogue.web.languages import gettext
from catalogue.web.workspace import subjects
from catalogue.web.workspace.blueprint import page, workspace

DONE: Final = {"checked": Sentence("Thank you: the day of the check is public now.")}
LONGEST_NOTE: Final = 1_000


@dataclass(frozen=True, slots=True)
class Row:
    """A check that is due, in words."""

    id: str
    title: str
    day: str
    since: str
    urgency: str
    words: str


@workspace.get("/checks")
def checks() -> Response:
    """The descriptions whose check is due, or will be soon."""
    return _page()


@workspace.post("/checks/<id>")
def check(id: str) -> AnyResponse:
    """Say that a description is still true."""
    note = request.form.get("note", "")[:LONGEST_NOTE]
    try:
        services().yearly_checks.check(actor(), id, note)
    except Conflict as error:
        return _page(error)
    return redirect(url_for("workspace.checks", done="checked"), HTTPStatus.SEE_OTHER)


def _page(error: Conflict | None = None) -> Response:
    return page(
        "checks.html",
        errors.status_of(error) if error else 200,
        told=subjects.done(DONE),
        refusal={"words": errors.say(error), "mend": None, "field": ""} if error else None,
        rows=[_row(each) for each in services().yearly_checks.due(actor())],
        months=services().settings.check_months,
    )


def _row(each: Due) -> Row:
    words = {
        Urgency.SOON: gettext("Due soon"),
        Urgency.DUE: gettext("Due"),
        Urgency.OVERDUE: gettext("Overdue"),
    }
    day, since = (values.day(when, languages.reader()) for when in (each.day, each.since))
    return Row(
        each.record.id, subjects.title(each.record), day, since, str(each.urgency), words[each.urgency]
    )
