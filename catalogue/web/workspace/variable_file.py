"""The pages on which variables come from a file: hand it in, say what its columns are, see what it would do, do it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from http import HTTPStatus
from pathlib import PurePath
from typing import Any, Final

from flask import Response, redirect, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from catalogue.domain.columns import Slot
from catalogue.domain.dictionaries import CODES, LEFT_OUT, NAME, TABLE, UNIT, Manner
from catalogue.domain.errors import CatalogueError, FileTooLarge
from catalogue.domain.languages import order
from catalogue.services.dictionaries import Means, Upload
from catalogue.services.variable_files import NEW, OUT, PARTS, OfTable, Proposal
from catalogue.services.variable_plans import HandedIn, Plan
from catalogue.services.variable_rows import Opened
from catalogue.services.variables import NoRoomForVariables
from catalogue.web import errors, languages, submissions, uploads
from catalogue.web.actors import actor
from catalogue.web.context import services
from catalogue.web.languages import gettext
from catalogue.web.workspace import blueprint, stages
from catalogue.web.workspace.blueprint import workspace
from catalogue.web.workspace.desk import Desk
from catalogue.web.workspace.variable_table import Showing

_TOLD: Final = 60  # names or changes of a group that are told one by one
_SAMPLES: Final = 3
_LONGEST_TITLE: Final = 500
# Formats by the word that stands for them in `Dictionary.form`.
_SUFFIXES: Final = ".csv,.tsv,.txt,.xlsx,.json"


@dataclass(frozen=True, slots=True)
class Heading:
    """A column of the file: its heading, a few of its texts, what it stands for and could stand for."""

    place: int
    text: str
    samples: tuple[str, ...]
    target: str


@dataclass(frozen=True, slots=True)
class Trouble:
    """Why a file was not taken: the input it is about, and why."""

    field: str
    words: str


@workspace.get("/descriptions/<id>/variables/file")
def variable_file(id: str) -> Response:
    """The form for a file; once one is handed in, what it would do."""
    opened = _opened(id)
    found = services().variable_files.handed_in(actor(), opened)
    return _preview(opened, found) if found else _form(opened)


@workspace.post("/descriptions/<id>/variables/file")
def hand_in_variables(id: str) -> AnyResponse:
    """Read a file; leads to what it would do, or shows the form again with what is wrong."""
    opened = _opened(id)
    file = request.files.get("file")
    name = submissions.name_of(file)
    try:
        uploads.refuse_too_large(_limit())
    except FileTooLarge as error:
        return _form(opened, Trouble("file", errors.say(error)), errors.status_of(error))
    if not name:
        return _form(opened, Trouble("file", gettext("Choose a file.")), HTTPStatus.BAD_REQUEST)
    means = request.form.get("means", "")
    upload = Upload(
        name, submissions.content_of(file), Means(means) if means in list(Means) else Means.UNSAID
    )
    try:
        services().variable_files.hand_in(actor(), opened, upload, _language())
    except CatalogueError as error:
        return _form(opened, Trouble("file", errors.say(error)), errors.status_of(error), name)
    return _lead(id)


@workspace.post("/descriptions/<id>/variables/merge")
def merge_variables(id: str) -> AnyResponse:
    """Keep the plan; then show what it would do, do it, or forget the file."""
    opened, files = _opened(id), services().variable_files
    action = request.form.get("action", "preview")
    if action == "drop":
        files.drop(actor(), opened)
        return redirect(url_for("workspace.variables", id=id), HTTPStatus.SEE_OTHER)
    before = files.handed_in(actor(), opened)
    found = files.plan(actor(), opened, _plan(before)) if before else None
    if found is None or action != "merge" or NAME not in found.plan.targets:
        return _lead(id)
    version = request.form.get("version", 0, type=int)  # of the variables that the preview was about
    try:
        done = files.apply(actor(), opened, version, _manner(found))
    except CatalogueError as error:
        return _preview(opened, found, errors.say(error), errors.status_of(error))
    told = url_for("workspace.variables", id=id, done="merge", count=done.count)
    return redirect(told, HTTPStatus.SEE_OTHER)


def _opened(id: str) -> Opened:
    return services().variables.open(actor(), id, languages.current())


def _lead(id: str) -> AnyResponse:
    return redirect(url_for("workspace.variable_file", id=id), HTTPStatus.SEE_OTHER)


def _limit() -> int:
    """The largest file, in bytes."""
    return services().settings.description_limit * 2**20


def _language() -> str:
    said = request.form.get("language", "")
    return said if said in services().settings.languages else languages.current()


def _form(
    opened: Opened, trouble: Trouble | None = None, status: int = HTTPStatus.OK, file: str = ""
) -> Response:
    return _page(
        opened,
        "variable-file.html",
        status,
        trouble=trouble,
        file=file,
        means=request.form.get("means", ""),
        suffixes=_SUFFIXES,
        limit=submissions.told(_limit()),
    )


def _preview(opened: Opened, found: HandedIn, problem: str = "", status: int = HTTPStatus.OK) -> Response:
    proposal = services().variable_files.proposal(opened, found, _manner(found))
    return _page(
        opened,
        "variable-merge.html",
        status,
        found=found,
        plan=found.plan,
        headings=list(_headings(found)),
        targets=_targets(opened, found),
        proposal=proposal,
        counts={
            part: sum(len(getattr(each.merge, part)) for each in proposal.tables)
            for part in (*PARTS, "unchanged")
        },
        sources=list(found.plan.tables),
        tongues=_tongues(found),
        forms=_forms(),
        problem=problem or _excess(proposal),
        told_most=_TOLD,
        heading_of=Showing(opened).heading,
        title_of=lambda each: _title_of(opened, each),
        NEW=NEW,
        OUT=OUT,
    )


def _excess(proposal: Proposal) -> str:
    """Why it could not be done by this plan: too many variables."""
    too_many = NoRoomForVariables.of(proposal.count)
    return errors.say(too_many) if too_many else ""


def _page(opened: Opened, template: str, status: int, /, **context: Any) -> Response:
    record = opened.draft.record
    return blueprint.page(
        template,
        status,
        record=record,
        draft=opened.draft,
        title=Desk(opened.draft, actor()).title,
        stage=stages.of(record),
        showing=Showing(opened),
        languages=[(tag, languages.own_name(tag)) for tag in services().settings.languages],
        **context,
    )


def _headings(found: HandedIn) -> Iterator[Heading]:
    sheet = found.sheet
    for place, text in enumerate(sheet.headings):
        said = dict.fromkeys(row[place] for row in sheet.rows[:200] if row[place])
        samples = tuple(f"{each[:80]}…" if len(each) > 80 else each for each in list(said)[:_SAMPLES])
        if text or samples:
            yield Heading(place, text, samples, found.plan.targets[place])


def _targets(opened: Opened, found: HandedIn) -> list[tuple[str, str]]:
    """What a column can stand for, in words."""
    layout, showing = opened.layout, Showing(opened)
    slots = list(layout.slots)
    slots += [slot for target in found.plan.targets if (slot := layout.slot(target)) and slot not in slots]
    spoken = [path for path in layout.fields if layout.speaks(path)]
    slots += [each for path in spoken if (each := Slot(path, found.plan.language)) not in slots]
    told = [
        (layout.heading(slot), showing.heading(slot))
        for path in layout.fields
        for slot in slots
        if slot.path == path
    ]
    return [
        (LEFT_OUT, gettext("leave it out")),
        *told,
        (UNIT, gettext("Unit, added to the description")),
        (CODES, gettext("Codes, added to the description")),
        (TABLE, gettext("Name of the table")),
    ]


def _tongues(found: HandedIn) -> list[tuple[str, str]]:
    tags = order([found.plan.language], services().settings.languages)
    return [(tag, languages.own_name(tag)) for tag in tags]


def _forms() -> dict[str, str]:
    return {
        "csv": gettext("a data dictionary (CSV)"),
        "xlsx": gettext("a data dictionary (spreadsheet)"),
        "csv-data": gettext("the first line of data (CSV)"),
        "xlsx-data": gettext("the first line of data (spreadsheet)"),
        "csvw": gettext("metadata of CSV on the Web"),
        "frictionless": gettext("a Frictionless schema"),
        "fhir": gettext("a FHIR StructureDefinition"),
    }


def _title_of(opened: Opened, each: OfTable) -> str:
    """The table into which one of the file goes."""
    return Showing(opened).title(opened.tables[each.into]) if each.into in opened.tables else each.title


def _manner(found: HandedIn) -> Manner:
    """How units and codes are said in the language of the descriptions."""
    say = languages.translations(found.plan.language).gettext
    return Manner(found.plan.language, say("Unit: %(unit)s."), say("Codes: %(codes)s."))


def _plan(before: HandedIn) -> Plan:
    """What the form says, within what there is."""
    form, sources = request.form, list(before.plan.tables)
    sheet = form.get("sheet", before.plan.sheet, type=int)
    return Plan(
        sheet=min(max(0, sheet), len(before.dictionary.sheets) - 1),
        targets=_targets_of(before),
        language=form.get("language", "") if form.get("language") in _tags(before) else before.plan.language,
        tables={
            source: form.get(f"into.{place}", before.plan.tables[source])
            for place, source in enumerate(sources)
        },
        titles={source: _titled(before, place, source) for place, source in enumerate(sources)},
        fill=form.get("how") == "fill",
        parts=tuple(part for part in PARTS if part in form.getlist("part")),
    )


def _tags(before: HandedIn) -> Sequence[str]:
    return [tag for tag, _ in _tongues(before)]


def _titled(before: HandedIn, place: int, source: str) -> str:
    typed = request.form.get(f"title.{place}", "").strip()[:_LONGEST_TITLE]
    return typed or before.plan.titles.get(source, "") or PurePath(before.dictionary.source).stem


def _targets_of(before: HandedIn) -> tuple[str, ...]:
    """What each heading stands for; of those that stand for one thing, the first."""
    found: list[str] = []
    for place, known in enumerate(before.plan.targets):
        found.append(request.form.get(f"target.{place}", known))
    return tuple(found)
