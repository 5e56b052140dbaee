"""What a page of the form says beside its tree: words, rows of inputs, and which folds stand open.

Templates ask it by the macros of `workspace/forms.html`; it knows no property, only editors.
"""

from dataclasses import dataclass, field
from functools import cached_property
from typing import Final

from markupsafe import Markup
from rdflib import URIRef

from catalogue.domain.forms.model import FormField, FormNode, FormValue
from catalogue.domain.languages import Text, base, pick
from catalogue.domain.ordering import NAMES
from catalogue.domain.profile import Field, Obligation
from catalogue.services.verdicts import Words
from catalogue.web.languages import gettext
from catalogue.web.workspace.faults import Fault, Faults, names_of, nodes
from catalogue.web.workspace.pickers import Pickers
from catalogue.web.workspace.tongues import Tongues

_LINES: Final = (4, 14)  # a field for a text is so high, at least and at most
_SPARE: Final = 2  # fields of a part that may be optional and empty without standing behind a fold


@dataclass(frozen=True, slots=True)
class Row:
    """One input: what it is called, what stands in it, and how it is typed."""

    name: str
    control: str
    text: str = ""
    language: str = ""
    value: FormValue | None = None


@dataclass(frozen=True, slots=True)
class Parted:
    """The fields of a node: those in sight, and those behind a fold."""

    shown: tuple[FormField, ...]
    folded: tuple[FormField, ...] = ()


