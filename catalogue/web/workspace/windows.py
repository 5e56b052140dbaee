"""One description in two windows of one person: what was typed here, and what was kept from there meanwhile."""

from collections.abc import Iterable, Iterator, MutableMapping
from dataclasses import dataclass
from http import HTTPStatus
from typing import Final

from flask import jsonify, request
from rdflib import Graph, URIRef
from rdflib.term import Node
from werkzeug.wrappers import Response as AnyResponse

from catalogue.domain.forms import FormField, FormNode, FormValue, apply, read
from catalogue.domain.forms.names import Name
from catalogue.domain.labels import FieldLabels
from catalogue.rdf.working import WorkingGraph
from catalogue.web import languages
from catalogue.web.workspace.desk import Desk
from catalogue.web.workspace.faults import nodes

SETTLE: Final = "settle"  # names the properties that a choice was made of
_FRAME: Final = ("csrf_token", "version", "base", "action")


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
    """What differs, with what each choice would make of it: what is taken from here stands alone."""
    labels = FieldLabels(desk.profile, languages.current())
    there = _asked(desk, group, desk.draft.graph)
    both = _asked(desk, group, _typed(desk, posted, ()))
    names = [name for name, ask in both.items() if _said(ask) != _said(there.get(name))]
    here = _asked(desk, group, _typed(desk, posted, names))
    for name in names:
        asked = both[name].field
        sides = _said(there.get(name)), _said(here.get(name))
        yield Difference(name, labels.of(asked.owner, asked.path), *sides)


def _typed(desk: Desk, posted: dict[str, list[str]], cleared: Iterable[str]) -> Graph:
    """The description with what was typed here, some properties having been cleared before."""
    typed = WorkingGraph(desk.draft.ntriples)
    for name in cleared:
        _clear(typed, desk, name)
    apply(typed, desk.draft.root, posted, desk.profile, languages.current())
    return typed


def _asked(desk: Desk, group: str, graph: Graph) -> dict[str, FormField]:
    form = read(graph, desk.draft.root, desk.profile, desk.level, group)
    return {ask.name: ask for _, ask in _fields(form)}


def _fields(form: FormNode) -> Iterator[tuple[Node, FormField]]:
    for node, _ in nodes(form):
        for ask in node.fields:
            yield node.node, ask


def _said(ask: FormField | None) -> tuple[str, ...]:
    """The values of a property but for its parts, whose own properties tell."""
    values = ask.values if ask else ()
    return tuple(sorted(_words(value) for value in values if not value.part))


def _words(value: FormValue) -> str:
    language = f" ({languages.own_name(value.language)})" if value.language else ""
    return f"{value.text or value.iri}{language}"
