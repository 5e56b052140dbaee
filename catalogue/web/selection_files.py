"""A list of datasets as files: a table of whom to ask, and the descriptions as RDF."""

from collections.abc import Iterator
from itertools import chain
from typing import Final
from urllib.parse import urlencode

from flask import Blueprint, Response, request, url_for

from catalogue.domain.selection import MOST, Group, NothingPicked, groups
from catalogue.rdf.formats import JSON_LD, TURTLE
from catalogue.services import cells
from catalogue.web import frame
from catalogue.web.answers import CACHING, content_type, open_to_all, served
from catalogue.web.context import services
from catalogue.web.picked import PARAMETER, Picked, members, picked

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
    told = groups(members(_asked().records))
    rows = chain([COLUMNS], chain.from_iterable(map(_rows, told)))
    return _file(Response("".join(cells.table(rows)), mimetype="text/csv"), "csv")


def rdf(extension: str) -> Response:
    """The descriptions of a list in one document."""
    form = served(extension)
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


def _rows(group: Group) -> Iterator[tuple[str, ...]]:
    asked = group.body.name.text if group.body and group.body.name else ""
    ways = "; ".join(way.text for way in group.body.ways) if group.body else ""
    for member in group.members:
        record, shown = member.record, member.page
        holder = shown.holder.text if shown.holder else ""
        at = frame.absolute(url_for("pages.dataset", id=record.id))
        yield (shown.title.text, record.iri, holder, shown.access.label, asked, ways, at)
