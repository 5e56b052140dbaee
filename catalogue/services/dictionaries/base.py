"""What reads the variables out of a file, one module a format; and the bounds that all of them keep.

A file that holds data is read for its headings and, to guess types, for a sample of its rows, which is in memory for
that moment alone: it is in nothing that a reader gives, and in no log.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final, Protocol

from catalogue.domain.columns import LONGEST, MOST
from catalogue.domain.dictionaries import Dictionary, Sheet
from catalogue.domain.errors import BadInput, Unreadable
from catalogue.domain.sentences import Sentence, quoted

LINES: Final = 50_000  # of a dictionary: some have one for each code
HEADINGS: Final = 200  # columns of a dictionary
SAMPLE: Final = 1_000  # rows of data that types are guessed from
# What no description may hold: control characters, and halves of characters.
_UNFIT: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")


class Means(StrEnum):
    """What the lines of a file are, where somebody says so."""

    UNSAID = ""
    VARIABLES = "variables"  # a variable a line: a data dictionary
    DATA = "data"  # the first line names the variables, and the others are data


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that was handed in: its name, its content, and what its lines are said to be."""

    source: str
    data: bytes
    means: Means = Means.UNSAID


class Reader(Protocol):
    """What reads a format."""

    def takes(self, upload: Upload) -> bool:
        """Whether a file looks like this format."""

    def read(self, upload: Upload) -> Dictionary:
        """The variables of a file. Raises BadInput with the place and the reason for what cannot be used."""


class Unclear(BadInput):
    message = (
        "%(source)s could be data or a list of variables. Say below what its lines are: the rows of data are "
        "never kept."
    )


class NoVariables(BadInput):
    message = "There is no variable in %(source)s: %(reason)s."


class TooManyLines(BadInput):
    message = (
        "%(source)s has more than %(most)s lines, which is more than a list of variables has. If it is data, say so "
        "below: then its first line is enough."
    )


class TooManyVariables(BadInput):
    message = "%(source)s leads to %(count)s variables; a description has %(most)s at most."


def check_number(source: str, count: int) -> None:
    """Raises TooManyVariables for a file with more than a description has."""
    if count > MOST:
        raise TooManyVariables(source=source, count=count, most=MOST)


def cleaned(text: str) -> str:
    """A text without what no description may hold."""
    return _UNFIT.sub("", text).strip()


def check(dictionary: Dictionary) -> Dictionary:
    """The dictionary, if it has variables and keeps the bounds. Raises BadInput."""
    sheets = [sheet for sheet in dictionary.sheets if sheet.rows]
    if not sheets:
        raise NoVariables(source=dictionary.source, reason=Sentence("it names none"))
    if sum(len(sheet.rows) for sheet in sheets) > LINES:
        raise TooManyLines(source=dictionary.source, most=LINES)
    for sheet in sheets:
        _check_cells(sheet, dictionary.source)
    return dictionary


def _check_cells(sheet: Sheet, source: str) -> None:
    for place, row in enumerate(sheet.rows):
        column = next((number for number, text in enumerate(row, 1) if len(text) > LONGEST), 0)
        if column:
            reason = Sentence(
                "the text “%(text)s” is longer than %(most)s characters",
                text=quoted(row[column - 1], 40),
                most=LONGEST,
            )
            raise Unreadable(source=source, line=sheet.line(place), column=column, reason=reason)


def sheet_of(
    name: str, headings: Sequence[str], rows: Sequence[Sequence[str]], lines: Sequence[int] = ()
) -> Sheet:
    """A sheet of cleaned texts: every row as wide as the headings, headings as wide as the widest row."""
    width = min(max([len(headings), *map(len, rows)]), HEADINGS)

    def fitted(texts: Sequence[str]) -> tuple[str, ...]:
        return tuple(cleaned(text) for text in [*texts[:width], *[""] * (width - len(texts))])

    return Sheet(cleaned(name), fitted(headings), tuple(map(fitted, rows)), tuple(lines))
