"""What somebody works on: the workspace's home, a new description, and one description as a list of tasks."""

from collections.abc import Mapping
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any, Final

from flask import Response, redirect, request, url_for
from rdflib import Graph
from werkzeug.wrappers import Response as AnyResponse

from catalogue.domain.forms import others
from catalogue.domain.forms.classes import class_of
from catalogue.domain.forms.levels import set_level
from catalogue.domain.languages import pick
from catalogue.domain.people import Organisation, Permission
from catalogue.domain.record import Kind
from catalogue.rdf.splitting import CLASSES
from catalogue.web import languages
from catalogue.web.actors import actor
from catalogue.web.context import services
from catalogue.web.languages import gettext
from catalogue.web.verdicts import elements
from catalogue.web.workspace import levels, sides, subjects
from catalogue.web.workspace.blueprint import page, workspace
from catalogue.web.workspace.desk import Desk

LONGEST_TITLE: Final = 1_000


@dataclass(frozen=True, slots=True)
class Given:
    """What was typed to begin a description."""

    kind: Kind
    organisation: str
    title: str
    language: str
    level: str


@workspace.get("/new")
def new() -> Response:
    """How to begin a description."""
    return _new(Given(_kind(request.args.get("kind", "")), "", "", languages.current(), ""), {})


@workspace.post("/new")
def create() -> AnyResponse:
    """A new description, with the little that it begins with."""
    given = _given()
    if "turn" in request.form:  # to another kind: what was typed stays
        return _new(given, {})
    wrong = _wrong(given)
    if wrong:
        return _new(given, wrong, HTTPStatus.UNPROCESSABLE_ENTITY)
    parts = (given.organisation, given.title, given.language, given.level)
    record = services().editing.create(actor(), *parts, given.kind)
    return redirect(url_for("workspace.description", id=record.id), HTTPStatus.SEE_OTHER)


@workspace.get("/descriptions/<id>")
def description(id: str) -> Response:
    """One description: its sections with how far they are, and what can be done with it."""
    desk = Desk.of(id)
    return desk.page(
        "description.html",
        level=levels.card(services().profile.levels[desk.level]),
        levels=_levels(desk.owner, desk.stated_level),
        elements=elements(desk.described.completeness, languages.current()),
        others=others(desk.looked.excerpt, desk.profile),
        pages=subjects.pages(desk.draft.record),
        **sides.of(desk),
    )


@workspace.post("/descriptions/<id>/level")
def change_level(id: str) -> AnyResponse:
    """Another access level: what else is said stays as it is."""
    level = services().profile.levels.get(request.form.get("level", ""))
    who, editing, version = actor(), services().editing, request.form.get("version", 0, type=int)
    before = editing.open(who, id)
    owner = class_of(before.graph, before.root, services().profile)
    if level is None or not levels.asked(services().profile, owner):
        return redirect(url_for("workspace.description", id=id), HTTPStatus.SEE_OTHER)

    def edit(graph: Graph) -> None:
        set_level(graph, before.root, level, services().profile)

    draft = editing.change(who, id, version, edit)
    if draft.is_changed and not before.is_changed:
        editing.save(who, id, draft.version, gettext("Another access level"))
    return redirect(url_for("workspace.description", id=id, done="level"), HTTPStatus.SEE_OTHER)


@workspace.post("/descriptions/<id>/discard")
def discard(id: str) -> AnyResponse:
    """Let go of what is kept and was not saved."""
    services().editing.discard(actor(), id)
    return redirect(url_for("workspace.description", id=id, done="discarded"), HTTPStatus.SEE_OTHER)


def organisations() -> list[Organisation]:
    """Those for which somebody may describe, by name."""
    who = actor()
    return [each for each in services().accounts.organisations(who) if who.may(Permission.EDIT, each.id)]


def _given() -> Given:
    def said(name: str) -> str:
        return " ".join(request.form.get(name, "").split())

    kind = _kind(said("turn") or said("kind"))
    level = said("level") if levels.asked(services().profile, CLASSES[kind]) else ""
    return Given(kind, said("organisation"), said("title"), said("language"), level)


def _kind(name: str) -> Kind:
    """What somebody wants to describe: a dataset, unless they say something else that can be described here."""
    kinds = services().editing.kinds
    return next((kind for kind in kinds if kind == name), kinds[0])


def _wrong(given: Given) -> Mapping[str, str]:
    """What is wrong with what was typed, by the name of the input."""
    wrong = {}
    if not given.title:
        wrong["title"] = gettext("Give it a title: a short name that others understand.")
    elif len(given.title) > LONGEST_TITLE:
        longest = gettext("This title is too long: %(most)s characters at most.")
        wrong["title"] = longest % {"most": LONGEST_TITLE}
    profile = services().profile
    if levels.asked(profile, CLASSES[given.kind]) and given.level not in profile.levels:
        wrong["level"] = gettext("Choose who may use the data. If you are not sure, choose the strictest.")
    return wrong


def _new(given: Given, wrong: Mapping[str, str], status: int = 200) -> Response:
    owner = CLASSES[given.kind]
    return page(
        "new.html",
        status,
        given=given,
        wrong=wrong,
        kinds=[_kind_card(kind) for kind in services().editing.kinds],
        organisations=organisations(),
        languages=[(tag, languages.own_name(tag)) for tag in services().settings.languages],
        levels=_levels(owner, given.level),
        starts=sides.starts(),
        **_title_words(owner),
    )


def _levels(owner: str, chosen: str) -> list[levels.LevelCard]:
    """The levels between which one chooses; none for what has no level."""
    profile = services().profile
    return levels.cards(profile, owner, chosen) if levels.asked(profile, owner) else []


def _kind_card(kind: Kind) -> tuple[Kind, str, str]:
    """A kind of thing, with its name and what it is, as the profile has them."""
    shape = services().profile.classes[CLASSES[kind]]
    language = (languages.current(),)
    return kind, pick(shape.label, language), pick(shape.help, language)


def _title_words(owner: str) -> Mapping[str, Any]:
    """The label and the help of the title, as the profile has them: it is the field that stands first."""
    asked = services().profile.fields(owner)[0]
    language = (languages.current(),)
    return {"label": pick(asked.label, language), "help": pick(asked.help, language)}
