"""The results of a search as files: a table, RDF, and a feed that tells what is new."""

from collections.abc import Callable, Iterable, Iterator
from typing import Any, AnyStr, Final

from flask import Blueprint, Response, request

from catalogue.domain.languages import Reader, best
from catalogue.domain.search import Hit
from catalogue.rdf.formats import JSON_LD, N_TRIPLES, TURTLE
from catalogue.services import cells
from catalogue.services.search_labels import Labels
from catalogue.web import languages, search_feed
from catalogue.web.answers import content_type, open_to_all, served
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
    pages.add_url_rule("/datasets.atom", "datasets_feed", search_feed.feed)


def table() -> Response:
    """The results as CSV, a line each."""
    own, reader, asked = services(), languages.reader(), _parameters()
    labels, pages = own.search_labels, f"{own.settings.base_url}/{reader.language}/dataset/"

    # What is sent piece by piece is made when the request is over: nothing of it may ask for the services.
    def lines() -> Iterator[str]:
        return cells.table(_rows(own.exporting.hits(asked, reader), reader, labels, pages))

    return _file(lines, "text/csv; charset=utf-8", "csv")


def rdf(extension: str) -> Response:
    """The descriptions of the results."""
    form, asked, reader, exporting = (
        served(extension),
        _parameters(),
        languages.reader(),
        services().exporting,
    )
    return _file(lambda: exporting.rdf(asked, reader, form), content_type(form), extension)


def _parameters() -> dict[str, list[str]]:
    return request.args.to_dict(flat=False)


def _file(make: Callable[[], Iterator[AnyStr]], type_: str, extension: str) -> Response:
    """A file in its turn. Raises NoTurn, and what `make` does."""
    pieces = services().exporting.turns.give(make)
    headers = {
        "Content-Disposition": f'attachment; filename="datasets.{extension}"',
        "Cache-Control": "public, no-cache",
        "X-Robots-Tag": "noindex",
    }
    return open_to_all(Response(pieces, content_type=type_, headers=headers))


def _rows(hits: Iterable[Hit], reader: Reader, labels: Labels, pages: str) -> Iterator[Iterable[Any]]:
    yield COLUMNS
    for hit in hits:
        yield (*_cells(hit, reader, labels), f"{pages}{hit.card['id']}")


def _cells(hit: Hit, reader: Reader, labels: Labels) -> Iterator[Any]:
    card = hit.card
    yield from (best(card["titles"], reader.languages)[0], labels.holder(card, reader)[0])
    yield labels.access(card["access"], reader)
    yield card["people"]
    yield from card["years"] or (None, None)
    yield from card["ages"] or (None, None)
    yield from (card["variables"], "yes" if card["conforms"] else "no", card["changed"], hit.iri)
