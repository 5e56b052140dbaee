"""What the index knows of single words: how a beginning may go on, and how a slip may be meant."""

import re
from collections.abc import Iterator, Sequence
from typing import Any, Final

from catalogue.domain.search import Completion
from catalogue.search.elastic.asking import Asking
from catalogue.search.elastic.connection import Server
from catalogue.search.elastic.fields import CARD, PASSAGES, VARIABLES, plain, stored, stored_text
from catalogue.search.likeness import LOOKED_AT, letters_apart, slip_of, words_like
from catalogue.search.questions import title_completion
from catalogue.search.words import exact

_ONLY_CARD: Final = {"_source": False, "stored_fields": [CARD]}
_LONGEST: Final = 100  # characters of a beginning
_SIGN: Final = re.compile(r"([^\w])")  # what may mean something in a pattern of the engine


class Suggesting:
    """Suggestions from one index."""

    def __init__(self, server: Server, name: str, asking: Asking) -> None:
        self._server = server
        self._name = name
        self._asking = asking

    def complete(self, beginning: str, language: str, most: int) -> list[Completion]:
        """Titles, codes and names of variables with a word that begins so, in one request."""
        words, code = plain(beginning[: _LONGEST * 5]), exact(beginning)
        searches: dict[str, dict[str, Any]] = {}
        if words:
            searches |= {"titles": _titles(words, most), "variables": _names(words, most)}
        if code and len(code) <= _LONGEST:
            searches["codes"] = _codes(code, most)
        if not searches:
            # An index that is not there says so, whatever is asked.
            searches["titles"] = {"query": {"match_none": {}}, "size": 0}
        found = dict(zip(searches, self._server.search(self._name, [*searches.values()]), strict=True))
        return [
            *_of_titles(found.get("titles"), language),
            *_of_codes(found.get("codes")),
            *_of_names(found.get("variables")),
        ]

    def words_like(self, word: str) -> Sequence[tuple[str, int]]:
        """Words of texts that are spelled nearly so, the nearest first, with in how many descriptions."""
        slip = slip_of(word)
        near = self._asking.slip(slip, letters_apart(slip)) if slip else {"match_none": {}}
        [answer] = self._server.search(
            self._name, [{"query": near, "size": LOOKED_AT, "_source": False, "stored_fields": [PASSAGES]}]
        )
        return words_like(slip, (stored_text(hit, PASSAGES) for hit in answer["hits"]["hits"]))


def _begun(field: str, words: str) -> dict[str, Any]:
    """What has all of these words, the last of which is the beginning of one."""
    return {"match_bool_prefix": {field: {"query": words, "operator": "and"}}}


def _titles(words: str, most: int) -> dict[str, Any]:
    order = [{"updated": "desc"}, {"number": "asc"}]
    return {"query": _begun("beginning", words), "size": most, "sort": order, **_ONLY_CARD}


def _codes(code: str, most: int) -> dict[str, Any]:
    # In brackets: OpenSearch 2.19 fails over a beginning in plain words that would come after its last code.
    pattern = _SIGN.sub(r"\\\1", code) + "(.*)"
    counted = {"terms": {"field": "suggested", "size": most, "include": pattern}}
    return {"query": {"prefix": {"suggested": code}}, "size": 0, "aggs": {"codes": counted}}


def _names(words: str, most: int) -> dict[str, Any]:
    """Names of variables, those of most variables first, each with how many datasets have it."""
    begun = _begun(f"{VARIABLES}.beginning", words)
    named = {
        "terms": {"field": f"{VARIABLES}.shown", "size": most},
        "aggs": {"datasets": {"reverse_nested": {}}},
    }
    within = {"filter": begun, "aggs": {"names": named}}
    return {
        "query": {"nested": {"path": VARIABLES, "query": begun, "score_mode": "none"}},
        "size": 0,
        "aggs": {"variables": {"nested": {"path": VARIABLES}, "aggs": {"begun": within}}},
    }


def _of_titles(answer: Any, language: str) -> Iterator[Completion]:
    for hit in answer["hits"]["hits"] if answer else ():
        yield title_completion(stored(hit, CARD)["card"], language)


def _of_codes(answer: Any) -> Iterator[Completion]:
    for bucket in answer["aggregations"]["codes"]["buckets"] if answer else ():
        yield Completion("code", bucket["key"], count=int(bucket["doc_count"]))


def _of_names(answer: Any) -> Iterator[Completion]:
    buckets = answer["aggregations"]["variables"]["begun"]["names"]["buckets"] if answer else ()
    for bucket in buckets:
        yield Completion("variable", bucket["key"], count=int(bucket["datasets"]["doc_count"]))
