"""Spreadsheets of others: read within bounds, and told plainly where they cannot be."""

import io
import zipfile
from collections.abc import Callable
from datetime import datetime

import openpyxl
import pytest

from catalogue.domain.errors import TooLarge
from catalogue.domain.sheets.errors import BadCell, NoSpreadsheet
from catalogue.services import xlsx
from catalogue.services.xlsx import Choice, Row, Sheet


def book(fill: Callable[[openpyxl.Workbook], object]) -> bytes:
    made = openpyxl.Workbook()
    fill(made)
    file = io.BytesIO()
    made.save(file)
    return file.getvalue()


def rows(data: bytes, sheet: str = "Sheet", most: int = 100) -> list[Row]:
    with xlsx.opened(data, "a.xlsx") as opened:
        return list(opened.rows(sheet, most))


def cell(place: str, value: object) -> bytes:
    def fill(made: openpyxl.Workbook) -> None:
        made.active[place] = value

    return book(fill)


def test_values_keep_their_kinds_and_rows_their_numbers() -> None:
    def fill(made: openpyxl.Workbook) -> None:
        made.active.append(["text", 3, 2.5, True, datetime(2026, 3, 1)])
        made.active["A4"] = "later"

    assert rows(book(fill)) == [Row(1, ("text", 3, 2.5, True, datetime(2026, 3, 1))), Row(4, ("later",))]


@pytest.mark.parametrize(
    "text", ["=1+1", "+1", "-1", "@x", "=cmd|' /C calc'!A0", "'quoted", "  spaced  ", "a\nb"]
)
def test_a_text_that_begins_like_a_formula_is_written_as_a_text(text: str) -> None:
    data = xlsx.write([Sheet("Sheet", [[text]])])
    assert rows(data) == [Row(1, (text,))]
    written = openpyxl.load_workbook(io.BytesIO(data)).active["A1"]
    assert (written.data_type, written.value) == ("s", text)
    assert b"<f>" not in zipfile.ZipFile(io.BytesIO(data)).read("xl/worksheets/sheet1.xml")


def test_a_formula_is_told_with_its_place_and_never_evaluated() -> None:
    with pytest.raises(BadCell, match="sheet “Sheet”, cell C12: it holds a formula"):
        rows(cell("C12", "=1+1"))


def test_an_error_in_a_cell_is_told_with_its_place() -> None:
    with pytest.raises(BadCell, match="cell B2: it holds the error #REF!"):
        rows(cell("B2", "#REF!"))


def test_more_rows_than_are_read_are_refused_with_the_sheet() -> None:
    with pytest.raises(TooLarge, match="sheet “Sheet” is larger than the limit of 100 rows"):
        rows(cell("A101", "too far"))


def test_a_row_at_the_end_of_the_world_is_refused_in_no_time() -> None:
    with pytest.raises(TooLarge):
        rows(cell("A1048576", "too far"))


def test_a_cell_in_a_far_column_is_not_read() -> None:
    assert rows(cell("XFD1", "far")) == []


def test_what_a_file_says_of_its_own_size_is_not_believed() -> None:
    data = _changed(cell("A1", "x"), "xl/worksheets/sheet1.xml", b'ref="A1"', b'ref="A1:XFD1048576"')
    assert rows(data) == [Row(1, ("x",))]


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"PK\x03\x04 nonsense", "no XLSX file, or is damaged"),
        (b"", "no XLSX file, or is damaged"),
        (b"title;description\n", "no XLSX file, or is damaged"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "has a password, or is in the old format"),
    ],
)
def test_what_is_no_spreadsheet_is_told_why(data: bytes, words: str) -> None:
    with pytest.raises(NoSpreadsheet, match=words):
        rows(data)


def _zip(parts: dict[str, bytes]) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return file.getvalue()


