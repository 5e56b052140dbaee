"""Files that descriptions begin from, and the spreadsheets that go out and come back."""

from collections.abc import Iterable
from dataclasses import dataclass
from http import HTTPStatus
from typing import Final

from flask import Response, redirect, request, url_for
from rdflib import DCTERMS
from werkzeug.wrappers import Response as AnyResponse

from catalogue.domain import compared
from catalogue.domain.differences import differences
from catalogue.domain.errors import BadInput, CatalogueError, NotFound
from catalogue.domain.languages import best
from catalogue.domain.record import Description, Kind
from catalogue.domain.sheets import Trouble
from catalogue.domain.telling import Language
from catalogue.rdf import canonical, graphs
from catalogue.rdf.splitting import CLASSES
from catalogue.services import xlsx
from catalogue.services.handing_in import HandedIn, Item, Received, Taken, Way
from catalogue.web import errors, languages, reasons, submissions, uploads
from catalogue.web.actors import actor
from catalogue.web.context import services
from catalogue.web.languages import gettext
from catalogue.web.workspace import subjects
from catalogue.web.workspace.blueprint import page, workspace
from catalogue.web.workspace.changes import Row
from catalogue.web.workspace.descriptions import organisations
from catalogue.web.workspace.desk import Desk

MOST: Final = 200  # troubles, or fields that differ, on a page


@dataclass(frozen=True, slots=True)
class Line:
    """A description of a file, with what can be done with it."""

    item: Item
    title: str
    ways: list[tuple[Way, str]]
    said: str


@dataclass(frozen=True, slots=True)
class Wrong:
    """A cell that is wrong, in words."""

    place: str
    problem: str
    mend: str


@workspace.get("/new/file")
def upload() -> Response:
    """The form to hand a file in."""
    return _upload()


@workspace.post("/new/file")
def receive() -> AnyResponse:
    """Take a file in, and show what is in it."""
    given = services().handing_in
    file, organisation = request.files.get("file"), request.form.get("organisation", "")
    source, data = submissions.name_of(file), submissions.content_of(file)
    try:
        uploads.refuse_too_large(given.limit)
        if not source:
            raise BadInput(reason=gettext("Choose a file first."))
        received = given.receive(actor(), data, source, organisation)
    except CatalogueError as error:
        return _upload(error)
    if received.troubles:
        return _upload(received=received, source=source)
    if received.record:
        return redirect(url_for("workspace.returned", id=received.record.id), HTTPStatus.SEE_OTHER)
    return redirect(url_for("workspace.handed_in", id=received.id), HTTPStatus.SEE_OTHER)


@workspace.get("/new/file/<id>")
def handed_in(id: str) -> Response:
    """What is in a file that was handed in."""
    handed = services().handing_in.open(actor(), id)
    return page("handed_in.html", handed=handed, lines=_lines(handed), taken=[])


@workspace.post("/new/file/<id>")
def take_file(id: str) -> AnyResponse:
    """Take of a file what somebody has chosen."""
    ways = {place: Way(way) for place, way in _numbered("way") if way in set(Way)}
    heads = {place: int(head) for place, head in _numbered("head") if _is_number(head)}
    handed = services().handing_in.open(actor(), id)
    try:
        taken = services().handing_in.take(actor(), id, ways, heads)
    except NotFound:  # the button was pressed twice: what it did is in the list
        return redirect(url_for("workspace.home"), HTTPStatus.SEE_OTHER)
    if len(taken) == 1 and taken[0].record:
        return redirect(
            url_for("workspace.description", id=taken[0].record.id, done="created"), HTTPStatus.SEE_OTHER
        )
    told = [(_title(each.item.description), each, _why(each)) for each in taken]
    return page("handed_in.html", handed=handed, lines=[], taken=told)


@workspace.post("/new/file/<id>/forget")
def forget_file(id: str) -> AnyResponse:
    """Let go of a file."""
    services().handing_in.drop(actor(), id)
    return redirect(url_for("workspace.upload"), HTTPStatus.SEE_OTHER)


@workspace.get("/new/template.xlsx")
def empty_sheet() -> Response:
    """The empty spreadsheet for datasets, with the obligations of an access level."""
    data = services().spreadsheets.template(CLASSES[Kind.DATASET], languages.reader(), _level())
    return _file(data, "template")


