"""Other datasets that a reader of one may want to know of, each with the reasons.

All is asked of the search index, which knows what is published. Links come first: a series, another version, what was
made from what; then who holds the data, and what they are about.
"""

from collections.abc import Callable, Hashable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Final

from catalogue.domain.asked import Asked
from catalogue.domain.errors import Unavailable
from catalogue.domain.linked import Link, Way, links
from catalogue.domain.readable import Readable
from catalogue.domain.record import Record
from catalogue.domain.search import Card, Query, Results, Sort
from catalogue.search.base import SearchIndex
from catalogue.services.bodies import Memory
from catalogue.services.search_documents import SearchDocuments
from catalogue.services.search_labels import Labels

MOST: Final = 6
ALIKE: Final = 4  # of them that are there for one and the same reason, which is no link
_TARGETS: Final = 8  # links that are followed
_CANDIDATES: Final = 12  # of one question
_SUBJECTS: Final = 4  # that are asked for, the rarest
_HOLDER: Final = "holder"
# Facets that say what data are about, the most telling first.
_TOPICS: Final = ("keyword", "theme", "category")
_REMEMBERED: Final = 4 * 2**20
_SIZE: Final = 8_000  # bytes of one answer, about


class Why(StrEnum):
    """Why a dataset is related. The first are links, and go before what two datasets only have in common."""

    SAME_SERIES = "same series"
    IN_SERIES = "in series"  # it is in this series
    SERIES = "series"  # it is the series
    VERSION = "version"
    SOURCE = "source"  # this dataset was made from it
    MADE_FROM = "made from"  # it was made from this dataset
    NAMED = "named"  # this dataset names it
    NAMES = "names"  # it names this dataset
    SUBJECT = "subject"
    HOLDER = "holder"


_LINKS: Final = tuple(each for each in Why if each not in (Why.SUBJECT, Why.HOLDER))
_THERE: Final[Mapping[Way, Why]] = {
    Way.SERIES: Why.SERIES,
    Way.VERSION: Why.VERSION,
    Way.SOURCE: Why.SOURCE,
    Way.RELATION: Why.NAMED,
}
_BACK: Final[Mapping[Way, Why]] = {
    Way.SERIES: Why.IN_SERIES,
    Way.VERSION: Why.VERSION,
    Way.SOURCE: Why.MADE_FROM,
    Way.RELATION: Why.NAMES,
}


@dataclass(frozen=True, slots=True)
class Reason:
    """Why, and the facet and value that both datasets have where it is that."""

    why: Why
    facet: str = ""
    value: str = ""


@dataclass(frozen=True, slots=True)
class RelatedDataset:
    """A dataset as the search knows it, with the reasons, the strongest first."""

    card: Card
    reasons: tuple[Reason, ...]


@dataclass(slots=True)
class _Found:
    """What was found so far, in the order in which it was."""

    without: str
    cards: dict[str, Card] = field(default_factory=dict)
    reasons: dict[str, list[Reason]] = field(default_factory=dict)

    def add(self, results: Results, reason: Reason) -> None:
        for hit in results.hits:
            if hit.iri != self.without:
                self.cards[hit.iri] = hit.card
                known = self.reasons.setdefault(hit.iri, [])
                if all(each.why is not reason.why for each in known):
                    known.append(reason)

    def linked(self) -> int:
        return sum(reasons[0].why in _LINKS for reasons in self.reasons.values())


class Related:
    """Finds related datasets; what was found is remembered until the index changes."""

    def __init__(
        self, index: SearchIndex, documents: SearchDocuments, labels: Labels, position: Callable[[], int]
    ) -> None:
        self.labels = labels  # what values of facets are called
        self._index = index
        self._documents = documents
        self._position = position
        self._remembered: Memory[tuple[RelatedDataset, ...]] = Memory(_REMEMBERED)

    def of(self, record: Record, graph: Callable[[], Readable]) -> tuple[RelatedDataset, ...]:
        """At most six; none when the index is down, which is no reason not to show a page.

        The graph is only asked for where nothing is remembered: a large one takes seconds to read.
        """
        try:
            key: Hashable = (
                record.number,
                record.published and record.published.hash,
                self._position(),
            )
            known = self._remembered.get(key)
            if known is None:
                known = tuple(self._chosen(self._find(record, graph())))
                self._remembered.put(key, known, _SIZE)
        except Unavailable:
            return ()
        return known

    def _find(self, record: Record, graph: Readable) -> _Found:
        found = _Found(record.iri)
        for link in list(links(graph, record.iri))[:_TARGETS]:
            found.add(self._named(link.target, 1), Reason(_THERE[link.way]))
            if link.way is Way.SERIES:
                found.add(self._named(link.key), Reason(Why.SAME_SERIES))
        for way in Way:
            found.add(self._named(Link(way, record.iri).key), Reason(_BACK[way]))
        if found.linked() < MOST:
            self._add_alike(found, self._documents.facets(graph, record.iri))
        return found

    def _add_alike(self, found: _Found, values: Mapping[str, tuple[str, ...]]) -> None:
        for facet, value in self._subjects(values):
            if len(found.cards) >= MOST:
                break
            found.add(self._having(facet, value), Reason(Why.SUBJECT, facet, value))
        for value in values.get(_HOLDER, ())[:1]:
            found.add(self._having(_HOLDER, value), Reason(Why.HOLDER, _HOLDER, value))

    def _subjects(self, values: Mapping[str, tuple[str, ...]]) -> list[tuple[str, str]]:
        """What the dataset is about, the rarest first: what few others are about too tells the most."""
        wanted = [(facet, value) for facet in _TOPICS for value in values.get(facet, ())]
        if not wanted:
            return []
        everything = self._index.search(Query(page_size=0)).facets
        counts = {(facet, value): count for facet in _TOPICS for value, count in everything.get(facet, ())}
        shared = [each for each in wanted if counts.get(each, 0) > 1]
        return sorted(shared, key=lambda each: counts[each])[:_SUBJECTS]

    def _named(self, name: str, most: int = _CANDIDATES) -> Results:
        """What is known by a name, or leads somewhere."""
        return self._search(Query(name, asked=Asked(), page_size=most))

    def _having(self, facet: str, value: str) -> Results:
        return self._search(Query(filters={facet: (value,)}, sort=Sort.UPDATED, page_size=_CANDIDATES))

    def _search(self, query: Query) -> Results:
        return self._index.search(replace(query, counts=False, highlights=False))

    def _chosen(self, found: _Found) -> Iterator[RelatedDataset]:
        """The best, by the strongest of their reasons and by how many they have."""
        ranked = sorted(found.reasons.items(), key=lambda item: _rank(item[1]))
        alike: dict[Reason, int] = {}
        given = 0
        for iri, reasons in ranked:
            first = reasons[0]
            alike[first] = alike.get(first, 0) + 1
            if given < MOST and (first.why in _LINKS or alike[first] <= ALIKE):
                given += 1
                yield RelatedDataset(found.cards[iri], tuple(reasons))


def _rank(reasons: list[Reason]) -> tuple[int, int, int]:
    order = list(Why)
    best = min(order.index(each.why) for each in reasons)
    return (0 if reasons[0].why in _LINKS else 1, -len(reasons) if best >= len(_LINKS) else best, best)
