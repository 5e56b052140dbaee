"""The variables of a dataset on its page, those that are looked for, and all of them as CSV."""

from dataclasses import dataclass
from typing import Final
from urllib.parse import urlencode

from flask import request

from catalogue.domain import variables as listed
from catalogue.domain.page import Page
from catalogue.domain.variables import Variable
from catalogue.services import cells
from catalogue.web import parameters
from catalogue.web.paging import Pages, pages

VARIABLES: Final = 50
FIRST: Final = 8
COLUMNS: Final = ("table", "name", "title", "meaning", "type", "coding")


@dataclass(frozen=True, slots=True)
class Table:
    """The variables that the page shows, of those that match; `more` leads from the first few to all.

    `printed` are those that stand on paper only, after the first few.
    """

    question: str
    rows: list[Variable]
    printed: list[Variable]
    shown: str
    total: int
    more: str
    pages: Pages


def table(page: Page, here: str) -> Table:
    """The part of the variables that this request asks for."""
    question = request.args.get("variable", "").strip()[:200]
    found = listed.find(page.variables, question) if question else list(page.variables)
    whole = question or "variables" in request.args
    size = VARIABLES if whole or len(found) <= FIRST + 2 else FIRST
    last = max(1, -(-len(found) // VARIABLES)) if whole else 1
    number = min(parameters.positive("variables"), last)
    asked = {name: request.args[name] for name in ("variable", "view") if request.args.get(name)}

    def url(page_number: int) -> str:
        return f"{here}?{urlencode({**asked, 'variables': page_number})}#variables"

    start = (number - 1) * size
    rows = found[start : start + size]
    shown = f"{start + 1}–{start + len(rows)}" if last > 1 else str(len(rows))
    more = "" if whole or len(rows) == len(found) else url(1)
    printed = found[len(rows) : VARIABLES] if more else []
    return Table(question, rows, printed, shown, len(found), more, pages(number, last, url))


def csv_of(rows: tuple[Variable, ...]) -> str:
    """Variables as CSV that spreadsheet programs read as text."""
    told = (
        (row.table, row.name, row.title.text, row.meaning.text, row.type, row.code.term if row.code else "")
        for row in rows
    )
    return "".join(cells.table([COLUMNS, *told]))
