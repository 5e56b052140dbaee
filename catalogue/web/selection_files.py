"""A list of datasets as files: a table of whom to ask, and the descriptions as RDF."""

import csv
from collections.abc import Iterator
from io import StringIO
from typing import Final
from urllib.parse import urlencode

from flask import Blueprint, Response, request, url_for

from catalogue.domain.selection import MOST, Group, Member, NothingPicked, groups
from catalogue.rdf.formats import JSON_LD, TURTLE, by_extension
from catalogue.services import cells
from catalogue.web import frame
from catalogue.web.answers import CACHING, content_type, open_to_all
from catalogue.web.context import services
from catalogue.web.picked import PARAMETER, Picked, page, picked

FORMS: Final = (TURTLE, JSON_LD)
COLUMNS: Final = ("title", "identifier", "holder", "access", "ask", "contact", "page")


def register(pages: Blueprint) -> None:
    """Give the blueprint of pages the files of a list."""
    extensions = ",".join(form.extension for form in FORMS)
    pages.add_url_rule("/list.csv", "list_csv", table)
    pages.add_url_rule(f"/list.<any({extensions}):extension>", "list_rdf", rdf)


def links(pairs: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """The files of a list with their labels."""
    query = urlencode(pairs)
    told = [("CSV", url_for("pages.list_csv"))]
    told += [(form.label, url_for("pages.list_rdf", extension=form.extension)) for form in FORMS]
    return [(label, f"{url}?{query}") for label, url in told]


def table() -> Response:
    """A list as CSV, a line for each dataset with whom to ask."""
    written = StringIO()
    writer = csv.writer(written)
    writer.writerow(COLUMNS)
    for group in groups(Member(record, page(record)) for record in _asked().records):
        writer.writerows(_lines(group))
    # Spreadsheet programs take a file without the mark for another encoding.
    return _file(Response("\ufeff" + written.getvalue(), mimetype="text/csv"), "csv")


def rdf(extension: str) -> Response:
    """The descriptions of a list in one document."""
    form = by_extension(extension)
    assert form is not None, "the route takes only extensions of what is served"
    body = services().selecting.document(_asked().records, form)
    return _file(Response(body, content_type=content_type(form)), extension)


def _asked() -> Picked:
    """The datasets of the address. Raises NothingPicked, and TooManyPicked."""
    if PARAMETER not in request.args:
        raise NothingPicked
    return picked(request.args.getlist(PARAMETER), MOST)


def _file(response: Response, extension: str) -> Response:
    response.headers["Content-Disposition"] = f'attachment; filename="list.{extension}"'
    response.headers["Cache-Control"] = CACHING
    response.headers["X-Robots-Tag"] = "noindex"
    return open_to_all(response)


def _lines(group: Group) -> Iterator[list[str]]:
    asked = group.body.name.text if group.body and group.body.name else ""
    ways = "; ".join(way.text for way in group.body.ways) if group.body else ""
    for member in group.members:
        record, shown = member.record, member.page
        holder = shown.holder.text if shown.holder else ""
        at = frame.absolute(url_for("pages.dataset", id=record.id))
        said = (shown.title.text, record.iri, holder, shown.access.label, asked, ways, at)
        yield [cells.safe(cell) for cell in said]
