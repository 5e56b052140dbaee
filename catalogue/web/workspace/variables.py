"""The page of a description's variables: found, edited a page at a time, and changed many at once.

Whatever the button, what was typed is kept first; then the button does what it says, and leads to a page that can be
asked for again.
"""

import re
from collections.abc import Mapping
from http import HTTPStatus
from typing import Any, Final

from flask import Response, jsonify, make_response, redirect, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from catalogue.domain.errors import CatalogueError, Conflict, OtherWindow, Stale
from catalogue.domain.record import OutcomeKind, State
from catalogue.services import variable_actions as actions
from catalogue.services.variable_actions import Chosen
from catalogue.services.variable_files import table_of
from catalogue.services.variable_rows import Query
from catalogue.services.variables import Action, Done, Edits
from catalogue.web import errors, languages, moments, parameters
from catalogue.web.actors import actor
from catalogue.web.context import services
from catalogue.web.languages import gettext, ngettext
from catalogue.web.workspace import blueprint, stages
from catalogue.web.workspace.blueprint import workspace
from catalogue.web.workspace.desk import Desk, done
from catalogue.web.workspace.variable_table import Showing, Typed

_INPUT: Final = re.compile(r"(n[0-9a-f]{12}|new\d{1,4})\.(\S{1,80})")
_LONGEST_QUESTION: Final = 200
_MOST_NEW: Final = 200  # lines of new variables in one form


@workspace.get("/descriptions/<id>/variables")
def variables(id: str) -> AnyResponse:
    """The variables that a query finds, a page of them as inputs; of a withdrawn description its own page, which says
    so."""
    opened = services().variables.open(actor(), id, languages.current())
    if opened.draft.record.state is State.WITHDRAWN:
        return redirect(url_for("workspace.description", id=id))
    return show(Showing(opened, _query(request.args), parameters.positive("page")), _told())


@workspace.get("/descriptions/<id>/variables.csv")
def variables_csv(id: str) -> Response:
    """All variables as CSV, in columns by which the file can be handed in again."""
    opened = services().variables.open(actor(), id, languages.current())
    response = Response(table_of(opened), mimetype="text/csv")
    response.headers["Content-Disposition"] = f'attachment; filename="{id}-variables.csv"'
    return response


@workspace.post("/descriptions/<id>/variables")
def change_variables(id: str) -> AnyResponse:
    """Keep what was typed, and do what the button says."""
    opened = services().variables.open(actor(), id, languages.current(), parameters.shown("base"))
    verb, _, what = request.form.get("action", "keep").partition(":")
    typed = _typed()
    edits = _edits(typed)
    try:
        done = services().variables.change(
            actor(), opened, parameters.shown("version"), edits, _action(verb, what)
        )
    except OtherWindow as error:
        return _again(id, typed, errors.say(error))
    except CatalogueError as error:
        return _again(id, typed, errors.say(error), errors.status_of(error))
    if verb == "keep" and parameters.wants_json():
        at = moments.clock(done.draft.kept) if done.draft.kept else ""
        return jsonify({"version": done.draft.version, "names": _names(typed, done), "at": at})
    return _after(id, verb, what, done)


def show(showing: Showing, told: str = "", problem: str = "", status: int = 200) -> Response:
    """The page; `problem` says why what was typed could not be kept."""
    opened = showing.opened
    desk = Desk(opened.draft, actor())
    undo = services().variables.undoable(actor(), opened.draft)
    return blueprint.page(
        "variables.html",
        status,
        record=opened.draft.record,
        draft=opened.draft,
        title=desk.title,
        stage=stages.of(opened.draft.record),
        showing=showing,
        kept_at=moments.clock(opened.draft.kept) if opened.draft.kept else "",
        undo=undo,
        undo_at=moments.clock(undo.at) if undo else "",
        told=told,
        problem=problem,
    )


def _after(id: str, verb: str, what: str, done: Done) -> AnyResponse:
    """Where a button leads."""
    if verb == "save":
        return _saved(id, done)
    if verb == "undo":
        return _taken_back(id, done)
    if verb == "go":
        return lead(id, page=what)
    shown = _query(request.form) == _query(request.form, "shown-")
    told = {"done": verb, "count": str(done.count)} if done.count or verb not in ("keep", "find") else {}
    return lead(id, page=request.form.get("page", "") if shown else "", **told)


def _saved(id: str, done: Done) -> AnyResponse:
    try:
        saved = services().editing.save(actor(), id, done.draft.version)
    except Stale:
        return redirect(url_for("workspace.conflict", id=id), HTTPStatus.SEE_OTHER)
    outcome = "unchanged" if saved.outcome is OutcomeKind.UNCHANGED else "saved"
    return lead(id, page=request.form.get("page", ""), done=outcome)


