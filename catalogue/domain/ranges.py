"""What can be searched from one value to another: the years covered, ages, the number of people, the last change."""

import math
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Final

from rdflib import DCAT, DCTERMS, TIME, URIRef
from rdflib.term import Node

from catalogue.domain.readable import Readable
from catalogue.domain.terms import HEALTHDCATAP

Pair = tuple[float, float]

_YEAR: Final = re.compile(r"^\s*(-?\d{4})(?:\D|$)")
_NUMBER: Final = re.compile(r"^\s*\+?(\d{1,15})(?:\.0*)?\s*$")
# Each look-up in a namespace costs.
_PERIOD: Final = DCTERMS.temporal
_START: Final = (DCAT.startDate, TIME.hasBeginning)
_END: Final = (DCAT.endDate, TIME.hasEnd)
_YOUNGEST: Final = HEALTHDCATAP.minTypicalAge
_OLDEST: Final = HEALTHDCATAP.maxTypicalAge
_PEOPLE: Final = HEALTHDCATAP.numberOfUniqueIndividuals
_IN_INSTANT: Final = (TIME.inXSDDate, TIME.inXSDDateTimeStamp, TIME.inXSDDateTime, TIME.inXSDgYear)


@dataclass(frozen=True, slots=True)
class Range:
    """A range that can be asked for. `id` stands in web addresses (`years_min`, `years_max`), `label` is
    English and a key of the translations. `read` gives the (low, high) of a dataset, where an end that is
    not told is infinite, or None where nothing is told. Values of one `of_days` are days: they are written as
    dates, and counted as `date.toordinal` does. Those of one `of_years` are years, which are written without groups of
    digits."""

    id: str
    label: str
    read: Callable[[Readable, URIRef], Pair | None]
    of_days: bool = False
    of_years: bool = False

    def written(self, value: float) -> str:
        """A value as it stands in an address and in an input."""
        return date.fromordinal(int(value)).isoformat() if self.of_days else f"{value:.15g}"


def years(graph: Readable, dataset: URIRef) -> Pair | None:
    """From the first to the last year of all the periods that a dataset covers."""
    periods = list(graph.objects(dataset, _PERIOD))
    starts = [list(_years_at(graph, period, *_START)) for period in periods]
    ends = [list(_years_at(graph, period, *_END)) for period in periods]
    if not any((*starts, *ends)):
        return None
    first = min((min(some, default=-math.inf) for some in starts), default=-math.inf)
    last = max((max(some, default=math.inf) for some in ends), default=math.inf)
    return first, last


def ages(graph: Readable, dataset: URIRef) -> Pair | None:
    """From the lowest to the highest typical age, in years."""
    low = _numbers(graph.objects(dataset, _YOUNGEST))
    high = _numbers(graph.objects(dataset, _OLDEST))
    return (min(low, default=0.0), max(high, default=math.inf)) if low or high else None


def people(graph: Readable, dataset: URIRef) -> Pair | None:
    """The number of unique individuals, as both ends."""
    counts = _numbers(graph.objects(dataset, _PEOPLE))
    return (max(counts), max(counts)) if counts else None


def _untold(_graph: Readable, _dataset: URIRef) -> Pair | None:
    """What no description says of itself."""
    return None


def day(moment: datetime) -> Pair:
    """The day of a moment, in UTC, as both ends."""
    number = float(moment.astimezone(UTC).date().toordinal())
    return number, number


UPDATED: Final = Range("updated", "Last changed", _untold, of_days=True)  # of the description, by its record
YEARS: Final = Range("years", "Years covered", years, of_years=True)
RANGES: Final = (
    YEARS,
    Range("ages", "Ages", ages),
    Range("people", "Number of people", people),
    UPDATED,
)
BY_ID: Final = {each.id: each for each in RANGES}


def _years_at(graph: Readable, period: Node, date: URIRef, instant: URIRef) -> Iterator[float]:
    texts = [*graph.objects(period, date)]
    for node in graph.objects(period, instant):
        texts.extend(text for path in _IN_INSTANT for text in graph.objects(node, path))
    found = (_YEAR.match(str(text)) for text in texts)
    return (float(match.group(1)) for match in found if match)


def _numbers(values: Iterable[Node]) -> list[float]:
    found = (_NUMBER.match(str(value)) for value in values)
    return [float(match.group(1)) for match in found if match]