@dataclass(frozen=True)
class Sheet:
    """All that the macros of the form ask; `focus` is the name of what was just added, moved or searched for.

    `tags` are the languages of the instance, `used` those of the description; `tables` is the address at which many
    parts are edited.
    """

    form: FormNode
    words: Words
    pickers: Pickers
    tags: tuple[str, ...]
    faults: Faults = field(default_factory=Faults)
    focus: str = ""
    tables: str = ""
    used: tuple[str, ...] = ()

    @cached_property
    def _wrong(self) -> set[str]:
        """The keys of the nodes in which there is something to mend."""
        names = self.faults.names()
        return {key for node, way in nodes(self.form) if names_of(node) & names for key in (*way, node.key)}

    @cached_property
    def _open(self) -> set[str]:
        """The keys of the nodes whose folds stand open: those, and the way to what is looked at."""
        ways = {node.key: (*way, node.key) for node, way in nodes(self.form)}
        looked_at = (self.focus or self.pickers.asked.name).partition(".")[0]
        return self._wrong | set(ways.get(looked_at, ()))

    @cached_property
    def _focus(self) -> str:
        return self._input_of(self.focus) or self.pickers.asked.name

    def _input_of(self, focus: str) -> str:
        """The name of the control that gets the focus: of a part that was added, that of its first field."""
        part = next((node for node, _ in nodes(self.form) if node.key == focus), None)
        ask = next(iter(self.parted(part, 1).shown), None) if part else None
        if ask is None:
            return focus
        return ask.name if self.kind(ask) in ("select", "picker", "parts") else self.rows(ask)[0].name

    def focused(self, name: str) -> Markup:
        """The attribute of the control that gets the focus."""
        return Markup(" autofocus") if name and name == self._focus else Markup()

    def label(self, asked: Field) -> str:
        return self._say(asked.label)

    def help(self, asked: Field) -> str:
        return self._say(asked.help)

    def example(self, asked: Field) -> str:
        return self._say(asked.example)

    def law(self, asked: Field) -> str:
        return self._say(asked.law)

    def unit(self, asked: Field) -> str:
        return self._say(asked.unit)

    def _say(self, text: Text) -> str:
        return pick(text, (self.words.language,)) if text else ""

    def duty(self, ask: FormField) -> str:
        """Whether a property must be given, in a word."""
        words = {
            Obligation.MANDATORY: gettext("Must have"),
            Obligation.RECOMMENDED: gettext("Recommended"),
            Obligation.OPTIONAL: gettext("Optional"),
        }
        return words[ask.obligation]

    def kind(self, ask: FormField) -> str:
        """The control of a property: yes-no, ticks, select, picker, parts or inputs."""
        if ask.field.editor == "yes-no":
            return "yes-no"
        return self.pickers.kind(ask) or ("parts" if ask.field.editor in ("parts", "agent") else "inputs")

    def is_alone(self, ask: FormField) -> bool:
        """Whether the label of the field is that of its only input."""
        kind = self.kind(ask)
        if kind == "select":
            return True
        return kind == "inputs" and len(self.rows(ask)) == 1 and not ask.many and not ask.classes

    def described(self, ask: FormField, name: str = "") -> str:
        """The ids of what is said about an input: help, what is wrong with the field, and with the value."""
        told = [f"{ask.name}-help"] if self.help(ask.field) else []
        told += [f"{each}-wrong" for each in (ask.name, name) if each and self.faults.at(each)]
        return " ".join(told)

    def parted(self, node: FormNode, depth: int) -> Parted:
        """In a part, what is optional and empty stands behind a fold, where that is more than a few fields.

        Of a few only addresses do, which are seldom at hand, and where the part asks for something else: there must
        be something to fill in.
        """
        folded = [ask for ask in node.fields if depth and self._is_spare(ask)]
        if len(folded) <= _SPARE:
            asks = any(ask.obligation is not Obligation.OPTIONAL for ask in node.fields)
            folded = [ask for ask in folded if asks and ask.field.editor == "link"]
        if len(folded) == len(node.fields):
            return Parted(node.fields)
        return Parted(tuple(ask for ask in node.fields if ask not in folded), tuple(folded))

    def _is_spare(self, ask: FormField) -> bool:
        wanted = self.wrong(ask) or self.focus.startswith(ask.name) or self.pickers.asked.name == ask.name
        named = URIRef(ask.field.path) in NAMES
        return ask.obligation is Obligation.OPTIONAL and not ask.count and not wanted and not named

    def rows(self, ask: FormField) -> tuple[Row, ...]:
        """A row for each value, and an empty one where there is none or one more was asked for."""
        rows = tuple(self.row(value) for value in ask.values if value.part is None and not value.elsewhere)
        one_more = self.focus == ask.new and ask.has_room
        return (*rows, self._empty(ask)) if one_more or not (ask.count or rows) else rows

    def row(self, value: FormValue) -> Row:
        return Row(value.name, value.control, value.text or value.iri, value.language, value)

    def _empty(self, ask: FormField) -> Row:
        used = {base(value.language) for value in ask.values}
        free = [tag for tag in self.tags if base(tag) not in used] or list(self.tags)
        return Row(ask.new, ask.field.editor, language=free[0] if ask.languages else "")

    def first_name(self, ask: FormField) -> str:
        """The name of the input that the label of a field is for."""
        return ask.name if self.kind(ask) == "select" else self.rows(ask)[0].name

    def row_label(self, ask: FormField, row: Row, count: int) -> str:
        """What a row is called by who cannot see where it stands."""
        label = self.label(ask.field)
        place = next((n for n, value in enumerate(ask.values, 1) if value.name == row.name), count)
        return f"{label} {place}" if count > 1 else label

    def lines(self, text: str) -> int:
        """How many lines a field for a text has."""
        return min(max(text.count("\n") + len(text) // 80 + 2, _LINES[0]), _LINES[1])

    @cached_property
    def _tongues(self) -> Tongues:
        return Tongues(self.tags, self.used, self.words.profile.languages)

    def languages(self, current: str) -> list[tuple[str, str]]:
        """The languages that a text is most likely in; none where it has none."""
        none = [] if current else [("", gettext("no language"))]
        return [*none, *self._tongues.near(current)]

    def other_languages(self, current: str) -> list[tuple[str, str]]:
        """The other languages that it can be in."""
        return self._tongues.far(current)

    def part_title(self, ask: FormField, value: FormValue, place: int) -> str:
        """What a part is called: by its name, or by what it is and its place."""
        label = self.label(ask.field)
        number = f"{label} {place}" if ask.count > 1 else label
        title = value.part.title if value.part else ""
        heading = gettext("%(label)s:") % {"label": number}
        return f"{heading} {title}" if title else number

    def can_describe(self, ask: FormField) -> bool:
        """Whether something can be described here that is not described elsewhere."""
        return bool(self.adders(ask)) and ask.has_room and not ask.many

    def adders(self, ask: FormField) -> tuple[str, ...]:
        """The classes of which a part can be added; what has a description of its own is chosen instead."""
        if ask.field.editor == "entry":
            return ()
        return tuple(iri for iri in ask.classes if iri == ask.field.parts) or ask.classes * (
            self.kind(ask) == "parts"
        )

    def is_settled(self, ask: FormField) -> bool:
        """Whether there is no room for a choice, because the only value is described in place."""
        return not ask.repeatable and any(value.part and not value.iri for value in ask.values)

    def adding(self, ask: FormField, class_iri: str) -> str:
        """What the button says that adds a part."""
        if self.pickers.is_register(ask.field) and self.kind(ask) != "parts":
            return gettext("Describe another")
        label = self.label(ask.field) if len(ask.classes) == 1 and self.kind(ask) == "parts" else ""
        name = label or self.words.profile.name(class_iri, self.words.language)
        return gettext("Add: %(what)s") % {"what": name}

    def wrong(self, ask: FormField) -> list[Fault]:
        return self.faults.at(ask.name)

    def wrong_value(self, name: str) -> list[Fault]:
        return self.faults.at(name)

    def is_wrong_within(self, part: FormNode) -> bool:
        return part.key in self._wrong

    def is_open(self, ask: FormField, value: FormValue) -> bool:
        """Whether the fold of a part stands open: there is something to mend or to do, or nothing else to see."""
        return bool(
            value.part and (value.part.key in self._open or (ask.count == 1 and not value.part.title))
        )
