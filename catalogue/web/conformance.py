"""How a stored description conforms: to the catalogue's profile in words, and to every other one in a table."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from flask import Response, make_response, render_template, request, url_for

from catalogue.domain import values
from catalogue.domain.errors import Crowded
from catalogue.domain.languages import pick
from catalogue.domain.record import Description
from catalogue.domain.report import Report
from catalogue.domain.verdict import Verdict
from catalogue.services.checking import completed, verdict_on
from catalogue.services.conformance import Cell
from catalogue.services.verdicts import Words
from catalogue.web import dataset, languages, verdicts
from catalogue.web.context import services


@dataclass(frozen=True, slots=True)
class Compared:
    """A profile with what it says of the description at each access level, by the level's name."""

    title: str
    cells: tuple[tuple[str, Cell], ...]


def page(id: str) -> Response:
    """How a dataset's description conforms: to the profile in words, and to all profiles and levels in a table."""
    record = dataset.published(id)
    assert record.published is not None
    description = services().reading.description(record)
    words = Words(services().profile, services().vocabularies, languages.current())
    compared = _compared(description)
    html = render_template(
        "conformance.html",
        record=record,
        name=dataset.title_of(record),
        compared=compared,
        checked=values.day(record.published.at, languages.reader()),
        technical=request.args.get("view") == "technical",
        here=url_for("pages.conformance", id=id),
        **verdicts.context(_verdict(description, record.published.report), words),
    )
    response = make_response(html)
    if compared is None:
        response.headers["Cache-Control"] = "no-store"
    return response


def _verdict(description: Description, report: Report) -> Verdict:
    """What was found when the description was stored, with the places, and how complete it is."""
    profile = services().profile
    return completed(verdict_on(description, report, profile), description, profile)


def _compared(description: Description) -> list[Compared] | None:
    """All profiles and levels; None while too many others have something checked."""
    try:
        with services().public_checks.turn():
            cells = services().conformance.matrix(description)
    except Crowded:
        return None
    by_profile = groupby(cells, key=lambda cell: cell.profile)
    return [_row(list(found)) for _, found in by_profile]


def _row(cells: Sequence[Cell]) -> Compared:
    profile, language = services().profile, languages.current()
    told = tuple((profile.level_label(cell.level, language), cell) for cell in cells)
    return Compared(pick(cells[0].title, (language,)), told)
