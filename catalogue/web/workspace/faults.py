"""What is wrong with a description, put where it is mended: at the input, the field or the part of a form."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from rdflib import BNode, URIRef
from rdflib.term import Node

from catalogue.domain.forms.model import FormField, FormNode, FormValue, InputError
from catalogue.domain.labels import properties
from catalogue.domain.report import Severity
from catalogue.domain.verdict import Located
from catalogue.services.verdicts import Words
from catalogue.web import reasons


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

    def but_for(self, names: Collection[str]) -> "Faults":
        """These without what is told at some names."""
        return Faults({name: told for name, told in self.by_name.items() if name not in names})

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
        _of_node(node, way, by_place, words, told)
    return (
        told
        if missing
        else told.but_for({ask.name for node, _ in nodes(form) for ask in node.fields if not ask.count})
    )


def nodes(form: FormNode, way: tuple[str, ...] = ()) -> Iterator[tuple[FormNode, tuple[str, ...]]]:
    """The nodes of a form with the keys of those they stand in, outermost first."""
    yield form, way
    for ask in form.fields:
        for value in ask.values:
            if value.part:
                yield from nodes(value.part, (*way, form.key))


def _of_node(
    node: FormNode,
    way: tuple[str, ...],
    found: Mapping[tuple[str, str], Sequence[Located]],
    words: Words,
    told: Faults,
) -> None:
    focus = text_of(node.node)
    for ask in node.fields:
        for value in ask.values:
            if value.problem:
                told.add(value.name, _typed(value.problem, ask, words))
        for located in found.get((focus, ask.field.path), ()):
            name = _name(ask, located)
            advised = not ask.count and located.finding.severity is not Severity.VIOLATION
            if not told.at(name) and not advised:
                told.add(name, worded(located, words, f"{name}-in" if name != ask.name else ask.name))
    for located in found.get((focus, ""), ()):
        told.add(node.key, worded(located, words, node.key if way else ""))


def worded(located: Located, words: Words, anchor: str = "") -> Fault:
    """A finding in the reader's words."""
    told = words.explain(located)
    return Fault(located.finding.severity, told.field, told.problem, told.mend, told.example, anchor)


def _typed(problem: InputError, ask: FormField, words: Words) -> Fault:
    label = words.profile.label(ask.field.owner, ask.field.path, words.language)
    said = (reasons.translate(problem.problem), reasons.translate(problem.mend))
    return Fault(Severity.VIOLATION, label, *said, anchor=f"{problem.name}-in")


def _name(ask: FormField, located: Located) -> str:
    """The input that a finding is about: that of its value where it has one, else the field's."""
    said = located.finding.value
    same = (value for value in ask.values if said and said in (value.text, value.iri, _node_of(value)))
    found = next(same, None)
    return found.name if found else ask.name


def _node_of(value: FormValue) -> str:
    return text_of(value.part.node) if value.part else ""


def text_of(node: Node) -> str:
    """A node as findings write it."""
    return f"_:{node}" if isinstance(node, BNode) else str(node) if isinstance(node, URIRef) else ""
