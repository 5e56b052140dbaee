"""The way of a description to its readers: where it stands, what is said of it, and the next step."""

from collections.abc import Callable, Mapping
from http import HTTPStatus
from typing import Any, Final

from flask import Response, redirect, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from catalogue.domain.errors import Conflict, NotPublishable, OwnVersion, Stale, WrongField
from catalogue.domain.people import Actor
from catalogue.domain.review import Place, Stage, place_from_text, place_to_text
from catalogue.domain.sentences import Sentence
from catalogue.domain.verdict import Verdict
from catalogue.services.commenting import About
from catalogue.services.workflow import Request
from catalogue.web import errors, moments
from catalogue.web.actors import actor
from catalogue.web.context import services
from catalogue.web.languages import gettext
from catalogue.web.workspace import changes, deeds, mending, remarks, subjects
from catalogue.web.workspace.blueprint import workspace
from catalogue.web.workspace.subjects import Subject

DONE: Final = {
    "submitted": Sentence("It was sent in for review. The reviewers were told."),
    "assigned": Sentence("The reviewer was told."),
    "sent-back": Sentence("It was sent back. Its authors were told."),
    "approved": Sentence("You approved it. It can be published now."),
    "published": Sentence("It is published. It can be found within a minute."),
    "withdrawn": Sentence("It was withdrawn. Readers see the reason in its place."),
    "brought-back": Sentence("It is back: readers have again what they had."),
    "commented": Sentence("Your comment was kept."),
    "settled": Sentence("The comment is settled."),
    "opened": Sentence("The comment is open again."),
}
_NOTED: Final = 10  # lines of who did what
_REFUSED: Final = (NotPublishable, OwnVersion, Stale, Conflict, WrongField)


@workspace.get("/descriptions/<id>/review")
def review(id: str) -> Response:
    """Where a description stands, and what can be done next."""
    return _page(Subject.of(id))


@workspace.post("/descriptions/<id>/submit")
def submit(id: str) -> AnyResponse:
    """Send the newest version in for review."""
    asked = Request(request.form.get("assignee", ""), request.form.get("text", ""))
    return _do(id, "submitted", lambda who: services().workflow.submit(who, id, _revision(), asked))


@workspace.post("/descriptions/<id>/assign")
def assign(id: str) -> AnyResponse:
    """Ask somebody for the review."""
    person = request.form.get("assignee", "")
    return _do(id, "assigned", lambda who: services().workflow.assign(who, id, person))


@workspace.post("/descriptions/<id>/send-back")
def send_back(id: str) -> AnyResponse:
    """Give it back to who wrote it."""
    text = request.form.get("text", "")
    return _do(id, "sent-back", lambda who: services().workflow.send_back(who, id, text, _revision()))


@workspace.post("/descriptions/<id>/approve")
def approve(id: str) -> AnyResponse:
    """Say that it may be published."""
    return _do(id, "approved", lambda who: services().workflow.approve(who, id, _revision()))


@workspace.post("/descriptions/<id>/publish")
def publish(id: str) -> AnyResponse:
    """Give it to readers."""
    return _do(id, "published", lambda who: services().workflow.publish(who, id, _revision()))


@workspace.get("/descriptions/<id>/withdrawal")
def withdrawal(id: str) -> Response:
    """Why it is to be withdrawn."""
    return Subject.of(id).page("withdrawal.html", reason="", trouble="")


@workspace.post("/descriptions/<id>/withdrawal")
def withdraw(id: str) -> AnyResponse:
    """Take it back from readers."""
    reason = request.form.get("reason", "")
    try:
        services().workflow.withdraw(actor(), id, reason)
    except WrongField as error:
        trouble = errors.say(error)
        return Subject.of(id).page(
            "withdrawal.html", HTTPStatus.UNPROCESSABLE_ENTITY, reason=reason, trouble=trouble
        )
    return _back(id, "withdrawn")


@workspace.post("/descriptions/<id>/bring-back")
def bring_back(id: str) -> AnyResponse:
    """Undo a withdrawal."""
    return _do(id, "brought-back", lambda who: services().workflow.undo_withdrawal(who, id))


