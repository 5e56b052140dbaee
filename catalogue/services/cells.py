"""Tables as CSV that spreadsheet programs open: no cell is run as a formula, and each is read again as it was.

A program runs what begins with one of a few signs (OWASP, “CSV Injection”). An apostrophe before it makes a text of it,
which people know from spreadsheets; a text that has one there already gets another, so that reading takes off one.
"""

import csv
import re
from collections.abc import Iterable, Iterator
from io import StringIO
from typing import Final

# Spreadsheet programs take a file without the mark for another encoding.
MARK: Final = "\ufeff"
_SIGNS: Final = r"\s*[=+\-@\t\r]"
_WRITTEN: Final = re.compile(f"'*{_SIGNS}")
_READ: Final = re.compile(f"'+{_SIGNS}")


def table(rows: Iterable[Iterable[object]]) -> Iterator[str]:
    """A file of these rows, its headings among them, piece by piece."""
    yield MARK
    yield from map(line, rows)


def line(row: Iterable[object]) -> str:
    """A row of a file; None is an empty cell."""
    written = StringIO()
    csv.writer(written).writerow(safe("" if cell is None else str(cell)) for cell in row)
    return written.getvalue()


def safe(text: str) -> str:
    """A text as it is written into a cell; `taken` gives it back."""
    return f"'{text}" if _WRITTEN.match(text) else text


def taken(text: str) -> str:
    """The text of a cell."""
    return text[1:] if _READ.match(text) else text
