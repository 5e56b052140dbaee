"""Two people at one description: what each has made of it, field by field, and the choice between them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from http import HTTPStatus
from typing import Literal

from flask import Response, redirect, request, url_for
from rdflib import Graph, URIRef
from werkzeug.wrappers import Response as AnyResponse

from catalogue.domain.errors import OtherWindow, Stale
from catalogue.domain.profile import Field
from catalogue.domain.telling import Language, Row, Teller
from catalogue.rdf.clashes import Changed, Clash
from catalogue.services.editing import Conflict, Seen
from catalogue.web import languages
from catalogue.web.actors import actor
from catalogue.web.context import services
from catalogue.web.languages import gettext
from catalogue.web.workspace.blueprint import workspace
from catalogue.web.workspace.desk import Desk

Version = Literal["base", "theirs", "mine"]


@dataclass(frozen=True, slots=True)
class Choice:
    """A property that both have changed: how it was, and what each has made of it; None where a version is silent."""

    path: str
    label: str
    before: Row | None
    theirs: Row | None
    mine: Row | None


@workspace.get("/descriptions/<id>/conflict")
def conflict(id: str) -> AnyResponse:
    """What differs between what somebody typed and what was saved meanwhile."""
    return _choice(id)


@workspace.post("/descriptions/<id>/conflict")
def resolve(id: str) -> AnyResponse:
    """Bring both versions together as was chosen; where one is another by now, the choice is asked for again."""
    chosen = {
        name.removeprefix("side:"): _side(side)
        for name, side in request.form.items()
        if name.startswith("side:")
    }
    seen = Seen(*(request.form.get(name, -1, type=int) for name in ("head", "version")))
    try:
        services().editing.resolve(actor(), id, chosen, seen)
    except (Stale, OtherWindow):
        return _choice(id, chosen)
    return redirect(url_for("workspace.description", id=id, done="resolved"), HTTPStatus.SEE_OTHER)


def _side(text: str) -> Literal["mine", "theirs"]:
    return "theirs" if text == "theirs" else "mine"


def _choice(id: str, chosen: Mapping[str, str] | None = None) -> AnyResponse:
    """The page, if there is anything to choose; with what was `chosen` between other versions than these."""
    desk = Desk.of(id)
    if not desk.draft.is_stale or not desk.draft.is_changed:
        return redirect(url_for("workspace.description", id=id), HTTPStatus.SEE_OTHER)
    return _page(desk, services().editing.conflict(desk.who, id), chosen)


def _page(desk: Desk, found: Conflict, chosen: Mapping[str, str] | None) -> Response:
    tellers = _Tellers(desk, found)
    both = [clash for clash in found.clashes if clash.changed is Changed.BOTH]
    return desk.page(
        "conflict.html",
        HTTPStatus.OK if chosen is None else HTTPStatus.CONFLICT,
        seen=found.seen,
        chosen=chosen,
        saved_by=found.theirs.head.author or gettext("somebody"),
        at=found.theirs.head.at,
        choices=[tellers.choice(clash) for clash in both],
        theirs=list(tellers.labels(found, Changed.THEIRS)),
        mine=list(tellers.labels(found, Changed.MINE)),
    )


class _Tellers:
    """The three versions, each in words."""

    def __init__(self, desk: Desk, found: Conflict) -> None:
        self._desk = desk
        self._words = Language(desk.profile, services().vocabularies, languages.reader())
        self._graphs: dict[Version, Graph] = {
            "base": found.versions.graph("base"),
            "theirs": found.versions.graph("theirs"),
            "mine": found.versions.graph("mine"),
        }

    def choice(self, clash: Clash) -> Choice:
        asked = self._desk.profile.field(self._desk.owner, clash.path)
        rows = (self._row(version, asked) for version in ("base", "theirs", "mine"))
        return Choice(clash.path, self._label(clash), *rows)

    def labels(self, found: Conflict, changed: Changed) -> Iterator[str]:
        return (self._label(clash) for clash in found.clashes if clash.changed is changed)

    def _label(self, clash: Clash) -> str:
        if not clash.path:
            return gettext("Other statements")
        return self._desk.profile.label(self._desk.owner, clash.path, languages.current())

    def _row(self, version: Version, asked: Field | None) -> Row | None:
        if asked is None:
            return None
        root = URIRef(self._desk.draft.root)
        row = Teller(self._graphs[version], self._words, root).row(root, asked)
        return row if row.values else None
