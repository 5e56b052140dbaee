"""Lists of what datasets have in common, counted by the search: only what is published is in it."""

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import chain
from typing import Final
from urllib.parse import quote

from catalogue.domain.errors import NotFound, Unavailable
from catalogue.domain.languages import Reader, best, foreign
from catalogue.domain.linked import IN_SERIES
from catalogue.domain.record import Kind
from catalogue.domain.search import DEEPEST, Hit, Query, Sort
from catalogue.domain.things import FACETS, Thing, ThingKind, slug
from catalogue.domain.traits import KIND
from catalogue.domain.vocabulary import Concept, Vocabularies
from catalogue.search.base import SearchIndex
from catalogue.search.words import fold
from catalogue.services.bodies import Memory
from catalogue.services.search_labels import Labels
from catalogue.services.search_page import Found, found

MOST: Final = 10_000  # values of a filter that are listed
_REMEMBERED: Final = 32 * 2**20  # of which one list takes an eighth at most
_SIZE: Final = 400  # bytes of one thing, about
_COUNTS: Final = 2**20
_COUNT: Final = 100  # bytes of one count, about
_AT_ONCE: Final = 500

Values = Sequence[tuple[str, int]]


@dataclass(frozen=True, slots=True)
class Members:
    """A page of the datasets of a thing, what changed last first."""

    total: int
    pages: int
    hits: tuple[Found, ...]


