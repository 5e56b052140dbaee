"""How many results there are, in all and by facet value."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import tantivy

from catalogue.domain.search import Query
from catalogue.search.tantivy import fields as names
from catalogue.search.tantivy.asking import Asking
from catalogue.search.tantivy.fields import Fields

Values = tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class Counts:
    total: int
    facets: Mapping[str, Values]


class Counting:
    """Counts the answers to questions in one commit.

    Facets without a choice share one pass over the results. A facet with a choice is counted in a pass of
    its own, over the results that there would be without that choice.
    """

    def __init__(self, searcher: tantivy.Searcher, fields: Fields, asking: Asking) -> None:
        self._searcher = searcher
        self._fields = fields
        self._asking = asking

    def counts(self, query: Query, text: tantivy.Query | None) -> Counts:
        chosen = {name for name, values in query.filters.items() if values}
        counted = [name for name in self._fields.facets if query.counts_of(name)]
        asked = {name: self._terms(name, query.values) for name in counted if name not in chosen}
        # "*" is no facet's id.
        asked["*"] = {"value_count": {"field": names.NUMBER}}
        answer = self._searcher.aggregate(self._asking.narrowed(text, query), asked)
        facets = {
            name: self._beside(name, query, text) if name in chosen else _values(answer[name])
            for name in counted
        }
        return Counts(int(answer["*"]["value"]), facets)

    def among(self, query: Query, numbers: Sequence[int]) -> Mapping[str, Values]:
        """The counts of facets among descriptions of these numbers, within the filters and ranges of a question."""
        some = tantivy.Query.term_set_query(self._fields.schema, names.NUMBER, list(numbers))
        return self.counts(query, some).facets

    def _beside(self, name: str, query: Query, text: tantivy.Query | None) -> Values:
        """The counts of a facet as if nothing were chosen in it, and what is chosen even at zero."""
        narrowed = self._asking.narrowed(text, query, without=name)
        values = _values(self._searcher.aggregate(narrowed, {name: self._terms(name, query.values)})[name])
        missing = [value for value in query.filters[name] if value not in dict(values)]
        if not missing:
            return values
        rare = {**self._terms(name, query.values)["terms"], "include": missing}
        counted = dict(_values(self._searcher.aggregate(narrowed, {name: {"terms": rare}})[name]))
        return (*values, *((value, counted.get(value, 0)) for value in missing))

    def _terms(self, name: str, most: int) -> dict[str, Any]:
        return {"terms": {"field": self._fields.facets[name], "size": most}}


def _values(answer: Mapping[str, Any]) -> Values:
    """The values of an answer, the most frequent first and equals by value, so that they stay in place."""
    found = [(str(bucket["key"]), int(bucket["doc_count"])) for bucket in answer["buckets"]]
    return tuple(sorted(found, key=lambda pair: (-pair[1], pair[0])))
