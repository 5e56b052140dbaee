"""The texts of a file whose encoding nobody states."""

import codecs
from typing import Final

from catalogue.domain.errors import UnknownFormat
from catalogue.domain.sentences import Sentence

WINDOWS: Final = Sentence(
    "The file is not in the encoding UTF-8. It was read as Windows-1252: look at the accents."
)
_MARKS: Final = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
# What a file of another kind begins with.
_BINARY: Final = (
    b"%PDF",
    b"\x89PNG",
    b"\xff\xd8",
    b"GIF8",
    b"\x1f\x8b",
    b"PAR1",
    b"SQLite format",
    b"{\\rtf",
    b"7z\xbc",
)


class NoTable(UnknownFormat):
    message = (
        "%(source)s is in no format that variables are read from: CSV, XLSX, or JSON of CSVW, Frictionless or "
        "FHIR (StructureDefinition)."
    )


def decode(data: bytes, source: str, *, whole: bool = True) -> tuple[str, tuple[Sentence, ...]]:
    """The text of a file (or of its beginning), and what its reader should know. Raises NoTable for no text."""
    if data.startswith(_BINARY):
        raise NoTable(source=source)
    encoding = next((name for mark, name in _MARKS if data.startswith(mark)), "") or _of_nulls(data)
    for name in (encoding,) if encoding else ("utf-8", "cp1252"):
        try:
            text = codecs.getincrementaldecoder(name)().decode(data, final=whole)
        except UnicodeDecodeError:
            continue
        if "\x00" in text:
            break
        return text, (WINDOWS,) if name == "cp1252" else ()
    raise NoTable(source=source)


def _of_nulls(data: bytes) -> str:
    """UTF-16 without its mark: every other byte of plain letters is zero."""
    start = data[:400]
    even, odd = start[::2].count(0), start[1::2].count(0)
    if len(start) < 4 or max(even, odd) < len(start) * 0.3 or min(even, odd) > len(start) * 0.05:
        return ""
    return "utf-16-be" if even > odd else "utf-16-le"
