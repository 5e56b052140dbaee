"""A page of variables as a template sees it: rows of cells with their inputs, and what there is to choose from."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Final

from rdflib import CSVW, BNode, URIRef
from rdflib.term import Node

from catalogue.domain.columns import Layout, Row, Slot, shown, slots_of
from catalogue.domain.forms.names import key
from catalogue.domain.labels import FieldLabels
from catalogue.domain.languages import best
from catalogue.domain.report import Severity
from catalogue.domain.tables import TABLE
from catalogue.domain.variables import types
from catalogue.services.cards import texts_by_language
from catalogue.services.translating import colon
from catalogue.services.variable_rows import TWICE, WRONG, Opened, Query
from catalogue.web import languages, reasons
from catalogue.web.languages import gettext
from catalogue.web.paging import Pages, pages
from catalogue.web.workspace.faults import Fault

SIZE: Final = 100
NEW_LINES: Final = 3
_DATATYPE: Final = str(CSVW.datatype)
_LONG: Final = 60  # characters from which a text gets several lines

# What was typed and is not kept: the texts of inputs by their names.
Typed = Mapping[str, Sequence[str]]


@dataclass(frozen=True, slots=True)
class Input:
    """One input. `control` is `line`, `text`, `type` or `link`; `language` is that of its text."""

    name: str
    id: str
    label: str
    text: str
    control: str
    language: str = ""
    faults: tuple[Fault, ...] = ()


@dataclass(frozen=True, slots=True)
class Group:
    """The inputs of one property; `beside` says that more is said than a table shows."""

    path: str
    label: str
    inputs: tuple[Input, ...]
    beside: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """A variable of the page: its key, its name, its table where there are several, and its cells."""

    key: str
    name: str
    table: str
    groups: tuple[Group, ...]


@dataclass(frozen=True, slots=True)
class TableLine:
    """A table of variables: its key, what it is called, how many variables it has, and inputs for what it says."""

    key: str
    title: str
    size: int
    groups: tuple[Group, ...]


@dataclass(frozen=True, slots=True)
class Lack:
    """A property that some variables lack: the key to filter by, in words, and how many they are."""

    key: str
    label: str
    count: int


@dataclass(frozen=True)
class Showing:
    """What of the variables is shown: those that a query means, from one page of them on; with what was typed."""

    opened: Opened
    query: Query = field(default_factory=Query)
    number: int = 1
    typed: Typed = field(default_factory=dict)

    @cached_property
    def labels(self) -> FieldLabels:
        return FieldLabels(self.opened.layout.profile, languages.current())

    @cached_property
    def found(self) -> list[Row]:
        return self.opened.find(self.query)

    @property
    def last(self) -> int:
        return max(1, -(-len(self.found) // SIZE))

    @property
    def current(self) -> int:
        return min(self.number, self.last)

    @property
    def first(self) -> int:
        """The number of the first variable that is shown."""
        return (self.current - 1) * SIZE + 1

    @cached_property
    def lines(self) -> list[Line]:
        """The variables of the page; with those that something was typed for, wherever they stand now."""
        rows = self.found[self.first - 1 : self.first - 1 + SIZE]
        if self.typed:
            keys = dict.fromkeys(name.partition(".")[0] for name in self.typed)
            rows = [self.opened.by_key[each] for each in keys if each in self.opened.by_key]
        counts = Counter(row.name for row in rows)
        return [self._line(row, alone=counts[row.name] == 1) for row in rows]

    def _line(self, row: Row, *, alone: bool) -> Line:
        at = key(row.node)
        table = self.title(row.table) if len(self.opened.tables) > 1 else ""
        cells = slots_of(row.said, self.opened.layout)
        called = row.name if alone or not table else f"{row.name} ({table})"
        return Line(at, called, table, self._groups(at, row.said, cells, self.opened.layout, called))

    @cached_property
    def new(self) -> list[tuple[Group, ...]]:
        """The cells of lines for new variables."""
        lines = range(
            max(NEW_LINES, sum(1 for name in self.typed if name.startswith("new") and name.endswith(".name")))
        )
        said = gettext("new variable %(number)s")
        return [
            self._groups(f"new{at}", {}, {}, self.opened.layout, said % {"number": at + 1}) for at in lines
        ]

    @cached_property
    def tables(self) -> list[TableLine]:
        layout = Layout(self.opened.layout.profile, self.opened.layout.languages, languages.current(), TABLE)
        lines = []
        for table in self.opened.columns.tables:
            at, said = key(table.node), self.opened.columns.said(table.node)
            cells = slots_of(said, layout)
            title = self.title(table.node)
            lines.append(TableLine(at, title, table.size, self._groups(at, said, cells, layout, title)))
        return lines

    def title(self, table: Node) -> str:
        """What a table is called, in the reader's language where it can be."""
        titles = next(each.titles for each in self.opened.columns.tables if each.node == table)
        told = best(texts_by_language(titles), languages.reader().languages)[0]
        return told or gettext("Table without a title")

    def _groups(
        self,
        at: str,
        said: Mapping[Node, Sequence[Node]],
        cells: Mapping[Slot, list[Node]],
        layout: Layout,
        name: str,
    ) -> tuple[Group, ...]:
        groups = []
        for path in layout.fields:
            shown_in = [slot for slot in layout.slots if slot.path == path]
            # A language that only this variable speaks would be lost to sight.
            slots = [*shown_in, *(slot for slot in cells if slot.path == path and slot not in shown_in)]
            label = self.labels.of(layout.owner, path)
            inputs = tuple(
                each
                for slot in slots
                for each in self._inputs(at, slot, cells.get(slot, []), layout, (label, name))
            )
            beside = any(isinstance(value, BNode) for value in said.get(URIRef(path), ()))
            groups.append(Group(path, label, inputs, beside))
        return tuple(groups)

    def _inputs(
        self, at: str, slot: Slot, values: Sequence[Node], layout: Layout, words: tuple[str, str]
    ) -> list[Input]:
        name = f"{at}.{slot.key}"
        texts = list(self.typed.get(name, map(shown, values))) or [""]
        label, owner = words
        told = f"{label} ({languages.own_name(slot.language)})" if slot.language else label
        inputs = []
        for place, text in enumerate(texts):
            id = f"{name}.{place}" if place else name
            control = _control(slot, layout, text)
            inputs.append(
                Input(
                    name,
                    id,
                    f"{told}{colon(languages.current())}{owner}",
                    text,
                    control,
                    slot.language,
                    self._faults(slot, text, (id, owner), layout),
                )
            )
        return inputs

    def _faults(self, slot: Slot, text: str, at: tuple[str, str], layout: Layout) -> tuple[Fault, ...]:
        """What is wrong with a text; `at` is the input and the name of the variable."""
        mistake = layout.mistake(slot, text) if text else None
        if mistake is None:
            return ()
        id, owner = at
        label = f"{owner} › {self.labels.of(layout.owner, slot.path)}"
        said = (reasons.translate(mistake.problem), reasons.translate(mistake.mend))
        return (Fault(str(Severity.VIOLATION), label, *said, anchor=id),)

    @cached_property
    def faults(self) -> list[Fault]:
        """What is wrong on the page."""
        groups = [group for line in self.lines for group in line.groups]
        groups += [group for line in self.tables for group in line.groups]
        return [fault for group in groups for each in group.inputs for fault in each.faults]

    @cached_property
    def lacks(self) -> list[Lack]:
        """The properties that must be there, with how many variables lack each; of optional ones no count."""
        asked = self.opened.layout.mandatory()
        counts = self.opened.columns.lacking(asked)
        label = self.labels.of
        return [Lack(Slot(path).key, label(self.opened.layout.owner, path), counts[path]) for path in asked]

    @property
    def filters(self) -> list[tuple[str, str]]:
        """What variables can lack, in words."""
        without = gettext("Without: %(what)s")
        fields = self.opened.layout.fields
        told = [
            (Slot(path).key, without % {"what": self.labels.of(self.opened.layout.owner, path)})
            for path in fields
        ]
        return [*told, (TWICE, gettext("Name that a table has twice")), (WRONG, gettext("To mend"))]

    @property
    def cells(self) -> list[tuple[str, str]]:
        """The cells that many variables can be given at once, in words."""
        # Names tell variables apart: no two of a table have the same.
        slots = (slot for slot in self.opened.layout.slots if slot.path != str(CSVW.name))
        return [(slot.key, self.heading(slot)) for slot in slots]

    def heading(self, slot: Slot) -> str:
        """What a cell is called."""
        label = self.labels.of(self.opened.layout.owner, slot.path)
        return f"{label} ({languages.own_name(slot.language)})" if slot.language else label

    @cached_property
    def types(self) -> dict[str, str]:
        """The datatypes to choose from, in words."""
        return types(languages.reader())

    def pages(self) -> Pages:
        """The pages of what was found; they are buttons, so that what was typed is kept on the way."""
        return pages(self.current, self.last, str)


def _control(slot: Slot, layout: Layout, text: str) -> str:
    if slot.path == _DATATYPE:
        return "type"
    if layout.is_address(slot.path):
        return "link"
    several = layout.fields[slot.path].editor == "text" or len(text) > _LONG or "\n" in text
    return "text" if several else "line"
