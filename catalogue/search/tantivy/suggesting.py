"""What the index knows of single words: how a beginning may go on, and how a slip may be meant."""

import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from difflib import SequenceMatcher
from typing import Final

import tantivy
from tantivy import Occur, Order

from catalogue.domain.search import Completion
from catalogue.search.tantivy import fields as names
from catalogue.search.tantivy.fields import ANALYSERS, ANY, Fields
from catalogue.search.words import exact, fold, tidy, without_elisions

_SHORTEST: Final = 4  # characters of a word that may be a slip
_LONG: Final = 8  # characters from which two letters may be wrong
_LOOKED_AT: Final = 40  # descriptions whose words are compared with a slip
_NEAR: Final = 0.7  # how like the slip a word must be, from 0 to 1
_WORDS: Final = re.compile(r"[^\W\d_]{4,}")
_SPECIAL: Final = re.compile(r"[^\w]", re.UNICODE)


class Suggesting:
    """Suggestions from one commit of the index."""

    def __init__(self, searcher: tantivy.Searcher, fields: Fields) -> None:
        self._searcher = searcher
        self._fields = fields

    def complete(self, beginning: str, language: str, most: int) -> list[Completion]:
        """Titles and codes with a word that begins so."""
        return [*self._titles(beginning, language, most), *self._codes(beginning, most)]

    def words_like(self, word: str) -> list[tuple[str, int]]:
        """Words of texts that are spelled nearly so, the nearest first, with in how many descriptions."""
        slip = fold(tidy(word)).lower()
        if len(slip) < _SHORTEST or not slip.isalpha():
            return []
        found = Counter(each for packed in self._near(slip) for each in _alike(slip, packed))
        ranked = sorted(found, key=lambda each: (-_likeness(slip, each), -found[each], each))
        return [(each, found[each]) for each in ranked]

    def _titles(self, beginning: str, language: str, most: int) -> Iterator[Completion]:
        query = begun(self._fields, ANALYSERS[ANY].analyze(without_elisions(tidy(beginning))))
        if query is None:
            return
        newest = self._searcher.search(
            query, most, count=False, order_by_field=names.UPDATED, order=Order.Desc
        )
        for _, address in newest.hits:
            card = json.loads(bytes(self._searcher.doc(address)[names.CARD][0]))["card"]
            titles = card["titles"]
            shown = language if language in titles else next(iter(titles), "")
            yield Completion("title", titles.get(shown, ""), shown, card["id"])

    def _codes(self, beginning: str, most: int) -> Iterator[Completion]:
        start = re.escape(exact(beginning))
        if not start or len(start) > 100:
            return
        query = tantivy.Query.regex_query(self._fields.schema, names.CODE, f"{start}.*")
        asked = {"codes": {"terms": {"field": names.CODE, "size": most, "include": f"{start}.*"}}}
        for bucket in self._searcher.aggregate(query, asked)["codes"]["buckets"]:
            yield Completion("code", bucket["key"], count=int(bucket["doc_count"]))

    def _near(self, slip: str) -> Iterator[bytes]:
        """The passages of descriptions with a term that is one or two letters away."""
        distance = 2 if len(slip) >= _LONG else 1
        terms = {(name, term) for name, term in self._terms(slip)}
        near = [
            (Occur.Should, tantivy.Query.fuzzy_term_query(self._fields.schema, name, term, distance))
            for name, term in sorted(terms)
        ]
        for _, address in self._searcher.search(
            tantivy.Query.boolean_query(near), _LOOKED_AT, count=False
        ).hits:
            yield bytes(self._searcher.doc(address)[names.PASSAGES][0])

    def _terms(self, slip: str) -> Iterator[tuple[str, str]]:
        for way, analyser in ANALYSERS.items():
            for term in analyser.analyze(slip):
                for weight in self._fields.weights:
                    yield self._fields.text(weight, way), term


def begun(fields: Fields, words: Sequence[str]) -> tantivy.Query | None:
    """What has all of these words, the last of which is the beginning of one; None without words."""
    if not words:
        return None
    schema = fields.schema
    parts = [
        tantivy.Query.term_query(schema, names.BEGINNING, word, index_option="basic") for word in words[:-1]
    ]
    parts.append(tantivy.Query.regex_query(schema, names.BEGINNING, _SPECIAL.sub("", words[-1]) + ".*"))
    return tantivy.Query.boolean_query([(Occur.Must, part) for part in parts])


def _alike(slip: str, packed: bytes) -> Iterable[str]:
    """The words of a description's passages that are like a slip, each once."""
    words = {word.lower() for *_, text in json.loads(packed) for word in _WORDS.findall(text)}
    return (word for word in words if abs(len(word) - len(slip)) <= 2 and _likeness(slip, word) >= _NEAR)


def _likeness(slip: str, word: str) -> float:
    return SequenceMatcher(None, slip, fold(word)).ratio()
