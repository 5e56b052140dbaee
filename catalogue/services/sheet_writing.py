"""Tables as a spreadsheet: with words to read, lists to choose from, and a hidden row that says what is what."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from rdflib import XSD

from catalogue.domain.profile import Field
from catalogue.domain.sheets import OTHERS, Column, Frame, Table
from catalogue.domain.sheets.cells import yes_and_no
from catalogue.domain.sheets.model import FIRST, Value
from catalogue.domain.sheets.writing import Workbook
from catalogue.domain.terms import shorten
from catalogue.services import xlsx
from catalogue.services.sheet_words import Words

HEADER: Final = 5  # rows before the first thing: keys, labels, obligations, help, examples
MARK: Final = "catalogue:"  # what the hidden row of a sheet begins with
LISTS: Final = "lists"
ABOUT: Final = "about"
_THINGS: Final = 500  # rows of another sheet that a drop-down list offers
_WIDTHS: Final = {
    "text": 48,
    "line": 28,
    "choice": 32,
    "link": 32,
    "entry": 32,
    "number": 16,
    "date": 16,
    "yes-no": 12,
}


@dataclass(frozen=True, slots=True)
class About:
    """What a file says of its own making: the profile, its language, and the description and revision it shows."""

    profile: str = ""
    language: str = ""
    record: str = ""
    revision: int = 0


def write(book: Workbook, frame: Frame, words: Words, about: About) -> bytes:
    """The file of a workbook."""
    names = [words.guide, *(words.of_class(each.layout.class_iri) for each in book.tables), words.others]
    guide, *titles, others = xlsx.titles(names)
    for table, title in zip(book.tables, titles, strict=True):
        table.title = title
    lists = _Lists(frame, {table.layout.class_iri: table.title for table in book.tables})
    sheets = [_sheet(table, lists, words) for table in book.tables]
    return xlsx.write(
        [_guide(guide, words), *sheets, _others(others, book, words), lists.sheet(), _about(about)]
    )


def _sheet(table: Table, lists: "_Lists", words: Words) -> xlsx.Sheet:
    columns = table.layout.columns
    head: list[Sequence[Value]] = [
        [MARK + shorten(table.layout.class_iri), "iri", "type", *(each.key for each in columns)],
        [*words.first, *map(words.label, columns)],
        [None] * FIRST + [words.duty(each.field) for each in columns],
        [*words.first_help, *(words.help(each.field) for each in columns)],
        [None] * FIRST + [words.example(each) for each in columns],
    ]
    numbered = enumerate(columns, FIRST + 1)
    choices = [choice for at, column in numbered if (choice := lists.choice(at, column.field)) is not None]
    return xlsx.Sheet(
        title=table.title,
        rows=[*head, *table.rows()],
        widths={1: 22, 2: 30, 3: 22} | {at: _width(each) for at, each in enumerate(columns, FIRST + 1)},
        styles={2: "head", 3: "note", 4: "note", 5: "note"},
        hidden_rows=frozenset({1}),
        frozen="B4",
        choices=tuple(choices),
    )


def _width(column: Column) -> float:
    return _WIDTHS.get(column.field.editor, 24)


@dataclass(slots=True)
class _Lists:
    """The hidden sheet from whose columns the drop-down lists are taken; `titles` are the sheets of classes."""

    frame: Frame
    titles: dict[str, str]
    columns: dict[tuple[str, ...], tuple[int, list[str]]] = field(default_factory=dict)

    def choice(self, at: int, asked: Field) -> xlsx.Choice | None:
        """The drop-down list of a property; None where there is nothing to choose from."""
        if asked.parts in self.titles and not asked.vocabularies:
            title = self.titles[asked.parts]
            return xlsx.Choice(at, HEADER + 1, title, 1, _THINGS, HEADER + 1)
        key = (str(XSD.boolean),) if asked.editor == "yes-no" else asked.vocabularies
        if key and key not in self.columns:
            self.columns[key] = (len(self.columns) + 1, self._options(key))
        column, options = self.columns.get(key, (0, []))
        return xlsx.Choice(at, HEADER + 1, LISTS, column, len(options)) if options else None

    def _options(self, key: tuple[str, ...]) -> list[str]:
        if key == (str(XSD.boolean),):
            return list(yes_and_no(self.frame.language))
        return [option for scheme in key for option in self.frame.options(scheme)]

    def sheet(self) -> xlsx.Sheet:
        """The lists, side by side."""
        lists = [options for _, options in self.columns.values()]
        height = max(map(len, lists), default=0)
        rows = [[each[at] if at < len(each) else None for each in lists] for at in range(height)]
        return xlsx.Sheet(LISTS, rows, hidden=True)


def _guide(title: str, words: Words) -> xlsx.Sheet:
    return xlsx.Sheet(title, [[words.guide], *([each] for each in words.guidance)], {1: 110}, {1: "head"})


def _others(title: str, book: Workbook, words: Words) -> xlsx.Sheet:
    rows: list[list[Value]] = [[MARK + OTHERS, "property", "value"], [*words.others_head], *book.others]
    return xlsx.Sheet(title, rows, {1: 30, 2: 30, 3: 80}, {2: "head"}, frozenset({1}), frozen="A3")


def _about(about: About) -> xlsx.Sheet:
    told = {"profile": about.profile, "language": about.language, "record": about.record}
    rows: list[Sequence[Value]] = [[MARK + ABOUT], *([name, value] for name, value in told.items())]
    return xlsx.Sheet(ABOUT, [*rows, ["revision", about.revision]], hidden=True)
