"""CSV: a data dictionary, or data of which only the headings are taken. Delimiter and encoding are found out."""

import csv
from collections.abc import Iterator
from io import StringIO
from itertools import islice
from typing import Final

from catalogue.domain.dictionaries import Dictionary
from catalogue.domain.errors import Unreadable
from catalogue.domain.sentences import Sentence
from catalogue.services import xlsx
from catalogue.services.cells import taken
from catalogue.services.dictionaries import tables
from catalogue.services.dictionaries.base import Means, Upload
from catalogue.services.dictionaries.plain_text import decode
from catalogue.services.dictionaries.tables import Grid, Line

FORM: Final = "csv"
_DELIMITERS: Final = ",;\t|"
_TRIED: Final = 40  # lines by which a delimiter is chosen
_ENOUGH: Final = 4 * 2**20  # bytes of data that hold the headings and the sample


class DelimitedReader:
    """Reads any text that is no JSON as CSV."""

    def takes(self, upload: Upload) -> bool:
        """Whether it may be text at all: this reader is asked last."""
        return not xlsx.is_spreadsheet(upload.data)

    def read(self, upload: Upload) -> Dictionary:
        """The variables of a file. Raises BadInput."""
        data = upload.data[:_ENOUGH] if upload.means is Means.DATA else upload.data
        text, notes = decode(data, upload.source, whole=len(data) == len(upload.data))
        delimiter = _delimiter(text)
        # Data need not be written well below their headings.
        rows = _lines(text, delimiter, upload.source, strict=upload.means is not Means.DATA)
        grid = Grid("", rows)
        return tables.read([grid], upload, FORM, notes)


def _delimiter(text: str) -> str:
    """The sign that parts the first lines into most columns, in most lines the same number."""
    found = max(_DELIMITERS, key=lambda sign: _score(text, sign))
    return found if _score(text, found) > (0, 1) else ","


def _score(text: str, sign: str) -> tuple[int, int]:
    """How many of ten lines have as many columns as the headings have, and how many that are."""
    try:
        reader = csv.reader(StringIO(text, newline=""), delimiter=sign, skipinitialspace=True)
        widths = [len(row) for row in islice(reader, _TRIED) if row]
    except csv.Error:
        return 0, 0
    most = max(set(widths), key=widths.count, default=0)
    return (10 * widths.count(most) // len(widths) if most > 1 else 0), most


def _lines(text: str, delimiter: str, source: str, *, strict: bool) -> Iterator[Line]:
    reader = csv.reader(StringIO(text, newline=""), delimiter=delimiter, skipinitialspace=True, strict=strict)
    number = 1
    while True:
        try:
            row = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            raise _broken(source, number, reader.line_num, error) from None
        yield number, [taken(text) for text in row]
        number = reader.line_num + 1


def _broken(source: str, first: int, last: int, error: csv.Error) -> Unreadable:
    if "unexpected end of data" in str(error) or "field larger" in str(error):
        reason = Sentence("a quotation mark opens here or below, and none closes it")
        return Unreadable(source=source, line=first, column=1, reason=reason)
    reason = Sentence(
        "a quotation mark stands inside a text; write it twice, and the text between two others"
    )
    return Unreadable(source=source, line=last, column=1, reason=reason)