class Things:
    """Lists them and finds them by their addresses. What was listed is remembered until the index changes."""

    def __init__(
        self, index: SearchIndex, labels: Labels, vocabularies: Vocabularies, position: Callable[[], int]
    ) -> None:
        self._index = index
        self._labels = labels
        self._vocabularies = vocabularies
        self._position = position
        self._remembered: Memory[tuple[Thing, ...]] = Memory(_REMEMBERED)
        self._counts: Memory[int] = Memory(_COUNTS)

    def listed(self, kind: ThingKind, reader: Reader) -> tuple[Thing, ...]:
        """All of a kind from A to Z, of series the first `DEEPEST`. Raises Unavailable when the index is down."""
        key: Hashable = (kind, reader.languages, self._state())
        known = self._remembered.get(key)
        if known is None:
            made = self._series(reader) if kind is ThingKind.SERIES else self._of_facets(kind, reader)
            known = tuple(sorted(made, key=_alphabetical))
            self._remembered.put(key, known, _SIZE * (len(known) + 1))
        return known

    def counted(self, things: Iterable[Thing]) -> list[Thing]:
        """The same with exact counts. What the index has to be asked one by one is remembered until it changes."""
        return [self._counted(each) for each in things]

    def find(self, kind: ThingKind, name: str, reader: Reader) -> Thing:
        """A thing by its address; an organisation by that of any of its names.

        Raises NotFound, and Unavailable when the index is down.
        """
        listed = self.listed(kind, reader)
        found = next((each for each in listed if each.slug == name), None)
        found = found or next((each for each in listed if name in self._other_slugs(each)), None)
        if found is None:
            raise NotFound(name=name)
        return self._counted(found)

    def members(self, thing: Thing, reader: Reader, page: int, size: int) -> Members:
        """The datasets of a thing; a page beyond the last is the last."""
        query = replace(self._query(thing), language=reader.language, page_size=size)
        last = max(1, -(-thing.count // size))
        results = self._index.search(replace(query, page=min(page, last, DEEPEST // size)))
        hits = tuple(found(hit, self._labels, reader) for hit in results.hits)
        return Members(results.total, last, hits)

    def paths(self) -> list[str]:
        """The paths of all pages of things, below the language; none when the index is down."""
        reader = Reader("en", ("en",))
        try:
            found = [(kind, self.listed(kind, reader)) for kind in ThingKind]
        except Unavailable:
            return []
        there = [(kind, some) for kind, some in found if some]
        return [
            path for kind, some in there for path in (kind, *(f"{kind}/{quote(each.slug)}" for each in some))
        ]

    def concept(self, thing: Thing) -> Concept | None:
        """The concept that a thing is, where it is one."""
        return (
            self._vocabularies.concept(self._labels.iri(thing.facet, thing.values[0]))
            if thing.facet
            else None
        )

    def label(self, facet: str, reader: Reader) -> str:
        """What a filter is called."""
        return self._labels.name(facet, reader)

    def _other_slugs(self, thing: Thing) -> set[str]:
        names = (name for value in thing.values for name in self._labels.names(thing.facet, value))
        return set(map(part_of_address, names)) if thing.facet else set()

    def _state(self) -> Hashable:
        """What changes whenever lists and counts may."""
        return self._position(), self._labels.organisations().edition

    def _of_facets(self, kind: ThingKind, reader: Reader) -> Iterator[Thing]:
        known = [name for name in FACETS[kind] if name in self._labels.filters]
        counted = self._index.search(Query(counted=tuple(known), values=MOST, page_size=0)).facets
        taken: set[str] = set()
        for facet in known:
            for name, values in self._by_slug(facet, counted.get(facet, ())).items():
                own = f"{facet}-{name}" if name in taken else name
                taken.add(own)
                label, language = self._labels.value(facet, values[0][0], reader)
                several = tuple(value for value, _ in values)
                yield Thing(kind, own, label, language, sum(count for _, count in values), facet, several)

    def _by_slug(self, facet: str, counted: Values) -> dict[str, list[tuple[str, int]]]:
        """The values of a filter by address, the most frequent of each first; of concepts by their codes."""
        made: dict[str, list[tuple[str, int]]] = defaultdict(list)
        for value, count in counted:
            if count and value.strip():
                is_code = self._labels.iri(facet, value) != value
                made[value if is_code and "/" not in value else part_of_address(value)].append((value, count))
        return made

    def _series(self, reader: Reader) -> Iterator[Thing]:
        query = Query(filters={KIND: (str(Kind.SERIES),)}, sort=Sort.TITLE, page_size=_AT_ONCE, counted=())
        counting = Query(counted=(IN_SERIES,), values=MOST, page_size=0)
        counts = dict(self._index.search(counting).facets.get(IN_SERIES, ()))
        for hit in self._all(query):
            title, language = best(hit.card["titles"], reader.languages)
            label = title or reader.gettext("Untitled dataset")
            told = foreign(language, reader.language)
            yield Thing(
                ThingKind.SERIES, hit.card["id"], label, told, counts.get(hit.iri, 0), values=(hit.iri,)
            )

    def _all(self, query: Query) -> Iterator[Hit]:
        """All that is found, as far as can be paged, each once though it may move to a later page meanwhile."""
        first = self._index.search(query)
        last = -(-min(first.total, DEEPEST) // query.page_size)
        others = (
            self._index.search(replace(query, page=page, counts=False)).hits for page in range(2, last + 1)
        )
        yield from {hit.number: hit for hit in chain(first.hits, chain.from_iterable(others))}.values()

    def _counted(self, thing: Thing) -> Thing:
        if len(thing.values) == 1:
            return thing
        key: Hashable = (thing.facet, thing.values, self._state())
        known = self._counts.get(key)
        if known is None:
            known = self._index.search(self._query(thing).only_total()).total
            self._counts.put(key, known, _COUNT + sum(map(len, thing.values)))
        return replace(thing, count=known)

    def _query(self, thing: Thing) -> Query:
        """What finds the datasets of a thing: those of a series lead to it."""
        facet = thing.facet or IN_SERIES
        return Query(filters={facet: thing.values}, sort=Sort.UPDATED, counted=(), highlights=False)


def part_of_address(name: str) -> str:
    """The address, below those of its kind, of what is known by a name: an organisation, a keyword."""
    return slug(fold(name))


def letter(thing: Thing) -> str:
    """The letter under which a thing stands; `#` for what begins with none."""
    first = fold(thing.label).lstrip("«“\"'([").upper()[:1]
    return first if first.isalpha() else "#"


def _alphabetical(thing: Thing) -> tuple[bool, str, str]:
    return letter(thing) == "#", fold(thing.label).casefold(), thing.slug
