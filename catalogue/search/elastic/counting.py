"""How many results there are by facet value, counted in the same request that finds the results."""

from collections.abc import Mapping
from typing import Any, Final

from catalogue.domain.search import Query
from catalogue.search.elastic.asking import Asking
from catalogue.search.elastic.fields import LONGEST_VALUE, Fields

CHOSEN: Final = 1_000  # values that are chosen in one facet, at most

Values = tuple[tuple[str, int], ...]


class Counting:
    """Counts each facet over what there would be without the choice in it."""

    def __init__(self, fields: Fields, asking: Asking) -> None:
        self._fields = fields
        self._asking = asking

    def asked(self, query: Query) -> dict[str, Any]:
        """What the engine is to count, over results that no filter has narrowed."""
        chosen = {name for name, values in query.filters.items() if values}
        narrowed = self._asking.filters(query)
        counted = [name for name in self._fields.facets if query.counts_of(name) and name not in chosen]
        free = {name: self._terms(name, query.values) for name in counted}
        asked: dict[str, Any] = {}
        if free:
            asked["free"] = _within(narrowed, free)
        for name in filter(query.counts_of, chosen):
            missing = {"field": self._fields.facets[name], "include": _short(query.filters[name])}
            own = {"values": self._terms(name, query.values), "chosen": {"terms": missing | {"size": CHOSEN}}}
            asked[f"own_{name}"] = _within(self._asking.filters(query, without=name), own)
        return asked

    def counts(self, query: Query, answer: Mapping[str, Any]) -> dict[str, Values]:
        """The counts in an answer, by facet."""
        return {
            name: self._beside(query, name, answer[f"own_{name}"])
            if query.filters.get(name)
            else _values(answer["free"][name])
            for name in self._fields.facets
            if query.counts_of(name)
        }

    def _beside(self, query: Query, name: str, answer: Mapping[str, Any]) -> Values:
        """The counts of a facet with a choice: what is chosen is there even at zero."""
        values = _values(answer["values"])
        counted = dict(_values(answer["chosen"]))
        missing = [value for value in query.filters[name] if value not in dict(values)]
        return (*values, *((value, counted.get(value, 0)) for value in missing))

    def _terms(self, name: str, most: int) -> dict[str, Any]:
        return {"terms": {"field": self._fields.facets[name], "size": most}}


def _within(filters: list[dict[str, Any]], aggs: dict[str, Any]) -> dict[str, Any]:
    return {"filter": {"bool": {"filter": filters}}, "aggs": aggs}


def _short(values: tuple[str, ...]) -> list[str]:
    return [value[:LONGEST_VALUE] for value in values]


def _values(answer: Mapping[str, Any]) -> Values:
    """The values of an answer, the most frequent first and equals by value, so that they stay in place."""
    found = [(str(bucket["key"]), int(bucket["doc_count"])) for bucket in answer["buckets"]]
    return tuple(sorted(found, key=lambda pair: (-pair[1], pair[0])))
