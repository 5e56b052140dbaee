"""Tables of texts, of CSV and of spreadsheets: lists of variables, or data whose headings are variables."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from enum import Enum
from itertools import islice
from typing import Final

from catalogue.domain.dictionaries import NAME, TABLE, Dictionary, Sheet
from catalogue.domain.errors import BadInput
from catalogue.domain.sentences import Sentence, quoted
from catalogue.services.dictionaries import types
from catalogue.services.dictionaries.base import (
    LINES,
    SAMPLE,
    Means,
    NoVariables,
    Unclear,
    Upload,
    check_number,
    cleaned,
    sheet_of,
)
from catalogue.services.dictionaries.headings import DATATYPE, DESCRIPTION, MEANING, TITLE, Heading, recognise

_ABOVE: Final = 20  # lines that may stand above the headings: a title, a date, whom to ask
_LOOKED_AT: Final = 200  # lines by which it is told what a table is
_TOLD: Final = 5  # places that a note names

Line = tuple[int, Sequence[str]]  # the number of a line in its file, and its texts


@dataclass(slots=True)
class Grid:
    """A table as it is read: its name, and its lines one by one, of which the first that hold something were read."""

    name: str
    lines: Iterator[Line]
    first: list[Line] = field(default_factory=list)

    def begin(self) -> bool:
        """Read the first lines; whether there are any."""
        said = (line for line in self.lines if any(text.strip() for text in line[1]))
        self.first = list(islice(said, _LOOKED_AT))
        return bool(self.first)

    def all(self, most: int) -> list[Line]:
        """The first lines and those after them, so many in all."""
        rest = (line for line in self.lines if any(text.strip() for text in line[1]))
        return [*self.first, *islice(rest, max(0, most - len(self.first)))]


class Kind(Enum):
    """What the lines of a table are."""

    VARIABLES = 1
    DATA = 2
    UNCLEAR = 3


def read(grids: Iterable[Grid], upload: Upload, form: str, notes: Sequence[Sentence] = ()) -> Dictionary:
    """The variables of the tables of a file. Raises BadInput."""
    begun = [grid for grid in grids if grid.begin()]
    if not begun:
        raise NoVariables(source=upload.source, reason=Sentence("it is empty"))
    kinds = [_kind(grid.first) if upload.means is Means.UNSAID else _said(upload.means) for grid in begun]
    if Kind.VARIABLES in kinds:
        chosen = [grid for grid, kind in zip(begun, kinds, strict=True) if kind is Kind.VARIABLES]
        sheets = tuple(_dictionary(grid.name, grid.all(LINES + _ABOVE)) for grid in chosen)
        return Dictionary(upload.source, form, sheets, tuple(notes))
    if Kind.UNCLEAR in kinds:
        raise Unclear(source=upload.source)
    return _of_data(begun, upload, form, list(notes))


def _said(means: Means) -> Kind:
    return Kind.DATA if means is Means.DATA else Kind.VARIABLES


def _kind(lines: Sequence[Line]) -> Kind:
    place = _place_of_headings(lines)
    headings = [(column, text) for column, text in enumerate(lines[place][1]) if text.strip()]
    known = {column: found for column, text in headings if (found := recognise(text))}
    roles = {found.role for found in known.values()}
    if NAME not in roles:
        return Kind.DATA
    if _is_sure(known, headings, roles) or _has_types(known, lines[place + 1 :]):
        return Kind.VARIABLES
    return Kind.UNCLEAR if len(known) * 2 >= len(headings) else Kind.DATA


def _is_sure(known: dict[int, Heading], headings: Sequence[object], roles: set[str]) -> bool:
    """Whether the headings leave no doubt: no data have one for the name of a variable, or for texts by language."""
    if any(found.sure for found in known.values()):
        return len(roles) > 1 or len(headings) == 1
    return MEANING in roles or any(
        found.language and found.role in (TITLE, DESCRIPTION) for found in known.values()
    )


def _has_types(known: dict[int, Heading], lines: Sequence[Line]) -> bool:
    """Whether there is a column of types that are known as such."""
    for column in (column for column, found in known.items() if found.role == DATATYPE):
        said = [texts[column] for _, texts in lines if column < len(texts) and texts[column].strip()]
        if said and sum(map(types.is_known, said)) * 10 >= len(said) * 7:
            return True
    return False


def _place_of_headings(lines: Sequence[Line]) -> int:
    """The line of the headings: the first of those in which most are known; the first of all where none is."""
    counts = [
        len({found.role for text in texts if (found := recognise(text))}) for _, texts in lines[:_ABOVE]
    ]
    return counts.index(max(counts)) if max(counts) > 1 else 0


def _dictionary(name: str, lines: Sequence[Line]) -> Sheet:
    place = _place_of_headings(lines)
    below = lines[place + 1 :]
    return sheet_of(name, lines[place][1], [texts for _, texts in below], [number for number, _ in below])


def _of_data(grids: Sequence[Grid], upload: Upload, form: str, notes: list[Sentence]) -> Dictionary:
    """The headings of data, each with the type of what stands below it."""
    rows: list[tuple[str, str, str]] = []
    for grid in grids:
        _check_headings(grid.first, upload.source)
        sample = [texts for _, texts in grid.all(SAMPLE)[1:]]
        for place, heading in _named(grid.first[0][1], notes):
            values = (texts[place] for texts in sample if place < len(texts))
            rows.append((heading, types.guess(values), grid.name if len(grids) > 1 else ""))
    check_number(upload.source, len(rows))
    sheet = sheet_of("", (NAME, DATATYPE, TABLE), rows)
    return Dictionary(upload.source, f"{form}-data", (sheet,), tuple(notes))


def _check_headings(lines: Sequence[Line], source: str) -> None:
    """Refuse a first line of values: they would be taken for names, and kept."""
    said = [text for text in lines[0][1] if text.strip()]
    if sum(types.guess([text]) not in ("", "string") or _is_long(text) for text in said) * 2 > len(said):
        raise BadInput(
            reason=Sentence(
                "The first line of %(source)s looks like data, and should name the variables. Add a line with their "
                "names at the top.",
                source=source,
            )
        )


def _is_long(text: str) -> bool:
    return len(text) > 200


def _named(headings: Sequence[str], notes: list[Sentence]) -> list[tuple[int, str]]:
    """The headings that name something, each once, with their places; the others are told."""
    named = [(place, cleaned(text)) for place, text in enumerate(headings)]
    empty = [place for place, text in named if not text]
    while empty and empty[-1] == len(named) - 1:  # what a spreadsheet leaves at the end
        named.pop(empty.pop())
    if empty:
        notes.append(Sentence("Columns without a name were left out: %(places)s.", places=_places(empty)))
    counts = Counter(text for _, text in named if text)
    first: dict[str, int] = {}
    for place, text in named:
        if text:
            first.setdefault(text, place)
    for text in [text for text, count in counts.items() if count > 1][:_TOLD]:
        places = _places([place for place, said in named if said == text])
        said = Sentence(
            "“%(name)s” names several columns (%(places)s); the first one counts.",
            name=quoted(text, 60),
            places=places,
        )
        notes.append(said)
    return [(place, text) for text, place in first.items()]


def _places(places: Sequence[int]) -> str:
    told = ", ".join(str(place + 1) for place in places[:_TOLD])
    return f"{told}, …" if len(places) > _TOLD else told
