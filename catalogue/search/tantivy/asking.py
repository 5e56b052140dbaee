"""From a question to Tantivy's queries. No text of a person is ever read as the engine's query language."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Final

from tantivy import FieldType, Occur
from tantivy import Query as Engine

from catalogue.domain.asked import Asked
from catalogue.domain.search import Query
from catalogue.search.tantivy.fields import ANALYSERS, DOCUMENT, KIND, NAME, Fields, analysis
from catalogue.search.words import exact, required, spellings, without_elisions

_OWN_LANGUAGE: Final = 1.25  # how much more a match in the reader's language counts
_NAMED: Final = 100.0  # how much it counts to be asked for by identifier
_BESIDE_BEST: Final = 0.1  # how much a word's matches count beside its best one


@dataclass(frozen=True, slots=True)
class Clause:
    """A word or phrase of the question: for each way of analysing, the sequences of terms that it can be."""

    terms: dict[str, tuple[tuple[str, ...], ...]]


def clauses(asked: Asked) -> tuple[list[Clause], list[Clause]]:
    """What must be looked for, as (words, phrases)."""
    words = [
        Clause({way: _variants(word, way) for way in ANALYSERS})
        for part in asked.parts
        for word in part.words
    ]
    phrases = [Clause({way: _variants(phrase, way) for way in ANALYSERS}) for phrase in asked.phrases]
    return words, phrases


class Asking:
    """Builds the queries of one layout."""

    def __init__(self, fields: Fields) -> None:
        self._fields = fields
        self._schema = fields.schema

    def text(self, query: Query, asked: Asked, needed: int | None = None) -> Engine:
        """What has all phrases, and `needed` of the words; or what has the whole text for a name."""
        name = Engine.term_query(self._schema, NAME, exact(query.text), index_option="basic")
        named = Engine.boost_query(name, _NAMED)
        if not asked:
            return named
        needed = required(len(asked.parts)) if needed is None else needed
        said = self._said(asked, query.language, needed)
        return Engine.boolean_query([(Occur.Should, said), (Occur.Should, named)])

    def _said(self, asked: Asked, language: str, needed: int) -> Engine:
        words, phrases = ([self._clause(clause, language) for clause in some] for some in clauses(asked))
        parts = [(Occur.Must, phrase) for phrase in phrases]
        if needed < len(words):
            some = [(Occur.Should, word) for word in words]
            parts.append((Occur.Must, Engine.boolean_query(some, minimum_number_should_match=needed)))
        else:
            parts.extend((Occur.Must, word) for word in words)
        return Engine.boolean_query(parts)

    def narrowed(self, text: Engine | None, query: Query, without: str = "") -> Engine:
        """The text together with the filters and ranges, but for those of the facet `without`."""
        parts = [(Occur.Must, text)] if text else []
        parts.extend((Occur.Must, part) for part in self._filters(query, without))
        if not text:
            everything = Engine.term_query(self._schema, KIND, DOCUMENT, index_option="basic")
            parts.append((Occur.Must, Engine.const_score_query(everything, 0.0)))
        return Engine.boolean_query(parts)

    def marking(self, asked: Asked, way: str, name: str) -> Engine:
        """Every single term of the question in one field: what is marked in highlights."""
        words, phrases = clauses(asked)
        terms = {term for clause in (*words, *phrases) for many in clause.terms[way] for term in many}
        return Engine.boolean_query(
            [(Occur.Should, Engine.term_query(self._schema, name, term)) for term in sorted(terms)]
        )

    def _clause(self, clause: Clause, language: str) -> Engine:
        own = analysis(language)
        alternatives = [
            self._boosted(name, terms, weight * (_OWN_LANGUAGE if way == own else 1.0))
            for way, variants in clause.terms.items()
            for weight, name in self._texts(way)
            for terms in variants
        ]
        return Engine.disjunction_max_query(alternatives, _BESIDE_BEST)

    def _boosted(self, name: str, terms: tuple[str, ...], boost: float) -> Engine:
        if len(terms) == 1:
            return Engine.boost_query(Engine.term_query(self._schema, name, terms[0]), boost)
        return Engine.boost_query(Engine.phrase_query(self._schema, name, list(terms)), boost)

    def _texts(self, way: str) -> Iterator[tuple[float, str]]:
        return ((weight, self._fields.text(weight, way)) for weight in self._fields.weights)

    def _filters(self, query: Query, without: str) -> Iterator[Engine]:
        for facet, values in query.filters.items():
            if facet != without and values:
                yield self._any_of(self._fields.facets[facet], values)
        for name, (low, high) in query.ranges.items():
            if name != without:
                yield from self._overlap(self._fields.ranges[name], low, high)

    def _any_of(self, name: str, values: Collection[str]) -> Engine:
        terms = [Engine.term_query(self._schema, name, value, index_option="basic") for value in values]
        return Engine.const_score_query(Engine.boolean_query([(Occur.Should, term) for term in terms]), 0.0)

    def _overlap(self, names: tuple[str, str], low: float | None, high: float | None) -> Iterator[Engine]:
        """What starts before the end that is asked for, and ends after the start."""
        starts, ends = names
        if high is not None:
            yield self._range(starts, None, high)
        if low is not None:
            yield self._range(ends, low, None)

    def _range(self, name: str, low: float | None, high: float | None) -> Engine:
        found = Engine.range_query(self._schema, name, FieldType.Float, low, high)
        return Engine.const_score_query(found, 0.0)


def _variants(text: str, way: str) -> tuple[tuple[str, ...], ...]:
    """The different sequences of terms that a text can be; none where it has no term."""
    found = (tuple(ANALYSERS[way].analyze(form)) for form in spellings(without_elisions(text), way))
    return tuple(terms for terms in dict.fromkeys(found) if terms)
