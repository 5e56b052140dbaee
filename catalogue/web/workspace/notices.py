"""What somebody was told: the newest first, what is new marked as such."""

from dataclasses import dataclass
from http import HTTPStatus

from flask import Response, redirect, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from catalogue.domain.review import Notice
from catalogue.services.notice_mails import path_of
from catalogue.services.notices import sentence
from catalogue.web import languages, moments, reasons
from catalogue.web.actors import actor
from catalogue.web.context import services
from catalogue.web.workspace.blueprint import page, workspace


@dataclass(frozen=True, slots=True)
class Row:
    """A notice in the reader's language, with where it leads."""

    words: str
    url: str
    when: str
    is_new: bool


@workspace.get("/notices")
def notices() -> Response:
    """All notices that are kept, up to the newest hundred."""
    found = services().notices.mine(actor())
    return page("notices.html", rows=[_row(each) for each in found], newest=found[0].id if found else 0)


@workspace.post("/notices")
def see_notices() -> AnyResponse:
    """They were read, up to the newest that the page showed."""
    newest = request.form.get("newest", "")
    if newest.isdecimal() and len(newest) <= 18:  # which is what a database holds
        services().notices.see(actor(), int(newest))
    return redirect(url_for("workspace.notices"), HTTPStatus.SEE_OTHER)


def _row(notice: Notice) -> Row:
    url = f"{request.script_root}{path_of(notice, languages.current())}"
    return Row(reasons.translate(sentence(notice)), url, moments.moment(notice.at), notice.seen is None)