def _parts(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def _changed(data: bytes, part: str, old: bytes, new: bytes) -> bytes:
    parts = _parts(data)
    assert old in parts[part]
    return _zip(parts | {part: parts[part].replace(old, new)})


def test_another_kind_of_archive_is_told_so() -> None:
    with pytest.raises(NoSpreadsheet, match="another kind of file"):
        rows(_zip({"word/document.xml": b"<x/>"}))


def test_macros_are_refused() -> None:
    with pytest.raises(NoSpreadsheet, match="it has macros"):
        rows(_zip(_parts(cell("A1", "x")) | {"xl/vbaProject.bin": b"x"}))


@pytest.mark.parametrize("part", ["xl/sharedStrings.xml", "xl/worksheets/sheet1.xml", "xl/styles.xml"])
def test_what_unpacks_to_very_much_is_refused_before_it_is_unpacked(part: str) -> None:
    bomb = _zip(_parts(cell("A1", "x")) | {part: b" " * (130 * 2**20)})
    assert len(bomb) < 2**20
    with pytest.raises(TooLarge, match="unpacked"):
        rows(bomb)


@pytest.mark.parametrize(
    "part", ["xl/media/strings.xml", "xl/worksheets/a/strings.xml", "xl/worksheets/strings.xml"]
)
def test_texts_in_the_place_of_something_else_count_as_texts(part: str) -> None:
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"
    declared = f'<Override PartName="/{part}" ContentType="{kind}" /></Types>'.encode()
    data = _changed(cell("A1", "x"), "[Content_Types].xml", b"</Types>", declared)
    many = b"<sst>" + b"<si/>" * (6 * 2**20) + b"</sst>"
    with pytest.raises(TooLarge, match="unpacked"):
        rows(_zip(_parts(data) | {part: many}))


def test_a_part_that_is_larger_than_it_says_is_not_unpacked_beyond_it() -> None:
    parts = _parts(cell("A1", "x"))
    data = bytearray(
        _zip(parts | {"xl/worksheets/sheet1.xml": parts["xl/worksheets/sheet1.xml"] + b" " * 10**6})
    )
    size = len(parts["xl/worksheets/sheet1.xml"] + b" " * 10**6).to_bytes(4, "little")
    assert size in data
    with pytest.raises(NoSpreadsheet):
        rows(bytes(data.replace(size, (100).to_bytes(4, "little"))))


def test_entities_that_grow_are_refused() -> None:
    part = "xl/worksheets/sheet1.xml"
    growing = b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]><worksheet'
    with pytest.raises(NoSpreadsheet):
        rows(_changed(cell("A1", "x"), part, b"<worksheet", growing))


@pytest.mark.parametrize(
    "part", ["xl/workbook.xml", "xl/worksheets/sheet1.xml", "xl/sharedStrings.xml", "xl/styles.xml"]
)
@pytest.mark.parametrize("content", [b"", b"<broken", b"\xff\xfe\x00", b"<x/>"])
def test_a_broken_part_is_told_without_a_trace(part: str, content: bytes) -> None:
    data = _zip(_parts(cell("A1", "x")) | {part: content})
    try:
        with xlsx.opened(data, "a.xlsx") as opened:
            found = [row.values for name in opened.names for row in opened.rows(name)]
    except NoSpreadsheet:
        return  # told as a sentence
    assert found in ([], [("x",)])


def test_lists_to_choose_from_lead_to_their_sheet() -> None:
    choice = Choice(2, 3, "lists", 1, 2)
    data = xlsx.write([Sheet("A", [["x"]], choices=(choice,)), Sheet("lists", [["a"], ["b"]], hidden=True)])
    opened = openpyxl.load_workbook(io.BytesIO(data))
    [validation] = opened["A"].data_validations.dataValidation
    assert (validation.formula1, str(validation.sqref)) == ("'lists'!$A$1:$A$2", "B3:B5002")
    assert opened["lists"].sheet_state == "hidden"


def test_titles_of_sheets_are_short_and_each_there_once() -> None:
    assert xlsx.titles(["A/B: c?", "a b  c", "x" * 40, "x" * 40, "[]"]) == [
        "A B  c", "a b  c 2", "x" * 31, f"{'x' * 27} 2", "1",
    ]  # fmt: skip
