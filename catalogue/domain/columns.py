"""The variables of a description as rows of a table that people edit: which cells there are, and what they say.

What can be said of a variable comes from the profile. A cell is a property, in one language where its texts have
languages; in it stand the values as texts, one as a rule. A text that comes back as it was shown leaves its very term
alone, and what no cell shows is never touched.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from rdflib import CSVW, RDF, BNode, Literal, URIRef
from rdflib.term import Node

from catalogue.domain.forms import typing
from catalogue.domain.languages import base
from catalogue.domain.profile import Field, Profile
from catalogue.domain.terms import shorten
from catalogue.domain.variables import TITLES

COLUMN: Final = str(CSVW.Column)
# CSVW has one name and one datatype for a column, without a language (Metadata Vocabulary for Tabular Data, 5.6 and
# 5.11); a profile need not say so.
_PLAIN: Final = frozenset(map(str, (CSVW.name, CSVW.datatype)))
_UNSAID: Final = "und"  # the tag of texts in a language that nobody says (BCP 47)
LONGEST: Final = 10_000  # characters of a cell
MOST: Final = 20_000  # variables of a description

Said = Mapping[Node, Sequence[Node]]
Triple = tuple[Node, Node, Node]


@dataclass(frozen=True, slots=True)
class Slot:
    """A cell of every row: a property, in a language where its texts have one; `key` names it in files and forms."""

    path: str
    language: str = ""

    @property
    def key(self) -> str:
        name = shorten(self.path).rpartition(":")[2]
        return f"{name}@{self.language}" if self.language else name


@dataclass(frozen=True)
class Layout:
    """Which cells a table of variables has, by a profile, in the order in which people read them.

    `reader` is the language of who types, which numbers depend on; `owner` the class that the rows are of.
    """

    profile: Profile
    languages: tuple[str, ...] = ()
    reader: str = "en"
    owner: str = COLUMN

    @cached_property
    def fields(self) -> Mapping[str, Field]:
        """What the profile knows of a variable, by property; parts are described on their own."""
        return {field.path: field for field in self.profile.fields(self.owner) if not field.parts}

    @cached_property
    def _speaking(self) -> frozenset[str]:
        return frozenset(path for path, field in self.fields.items() if _speaks(path, field))

    @cached_property
    def slots(self) -> tuple[Slot, ...]:
        """A cell for each property; for texts one in each of the languages."""
        return tuple(slot for path in self.fields for slot in self._of(path))

    def _of(self, path: str) -> list[Slot]:
        return [Slot(path, tag) for tag in self.languages] if self.speaks(path) else [Slot(path)]

    def speaks(self, path: str) -> bool:
        """Whether the texts of a property are told apart by language: there can be several, and they have one."""
        return path in self._speaking

    def is_address(self, path: str) -> bool:
        """Whether the values of a property are addresses of things."""
        return typing.is_named(self.fields[path])

    @property
    def title(self) -> str | None:
        """The property by which this profile says what a variable is called in words."""
        return next((str(path) for path in TITLES if str(path) in self.fields), None)

    def known(self, path: str) -> bool:
        return path in self.fields

    def slot(self, key: str) -> Slot | None:
        """The cell that a key stands for, in any language."""
        name, _, language = key.partition("@")
        path = next((path for path in self.fields if Slot(path).key == name), None)
        if path is None or bool(language) > self.speaks(path):
            return None
        return Slot(path, "" if language == _UNSAID else language.lower())

    def heading(self, slot: Slot) -> str:
        """A key that says of texts without a language that they have none; `slot` reads it."""
        return f"{slot.key}@{_UNSAID}" if self.speaks(slot.path) and not slot.language else slot.key

    def mandatory(self) -> tuple[str, ...]:
        """The properties that every variable must have."""
        least = {
            path: min((low for low, _ in field.cardinalities.values()), default=0)
            for path, field in self.fields.items()
        }
        return tuple(path for path, low in least.items() if low)

    def term(self, slot: Slot, text: str) -> Node:
        """What a text in a cell says. What cannot be a value there stays a text: nothing is lost, and it is told."""
        try:
            return typing.term(text, slot.language, self.fields[slot.path], self.reader)
        except typing.Mistake:
            return typing.kept(text)

    def mistake(self, slot: Slot, text: str) -> typing.Mistake | None:
        """Why a text cannot be a value in a cell."""
        try:
            typing.term(text, slot.language, self.fields[slot.path], self.reader)
        except typing.Mistake as mistake:
            return mistake
        return None


def _speaks(path: str, field: Field) -> bool:
    several = any(most is None for _, most in field.cardinalities.values()) or not field.cardinalities
    return several and path not in _PLAIN and typing.has_languages(field)


def slots_of(said: Said, layout: Layout) -> dict[Slot, list[Node]]:
    """What is said of a variable by cell, in a stable order; blank nodes are no text and stand in no cell."""
    return {slot: values for path in layout.fields for slot, values in _in_slots(said, path, layout).items()}


def _in_slots(said: Said, path: str, layout: Layout) -> dict[Slot, list[Node]]:
    found: dict[Slot, list[Node]] = {}
    speaks = layout.speaks(path)
    for value in sorted(said.get(URIRef(path), ()), key=_order):
        if not isinstance(value, BNode):
            found.setdefault(Slot(path, _language(value) if speaks else ""), []).append(value)
    return found


def _order(value: Node) -> tuple[str, str]:
    return str(value), str(getattr(value, "datatype", None) or "")


def _language(value: Node) -> str:
    return (value.language or "").lower() if isinstance(value, Literal) else ""


def shown(value: Node) -> str:
    """A value as a text in a cell: an address of a known datatype by its short name."""
    is_datatype = isinstance(value, URIRef) and str(value).startswith(_DATATYPES)
    return shorten(str(value)) if is_datatype else typing.shown(value)


_DATATYPES: Final = ("http://www.w3.org/2001/XMLSchema#", str(CSVW))


def normal(text: str) -> str:
    """A text as it is compared: a browser changes its line breaks, a person its margins, and neither means it."""
    return text.replace("\r\n", "\n").replace("\r", "\n").strip()


@dataclass(frozen=True, slots=True)
class Patch:
    """Statements that go and statements that come."""

    removed: tuple[Triple, ...] = ()
    added: tuple[Triple, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.removed or self.added)

    def __or__(self, other: "Patch") -> "Patch":
        return Patch(self.removed + other.removed, self.added + other.added)


@dataclass(frozen=True, slots=True)
class Row:
    """A variable: its node, the table that it stands in, and what is said of it."""

    node: Node
    table: Node
    said: Said

    @property
    def name(self) -> str:
        return next((str(value) for value in self.said.get(CSVW.name, ()) if isinstance(value, Literal)), "")

    def lacks(self, path: str) -> bool:
        """Whether nothing is said by a property."""
        return URIRef(path) not in self.said

    def set(self, slot: Slot, texts: Sequence[str], layout: Layout) -> Patch:
        """What makes a cell say these texts and no others, in the order of `slots_of`."""
        return exchanged(self.node, slot, self.texts(slot, layout), texts, layout)

    def texts(self, slot: Slot, layout: Layout) -> list[Node]:
        """The values of a cell, in the order of `slots_of`."""
        return _in_slots(self.said, slot.path, layout).get(slot, [])


def exchanged(node: Node, slot: Slot, before: Sequence[Node], texts: Sequence[str], layout: Layout) -> Patch:
    """What changes the values of a cell into texts; a value whose text stays is not touched."""
    path = URIRef(slot.path)
    removed: list[Triple] = []
    added: list[Triple] = []
    for place, text in enumerate([*texts, *[""] * (len(before) - len(texts))]):
        old = before[place] if place < len(before) else None
        wanted = normal(text)
        if old is not None and normal(shown(old)) == wanted:
            continue
        if old is not None:
            removed.append((node, path, old))
        if wanted:
            added.append((node, path, _like(old, slot, wanted, layout)))
    return Patch(tuple(removed), tuple(added))


def _like(old: Node | None, slot: Slot, text: str, layout: Layout) -> Node:
    """The term of a text; it keeps the language that the one before it had where the cell has none."""
    new = layout.term(slot, text)
    if isinstance(old, Literal) and isinstance(new, Literal) and old.language and not new.datatype:
        return Literal(text, lang=old.language)
    return new


def made(node: Node, table: Node, cells: Mapping[Slot, Sequence[str]], layout: Layout) -> Patch:
    """What adds a variable to a table."""
    new: list[Triple] = [(table, CSVW.column, node), (node, RDF.type, CSVW.Column)]
    for slot, texts in cells.items():
        new += [(node, URIRef(slot.path), layout.term(slot, normal(text))) for text in texts if normal(text)]
    return Patch((), tuple(dict.fromkeys(new)))


def in_languages(used: Iterable[str], wished: Iterable[str]) -> tuple[str, ...]:
    """The languages that a table shows: the wished ones unless a variant of them is used, then all that are used."""
    used = list(used)
    known = {base(tag) for tag in used if tag}
    return tuple(dict.fromkeys([*(tag for tag in wished if base(tag) not in known or tag in used), *used]))
