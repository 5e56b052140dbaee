"""Searching: from the parameters of an address to what a page of results shows."""

import re
from calendar import monthrange
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Final

from catalogue.domain.asked import Asked
from catalogue.domain.errors import BadParameter
from catalogue.domain.languages import Reader
from catalogue.domain.ranges import RANGES
from catalogue.domain.search import DEEPEST, Card, Hit, Query, Results, Sort
from catalogue.search.base import Index
from catalogue.search.words import MAX_LENGTH, MAX_WORDS, ask, tidy
from catalogue.services.cards import shortened
from catalogue.services.nearby import Nearby
from catalogue.services.offering import Offering
from catalogue.services.search_labels import Labels
from catalogue.services.search_page import (
    Found,
    Relief,
    SearchPage,
    Tag,
    facets,
    found,
    ranges,
    series,
    tags,
)
from catalogue.services.understanding import Understanding

PAGE_SIZE: Final = 20
CHOICES: Final = 100  # values that may be chosen in one facet
LONGEST_VALUE: Final = 1_000

_THOUSANDS: Final = re.compile(r"[\s,’'](?=\d{3}(?!\d))")
_DAY: Final = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?", re.ASCII)
_NUMBER: Final = re.compile(r"-?\d{1,15}(\.\d{1,15})?", re.ASCII)

Say = Callable[[str], str]
Parameters = Mapping[str, Sequence[str]]


