"""What stands in the cells of a sheet, and what can be wrong with one."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Final

from catalogue.domain.sentences import Sentence
from catalogue.domain.sheets.layout import Layout

Value = str | int | float | bool | date | datetime | time | None
FIRST: Final = 3  # columns that every sheet of a class begins with: the row's name, its address, its type


@dataclass(frozen=True, slots=True)
class Place:
    """A cell: its sheet, and its row and column from 1."""

    sheet: str
    row: int
    column: int


@dataclass(frozen=True, slots=True)
class Trouble:
    """What is wrong in a cell, and how to mend it."""

    place: Place
    problem: Sentence
    mend: Sentence


@dataclass(slots=True)
class Line:
    """One thing in a sheet: what it is called there, and its values by column, each with the row that it is in."""

    key: str
    row: int
    cells: dict[int, list[tuple[Value, int]]] = field(default_factory=dict)

    def values(self, column: int) -> list[tuple[Value, int]]:
        return self.cells.get(column, [])


@dataclass(slots=True)
class Table:
    """A sheet about the things of one class, in the order of its rows.

    `title` is what the sheet is called; `places` are the columns in which a file has what this has in its columns,
    where people have moved or removed some.
    """

    layout: Layout
    lines: dict[str, Line] = field(default_factory=dict)
    title: str = ""
    places: tuple[int, ...] = ()

    def place(self, row: int, column: int) -> Place:
        """Where a cell stands in the file."""
        return Place(self.title, row, self.places[column - 1] if self.places else column)

    def rows(self) -> Iterator[list[Value]]:
        """The rows of the sheet: a thing that has several values of a property has several rows."""
        width = FIRST + len(self.layout.columns)
        for line in self.lines.values():
            height = max((len(values) for values in line.cells.values()), default=1)
            for at in range(height):
                row: list[Value] = [None] * width
                row[0] = line.key
                for column, values in line.cells.items():
                    if at < len(values):
                        row[column - 1] = values[at][0]
                yield row

    def add(self, number: int, values: Iterable[Value]) -> None:
        """Take in a row as it was read; the rows of one thing have its name in the first cell."""
        read = list(values)
        key = _key(read[0]) if read else ""
        line = self.lines.setdefault(key or f"{self.layout.name}-row-{number}", Line(key, number))
        for column, value in enumerate(read[1:], 2):
            if value is not None and value != "":
                line.cells.setdefault(column, []).append((value, number))


def _key(value: Value) -> str:
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return "" if value is None else str(value).strip()
