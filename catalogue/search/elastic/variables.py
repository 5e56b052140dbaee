"""Variables searched one by one, and told by the datasets that have them: nested in their descriptions."""

import json
from collections.abc import Sequence
from typing import Any, Final

from catalogue.domain.search import VariableHit, VariableQuestion, VariableResults, VariableText
from catalogue.search.elastic.asking import Asking, Clause
from catalogue.search.elastic.connection import Server
from catalogue.search.elastic.counting import Counting
from catalogue.search.elastic.fields import CARD, VARIABLES, stored
from catalogue.search.questions import found_any

# What each matching variable adds beside the best one: of equal datasets the one with more comes first.
_EACH: Final = 1e-4
_TOLD: Final = 100  # variables of a dataset and group that the engine tells at most


class VariableSearch:
    """Answers from one index."""

    def __init__(self, server: Server, name: str, asking: Asking, counting: Counting) -> None:
        self._server = server
        self._name = name
        self._asking = asking
        self._counting = counting

    def answer(self, question: VariableQuestion) -> VariableResults:
        """The datasets that have a variable for each group: by the best of them, then by how many there are."""
        groups = [self._asking.variable(asked, question.query.language) for asked in question.groups]
        said = [group for group in groups if group is not None]
        # What says nothing finds nothing; an index that is not there says so all the same.
        finds = bool(groups) and len(said) == len(groups)
        bodies = [self._body(question, said if finds else [])]
        if finds and question.query.counts_any:
            having = {"bool": {"filter": [_nested(group, "none") for group in said]}}
            bodies.append(self._counting.body(question.query, having))
        answer, *counted = self._server.search(self._name, bodies)
        hits = tuple(_hit(hit, len(said)) for hit in answer["hits"]["hits"])
        total = int(answer["hits"]["total"]["value"])
        facets = (self._counting.counts(question.query, each.get("aggregations", {})) for each in counted)
        return VariableResults(total, hits, *map(found_any, facets))

    def _body(self, question: VariableQuestion, groups: Sequence[Clause]) -> dict[str, Any]:
        query, most = question.query, min(question.most, _TOLD)
        must = [_nested(group, "max", _inner(place, most)) for place, group in enumerate(groups)]
        counted = [{"constant_score": {"filter": group, "boost": _EACH}} for group in groups]
        filters = [*self._asking.filters(query), *self._asking.ranges(query)]
        found = {"must": must, "filter": filters, "should": [_nested(each, "sum") for each in counted]}
        return {
            "query": {"bool": found} if groups else {"match_none": {}},
            "from": (query.page - 1) * query.page_size,
            "size": query.page_size,
            "sort": ["_score", {"number": "asc"}],
            "track_total_hits": True,
            "_source": False,
            "stored_fields": [CARD],
        }


def _nested(query: Clause, mode: str, inner: Clause | None = None) -> Clause:
    found = {"path": VARIABLES, "query": query, "score_mode": mode}
    return {"nested": found | ({"inner_hits": inner} if inner else {})}


def _inner(place: int, most: int) -> Clause:
    return {"name": f"group{place}", "size": most, "_source": [f"{VARIABLES}.kept"]}


def _hit(hit: Any, groups: int) -> VariableHit:
    kept = stored(hit, CARD)
    inner = [hit["inner_hits"][f"group{place}"]["hits"] for place in range(groups)]
    told = tuple(tuple(_variable(each["_source"]["kept"]) for each in some["hits"]) for some in inner)
    counts = tuple(int(some["total"]["value"]) for some in inner)
    return VariableHit(int(hit["_id"]), kept["iri"], kept["card"], told, counts)


def _variable(packed: str) -> VariableText:
    name, texts, kind, codes = json.loads(packed)
    return VariableText(name, tuple((language, text) for language, text in texts), kind, tuple(codes))
