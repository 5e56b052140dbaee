"""What a question says of filters, offered as such: never applied, and counted before it is offered."""

from collections.abc import Iterable
from dataclasses import replace

from catalogue.domain.asked import Asked
from catalogue.domain.criteria import Criterion, alternative, narrowed, without
from catalogue.domain.languages import Reader
from catalogue.domain.search import Query, Sort
from catalogue.search.base import Index
from catalogue.search.words import ask, tells
from catalogue.services.search_labels import Labels
from catalogue.services.search_page import Offer, Reading, Tag, tags
from catalogue.services.understanding import Understanding

Criteria = tuple[Criterion, ...]


class Offering:
    """Offers the filters of a question with how many results it has with them instead of their words."""

    def __init__(self, index: Index, understanding: Understanding, labels: Labels) -> None:
        self._index = index
        self._understanding = understanding
        self._labels = labels

    def offer(self, query: Query, reader: Reader) -> Offer | None:
        """All filters that the words speak of, or the one that finds most where all of them find nothing.

        None where that finds nothing either, and where one of two filters is enough. A filter that something is
        chosen in is left as it is. Raises Unavailable.
        """
        told = _by_filter(
            each
            for each in self._understanding.criteria(query.text)
            if not each.is_apart and each.filter not in query.filters and each.filter not in query.ranges
        )
        if not told or alternative(query.text, (each for some in told for each in some)):
            return None
        whole = self._counted(query, told, reader)
        if whole.total or len(told) == 1:
            return whole if whole.total else None
        alone = (self._counted(query, (each,), reader) for each in told)
        best = max(alone, key=lambda offer: offer.total)
        return best if best.total else None

    def _counted(self, query: Query, told: tuple[Criteria, ...], reader: Reader) -> Offer:
        narrowed = self._with(query, [each for some in told for each in some])
        total = self._index.search(narrowed.only_total()).total
        readings = tuple(self._reading(query, some, reader) for some in told)
        return Offer(readings, total, narrowed.parameters())

    def _reading(self, query: Query, criteria: Criteria, reader: Reader) -> Reading:
        alone = self._with(query, criteria)
        name = criteria[0].filter
        chosen = replace(
            Query(sort=Sort.UPDATED),
            filters={name: alone.filters[name]} if name in alone.filters else {},
            ranges={name: alone.ranges[name]} if name in alone.ranges else {},
        )
        text = " … ".join(query.text[each.start : each.end] for each in criteria)
        label = _label(tags(chosen, self._labels, reader), reader)
        return Reading(text, label, chosen.parameters(), alone.parameters())

    def _with(self, query: Query, criteria: Iterable[Criterion]) -> Query:
        """The question with filters in place of the words that ask for them; from the first page."""
        some = list(criteria)
        filters, ranges = dict(query.filters), dict(query.ranges)
        for each in some:
            if each.values:
                filters[each.filter] = tuple(dict.fromkeys((*filters.get(each.filter, ()), *each.values)))
            else:
                ends = narrowed(ranges.get(each.filter, (None, None)), each.ends)
                ranges[each.filter] = ends or each.ends
        rest = without(query.text, some)
        text = rest if tells(ask(rest)) else ""
        asked = self._understanding.understand(text, query.language) if text else Asked()
        sort = query.sort if text or query.sort is not Sort.RELEVANCE else Sort.UPDATED
        return replace(query, text=text, asked=asked, filters=filters, ranges=ranges, sort=sort, page=1)


def _by_filter(criteria: Iterable[Criterion]) -> tuple[Criteria, ...]:
    """What is said of each filter, in the order of the question."""
    told: dict[str, list[Criterion]] = {}
    for each in criteria:
        told.setdefault(each.filter, []).append(each)
    return tuple(map(tuple, told.values()))


def _label(chosen: tuple[Tag, ...], reader: Reader) -> str:
    """A filter and what is chosen in it, in words: "Country or region: France or Belgium"."""
    *first, last = (tag.label for tag in chosen)
    said = (
        reader.gettext("%(some)s or %(last)s") % {"some": ", ".join(first), "last": last} if first else last
    )
    return reader.gettext("%(label)s:") % {"label": chosen[0].group} + " " + said
