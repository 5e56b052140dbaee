"""One description in two windows of one person: what was typed here, and what was kept from there meanwhile."""

from collections.abc import Iterator, MutableMapping, Sequence
from dataclasses import dataclass
from http import HTTPStatus
from typing import Final

from flask import jsonify, request
from rdflib import Graph, URIRef
from rdflib.term import Node
from werkzeug.wrappers import Response as AnyResponse

from catalogue.domain.forms import FormField, apply, read
from catalogue.domain.forms.names import Name
from catalogue.domain.labels import Labels
from catalogue.rdf.working import WorkingGraph
from catalogue.web import languages
from catalogue.web.workspace.desk import Desk
from catalogue.web.workspace.faults import nodes

SETTLE: Final = "settle"  # names the properties that a choice was made of
_FRAME: Final = ("csrf_token", "version", "action")


@dataclass(frozen=True, slots=True)
class Difference:
    """A property that differs: `name` stands for it, `there` is kept from the other window, `here` was typed here."""

    name: str
    label: str
    there: tuple[str, ...]
    here: tuple[str, ...]


def choose(desk: Desk, group: str, script: bool) -> AnyResponse:
    """The page on which what was typed here is laid beside what was kept from another window."""
    if script:
        return jsonify({"error": "stale"}), HTTPStatus.CONFLICT  # type: ignore[return-value]
    now = Desk.of(desk.id)
    posted = request.form.to_dict(flat=False)
    inputs = [(name, text) for name, texts in posted.items() if name not in _FRAME for text in texts]
    return now.page(
        "windows.html",
        HTTPStatus.CONFLICT,
        here=group,
        group=group,
        inputs=inputs,
        action=request.form.get("action", "save"),
        differences=list(_differences(now, group, posted)),
    )


def settle(graph: Graph, desk: Desk, posted: MutableMapping[str, list[str]]) -> None:
    """Follow the choices that were made on that page: what stays is not posted, what is replaced goes first."""
    for chosen in posted.pop(SETTLE, []):
        side = "".join(posted.pop(f"{SETTLE}:{chosen}", []))
        ours = [
            name
            for name in posted
            if (known := Name.read(name.removesuffix(".lang"))) and known.field == chosen
        ]
        if side == "there":
            for name in ours:
                del posted[name]
            posted["shown"] = [name for name in posted.get("shown", []) if not name.startswith(chosen)]
        else:
            _clear(graph, desk, chosen)


def _clear(graph: Graph, desk: Desk, chosen: str) -> None:
    """Take away what a property says now, but for what is described below it."""
    form = read(graph, desk.draft.root, desk.profile, desk.level)
    for node, ask in _fields(form):
        if ask.name == chosen:
            keep = {value.part.node for value in ask.values if value.part}
            for value in [each for each in graph.objects(node, URIRef(ask.field.path)) if each not in keep]:
                graph.remove((node, URIRef(ask.field.path), value))


def _differences(desk: Desk, group: str, posted: dict[str, list[str]]) -> Iterator[Difference]:
    draft = desk.draft
    typed = WorkingGraph(draft.ntriples)
    apply(typed, draft.root, posted, desk.profile, languages.current())
    labels = Labels(desk.profile, languages.current())
    before = {
        ask.name: ask for _, ask in _fields(read(draft.graph, draft.root, desk.profile, desk.level, group))
    }
    for _, ask in _fields(read(typed, draft.root, desk.profile, desk.level, group)):
        there, here = _said(before.get(ask.name)), _said(ask)
        if there != here:
            yield Difference(ask.name, labels.of(ask.field.owner, ask.field.path), there, here)


def _fields(form: object) -> Iterator[tuple[Node, FormField]]:
    for node, _ in nodes(form):  # type: ignore[arg-type]
        for ask in node.fields:
            yield node.node, ask


def _said(ask: FormField | None) -> tuple[str, ...]:
    """The values of a property but for its parts, whose own properties tell."""
    values = ask.values if ask else ()
    return tuple(
        sorted(
            f"{value.text} [{value.language}]" if value.language else value.text or value.iri
            for value in values
            if not value.part
        )
    )


__all__ = ("Difference", "Sequence", "choose", "settle")
