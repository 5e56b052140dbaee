"""A dictionary of variables as it was read from a file: sheets of texts, a variable a line; never a row of data."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from rdflib import CSVW

from catalogue.domain.columns import Layout, Slot, normal
from catalogue.domain.sentences import Sentence, quoted

# What a heading can stand for beside the cells of a variable. Unit and codes have no property of their own in the
# profile, whose help asks for both in the description: there they go.
TABLE: Final = "table"
UNIT: Final = "unit"
CODES: Final = "codes"
NAME: Final = "name"
LEFT_OUT: Final = ""
DATATYPE: Final = str(CSVW.datatype)
_PROBLEMS: Final = 50  # that are told one by one


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table of a dictionary: headings, and a variable a line. `lines` are the lines of the file, for messages."""

    name: str
    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    lines: tuple[int, ...] = ()

    def line(self, place: int) -> int:
        return self.lines[place] if place < len(self.lines) else place + 1


@dataclass(frozen=True, slots=True)
class Dictionary:
    """What a file says of variables. `form` names its format, `notes` are what its reader should know."""

    source: str
    form: str
    sheets: tuple[Sheet, ...]
    notes: tuple[Sentence, ...] = ()


@dataclass(frozen=True, slots=True)
class Wanted:
    """A variable that a dictionary tells: its name, the table it names (empty for none), and its texts by cell."""

    name: str
    table: str
    cells: Mapping[Slot, tuple[str, ...]]
    line: int


@dataclass(frozen=True, slots=True)
class Problem:
    """What of a dictionary cannot be used, and where."""

    line: int
    reason: Sentence


@dataclass(frozen=True, slots=True)
class Manner:
    """How lines are understood: the language of a description that units and codes begin, with what they are said by.

    `type` gives the name of a datatype that is called something else.
    """

    language: str = "en"
    unit: str = "Unit: %(unit)s."
    codes: str = "Codes: %(codes)s."
    type: Callable[[str], str] = str


@dataclass(slots=True)
class _Line:
    """What a line says, by target."""

    number: int
    texts: dict[str, list[str]]

    def first(self, target: str) -> str:
        return next(iter(self.texts.get(target, ())), "")


class Telling:
    """The variables that a sheet tells, once it is said what each of its headings stands for.

    `targets` are keys of cells, `table`, `unit`, `codes`, or empty for what is left out. Lines that repeat a name, or
    have none below one that has, add their codes to it: so do dictionaries that give each code a line.
    """

    def __init__(self, sheet: Sheet, targets: Sequence[str], layout: Layout) -> None:
        self._sheet = sheet
        self._targets = targets
        self._layout = layout
        self.problems: list[Problem] = []
        self.left_out = 0

    def variables(self, manner: Manner) -> list[Wanted]:
        """The variables in the order of the file."""
        found: dict[tuple[str, str], _Line] = {}
        last: tuple[str, str] | None = None
        for line in self._lines():
            key = (line.first(TABLE), line.first(NAME))
            if not key[1]:
                self._take_codes(line, found[last] if last else None)
            elif key in found:
                self._repeat(line, found[key])
            else:
                found[key] = line
                last = key
        return [self._wanted(key, line, manner) for key, line in found.items()]

    def _lines(self) -> Iterator[_Line]:
        table = ""
        for place, row in enumerate(self._sheet.rows):
            texts: dict[str, list[str]] = {}
            for target, text in zip(self._targets, row, strict=False):
                if target and (said := normal(text)):
                    texts.setdefault(target, []).append(said)
            if texts:
                line = _Line(self._sheet.line(place), texts)
                table = line.first(TABLE) or ("" if line.first(NAME) else table)
                yield line

    def _take_codes(self, line: _Line, above: _Line | None) -> None:
        if above is not None and CODES in line.texts:
            above.texts.setdefault(CODES, []).extend(line.texts[CODES])
        elif line.texts.keys() - {TABLE}:
            self._tell(line.number, Sentence("this line has no name, and was left out"))

    def _repeat(self, line: _Line, first: _Line) -> None:
        if CODES in line.texts:
            first.texts.setdefault(CODES, []).extend(line.texts[CODES])
            return
        name = quoted(line.first(NAME), 60)
        self._tell(
            line.number,
            Sentence(
                "“%(name)s” stands on line %(line)s already; the first one counts",
                name=name,
                line=first.number,
            ),
        )

    def _tell(self, line: int, reason: Sentence) -> None:
        if len(self.problems) < _PROBLEMS:
            self.problems.append(Problem(line, reason))
        self.left_out += 1

    def _wanted(self, key: tuple[str, str], line: _Line, manner: Manner) -> Wanted:
        cells: dict[Slot, tuple[str, ...]] = {}
        for target, texts in line.texts.items():
            slot = self._layout.slot(target)
            if slot is not None:
                cells[slot] = tuple(
                    dict.fromkeys(map(manner.type, texts) if slot.path == DATATYPE else texts)
                )
        self._add_to_description(cells, line, manner)
        return Wanted(key[1], key[0], cells, line.number)

    def _add_to_description(self, cells: dict[Slot, tuple[str, ...]], line: _Line, manner: Manner) -> None:
        more = []
        if unit := line.first(UNIT):
            more.append(manner.unit % {"unit": unit})
        if codes := line.texts.get(CODES):
            more.append(manner.codes % {"codes": "; ".join(dict.fromkeys(codes))})
        slot = self._description(cells, manner.language) if more else None
        if slot is not None:
            cells[slot] = (" ".join([*cells.get(slot, ())[:1], *more]), *cells.get(slot, ())[1:])

    def _description(self, cells: Iterable[Slot], language: str) -> Slot | None:
        """The description in a language, else the one that there is, else a new one."""
        wanted = self._layout.slot(f"description@{language}" if language else "description")
        given = [slot for slot in cells if wanted and slot.path == wanted.path]
        return wanted if wanted in given or not given else given[0]
