"""A description as a list of tasks: its sections with how far they are, and the way to what is missing."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from flask import url_for
from rdflib import Graph, Literal, URIRef
from rdflib.term import Node

from catalogue.domain.completeness import Completeness, Gap
from catalogue.domain.forms.classes import class_of
from catalogue.domain.forms.names import field_name
from catalogue.domain.labels import FieldLabels, properties
from catalogue.domain.languages import pick
from catalogue.domain.ordering import said
from catalogue.domain.profile import Field, Group, Obligation, Profile
from catalogue.domain.report import Severity
from catalogue.domain.verdict import Located
from catalogue.web.languages import current, gettext, ngettext

_LACKS: Final = ("MinCountConstraintComponent", "NodeConstraintComponent")


@dataclass(frozen=True, slots=True)
class Task:
    """A section, and what there is left to do in it: as a state, in a word (`said`) and as a sentence (`told`)."""

    id: str
    label: str
    help: str
    url: str
    state: str
    said: str
    told: str
    current: bool = False


@dataclass(frozen=True, slots=True)
class Link:
    """Something that is missing, with the address of its input."""

    label: str
    url: str


@dataclass(frozen=True, slots=True)
class Meter:
    """How much of one obligation is filled, with links to what is not."""

    id: str
    label: str
    filled: int
    total: int
    missing: tuple[Link, ...]


@dataclass(frozen=True)
class Described:
    """A description that is worked on: what it says, what is known of it, and where its pages are."""

    id: str
    graph: Graph
    root: URIRef
    profile: Profile
    findings: tuple[Located, ...]
    completeness: Completeness
    level: str
    hints: tuple[Located, ...] = ()

    @property
    def owner(self) -> str:
        return class_of(self.graph, self.root, self.profile)

    def sections(self) -> list[Group]:
        """The groups that have fields, in their order."""
        return sections(self.profile, self.owner)

    def url(self, group: str, anchor: str = "") -> str:
        return url_for("workspace.section", id=self.id, group=group, _anchor=anchor or None)


def sections(profile: Profile, owner: str) -> list[Group]:
    """The groups of the profile in which a class has fields, in their order."""
    used = {field.group for field in profile.fields(owner)}
    return [group for group in sorted(profile.groups, key=_order) if group.id in used]


def tasks(described: Described, here: str = "") -> list[Task]:
    """The sections; `here` is the one that the page shows."""
    return [_task(described, group, group.id == here) for group in described.sections()]


def meters(described: Described) -> list[Meter]:
    """The three meters."""
    labels = {
        Obligation.MANDATORY: gettext("Must have"),
        Obligation.RECOMMENDED: gettext("Recommended"),
        Obligation.OPTIONAL: gettext("Optional"),
    }
    return [
        Meter(
            str(meter.obligation),
            labels[meter.obligation],
            meter.filled,
            meter.total,
            tuple(_link(described, gap) for gap in meter.missing),
        )
        for meter in described.completeness.meters
    ]


def group_of(profile: Profile, owner: str, located: Located) -> str:
    """The section in which a finding is mended."""
    step = next(iter(located.place), None)
    paths = [step.path] if step and step.path else properties(located.finding.path)
    fields = (profile.field(owner, path) for path in paths)
    return next((field.group for field in fields if field), "")


def _order(group: Group) -> int:
    return group.order


def _task(described: Described, group: Group, here: bool) -> Task:
    state, words, sentence = _state(described, group.id)
    language = (current(),)
    return Task(
        group.id,
        pick(group.label, language),
        pick(group.help, language),
        described.url(group.id),
        state,
        words,
        sentence,
        here,
    )


def _is_filled(described: Described, field: Field) -> bool:
    values = described.graph.objects(described.root, URIRef(field.path))
    return any(not isinstance(value, Literal) or str(value).strip() for value in values)


def _state(described: Described, group: str) -> tuple[str, str, str]:
    """What there is left to do: the most pressing of it, in a word and as a sentence."""
    missing = _missing(described, Obligation.MANDATORY, group)
    advised = _missing(described, Obligation.RECOMMENDED, group)
    wrong, look = (_count(described, group, found) for found in (_to_mend(described), described.hints))
    if wrong:
        return "mend", ngettext("%(num)s to mend", "%(num)s to mend", wrong) % {"num": wrong}, _wrong(wrong)
    if missing:
        said = ngettext("%(num)s missing", "%(num)s missing", missing) % {"num": missing}
        return "missing", said, _mandatory(missing)
    if look:
        return "look", *_another_look(look)
    if not any(_is_filled(described, field) for field in _fields(described, group)):
        return "empty", gettext("Nothing yet"), _advised(advised, asked=False)
    if advised:
        said = ngettext("%(num)s recommended", "%(num)s recommended", advised) % {"num": advised}
        return "advised", said, _advised(advised, asked=_asks(described, group))
    return "done", gettext("Nothing missing"), gettext("All mandatory and recommended answers are given")


def _count(described: Described, group: str, found: Iterable[Located]) -> int:
    """How many of what was found are in a section."""
    return sum(1 for each in found if group_of(described.profile, described.owner, each) == group)


def _another_look(number: int) -> tuple[str, str]:
    said = ngettext("%(num)s to look at", "%(num)s to look at", number) % {"num": number}
    told = ngettext(
        "Nothing mandatory is missing, %(num)s answer is worth another look",
        "Nothing mandatory is missing, %(num)s answers are worth another look",
        number,
    )
    return said, told % {"num": number}


def _wrong(number: int) -> str:
    told = ngettext("%(num)s answer is to be mended", "%(num)s answers are to be mended", number)
    return told % {"num": number}


def _mandatory(number: int) -> str:
    told = ngettext("%(num)s mandatory answer is missing", "%(num)s mandatory answers are missing", number)
    return told % {"num": number}


def _advised(number: int, *, asked: bool) -> str:
    """What is told where nothing mandatory is missing; `asked` says that something mandatory was given."""
    if not number:
        return gettext("Nothing is mandatory or recommended here")
    given = ngettext(
        "All mandatory answers are given, %(num)s recommended one is not",
        "All mandatory answers are given, %(num)s recommended ones are not",
        number,
    )
    free = ngettext(
        "Nothing is mandatory here, %(num)s recommended answer is missing",
        "Nothing is mandatory here, %(num)s recommended answers are missing",
        number,
    )
    return (given if asked else free) % {"num": number}


def _fields(described: Described, group: str) -> list[Field]:
    return [each for each in described.profile.fields(described.owner) if each.group == group]


def _asks(described: Described, group: str) -> bool:
    """Whether anything must be given in a section."""
    asked = (field.obligations.get(described.level) for field in _fields(described, group))
    return Obligation.MANDATORY in asked


def _missing(described: Described, obligation: Obligation, group: str) -> int:
    gaps = (
        gap
        for meter in described.completeness.meters
        if meter.obligation is obligation
        for gap in meter.missing
    )
    return sum(1 for gap in gaps if _group(described, gap) == group)


def _to_mend(described: Described) -> Iterator[Located]:
    """What is there and cannot stay; what is not there is counted as missing."""
    for located in described.findings:
        found = located.finding
        is_lack = found.component.endswith(_LACKS) or not _says(described, located)
        if found.severity is Severity.VIOLATION and not is_lack:
            yield located


def _says(described: Described, located: Located) -> bool:
    """Whether anything is said of the described thing where a finding is."""
    if located.place or not located.finding.path:
        return True
    paths = properties(located.finding.path)
    return any((described.root, URIRef(path), None) in described.graph for path in paths)


def _group(described: Described, gap: Gap) -> str:
    step = gap.place[0] if gap.place else gap
    field = described.profile.field(step.owner, step.path)
    return field.group if field else ""


def _link(described: Described, gap: Gap) -> Link:
    labels = FieldLabels(described.profile, current())
    steps = [(step.owner, step.path) for step in gap.place] + [(gap.owner, gap.path)]
    label = " › ".join(labels.of(*step) for step in steps)
    node = _lacking(described.graph, described.root, [step.path for step in gap.place], gap.path)
    return Link(label, described.url(_group(described, gap), field_name(node, gap.path)))


def _lacking(graph: Graph, root: Node, way: Sequence[str], path: str) -> Node:
    """The first node at the end of a way that does not say a property; the root where none is found."""
    nodes: Iterable[Node] = [root]
    for step in way:
        nodes = [value for node in nodes for value in sorted(graph.objects(node, URIRef(step)), key=str)]
    lacks: Callable[[Node], bool] = lambda node: URIRef(path) not in said(graph, node)  # noqa: E731
    return next(filter(lacks, nodes), root)
