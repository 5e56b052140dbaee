"""Organisations as readers search by them: one value each, whatever names descriptions use.

The index has the names that descriptions say. What makes them one is known from all descriptions together, and may
change with any of them: so it is put together here, at each question, and nothing is written anew for it.
"""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Final

from catalogue.domain.errors import Unavailable
from catalogue.domain.organisations import NONE, Naming, Organisations
from catalogue.domain.search import Completion, Query, Results, VariableQuestion, VariableResults
from catalogue.search.base import Given, Index, Packer, SearchIndex

# Values of a filter that are counted where several may be one: of more, the rarest may be missing in counts.
_LOOKED_AT: Final = 1_000

Counts = Iterable[tuple[str, int]]


class KnownOrganisations:
    """The organisations of an index, put together anew when it has changed."""

    def __init__(
        self, index: SearchIndex, languages: tuple[str, ...], is_registered: Callable[[str], bool]
    ) -> None:
        self._index = index
        self._languages = languages
        self._is_registered = is_registered
        self._known: tuple[Naming | None, Organisations] = (None, NONE)

    def __call__(self) -> Organisations:
        """Those that were known last while the index is down: names are no reason not to show a page."""
        naming, known = self._known
        try:
            newest = self._index.naming()
        except Unavailable:
            return known
        if newest is not naming:
            known = Organisations(newest, self._languages, self._is_registered, known.edition + 1)
            self._known = newest, known
        return known


class ByOrganisation:
    """An index that is asked for organisations by any of their values, and counts each once, under the one value.

    `facets` are those whose values are organisations.
    """

    def __init__(self, index: Index, facets: Collection[str], known: Callable[[], Organisations]) -> None:
        self._index = index
        self._facets = tuple(facets)
        self._known = known

    @property
    def packer(self) -> Packer:
        return self._index.packer

    def position(self) -> int:
        return self._index.position()

    def apply(self, documents: Iterable[Given], removed: Collection[int], position: int) -> None:
        self._index.apply(documents, removed, position)

    def rebuild(self, documents: Iterable[Given], position: int) -> None:
        self._index.rebuild(documents, position)

    def naming(self) -> Naming:
        return self._index.naming()

    def complete(self, beginning: str, language: str, most: int) -> Sequence[Completion]:
        return self._index.complete(beginning, language, most)

    def words_like(self, word: str) -> Sequence[tuple[str, int]]:
        return self._index.words_like(word)

    def variables(self, question: VariableQuestion) -> VariableResults:
        return self._index.variables(replace(question, query=self._widened(question.query)))

    def search(self, query: Query) -> Results:
        counted = [name for name in self._facets if query.counts and query.counts_of(name)]
        known = self._known() if counted else NONE
        if not known.several:
            return self._index.search(self._widened(query))
        values = max(query.values, min(known.size, _LOOKED_AT))
        results = self._index.search(replace(self._widened(query), values=values))
        facets = {
            name: _most(known, counts, query, name) if name in counted else _shortened(counts, query, name)
            for name, counts in results.facets.items()
        }
        return replace(results, facets=facets)

    def _widened(self, query: Query) -> Query:
        """The question for all values of the organisations that are chosen in it."""
        chosen = [name for name in self._facets if query.filters.get(name)]
        if not chosen:
            return query
        known = self._known()
        wider: Mapping[str, tuple[str, ...]] = {
            name: tuple(dict.fromkeys(each for value in query.filters[name] for each in known.values(value)))
            for name in chosen
        }
        return replace(query, filters={**query.filters, **wider})


def _most(known: Organisations, counts: Counts, query: Query, name: str) -> tuple[tuple[str, int], ...]:
    """The counts of organisations: those of all their values together, the most frequent first, equals by value."""
    together = {known.value(value): 0 for value in query.filters.get(name, ())}
    for value, count in counts:
        one = known.value(value)
        together[one] = together.get(one, 0) + count
    chosen = {known.value(value) for value in query.filters.get(name, ())}
    listed = sorted(together.items(), key=lambda pair: (not pair[1] and pair[0] in chosen, -pair[1], pair[0]))
    return _cut(listed, query.values, chosen)


def _shortened(counts: Counts, query: Query, name: str) -> tuple[tuple[str, int], ...]:
    return _cut(counts, query.values, query.filters.get(name, ()))


def _cut(counts: Counts, most: int, chosen: Collection[str]) -> tuple[tuple[str, int], ...]:
    """The first, and what is chosen wherever it stands."""
    return tuple(pair for place, pair in enumerate(counts) if place < most or pair[0] in chosen)