def _taken_back(id: str, done: Done) -> AnyResponse:
    try:
        count = services().variables.undo(actor(), id, done.draft.version)
    except Conflict as error:
        return _again(id, {}, errors.say(error))
    return lead(id, page=request.form.get("page", ""), done="undo", count=str(count))


def _again(id: str, typed: Typed, problem: str, status: int = HTTPStatus.CONFLICT) -> Response:
    """The page as it is now with what was typed, which was not kept."""
    opened = services().variables.open(actor(), id, languages.current())
    number = request.form.get("page", 1, type=int)
    return make_response(
        show(Showing(opened, _query(request.form, "shown-"), max(1, number), typed), "", problem, status)
    )


def lead(id: str, **told: str) -> AnyResponse:
    """To the page of the query that was typed."""
    query = _query(request.form)
    asked = {"q": query.words, "table": query.table, "lacks": query.lacks, **told}
    parameters = {name: text for name, text in asked.items() if text and (name, text) != ("page", "1")}
    anchor = "rows" if told.get("page") and "done" not in told else None
    return redirect(url_for("workspace.variables", id=id, _anchor=anchor, **parameters), HTTPStatus.SEE_OTHER)  # type: ignore[arg-type]


def _query(given: Mapping[str, str], start: str = "") -> Query:
    said = [given.get(f"{start}{name}", "").strip()[:_LONGEST_QUESTION] for name in ("q", "table", "lacks")]
    return Query(*said)


def _typed() -> Typed:
    """The inputs of cells by name."""
    return {name: texts for name, texts in request.form.lists() if _INPUT.fullmatch(name)}


def _edits(typed: Typed) -> Edits:
    cells: dict[str, dict[str, list[str]]] = {}
    for name, texts in typed.items():
        at, _, cell = name.partition(".")
        cells.setdefault(at, {})[cell] = list(texts)
    new = [cells.pop(at) for at in _new_lines(typed)]
    table = request.form.get("into", "")
    return Edits(cells, [(table, line) for line in new])


def _new_lines(typed: Typed) -> list[str]:
    """The lines of new variables in which something was typed."""
    said = (name.partition(".")[0] for name, texts in typed.items() if any(text.strip() for text in texts))
    return [at for at in dict.fromkeys(said) if at.startswith("new")][:_MOST_NEW]


def _names(typed: Typed, done: Done) -> dict[str, str]:
    """What the inputs of new variables are called from now on."""
    now = dict(zip(_new_lines(typed), done.added, strict=False))
    return {name: f"{now[at]}.{cell}" for name in typed for at, _, cell in [name.partition(".")] if at in now}


def _action(verb: str, what: str) -> Action | None:
    """What a button does to many."""
    form = request.form
    chosen = Chosen(form.getlist("pick"), _query(form, "shown-"), form.get("scope") == "found")
    fill = "fill" in form
    found: dict[str, Any] = {
        "set": lambda: actions.setting(chosen, form.get("cell", ""), form.get("text", ""), fill=fill),
        "type": lambda: actions.setting(chosen, "datatype", form.get("type", ""), fill=fill),
        "move": lambda: actions.moving(chosen, form.get("to", "")),
        "remove": lambda: actions.removing(chosen),
        "add-table": lambda: actions.adding_table({languages.current(): form.get("new-table", "")}),
        "remove-table": lambda: actions.removing_table(what),
    }
    made: Action | None = found[verb]() if verb in found else None
    return made


def _told() -> str:
    """What was done, in words."""
    count = request.args.get("count", 0, type=int)
    if "done" in request.args and request.args["done"] in ("set", "type", "move", "remove") and not count:
        return gettext("No variable was ticked, or nothing had to be changed.")
    said = {
        "set": ngettext("%(num)s variable was changed.", "%(num)s variables were changed.", count),
        "move": ngettext("%(num)s variable was moved.", "%(num)s variables were moved.", count),
        "remove": ngettext("%(num)s variable was removed.", "%(num)s variables were removed.", count),
        "undo": ngettext(
            "The change of %(num)s was taken back.", "The changes of %(num)s were taken back.", count
        ),
        "merge": ngettext("%(num)s variable was merged.", "%(num)s variables were merged.", count),
        "add-table": gettext("The table was added."),
        "remove-table": gettext("The table was removed."),
    }
    said["type"] = said["set"]
    what = request.args.get("done", "")
    told = said.get(what) or done(what)
    return told % {"num": count} if "%(num)s" in told else told
