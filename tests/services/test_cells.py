"""Tables as CSV: marked, quoted, and never run as a formula."""

import csv
from io import StringIO

import pytest

from catalogue.services.cells import MARK, table, taken


def test_a_table_is_marked_once_and_read_again_as_it_was() -> None:
    rows: list[list[object]] = [
        ["name", "said"],
        ["=1+1", 'with "quotes", and\na line'],
        ["'@", None],
        ["plain", 7],
    ]
    text = "".join(table(rows))
    assert text.startswith(MARK)
    assert text.count(MARK) == 1
    told = csv.reader(StringIO(text.removeprefix(MARK), newline=""))
    assert [[taken(cell) for cell in row] for row in told] == [
        ["name", "said"],
        ["=1+1", 'with "quotes", and\na line'],
        ["'@", ""],
        ["plain", "7"],
    ]


@pytest.mark.parametrize("text", ["=1", "+1", "-1", "@a", "\t=1", " =1"])
def test_no_cell_of_a_table_is_run_its_headings_neither(text: str) -> None:
    [heading, line] = csv.reader(StringIO("".join(table([[text], [text]])).removeprefix(MARK), newline=""))
    assert heading == line == [f"'{text}"]
