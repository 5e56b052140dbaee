"""Spreadsheets in the format of Excel (XLSX), read within bounds and written: the only module that knows openpyxl.

A file is somebody else's: what it is and how large it would be is looked at before it is unpacked, rows are read one
by one, and no formula is ever evaluated. A text that begins as a formula does is written as the text that it is.
"""

import re
import warnings
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime, time
from io import BytesIO
from typing import Any, Final

from openpyxl import Workbook, load_workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ERROR_CODES
from openpyxl.packaging.manifest import Manifest
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.utils.exceptions import InvalidFileException
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.xml.constants import WORKSHEET_TYPE
from openpyxl.xml.functions import fromstring

from catalogue.domain.errors import BadInput, TooLarge
from catalogue.domain.sentences import Sentence
from catalogue.domain.sheets.errors import BadCell, NoSpreadsheet

Value = str | int | float | bool | date | datetime | time | None

MOST_ROWS: Final = 50_000  # of a sheet
MOST_COLUMNS: Final = 500
MOST_CELLS: Final = 2_000_000  # of a sheet, empty ones too that stand before others in their rows
LONGEST_TEXT: Final = 32_767  # characters of a cell, says Excel
MEDIA_TYPE: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_MEGABYTE: Final = 2**20
_MOST_PARTS: Final = 2_000
_LARGEST_SHEET: Final = 128 * _MEGABYTE  # unpacked; it is read row by row
_LARGEST_REST: Final = 24 * _MEGABYTE  # texts and styles, which are held in memory
_ENCRYPTED_OR_OLD: Final = b"\xd0\xcf\x11\xe0"
_SHEET: Final = re.compile(r"xl/worksheets/[^/]+\.xml")
_NO_TITLE: Final = re.compile(r"[\[\]:*?/\\']")
# What openpyxl leaves out (charts, extensions) is nothing that people could mend.
warnings.filterwarnings("ignore", category=UserWarning, module="openpyxl")
# What a file that was damaged, or made to do damage, brings about in the reader.
_BROKEN: Final = (
    zipfile.BadZipFile, zlib.error, KeyError, ValueError, IndexError, TypeError, AttributeError, SyntaxError,
    EOFError, OSError, NotImplementedError, RuntimeError, OverflowError, InvalidFileException,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Row:
    """A row as it was read: its number, from 1, and its values, without empty ones at the end."""

    number: int
    values: tuple[Value, ...]


class Book:
    """A spreadsheet that is open. `names` are its sheets, hidden ones too."""

    def __init__(self, book: Any, source: str) -> None:
        self._book = book
        self.source = source
        self.names: tuple[str, ...] = tuple(sheet.title for sheet in book.worksheets)

    def rows(
        self, sheet: str, most: int = MOST_ROWS, columns: int = MOST_COLUMNS, *, strict: bool = True
    ) -> Iterator[Row]:
        """The rows of a sheet that hold something, up to a column.

        Raises BadCell for a formula or an error (None where it is not `strict`), TooLarge beyond `most` rows,
        NoSpreadsheet for what is broken.
        """
        opened, left = self._book[sheet], MOST_CELLS
        opened.reset_dimensions()  # what the file says of its own size may be wrong
        where = Sentence("%(source)s, sheet “%(sheet)s”", source=self.source, sheet=sheet)
        with _told(self.source):
            for number, cells in enumerate(opened.iter_rows(), 1):  # a row that is missing has no cells
                left -= len(cells)
                values = [self._value(cell, sheet, strict=strict) for cell in cells[:columns]]
                while values and values[-1] is None:
                    values.pop()
                if values and number > most:
                    raise TooLarge(source=where, limit=Sentence("%(count)s rows", count=f"{most:,}"))
                if left < 0:
                    raise TooLarge(source=where, limit=Sentence("%(count)s cells", count=f"{MOST_CELLS:,}"))
                if values:
                    yield Row(number, tuple(values))

    def _value(self, cell: Any, sheet: str, *, strict: bool) -> Value:
        value = cell.value
        if value is None or value == "":
            return None
        if not strict and (cell.data_type in ("f", "e") or value in ERROR_CODES):
            return None
        if cell.data_type == "f":
            raise _bad(
                self.source, sheet, cell, Sentence("it holds a formula; put its result there as a value")
            )
        if cell.data_type == "e" or value in ERROR_CODES:
            raise _bad(self.source, sheet, cell, Sentence("it holds the error %(error)s", error=str(value)))
        return value  # type: ignore[no-any-return]


def place(row: int, column: int) -> str:
    """What a cell is called, of numbers that count from 1: `C12`."""
    return f"{get_column_letter(column)}{row}"


@contextmanager
def opened(data: bytes, source: str) -> Iterator[Book]:
    """A spreadsheet to read from.

    Raises NoSpreadsheet for what is none, is encrypted, has macros or is broken, and TooLarge.
    """
    _check(data, source)
    with _told(source):
        book = load_workbook(BytesIO(data), read_only=True, keep_links=False)
    try:
        yield Book(book, source)
    finally:
        book.close()


def is_spreadsheet(data: bytes) -> bool:
    """Whether a file begins as a spreadsheet does, one that is encrypted or of the old format too."""
    return data.startswith((b"PK\x03\x04", _ENCRYPTED_OR_OLD))


def _check(data: bytes, source: str) -> None:
    if data.startswith(_ENCRYPTED_OR_OLD):
        raise NoSpreadsheet(
            source=source,
            reason=Sentence(
                "it has a password, or is in the old format XLS; save it without a password as XLSX"
            ),
        )
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            parts = archive.infolist()
    except _BROKEN:
        raise NoSpreadsheet(source=source, reason=Sentence("it is no XLSX file, or is damaged")) from None
    _check_parts(parts, source)
    _check_sizes(parts, frozenset(), source)
    _check_sizes(parts, _no_sheets(data, source), source)


def _check_parts(parts: Sequence[zipfile.ZipInfo], source: str) -> None:
    names = {part.filename for part in parts}
    if any(name.lower().endswith("vbaproject.bin") for name in names):
        reason = Sentence("it has macros; save it as XLSX without them")
        raise NoSpreadsheet(source=source, reason=reason)
    if "xl/workbook.xml" not in names:
        raise NoSpreadsheet(source=source, reason=Sentence("it is another kind of file; save it as XLSX"))
    if any(part.flag_bits & 1 for part in parts):
        raise NoSpreadsheet(source=source, reason=Sentence("it has a password; save it without one"))


def _check_sizes(parts: Sequence[zipfile.ZipInfo], no_sheets: frozenset[str], source: str) -> None:
    """Raises TooLarge; only what is read row by row may be very large, `no_sheets` are in its place and are not."""
    sheets, rest = 0, 0
    for part in parts:
        if _SHEET.fullmatch(part.filename) and part.filename not in no_sheets:
            sheets += part.file_size
        else:
            rest += part.file_size
    if sheets > _LARGEST_SHEET or rest > _LARGEST_REST or len(parts) > _MOST_PARTS:
        limit = Sentence("%(number)s MB when it is unpacked", number=_LARGEST_SHEET // _MEGABYTE)
        raise TooLarge(source=source, limit=limit)


def _no_sheets(data: bytes, source: str) -> frozenset[str]:
    """The parts that the file declares to be something else than a sheet: openpyxl finds texts by that, anywhere."""
    with _told(source), zipfile.ZipFile(BytesIO(data)) as archive:
        tree: Any = fromstring(archive.read("[Content_Types].xml"))
        declared: Any = Manifest.from_tree(tree)
        return frozenset(
            each.PartName.removeprefix("/")
            for each in declared.Override
            if each.ContentType != WORKSHEET_TYPE
        )


@contextmanager
def _told(source: str) -> Iterator[None]:
    """What goes wrong in the reader, as an error of ours."""
    try:
        yield
    except BadInput:
        raise
    except _BROKEN:
        reason = Sentence("it is damaged; open it in a spreadsheet program and save it anew as XLSX")
        raise NoSpreadsheet(source=source, reason=reason) from None


def _bad(source: str, sheet: str, cell: Any, reason: Sentence) -> BadCell:
    return BadCell(source=source, sheet=sheet, cell=place(cell.row, cell.column), reason=reason)


@dataclass(frozen=True, slots=True)
class Choice:
    """A drop-down list: for the cells of a column from row `first` on, `count` values of a column of another sheet.

    These stand in the column `source`, from row `start` on.
    """

    column: int
    first: int
    sheet: str
    source: int
    count: int
    start: int = 1


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet to write. Columns and rows count from 1; `styles` names the look of rows (see `_LOOKS`)."""

    title: str
    rows: Iterable[Sequence[Value]]
    widths: dict[int, float] = field(default_factory=dict)
    styles: dict[int, str] = field(default_factory=dict)
    hidden_rows: frozenset[int] = frozenset()
    hidden: bool = False
    frozen: str = ""
    choices: tuple[Choice, ...] = ()


_TOP: Final = Alignment(wrap_text=True, vertical="top")
_LOOKS: Final[dict[str, dict[str, Any]]] = {
    "head": {"font": Font(bold=True), "fill": PatternFill("solid", fgColor="DDEBEA"), "alignment": _TOP},
    "note": {"font": Font(italic=True, color="51606B"), "alignment": _TOP},
    "body": {"alignment": _TOP},
}


def titles(wanted: Iterable[str]) -> list[str]:
    """Titles of sheets as the format allows them: short, without some signs, each once."""
    given: list[str] = []
    for name in wanted:
        plain = _NO_TITLE.sub(" ", name).strip()[:31].strip() or "1"
        title, number = plain, 2
        while title.casefold() in {each.casefold() for each in given}:
            title, number = f"{plain[:27].strip()} {number}", number + 1
        given.append(title)
    return given


def write(sheets: Iterable[Sheet]) -> bytes:
    """A file with these sheets. The format has no control characters, and no text beyond LONGEST_TEXT."""
    book = Workbook(write_only=True)
    for sheet in sheets:
        _write_sheet(book.create_sheet(sheet.title), sheet)
    file = BytesIO()
    book.save(file)
    return file.getvalue()


def _write_sheet(into: Any, sheet: Sheet) -> None:
    into.sheet_state = "hidden" if sheet.hidden else "visible"
    into.freeze_panes = sheet.frozen or None
    for column, width in sheet.widths.items():
        into.column_dimensions[get_column_letter(column)].width = width
    for number in sheet.hidden_rows:
        into.row_dimensions[number].hidden = True
    for choice in sheet.choices:
        into.data_validations.append(_validation(choice))
    for number, values in enumerate(sheet.rows, 1):
        look = _LOOKS[sheet.styles.get(number, "body")]
        into.append([None if value is None else _cell(into, value, look) for value in values])


def _cell(sheet: Any, value: Any, look: dict[str, Any]) -> Any:
    cell = WriteOnlyCell(sheet, value)
    if isinstance(value, str):
        cell.data_type = "s"  # also what begins with an equals sign
        cell.number_format = "@"
        cell.quotePrefix = value[:1] in "=+-@'"
    for name, style in look.items():
        setattr(cell, name, style)
    return cell


def _validation(choice: Choice) -> DataValidation:
    """A list to choose from; what is not in it may be typed all the same, and is looked at when it is read."""
    letter = get_column_letter(choice.source)
    last = choice.start + max(choice.count, 1) - 1
    listed = f"'{choice.sheet}'!${letter}${choice.start}:${letter}${last}"
    validation = DataValidation("list", formula1=listed, allow_blank=True, showErrorMessage=False)
    column = get_column_letter(choice.column)
    validation.add(f"{column}{choice.first}:{column}{choice.first + 4_999}")
    return validation
