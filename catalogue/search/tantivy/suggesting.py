"""What the index knows of single words: how a beginning may go on, and how a slip may be meant."""

import json
import re
from collections.abc import Iterator, Sequence
from typing import Final

import tantivy
from tantivy import Occur, Order

from catalogue.domain.search import Completion
from catalogue.search.analysis import ANY
from catalogue.search.likeness import LOOKED_AT, letters_apart, slip_of, words_like
from catalogue.search.questions import title_completion
from catalogue.search.tantivy import fields as names
from catalogue.search.tantivy.fields import ANALYSERS, Fields
from catalogue.search.words import exact, tidy, without_elisions

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
        slip = slip_of(word)
        return words_like(slip, self._near(slip)) if slip else []

    def _titles(self, beginning: str, language: str, most: int) -> Iterator[Completion]:
        query = begun(self._fields, ANALYSERS[ANY].analyze(without_elisions(tidy(beginning))))
        if query is None:
            return
        newest = self._searcher.search(
            query, most, count=False, order_by_field=names.UPDATED, order=Order.Desc
        )
        for _, address in newest.hits:
            card = json.loads(bytes(self._searcher.doc(address)[names.CARD][0]))["card"]
            yield title_completion(card, language)

    def _codes(self, beginning: str, most: int) -> Iterator[Completion]:
        start = re.escape(exact(beginning))
        if not start or len(start) > 100:
            return
        query = tantivy.Query.regex_query(self._fields.schema, names.SUGGESTED, f"{start}.*")
        asked = {"codes": {"terms": {"field": names.SUGGESTED, "size": most, "include": f"{start}.*"}}}
        for bucket in self._searcher.aggregate(query, asked)["codes"]["buckets"]:
            yield Completion("code", bucket["key"], count=int(bucket["doc_count"]))

    def _near(self, slip: str) -> Iterator[bytes]:
        """The passages of descriptions with a term that is one or two letters away."""
        distance = letters_apart(slip)
        terms = {(name, term) for name, term in self._terms(slip)}
        near = [
            (Occur.Should, tantivy.Query.fuzzy_term_query(self._fields.schema, name, term, distance))
            for name, term in sorted(terms)
        ]
        for _, address in self._searcher.search(
            tantivy.Query.boolean_query(near), LOOKED_AT, count=False
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