@workspace.get("/descriptions/<id>/deletion")
def deletion(id: str) -> Response:
    """Whether a draft is really to be deleted."""
    return Subject.of(id).page("deletion.html")


@workspace.post("/descriptions/<id>/deletion")
def delete_draft(id: str) -> AnyResponse:
    """Delete a draft that was never published."""
    services().workflow.remove(actor(), id, _revision())
    return redirect(url_for("workspace.home", done="deleted"), HTTPStatus.SEE_OTHER)


@workspace.post("/descriptions/<id>/comments")
def comment(id: str) -> AnyResponse:
    """Say something about a field or about the whole, or in answer."""
    about = About(_place(), request.form.get("answers", type=int))
    text = request.form.get("text", "")
    return _do(id, "commented", lambda who: services().commenting.comment(who, id, text, about), "comments")


@workspace.post("/descriptions/<id>/comments/<int:number>")
def settle(id: str, number: int) -> AnyResponse:
    """Say that a comment needs nothing more, or does again."""
    settled = request.form.get("settled") != "no"
    told = "settled" if settled else "opened"
    return _do(id, told, lambda who: services().commenting.settle(who, id, number, settled), "comments")


def _do(id: str, done: str, step: Callable[[Actor], object], anchor: str = "") -> AnyResponse:
    """Take a step; then the page says that it was taken, or why it was not, with what was typed still there."""
    try:
        step(actor())
    except _REFUSED as error:
        return _page(Subject.of(id), error)
    return _back(id, done, anchor)


def _back(id: str, done: str, anchor: str = "") -> AnyResponse:
    to = url_for("workspace.review", id=id, done=done, _anchor=anchor or None)
    return redirect(to, HTTPStatus.SEE_OTHER)


def _revision() -> int | None:
    return request.form.get("revision", type=int)


def _place() -> Place:
    """The field that was chosen. A value that is none of ours is the whole."""
    try:
        return place_from_text(request.values.get("place", ""))
    except ValueError:
        return ()


def _page(subject: Subject, error: Any = None) -> Response:
    record, standing = subject.record, subject.standing
    threads = services().commenting.threads(subject.who, record.id)
    place = _place()
    return subject.page(
        "review.html",
        errors.status_of(error) if error else 200,
        told=subjects.done(DONE),
        refusal=_refusal(subject, error) if error else None,
        mend=mending.of_head(record),
        look=_look(subject),
        remarks=remarks.remarks(record, threads),
        choices=remarks.choices(record, place),
        place=place_to_text(place),
        given=request.form,
        people=_people(subject),
        changed=changes.since_published(subject) if standing.stage is not Stage.WITHDRAWN else None,
        check=services().yearly_checks.of(record),
        deeds=deeds.of(subject.who, record, _NOTED),
        moment=moments.moment,
    )


def _look(subject: Subject) -> mending.ToMend | None:
    """What is worth another look before readers get it; nothing of what they have, or is still being judged."""
    record = subject.record
    if subject.standing.stage in (Stage.PUBLISHED, Stage.WITHDRAWN) or not record.head.report.complete:
        return None
    seen = services().previewing.of(subject.who, record.id, saved=True)
    return mending.hints_of(record, seen.excerpt, record.head.report.findings)


def _people(subject: Subject) -> Mapping[str, str]:
    """Those who are named on the page, by their ids."""
    review = subject.standing.review
    ids = {review.by, review.assignee} if review else set()
    return {id: each.name or each.email for id, each in services().own_records.people(ids).items()}


def _refusal(subject: Subject, error: Any) -> Mapping[str, Any]:
    """Why a step was not taken: in words, and with what has to be mended first."""
    verdict = error.fields.get("verdict")
    found = mending.of(subject.record, verdict) if isinstance(verdict, Verdict) else None
    return {"words": _words(error), "mend": found, "field": error.fields.get("field", "")}


def _words(error: Any) -> str:
    if isinstance(error, Stale):
        return gettext("It was changed in the meantime. Look at the newest version below, then decide again.")
    return errors.say(error)