class Searching:
    """Answers what people search for.

    Parameters: `q`, `sort`, `page`, the ids of the profile's facets (repeated for several values), and
    `<range>_min` and `<range>_max`. What else stands in an address is no business of ours, and ignored.
    """

    def __init__(self, index: Index, understanding: Understanding, labels: Labels) -> None:
        self._index = index
        self._understanding = understanding
        self._labels = labels
        self._nearby = Nearby(index, understanding)
        self._offering = Offering(index, understanding, labels)

    def search(self, parameters: Parameters, reader: Reader, size: int = PAGE_SIZE) -> SearchPage:
        """The page of results, `size` of them. Raises BadParameter, and Unavailable when the index is down."""
        query = self.query(parameters, reader, size)
        results, pages, here = self._last(query)
        return replace(self._page(here, results, pages, reader), asked=query.page)

    def listed(self, parameters: Parameters, reader: Reader, size: int) -> SearchPage:
        """The same results and pages with nothing beside them: no filters, and nothing that is offered instead."""
        query = replace(self.query(parameters, reader, size), counted=(), highlights=False)
        results, pages, here = self._last(query)
        hits = tuple(self._found(results.hits, reader))
        return SearchPage(here, results.total, pages, hits, (), (), (), (), asked=query.page)

    def _last(self, query: Query) -> tuple[Results, int, Query]:
        """The results, how many pages there are, and the question with the last of them where it asks for a later."""
        results = self._index.search(query)
        pages = min(-(-results.total // query.page_size), DEEPEST // query.page_size)
        if query.page > max(pages, 1):  # results have become fewer since the link was made
            query = replace(query, page=max(pages, 1))
            results = self._index.search(query)
        return results, pages, query

    def titles(self, words: str, reader: Reader, most: int) -> tuple[Card, ...]:
        """What is shown of the best matches, at most `most`, and nothing beside. Raises as `search` does."""
        query = self.query({"q": [words]}, reader, most)
        hits = self._index.search(replace(query, counts=False, highlights=False)).hits
        return tuple(hit.card for hit in hits)

    def query(self, parameters: Parameters, reader: Reader, size: int = PAGE_SIZE) -> Query:
        """What the parameters ask for. Raises BadParameter, which says in the reader's language what is expected."""
        say = reader.gettext
        text = _text(parameters, say)
        return Query(
            text=text,
            language=reader.language,
            asked=self._understanding.understand(text, reader.language),
            filters=dict(self._filters(parameters, say)),
            ranges=dict(_ranges(parameters, say)),
            sort=_sort(parameters, Query(text).usual_sort, say),
            page=_page_number(parameters, size, say),
            page_size=size,
            counted=self._labels.offered,
        )

    def words(self, text: str, reader: Reader) -> Asked:
        """A text as a question all of whose words are meant as such. Raises BadParameter as `query` does."""
        return self._understanding.words(_text({"q": [text]}, reader.gettext), reader.language)

    def _filters(self, parameters: Parameters, say: Say) -> Iterator[tuple[str, tuple[str, ...]]]:
        for name in self._labels.filters:
            values = tuple(dict.fromkeys(_values(parameters, name)))
            if len(values) > CHOICES or any(len(value) > LONGEST_VALUE for value in values):
                bounds = {"values": CHOICES, "characters": LONGEST_VALUE}
                expected = say("at most %(values)s values of at most %(characters)s characters") % bounds
                raise _bad(name, values[0], expected)
            closed = self._labels.closed(name)
            unknown = next((value for value in values if closed and value not in closed), None)
            if unknown is not None:
                raise _bad(name, unknown, say("one of %(values)s") % {"values": ", ".join(closed)})
            if values:
                yield name, tuple(dict.fromkeys(self._labels.code(name, value) for value in values))

    def _page(self, query: Query, results: Results, pages: int, reader: Reader) -> SearchPage:
        chosen = tags(query, self._labels, reader)
        meant = None if results.total else self._nearby.meant(query)
        also = self._nearby.also(query, results, meant)
        return SearchPage(
            query=query,
            total=results.total,
            pages=pages,
            hits=tuple(self._found(results.hits, reader)),
            facets=facets(results, query, self._labels, reader),
            ranges=ranges(query, reader),
            tags=chosen,
            reliefs=() if results.total else self._reliefs(query, chosen),
            meant=meant,
            also=tuple(self._found(also, reader)),
            understood=self._offering.offer(query, reader),
            series=series(results, query),
        )

    def _found(self, hits: Iterable[Hit], reader: Reader) -> Iterator[Found]:
        return (found(hit, self._labels, reader) for hit in hits)

    def _reliefs(self, query: Query, chosen: tuple[Tag, ...]) -> tuple[Relief, ...]:
        """What there would be without one filter, or without the words, the most first.

        Where each of several filters empties it, and the words do not, what there would be without all of them.
        """
        counted = []
        for name in dict.fromkeys(tag.name for tag in chosen):
            labels = tuple(tag for tag in chosen if tag.name == name)
            counted.append(self._relief(labels, query.without(name)))
        if query.text and chosen:
            sort = Sort.UPDATED if query.sort is Sort.RELEVANCE else query.sort
            counted.append(self._relief((), replace(query, text="", sort=sort)))
        if len(counted) > 1 and not any(each.total for each in counted if each.tags):
            counted.append(self._relief(chosen, replace(query, filters={}, ranges={})))
        return tuple(sorted((each for each in counted if each.total), key=lambda each: -each.total))

    def _relief(self, without: tuple[Tag, ...], query: Query) -> Relief:
        return Relief(without, self._index.search(query.only_total()).total, query.parameters())


def _values(parameters: Parameters, name: str) -> list[str]:
    return [value for given in parameters.get(name, ()) if (value := tidy(given).strip())]


def _text(parameters: Parameters, say: Say) -> str:
    text = " ".join(_values(parameters, "q"))
    try:
        ask(text)
    except BadParameter:
        bounds = {"characters": MAX_LENGTH, "words": MAX_WORDS}
        expected = say("at most %(characters)s characters and %(words)s words") % bounds
        raise _bad("q", text, expected) from None
    return text


def _sort(parameters: Parameters, usual: Sort, say: Say) -> Sort:
    given = _values(parameters, "sort")
    if not given:
        return usual
    try:
        return Sort(given[-1])
    except ValueError:
        expected = say("one of %(values)s") % {"values": ", ".join(Sort)}
        raise _bad("sort", given[-1], expected) from None


def _page_number(parameters: Parameters, size: int, say: Say) -> int:
    given = (_values(parameters, "page") or ["1"])[-1]
    last = DEEPEST // size
    if not (given.isascii() and given.isdigit() and len(given) < 10 and 1 <= int(given) <= last):
        raise _bad("page", given, say("a whole number from 1 to %(last)s") % {"last": last})
    return int(given)


def _ranges(parameters: Parameters, say: Say) -> Iterator[tuple[str, tuple[float | None, float | None]]]:
    for each in RANGES:
        read = _day if each.of_days else _number
        low, high = (read(parameters, f"{each.id}_{end}", say) for end in ("min", "max"))
        if low is not None and high is not None and low > high:
            low, high = high, low
        if low is not None or high is not None:
            yield each.id, (low, high)


def _number(parameters: Parameters, name: str, say: Say) -> float | None:
    """A number as people write it in English and in French: `24,310`, `24 310`, `1.5`, `1,5`."""
    given = _values(parameters, name)
    if not given:
        return None
    text = _THOUSANDS.sub("", given[-1]).replace(",", ".")
    if not _NUMBER.fullmatch(text):
        raise _bad(name, given[-1], say("a number"))
    return float(text)


def _day(parameters: Parameters, name: str, say: Say) -> float | None:
    """A day; of a month or a year its first or its last one, by which end it is."""
    given = _values(parameters, name)
    if not given:
        return None
    found = _DAY.fullmatch(given[-1])
    day = _day_of(*(int(part or 0) for part in found.groups()), last=name.endswith("_max")) if found else None
    if day is None:
        raise _bad(name, given[-1], say("a date such as 2026-01-31, a month such as 2026-01, or a year"))
    return float(day.toordinal())


def _day_of(year: int, month: int, day: int, *, last: bool) -> date | None:
    """The day; of a month or a year the last or the first one. None for what the calendar does not have."""
    month = month or (12 if last else 1)
    try:
        return date(year, month, day or (monthrange(year, month)[1] if last else 1))
    except ValueError:
        return None


def _bad(name: str, value: str, expected: str) -> BadParameter:
    return BadParameter(name=name, value=shortened(value, 40), expected=expected)
