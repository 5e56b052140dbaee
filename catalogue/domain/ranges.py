"""What can be searched from a number to a number: the years covered, the ages, the number of people."""

import math
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from rdflib import DCAT, DCTERMS, TIME, URIRef
from rdflib.term import Node

from catalogue.domain.readable import Readable
from catalogue.domain.terms import HEALTHDCATAP

Pair = tuple[float, float]

_YEAR: Final = re.compile(r"^\s*(-?\d{4})(?:\D|$)")
_NUMBER: Final = re.compile(r"^\s*\+?(\d{1,15})(?:\.0*)?\s*$")
_IN_INSTANT: Final = (TIME.inXSDDate, TIME.inXSDDateTimeStamp, TIME.inXSDDateTime, TIME.inXSDgYear)


@dataclass(frozen=True, slots=True)
class Range:
    """A range that can be asked for. `id` stands in web addresses (`years_min`, `years_max`), `label` is
    English and a key of the translations. `read` gives the (low, high) of a dataset, where an end that is
    not told is infinite, or None where nothing is told."""

    id: str
    label: str
    read: Callable[[Readable, URIRef], Pair | None]


def years(graph: Readable, dataset: URIRef) -> Pair | None:
    """From the first to the last year of all the periods that a dataset covers."""
    periods = list(graph.objects(dataset, DCTERMS.temporal))
    starts = [list(_years_at(graph, period, DCAT.startDate, TIME.hasBeginning)) for period in periods]
    ends = [list(_years_at(graph, period, DCAT.endDate, TIME.hasEnd)) for period in periods]
    if not any((*starts, *ends)):
        return None
    first = min((min(some, default=-math.inf) for some in starts), default=-math.inf)
    last = max((max(some, default=math.inf) for some in ends), default=math.inf)
    return first, last


def ages(graph: Readable, dataset: URIRef) -> Pair | None:
    """From the lowest to the highest typical age, in years."""
    low = _numbers(graph.objects(dataset, HEALTHDCATAP.minTypicalAge))
    high = _numbers(graph.objects(dataset, HEALTHDCATAP.maxTypicalAge))
    return (min(low, default=0.0), max(high, default=math.inf)) if low or high else None


def people(graph: Readable, dataset: URIRef) -> Pair | None:
    """The number of unique individuals, as both ends."""
    counts = _numbers(graph.objects(dataset, HEALTHDCATAP.numberOfUniqueIndividuals))
    return (max(counts), max(counts)) if counts else None


RANGES: Final = (
    Range("years", "Years covered", years),
    Range("ages", "Ages", ages),
    Range("people", "Number of people", people),
)


def _years_at(graph: Readable, period: Node, date: URIRef, instant: URIRef) -> Iterator[float]:
    texts = [*graph.objects(period, date)]
    for node in graph.objects(period, instant):
        texts.extend(text for path in _IN_INSTANT for text in graph.objects(node, path))
    found = (_YEAR.match(str(text)) for text in texts)
    return (float(match.group(1)) for match in found if match)


def _numbers(values: Iterable[Node]) -> list[float]:
    found = (_NUMBER.match(str(value)) for value in values)
    return [float(match.group(1)) for match in found if match]