@workspace.get("/descriptions/<id>/description.xlsx")
def export_sheet(id: str) -> Response:
    """The newest revision of a description as a spreadsheet."""
    record = services().editing.find(actor(), id)
    text = services().editing.text(record, record.head.hash)
    described = Description(record.iri, record.kind, text, record.head.hash)
    level = services().profile.level_of(graphs.graph(text), record.iri)
    data = services().spreadsheets.export(described, languages.reader(), level, record.head.number)
    return _file(data, record.id)


@workspace.get("/descriptions/<id>/returned")
def returned(id: str) -> Response:
    """What a spreadsheet that came back would change; it is kept, and not saved."""
    desk = Desk.of(id)
    record = desk.draft.record
    before = graphs.graph(services().editing.revision_text(record, desk.draft.base))
    after = graphs.graph(canonical.canonical_text(desk.draft.ntriples)[0])
    found = differences(before, after, record.iri, services().profile)
    language = Language(services().profile, services().vocabularies, languages.reader())
    told = compared.told(found[:MOST], (before, after), record.iri, language)
    return page(
        "returned.html",
        record=record,
        draft=desk.draft,
        title=desk.title,
        changes=[Row(each, "") for each in told],
        count=len(found),
        section=next(iter(desk.described.sections())).id,
    )


def _upload(
    error: CatalogueError | None = None, received: Received | None = None, source: str = ""
) -> Response:
    profile, language = services().profile, languages.current()
    troubles = received.troubles if received else ()
    return page(
        "upload.html",
        errors.status_of(error) if error else HTTPStatus.UNPROCESSABLE_ENTITY if troubles else 200,
        trouble=errors.say(error) if error else "",
        wrongs=list(map(_wrong, troubles[:MOST])),
        count=len(troubles),
        source=source,
        organisations=organisations(),
        chosen=request.form.get("organisation", ""),
        levels=[(id, profile.level_label(id, language)) for id in profile.levels],
        limit=submissions.told(services().handing_in.limit),
    )


def _wrong(trouble: Trouble) -> Wrong:
    place = gettext("Sheet “%(sheet)s”, cell %(cell)s") % {
        "sheet": trouble.place.sheet,
        "cell": xlsx.place(trouble.place.row, max(trouble.place.column, 1)),
    }
    return Wrong(place, reasons.translate(trouble.problem), reasons.translate(trouble.mend))


def _lines(handed: HandedIn) -> list[Line]:
    return [
        Line(each, _title(each.description), [(way, way_words(way, each)) for way in each.ways], _said(each))
        for each in handed.items
    ]


def way_words(way: Way, item: Item) -> str:
    """What can be done with a description, in words."""
    if way is Way.KEEP:
        return gettext("Take it with its address")
    if way is Way.NEW:
        return (
            gettext("Begin a new one with what it says")
            if item.held or item.record
            else gettext("Take it with a new address of this catalogue")
        )
    return gettext("Make it the next version of yours") if way is Way.REVISE else gettext("Leave it out")


def _said(item: Item) -> str:
    if item.record:
        return gettext("It is yours already, as “%(title)s”.") % {"title": subjects.title(item.record)}
    return gettext("Its address is that of another description here.") if item.held else ""


def _title(description: Description) -> str:
    titles = graphs.texts(description.ntriples, description.iri, str(DCTERMS.title))
    return best(titles, languages.reader().languages)[0] or description.iri


def _why(taken: Taken) -> str:
    return errors.say(taken.error) if taken.error else ""


def _numbered(name: str) -> Iterable[tuple[int, str]]:
    """The inputs `way0`, `way1` … of the form by their places."""
    for key, value in request.form.items():
        number = key.removeprefix(name)
        if key.startswith(name) and _is_number(number):
            yield int(number), value


def _is_number(text: str) -> bool:
    return text.isdecimal() and len(text) <= 9


def _level() -> str:
    asked = request.args.get("level", "")
    levels = services().profile.levels
    return asked if asked in levels else next(iter(levels))


def _file(data: bytes, name: str) -> Response:
    response = Response(data, mimetype=xlsx.MEDIA_TYPE)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}.xlsx"'
    return response
