"""What a description begins from besides nothing: a template, another description, one of the catalogue."""

from collections.abc import Callable
from http import HTTPStatus
from typing import Any, Final

from flask import Response, redirect, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from catalogue.domain.errors import BadInput, CatalogueError
from catalogue.domain.languages import best
from catalogue.domain.people import Permission
from catalogue.domain.record import Record
from catalogue.domain.sentences import Sentence
from catalogue.services.own_lists import Asked, Entry
from catalogue.web import errors, languages
from catalogue.web.actors import actor
from catalogue.web.context import services
from catalogue.web.languages import gettext
from catalogue.web.workspace import subjects
from catalogue.web.workspace.blueprint import page, workspace
from catalogue.web.workspace.descriptions import organisations
from catalogue.web.workspace.registers import holders

LISTED: Final = 50
LONGEST: Final = 200
DONE: Final = {
    "kept": Sentence("The template was saved."),
    "removed": Sentence("The template was removed."),
}


@workspace.get("/new/template")
def templates() -> Response:
    """The templates that one may begin from."""
    found = services().starting.templates(actor())
    names = {each.id: each.name for each in services().accounts.organisations(actor())}
    mine = {id for id, _ in holders()}
    return page(
        "templates.html",
        templates=[
            (each, names.get(each.organisation, "") or gettext("Shared by all"), each.organisation in mine)
            for each in found
        ],
        organisations=organisations(),
        told=subjects.done(DONE),
    )


@workspace.post("/new/template")
def start_from_template() -> AnyResponse:
    """A draft from a template."""
    id, organisation = request.form.get("template", ""), request.form.get("organisation", "")
    return _to_draft(services().starting.template(actor(), id, organisation))


@workspace.post("/new/template/<id>/remove")
def remove_template(id: str) -> AnyResponse:
    """Remove a template."""
    services().starting.remove_template(actor(), id)
    return redirect(url_for("workspace.templates", done="removed"), HTTPStatus.SEE_OTHER)


@workspace.get("/new/copy")
def duplicate() -> Response:
    """One's own descriptions, to begin from a copy of one."""
    question = request.args.get("q", "").strip()[:LONGEST]
    asked = Asked(question, languages=languages.reader().languages, limit=LISTED)
    found = services().editing.mine(actor(), asked)
    return _choose(
        "copy.html", question, [(each.record, _title(each)) for each in found.entries], found.total
    )


@workspace.post("/new/copy")
def start_from_duplicate() -> AnyResponse:
    """A draft that is a copy of one's own description."""
    return _to_draft(_begun(services().starting.duplicate))


@workspace.get("/new/other")
def start_from_other() -> Response:
    """What is published here, to begin from a copy of it."""
    question = request.args.get("q", "").strip()[:LONGEST]
    records = services().choosing.published(question, [languages.current()], LISTED) if question else []
    found = [(each, subjects.title(each)) for each in records]
    return _choose("other.html", question, found, len(found))


@workspace.post("/new/other")
def take_other() -> AnyResponse:
    """A draft that is a copy of a published description, and says so."""
    return _to_draft(_begun(services().starting.harvested))


@workspace.get("/descriptions/<id>/forms")
def other_forms(id: str) -> Response:
    """One description as a spreadsheet, as a template, and as what another one begins from."""
    return _forms(id)


@workspace.post("/descriptions/<id>/template")
def save_template(id: str) -> AnyResponse:
    """Keep what a description says as a template."""
    name, organisation = request.form.get("name", ""), request.form.get("organisation", "")
    try:
        services().starting.save_template(actor(), id, name, organisation)
    except BadInput as error:
        return _forms(id, error)
    return redirect(url_for("workspace.templates", done="kept"), HTTPStatus.SEE_OTHER)


def _forms(id: str, error: CatalogueError | None = None) -> Response:
    subject = subjects.Subject.of(id)
    record = subject.record
    return subject.page(
        "other_forms.html",
        errors.status_of(error) if error else 200,
        name=request.form.get("name", subject.title),
        trouble=errors.say(error) if error else "",
        holders=[each for each in holders() if each[0] in ("", record.organisation)],
        organisations=organisations(),
        may_edit=actor().may(Permission.EDIT, record.organisation),
        limit=services().handing_in.limit // 2**20,
    )


def _begun(start: Callable[[Any, str, str], Record]) -> Record:
    return start(actor(), request.form.get("id", ""), request.form.get("organisation", ""))


def _to_draft(record: Record) -> AnyResponse:
    return redirect(url_for("workspace.description", id=record.id, done="created"), HTTPStatus.SEE_OTHER)


def _choose(template: str, question: str, found: list[tuple[Record, str]], total: int) -> Response:
    return page(
        template, question=question, found=found, total=total, organisations=organisations(), listed=LISTED
    )


def _title(entry: Entry) -> str:
    return best(entry.titles, languages.reader().languages)[0] or gettext("Untitled")
