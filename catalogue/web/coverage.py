"""What a dataset covers, drawn: its years as a line and its countries on a map, each in the section that tells them."""

from dataclasses import dataclass
from datetime import UTC, datetime

from catalogue.domain import page as model
from catalogue.domain.facts import Span
from catalogue.domain.page import Page
from catalogue.web import tile_map, timeline
from catalogue.web.languages import gettext
from catalogue.web.tile_map import TileMap
from catalogue.web.timeline import Timeline


@dataclass(frozen=True, slots=True)
class Coverage:
    """The drawings, None where there is nothing to see, with the ids of the sections that they belong to."""

    years: Timeline | None
    years_in: str
    countries: TileMap | None
    countries_in: str


def drawn(page: Page) -> Coverage:
    """The drawings of a page."""
    label = gettext("The years that the data cover: %(years)s") % {"years": ", ".join(map(_span, page.spans))}
    places = [
        value
        for section in page.sections
        for row in section.rows
        if row.path == model.PLACES
        for value in row.values
    ]
    return Coverage(
        timeline.draw(page.spans, label, datetime.now(UTC).date()),
        _section(page, model.PERIODS),
        tile_map.draw(places, gettext("A map of Europe on which these countries are marked: %(countries)s")),
        _section(page, model.PLACES),
    )


def _span(span: Span) -> str:
    """The years of a period. One that ends with a year has its end at the beginning of the next."""
    first = int(span.start)
    if span.end is None:
        return gettext("since %(year)s") % {"year": first}
    last = max(first, int(span.end - 0.001))
    return f"{first}–{last}" if last > first else str(first)


def _section(page: Page, path: str) -> str:
    sections = (section.id for section in page.sections for row in section.rows if row.path == path)
    return next(sections, "")
