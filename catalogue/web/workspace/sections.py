"""The sections of a description: their inputs, and what their buttons do."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Final

from flask import Response, current_app, jsonify, redirect, render_template, request, url_for
from rdflib import Graph
from werkzeug.wrappers import Response as AnyResponse

from catalogue.domain.errors import (
    CatalogueError,
    Forbidden,
    Gone,
    HeldElsewhere,
    NotFound,
    OtherWindow,
    Stale,
    TooLarge,
)
from catalogue.domain.forms import Applied, FormNode, InputError, apply, as_posted, put_back, read
from catalogue.domain.forms.model import LONGEST as LONGEST_TEXT
from catalogue.domain.forms.taking_over import take_over
from catalogue.domain.languages import pick
from catalogue.domain.profile import Group
from catalogue.domain.record import OutcomeKind
from catalogue.services.editing import Draft
from catalogue.web import errors, languages, moments, parameters, posted, reasons
from catalogue.web.context import services
from catalogue.web.workspace import windows
from catalogue.web.workspace.blueprint import workspace
from catalogue.web.workspace.desk import Desk
from catalogue.web.workspace.faults import Faults, faults, nodes, unplaced
from catalogue.web.workspace.pickers import Pickers, Search
from catalogue.web.workspace.sheets import Sheet
from catalogue.web.workspace.tasks import sections

LONGEST: Final = 200
_STAYING: Final = ("add", "remove", "up", "down")


@dataclass(frozen=True, slots=True)
class Untaken:
    """What was typed and not taken: single texts, or all of it and `why`.

    `names` are those of what was posted then, with what they would be.
    """

    unkept: tuple[InputError, ...] = ()
    why: CatalogueError | None = None
    names: Mapping[str, str] = field(default_factory=dict)

    @property
    def status(self) -> int:
        if self.why:
            return errors.status_of(self.why)
        return HTTPStatus.UNPROCESSABLE_ENTITY if self.unkept else HTTPStatus.OK


_ALL_TAKEN: Final = Untaken()


@workspace.get("/descriptions/<id>/sections/<group>")
def section(id: str, group: str) -> Response:
    """A section with its inputs. `check` tells of what is missing too, which a fresh page does not."""
    return show(Desk.of(id), group, missing="check" in request.args)


@workspace.post("/descriptions/<id>/sections/<group>")
def keep_section(id: str, group: str) -> AnyResponse:
    """What was typed is kept first, whatever the button; then the button does what it says."""
    desk = Desk.of(id, parameters.shown("base"))
    known = _group(desk, group)
    verb = request.form.get("action", "save").partition(":")[0]
    try:
        draft, applied = _keep(desk)
    except OtherWindow:
        return windows.choose(desk, known.id, parameters.wants_json())
    except (Forbidden, Gone, HeldElsewhere, TooLarge) as error:
        return _untaken(desk, group, error)
    now = Desk(draft, desk.who)
    if verb == "keep" and parameters.wants_json():
        return _kept(now, group, applied)
    if applied.unkept:
        return show(now, group, untaken=Untaken(applied.unkept))
    return _follow(now, group, applied.focus)


def _follow(desk: Desk, group: str, focus: str) -> AnyResponse:
    """Do what the button says; `focus` is the name of what it has added or moved."""
    verb, _, name = request.form.get("action", "save").partition(":")
    if verb in _STAYING:
        return _lead(desk, group, focus=focus)
    if verb == "find":
        return _lead(desk, group, find=name, q=request.form.get(f"q:{name}", "")[:LONGEST])
    if verb == "keep":
        return _lead(desk, group)
    return _save(desk, group, verb)


def _keep(desk: Desk) -> tuple[Draft, Applied]:
    """Put what was posted into what somebody edits. Raises OtherWindow."""
    told: list[Applied] = []
    given = request.form.to_dict(flat=False)

    def edit(graph: Graph) -> None:
        windows.settle(graph, desk, given)
        told.append(apply(graph, desk.draft.root, given, desk.profile, languages.current()))
        if request.form.get("action", "").startswith("add:") and "." not in told[-1].focus:
            take_over(graph, desk.draft.root, told[-1].focus, desk.profile, desk.level)

    draft = services().editing.change(
        desk.who, desk.id, parameters.shown("version"), edit, parameters.shown("base")
    )
    return draft, told[-1]


def _untaken(desk: Desk, group: str, error: CatalogueError) -> Response:
    """What is told when the description cannot be changed, or not to that: what was typed stands in its fields."""
    if parameters.wants_json():
        raise error
    given = request.form.to_dict(flat=False)
    applied = apply(desk.draft.graph, desk.draft.root, given, desk.profile, languages.current())
    return show(desk, group, untaken=Untaken(applied.unkept, error, applied.names))


def _kept(desk: Desk, group: str, applied: Applied) -> Response:
    """What a script is told that keeps what was typed: the version and the names now, and what stands beside."""
    return jsonify(
        version=desk.draft.version,
        at=moments.clock(desk.draft.kept) if desk.draft.kept else "",
        names=applied.names,
        unkept=[{"name": each.name, "said": reasons.translate(each.problem)} for each in applied.unkept],
        beside=render_template("workspace/beside.html", **desk.beside(group)),
    )


def _save(desk: Desk, group: str, verb: str) -> AnyResponse:
    """Make a revision, and go on to where the button leads; but not away from what was typed and cannot be."""
    try:
        saved = services().editing.save(desk.who, desk.id, desk.draft.version)
    except OtherWindow:
        return windows.choose(desk, group, script=False)
    except Stale:
        return redirect(url_for("workspace.conflict", id=desk.id), HTTPStatus.SEE_OTHER)
    except (Gone, TooLarge) as error:
        return show(desk, group, untaken=Untaken(why=error))
    done = "unchanged" if saved.outcome is OutcomeKind.UNCHANGED else "saved"
    wrong = _typed_wrongly(desk, group)
    if verb == "save-back" and not wrong:
        return redirect(url_for("workspace.description", id=desk.id, done=done), HTTPStatus.SEE_OTHER)
    following = next_of(desk, group)
    if verb == "save-next" and following and not wrong:
        return _lead(desk, following, done=done)
    return _lead(desk, group, done=done, check="1")


def _typed_wrongly(desk: Desk, group: str) -> bool:
    """Whether a text of the section was kept only as it was typed."""
    form = read(desk.draft.graph, desk.draft.root, desk.profile, desk.level, group)
    return any(value.problem for node, _ in nodes(form) for ask in node.fields for value in ask.values)


def _lead(desk: Desk, group: str, **parameters: str) -> AnyResponse:
    url = url_for("workspace.section", id=desk.id, group=group, **{k: v for k, v in parameters.items() if v})  # type: ignore[arg-type]
    return redirect(url, HTTPStatus.SEE_OTHER)


def show(desk: Desk, group: str, *, missing: bool = False, untaken: Untaken = _ALL_TAKEN) -> Response:
    """The page of a section. `missing` says that it is told what must be there and is not.

    Texts that could not be kept stand in their fields all the same, or below the summary where those are gone.
    """
    known = _group(desk, group)
    form = read(desk.draft.graph, desk.draft.root, desk.profile, desk.level, group)
    form, lost = put_back(as_posted(form, untaken.names) if untaken.names else form, untaken.unkept)
    looked = (*desk.looked.findings, *desk.looked.hints)
    told = faults(form, looked, desk.words, missing=missing)
    language = (languages.current(),)
    return desk.page(
        "section.html",
        untaken.status,
        here=group,
        group=group,
        heading=pick(known.label, language),
        help=pick(known.help, language),
        form=form,
        sheet=_sheet(desk, form, told),
        summary=[*map(unplaced, lost), *told.refusing()],
        lost=lost,
        hints=told.hinting(),
        longest=LONGEST_TEXT,
        most=posted.most(),
        next=next_of(desk, group),
        untaken=desk.locked or errors.say(untaken.why) if untaken.why else "",
    )


def _sheet(desk: Desk, form: FormNode, told: Faults) -> Sheet:
    asked = Search(request.args.get("find", "")[:LONGEST], request.args.get("q", "")[:LONGEST])
    parts = (services().choosing, desk.who, desk.draft.record.organisation, desk.languages)
    return Sheet(
        form,
        desk.words,
        Pickers(*parts, form, desk.own, asked),
        desk.tags,
        told,
        focus=request.args.get("focus", "")[:LONGEST],
        tables=_tables(desk),
        used=desk.used,
    )


def _group(desk: Desk, id: str) -> Group:
    found = next((group for group in sections(desk.profile, desk.owner) if group.id == id), None)
    if found is None:
        raise NotFound(name=id)
    return found


def next_of(desk: Desk, id: str) -> str:
    """The section after one; empty for the last."""
    ids = [group.id for group in sections(desk.profile, desk.owner)]
    place = ids.index(id) + 1
    return ids[place] if place < len(ids) else ""


def _tables(desk: Desk) -> str:
    """Where many parts are edited in a table; empty where an instance has no such page."""
    endpoint = "workspace.variables"
    return url_for(endpoint, id=desk.id) if endpoint in current_app.view_functions else ""
