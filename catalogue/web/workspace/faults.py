"""What is wrong with a description, put where it is mended: at the input, the field or the part of a form."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from rdflib import BNode, URIRef
from rdflib.term import Node

from catalogue.domain.forms.model import FormField, FormNode, FormValue, InputError
from catalogue.domain.labels import properties
from catalogue.domain.report import Severity
from catalogue.domain.verdict import Located
from catalogue.services.verdicts import Words
from catalogue.web import reasons
from catalogue.web.languages import gettext

# What says that something is not there; of a part as a whole, that something is missing or wrong within it.
_LACKS: Final = ("MinCountConstraintComponent", "NodeConstraintComponent")
_CHOSEN: Final = ("choice", "agent", "entry")


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing to mend: the way to the field, what is wrong, how to mend it. `anchor` is where on the page."""

    severity: str
    field: str
    problem: str
    mend: str
    example: str = ""
    anchor: str = ""

    @property
    def message(self) -> str:
        return f"{self.problem} {self.mend}".strip()

    @property
    def refuses(self) -> bool:
        """Whether the description cannot be published with it."""
        return self.severity == Severity.VIOLATION


@dataclass(slots=True)
class Faults:
    """The faults of a form's page, by the name of the input, the field or the part that they are told at."""

    by_name: dict[str, list[Fault]] = field(default_factory=dict)

    def at(self, name: str) -> list[Fault]:
        return self.by_name.get(name, [])

    def add(self, name: str, fault: Fault) -> None:
        told = self.by_name.setdefault(name, [])
        if fault not in told:
            told.append(fault)

    def refusing(self) -> list[Fault]:
        """What must be mended, each once, in the order of the page."""
        return [fault for told in self.by_name.values() for fault in told if fault.refuses]

    def hinting(self) -> list[Fault]:
        """What is worth another look, each once, in the order of the page."""
        return [fault for told in self.by_name.values() for fault in told if fault.severity == Severity.INFO]

    def without_echoes(self, form: FormNode) -> "Faults":
        """These without what is told of a part as a whole where something within it is told."""
        told = self.names()
        parts = {
            value.name: value.part
            for node, _ in nodes(form)
            for ask in node.fields
            for value in ask.values
            if value.part
        }
        echoes = {name for name in told & parts.keys() if _names_within(parts[name]) & told}
        return Faults({name: found for name, found in self.by_name.items() if name not in echoes})

    def names(self) -> set[str]:
        return {name for name, told in self.by_name.items() if any(fault.refuses for fault in told)}


def faults(form: FormNode, found: Iterable[Located], words: Words, *, missing: bool) -> Faults:
    """The findings that are about what a form shows, and what is wrong with what was typed.

    With `missing` also what must be there and is not. What is only advised to be there says so in its own place.
    """
    by_place: dict[tuple[str, str], list[Located]] = {}
    for located in found:
        for path in properties(located.finding.path) or ("",):
            by_place.setdefault((located.finding.focus, path), []).append(located)
    told = Faults()
    for node, way in nodes(form):
        _of_node(node, way, _Telling(by_place, words, missing), told)
    return told.without_echoes(form)


def nodes(form: FormNode, way: tuple[str, ...] = ()) -> Iterator[tuple[FormNode, tuple[str, ...]]]:
    """The nodes of a form with the keys of those they stand in, outermost first."""
    yield form, way
    for ask in form.fields:
        for value in ask.values:
            if value.part:
                yield from nodes(value.part, (*way, form.key))


@dataclass(frozen=True, slots=True)
class _Telling:
    """What was found by node and property, in which words it is told, and whether what is missing is told too."""

    found: Mapping[tuple[str, str], Sequence[Located]]
    words: Words
    missing: bool

    def of(self, node: FormNode, ask: FormField) -> Iterator[Located]:
        """What is to be told of a property."""
        for located in self.found.get((text_of(node.node), ask.field.path), ()):
            refuses = located.finding.severity is Severity.VIOLATION
            is_lack = not ask.count or located.finding.component.endswith(_LACKS)
            if not is_lack or (self.missing and refuses):
                yield located


def _of_node(node: FormNode, way: tuple[str, ...], telling: _Telling, told: Faults) -> None:
    for ask in node.fields:
        for value in ask.values:
            if value.problem:
                told.add(value.name, _typed(value.problem, ask, telling.words))
        for located in telling.of(node, ask):
            name, anchor = _place(ask, located)
            if not told.at(name):
                told.add(name, worded(located, telling.words, anchor))
    for located in telling.found.get((text_of(node.node), ""), ()):
        told.add(node.key, worded(located, telling.words, node.key if way else ""))


def worded(located: Located, words: Words, anchor: str = "") -> Fault:
    """A finding in the reader's words."""
    told = words.explain(located)
    return Fault(located.finding.severity, told.field, told.problem, told.mend, told.example, anchor)


def _typed(problem: InputError, ask: FormField, words: Words) -> Fault:
    label = words.profile.label(ask.field.owner, ask.field.path, words.language)
    said = (reasons.translate(problem.problem), reasons.translate(problem.mend))
    return Fault(Severity.VIOLATION, label, *said, anchor=f"{problem.name}-in")


def unplaced(problem: InputError) -> Fault:
    """What is wrong with a text that has no field any more: it is shown by itself."""
    said = (reasons.translate(problem.problem), reasons.translate(problem.mend))
    return Fault(Severity.VIOLATION, gettext("Not kept"), *said, anchor=f"{problem.name}-in")


def _place(ask: FormField, located: Located) -> tuple[str, str]:
    """The name at which a finding is told, and where that is on the page: at its value where that is typed."""
    said = located.finding.value
    same = (value for value in ask.values if said and said in (value.text, value.iri, _node_of(value)))
    found = next(same, None)
    if found and found.part:
        return found.name, found.part.key
    if found and not (found.iri and (ask.field.vocabularies or ask.field.editor in _CHOSEN)):
        return found.name, f"{found.name}-in"
    return ask.name, ask.name


def _names_within(part: FormNode) -> set[str]:
    return {name for node, _ in nodes(part) for name in names_of(node)}


def names_of(node: FormNode) -> set[str]:
    """The names of a node's own inputs and fields."""
    values = {value.name for ask in node.fields for value in ask.values}
    return {node.key, *(ask.name for ask in node.fields), *values}


def _node_of(value: FormValue) -> str:
    return text_of(value.part.node) if value.part else ""


def text_of(node: Node) -> str:
    """A node as findings write it."""
    return f"_:{node}" if isinstance(node, BNode) else str(node) if isinstance(node, URIRef) else ""
