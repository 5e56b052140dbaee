"""Datasets side by side: the page, and the same as a table to take away."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Final
from urllib.parse import urlencode

from flask import Blueprint, Response, make_response, render_template, request, url_for

from catalogue.domain.errors import NotFound
from catalogue.domain.languages import Reader, best, foreign
from catalogue.domain.page import Page
from catalogue.domain.record import Record
from catalogue.domain.search import Card
from catalogue.domain.side_by_side import MOST, Agreement, Comparison, Shared, compare, plain
from catalogue.domain.variables import Variable
from catalogue.services import cells
from catalogue.services.translating import colon
from catalogue.web import languages, parameters
from catalogue.web.context import services
from catalogue.web.languages import gettext
from catalogue.web.picked import PARAMETER, Picked, page, picked

SHOWN: Final = 100  # variables in common that the page shows; the file has all
OFFERED: Final = 8  # datasets that are found to be added
ONLY: Final = "differences"


@dataclass(frozen=True, slots=True)
class Column:
    """A dataset of the comparison. `without` is the address of the comparison without it."""

    record: Record
    page: Page
    url: str
    without: str


def register(pages: Blueprint) -> None:
    """Give the blueprint of pages the comparison."""
    pages.add_url_rule("/compare", "compare", show)
    pages.add_url_rule("/compare.csv", "compare_csv", table)


def asked() -> Picked:
    """The datasets to compare. Raises TooManyPicked, and NotFound where there is none of them."""
    found = picked(request.args.getlist(PARAMETER), MOST)
    if found.missing and not found.records:
        raise NotFound(name=", ".join(each.id for each in found.missing))
    return found


def of(found: Picked) -> Comparison:
    """The datasets side by side."""
    return compare([page(record) for record in found.records], services().profile, languages.reader())


def show() -> Response:
    """Up to four datasets side by side; without any, how to choose them."""
    found = asked()
    only = parameters.choice("only", (ONLY,)) == ONLY and len(found.records) > 1
    compared = of(found)
    context = {
        "columns": list(_columns(found)),
        "missing": found.missing,
        "compared": _different(compared) if only else compared,
        "only": only,
        "same": sum(line.agreement is Agreement.SAME for block in compared.blocks for line in block.lines),
        "whole": address(found.pairs),
        "differences": address([*found.pairs, ("only", ONLY)]),
        "file": f"{url_for('pages.compare_csv')}?{urlencode(found.pairs)}",
        "words": request.args.get("q", "").strip(),
        "offers": _offers(found),
        "kept": found.pairs,
        "most": MOST,
        "shown": SHOWN,
    }
    return make_response(render_template("compare.html", **context))


def address(pairs: Iterable[tuple[str, str]]) -> str:
    """Where datasets are compared."""
    query = urlencode(list(pairs))
    return f"{url_for('pages.compare')}?{query}" if query else url_for("pages.compare")


def _columns(found: Picked) -> Iterator[Column]:
    for record in found.records:
        others = [pair for pair in found.pairs if pair[1] != record.id]
        yield Column(record, page(record), url_for("pages.dataset", id=record.id), address(others))


def _different(compared: Comparison) -> Comparison:
    """A comparison without what all say alike."""
    blocks = (
        replace(block, lines=tuple(line for line in block.lines if line.agreement is not Agreement.SAME))
        for block in compared.blocks
    )
    return replace(compared, blocks=tuple(block for block in blocks if block.lines))


def _offers(found: Picked) -> list[tuple[str, str, str]]:
    """Datasets that are found and may be added: title, its language where that is foreign, and the address."""
    words = request.args.get("q", "").strip()
    if not words or len(found.records) >= MOST:
        return []
    reader = languages.reader()
    cards = services().searching.titles(words, reader, OFFERED + MOST)
    taken = {record.id for record in found.records}
    return [_offer(card, found, reader) for card in cards if card["id"] not in taken][:OFFERED]


def _offer(card: Card, found: Picked, reader: Reader) -> tuple[str, str, str]:
    title, language = best(card["titles"], reader.languages)
    url = address([*found.pairs, (PARAMETER, card["id"])])
    return title or gettext("Untitled dataset"), foreign(language, reader.language), url


def table() -> Response:
    """The comparison as CSV: a line for each property, then one for each variable in common."""
    found = asked()
    response = Response("".join(cells.table(_rows(found))), mimetype="text/csv")
    response.headers["Content-Disposition"] = 'attachment; filename="comparison.csv"'
    response.headers["X-Robots-Tag"] = "noindex"
    return response


def _rows(found: Picked) -> Iterator[list[str]]:
    compared, between = of(found), colon(languages.current())
    yield ["group", "property", "agreement", *(page(record).title.text for record in found.records)]
    yield ["", "IRI", "", *(record.iri for record in found.records)]
    for block in compared.blocks:
        for line in block.lines:
            said = ("; ".join(plain(value, between) for value in cell) for cell in line.cells)
            yield [block.label, line.label, str(line.agreement), *said]
    for label, shared in (
        (gettext("Variables in common, by name"), compared.by_name),
        (gettext("Variables in common, by code"), compared.by_code),
    ):
        yield from (_shared_row(label, each, len(found.records)) for each in shared)


def _shared_row(label: str, each: Shared, count: int) -> list[str]:
    agreement = Agreement.SAME if each.many == count else Agreement.PARTLY
    return [
        label,
        each.label,
        str(agreement),
        *("; ".join(_said(row) for row in cell) for cell in each.cells),
    ]


def _said(variable: Variable) -> str:
    return " – ".join(text for text in (variable.name, variable.title.text, variable.type) if text)
