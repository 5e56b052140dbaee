"""XLSX: data dictionaries, or data of which only the headings are taken; a sheet is a table."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime, time
from typing import Final

from catalogue.domain.dictionaries import Dictionary
from catalogue.services import xlsx
from catalogue.services.dictionaries import tables
from catalogue.services.dictionaries.base import LINES, Means, Upload
from catalogue.services.dictionaries.tables import Grid, Line

FORM: Final = "xlsx"
_WIDEST: Final = 16_384  # columns that the format has


class WorkbookReader:
    """Reads spreadsheets by `services.xlsx`, which bounds them."""

    def takes(self, upload: Upload) -> bool:
        """Whether it begins as a spreadsheet does."""
        return xlsx.is_spreadsheet(upload.data)

    def read(self, upload: Upload) -> Dictionary:
        """The variables of a file. Raises BadInput, NoSpreadsheet for one that is broken or encrypted."""
        with xlsx.opened(upload.data, upload.source) as book:
            if upload.means is Means.VARIABLES:
                return _read(book, book.names, upload, strict=True)
            found = _read(book, book.names, upload, strict=False)
            if found.form != FORM:
                return found
            # A formula may stand in data, of which the headings count; of a list of variables it would be lost unseen.
            return _read(book, [sheet.name for sheet in found.sheets], upload, strict=True)


def _read(book: xlsx.Book, names: Sequence[str], upload: Upload, *, strict: bool) -> Dictionary:
    return tables.read([Grid(name, _lines(book, name, strict=strict)) for name in names], upload, FORM)


def _lines(book: xlsx.Book, sheet: str, *, strict: bool) -> Iterator[Line]:
    for row in book.rows(sheet, LINES, _WIDEST, strict=strict):
        yield row.number, [_text(value) for value in row.values]


def _text(value: xlsx.Value) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, float):
        return f"{value:.15g}"
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(" ")
    return value.isoformat() if isinstance(value, date | time) else str(value)
