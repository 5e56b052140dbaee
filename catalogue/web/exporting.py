"""The results of a search as files: a table, RDF, and a feed that tells what is new."""

import csv
from collections.abc import Iterable, Iterator
from io import StringIO
from typing import Any, AnyStr, Final

from flask import Blueprint, Response, request

from catalogue.domain.languages import Reader, best
from catalogue.domain.search import Hit
from catalogue.rdf.formats import JSON_LD, N_TRIPLES, TURTLE, by_extension
from catalogue.services import cells
from catalogue.services.search_labels import Labels
from catalogue.web import atom, languages
from catalogue.web.answers import content_type, open_to_all
from catalogue.web.context import services

# Those that can say every graph: in RDF/XML, a description may lack a statement, and nobody would be told.
FORMS: Final = (TURTLE, JSON_LD, N_TRIPLES)
COLUMNS: Final = (
    "title",
    "holder",
    "access",
    "people",
    "first_year",
    "last_year",
    "youngest",
    "oldest",
    "variables",
    "conforms",
    "updated",
    "iri",
    "page",
)


def register(pages: Blueprint) -> None:
    """Give the blueprint of pages the files of results."""
    extensions = ",".join(form.extension for form in FORMS)
    pages.add_url_rule("/datasets.csv", "datasets_csv", table)
    pages.add_url_rule(f"/datasets.<any({extensions}):extension>", "datasets_rdf", rdf)
    pages.add_url_rule("/datasets.atom", "datasets_feed", atom.feed)


def table() -> Response:
    """The results as CSV, a line each."""
    own, reader = services(), languages.reader()
    hits = own.exporting.hits(_parameters(), reader)
    # What is sent piece by piece is made when the request is over: nothing of it may ask for the services.
    lines = _lines(hits, reader, own.search_labels, f"{own.settings.base_url}/{reader.language}/dataset/")
    return _file(lines, "text/csv; charset=utf-8", "csv")


def rdf(extension: str) -> Response:
    """The descriptions of the results."""
    form = by_extension(extension)
    assert form is not None, "the route takes only extensions of what is served"
    pieces = services().exporting.rdf(_parameters(), languages.reader(), form)
    return _file(pieces, content_type(form), extension)


def _parameters() -> dict[str, list[str]]:
    return request.args.to_dict(flat=False)


def _file(pieces: Iterator[AnyStr], type_: str, extension: str) -> Response:
    headers = {
        "Content-Disposition": f'attachment; filename="datasets.{extension}"',
        "Cache-Control": "public, no-cache",
        "X-Robots-Tag": "noindex",
    }
    return open_to_all(Response(pieces, content_type=type_, headers=headers))


def _lines(hits: Iterable[Hit], reader: Reader, labels: Labels, pages: str) -> Iterator[str]:
    # Spreadsheet programs take a file without the mark for another encoding.
    yield "\ufeff" + _line(COLUMNS)
    for hit in hits:
        access = labels.access(hit.card["access"], reader)
        told = (*_cells(hit, reader, access), f"{pages}{hit.card['id']}")
        yield _line(cells.safe("" if cell is None else str(cell)) for cell in told)


def _cells(hit: Hit, reader: Reader, access: str) -> Iterator[Any]:
    card = hit.card
    yield from (best(card["titles"], reader.languages)[0], best(card["holder"], reader.languages)[0], access)
    yield card["people"]
    yield from card["years"] or (None, None)
    yield from card["ages"] or (None, None)
    yield from (card["variables"], "yes" if card["conforms"] else "no", card["changed"], hit.iri)


def _line(values: Iterable[str]) -> str:
    written = StringIO()
    csv.writer(written).writerow(values)
    return written.getvalue()
