"""Cells of CSV files that spreadsheet programs open: none is run as a formula, and each is read again as it was.

A program runs what begins with one of a few signs (OWASP, “CSV Injection”). An apostrophe before it makes a text of it,
which people know from spreadsheets; a text that has one there already gets another, so that reading takes off one.
"""

import re
from typing import Final

_SIGNS: Final = r"\s*[=+\-@\t\r]"
_WRITTEN: Final = re.compile(f"'*{_SIGNS}")
_READ: Final = re.compile(f"'+{_SIGNS}")


def safe(text: str) -> str:
    """A text as it is written into a cell; `taken` gives it back."""
    return f"'{text}" if _WRITTEN.match(text) else text


def taken(text: str) -> str:
    """The text of a cell."""
    return text[1:] if _READ.match(text) else text
