"""What a description was: its revisions, each as a page and as data, what differs between two, and one brought back."""

from dataclasses import dataclass
from http import HTTPStatus
from typing import Final

from flask import Response, redirect, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from catalogue.domain.errors import (
    CatalogueError,
    Conflict,
    Gone,
    HeldElsewhere,
    Stale,
    WrongField,
)
from catalogue.domain.people import Permission
from catalogue.domain.record import Record, Revision
from catalogue.domain.report import Severity
from catalogue.domain.sentences import Sentence
from catalogue.web import errors, moments, parameters
from catalogue.web.actors import actor
from catalogue.web.answers import EXTENSION, content_type, served
from catalogue.web.context import services
from catalogue.web.languages import gettext
from catalogue.web.workspace import changes, shown, subjects
from catalogue.web.workspace.blueprint import workspace
from catalogue.web.workspace.subjects import Subject

DONE: Final = {
    "restored": Sentence("It was restored as a new revision. Readers get it when it is published."),
    "hidden": Sentence("Readers do not find this version any more. What others have copied stays with them."),
    "same": Sentence("The newest revision says the same already, so nothing was done."),
}
_REFUSED: Final = (Stale, Gone, HeldElsewhere)


@dataclass(frozen=True, slots=True)
class Row:
    """A revision as the list shows it. `previous` is the number of the one before, 0 for the first.

    `is_past` says whether readers have had it, and still find it among the versions.
    """

    revision: Revision
    when: str
    to_mend: int
    is_newest: bool
    is_public: bool
    is_past: bool
    previous: int


@workspace.get("/descriptions/<id>/history")
def history(id: str) -> Response:
    """All revisions, the newest first."""
    return _page(id)


@workspace.get("/descriptions/<id>/history/<int:number>")
def revision(id: str, number: int) -> Response:
    """A revision as a page."""
    record = services().histories.at(actor(), id, number)
    graph = services().reading.graph(record, draft=True)
    back = url_for("workspace.history", id=id)
    say = gettext(
        "This is revision %(number)s, saved by %(author)s on %(when)s. Only your organisation sees it here."
    )
    told = {"number": number, "author": record.head.author, "when": moments.moment(record.head.at)}
    frame = shown.Frame(
        url_for("workspace.revision", id=id, number=number),
        url_for("workspace.revision_variables", id=id, number=number),
        lambda extension: url_for("workspace.revision_as", id=id, number=number, extension=extension),
        back,
        say % told,
    )
    return shown.page(record, graph, frame)


@workspace.get(f"/descriptions/<id>/history/<int:number>.{EXTENSION}")
def revision_as(id: str, number: int, extension: str) -> Response:
    """A revision as data."""
    form = served(extension)
    return Response(services().histories.body(actor(), id, number, form), content_type=content_type(form))


@workspace.get("/descriptions/<id>/history/<int:number>/variables.csv")
def revision_variables(id: str, number: int) -> Response:
    """The variables of a revision."""
    record = services().histories.at(actor(), id, number)
    return shown.variables(record, services().reading.graph(record, draft=True))


@workspace.get("/descriptions/<id>/compare")
def compare(id: str) -> Response:
    """What differs between two revisions."""
    subject = Subject.of(id)
    expected = gettext("the number of a revision")
    before, after = (parameters.required(name, expected) for name in ("before", "after"))
    comparison = services().histories.compare(subject.who, id, before, after)
    return subject.page(
        "compare.html",
        changes=changes.told(comparison),
        before=comparison.before,
        after=comparison.after,
        moment=moments.moment,
    )


@workspace.post("/descriptions/<id>/history/<int:number>/restore")
def restore(id: str, number: int) -> AnyResponse:
    """Make what a revision said the newest one again."""
    newest = request.form.get("revision", type=int)
    try:
        saved = services().histories.restore(actor(), id, number, newest)
    except _REFUSED as error:
        return _page(id, error)
    done = "same" if saved.record.head.number == newest else "restored"
    return redirect(url_for("workspace.history", id=id, done=done), HTTPStatus.SEE_OTHER)


@workspace.post("/descriptions/<id>/history/<int:number>/hide")
def hide(id: str, number: int) -> AnyResponse:
    """Take a past version from readers."""
    try:
        services().hiding.hide(actor(), id, number, request.form.get("reason", ""))
    except (WrongField, Conflict) as error:
        return _page(id, error)
    return redirect(url_for("workspace.history", id=id, done="hidden"), HTTPStatus.SEE_OTHER)


def _page(id: str, error: CatalogueError | None = None) -> Response:
    subject = Subject.of(id)
    record, revisions = services().histories.revisions(subject.who, id)
    is_ours = record.source is None and record.withdrawn is None
    return subject.page(
        "history.html",
        errors.status_of(error) if error else 200,
        told=subjects.done(DONE),
        refusal={"words": errors.say(error), "mend": None, "field": ""} if error else None,
        rows=[_row(each, record) for each in revisions],
        hides=subject.who.may(Permission.HIDE, record.organisation),
        edits=is_ours and subject.who.may(Permission.EDIT, record.organisation),
    )


def _row(each: Revision, record: Record) -> Row:
    wrong = sum(finding.severity is Severity.VIOLATION for finding in each.report.findings)
    public = record.published.number if record.published else 0
    return Row(
        each,
        moments.moment(each.at),
        wrong,
        each.number == record.head.number,
        each.number == public,
        each.published is not None and each.number < public,
        each.number - 1,
    )
