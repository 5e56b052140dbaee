"""How many results there are, and by facet value: a search of its own, for which the engine gives no scores."""

from collections.abc import Mapping
from typing import Any, Final

from catalogue.domain.search import Query
from catalogue.search.elastic.asking import Asking, Clause
from catalogue.search.elastic.fields import LONGEST_VALUE, Fields

CHOSEN: Final = 1_000  # values that are chosen in one facet, at most

Values = tuple[tuple[str, int], ...]


class Counting:
    """Counts each facet over what there would be without the choice in it."""

    def __init__(self, fields: Fields, asking: Asking) -> None:
        self._fields = fields
        self._asking = asking

    def body(self, query: Query, text: Clause | None) -> dict[str, Any]:
        """What counts the results of a text and ranges, as the filters of a query narrow them."""
        chosen = self._asking.filters(query)
        counted = self._counted(query)
        # What fails two filters is in no count, of which each leaves out one at most.
        nearly = {"bool": {"should": chosen, "minimum_should_match": len(chosen) - 1}}
        within = [*self._asking.ranges(query), *([text] if text else []), *([nearly] if chosen[1:] else [])]
        return {
            "query": {"bool": {"filter": within}},
            "post_filter": {"bool": {"filter": chosen}},
            "size": 0,
            "track_total_hits": True,
            **({"aggs": counted} if counted else {}),
        }

    def _counted(self, query: Query) -> dict[str, Any]:
        chosen = {name for name, values in query.filters.items() if values}
        free = {
            name: self._terms(name, query.values)
            for name in self._fields.facets
            if query.counts_of(name) and name not in chosen
        }
        counted = {"free": _within(self._asking.filters(query), free)} if free else {}
        for name in filter(query.counts_of, chosen):
            missing = {"field": self._fields.facets[name], "include": _short(query.filters[name])}
            own = {"values": self._terms(name, query.values), "chosen": {"terms": missing | {"size": CHOSEN}}}
            counted[f"own_{name}"] = _within(self._asking.filters(query, without=name), own)
        return counted

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
