"""From a question to Tantivy's queries. No text of a person is ever read as the engine's query language.

A question is asked in two ways: `text` finds and weighs, `matching` finds the same at a tenth of the cost and is for
what only counts. Phrases are what costs, so none is asked for where a description that has it is found anyway.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from functools import lru_cache
from itertools import pairwise
from math import inf
from typing import Final

from tantivy import FieldType, Occur
from tantivy import Query as Engine

from catalogue.domain.asked import Asked, Part
from catalogue.domain.search import Query
from catalogue.search.analysis import Terms
from catalogue.search.tantivy.fields import ANALYSERS, ANALYSIS, CODE, DOCUMENT, KIND, NAME, Fields
from catalogue.search.weights import (
    APART,
    BESIDE_BEST,
    BETWEEN,
    CODED,
    COVERING,
    NAMED,
    NEAR,
    OVERLAPPING,
    OWN_LANGUAGE,
)
from catalogue.search.words import exact, required

_REMEMBERED: Final = 10_000  # sequences of terms, of which is known in which fields documents have them
# Documents that have the rarer of two words in a field: where more do, nearly all have both, and that these stand
# together tells little and costs most.
_COMMON: Final = 10_000

Frequency = Callable[[str, str], int]  # how many documents have a term in a field
Alternatives = Mapping[
    tuple[str, Terms], float
]  # terms that follow each other in texts of a way, with their boost


class Asking:
    """Builds the queries of one commit of an index. What no document has is left out of them."""

    def __init__(self, fields: Fields, frequency: Frequency) -> None:
        self._fields = fields
        self._schema = fields.schema
        self._frequency = frequency
        self._having = lru_cache(maxsize=_REMEMBERED)(self._fields_with)

    def text(self, query: Query, asked: Asked) -> Engine:
        """What has all phrases, and enough of the parts; or what has the whole text for a name, or a code."""
        return self._found(query, asked, weighed=True)

    def matching(self, query: Query, asked: Asked) -> Engine:
        """What `text` finds, in no order."""
        return self._found(query, asked, weighed=False)

    def variable(self, asked: Asked, language: str) -> Engine:
        """What has all of a question, or is known by one of its codes or names; nothing for one that says nothing."""
        known = [
            self._exactly(name, code, boost)
            for code in asked.codes
            for name, boost in ((NAME, NAMED), (CODE, CODED))
        ]
        if asked:
            known.append(self._said(asked, language, len(asked.parts), weighed=True))
        return _one_of(known)

    def narrowed(self, text: Engine | None, query: Query, without: str = "") -> Engine:
        """The text together with the filters and ranges, but for those of the facet `without`."""
        parts = [(Occur.Must, text)] if text else []
        parts.extend((Occur.Must, part) for part in self._filters(query, without))
        if not text:
            everything = Engine.term_query(self._schema, KIND, DOCUMENT, index_option="basic")
            parts.append((Occur.Must, Engine.const_score_query(everything, 0.0)))
        return Engine.boolean_query(parts)

    def _found(self, query: Query, asked: Asked, *, weighed: bool) -> Engine:
        named = [self._exactly(NAME, exact(query.text), NAMED)]
        named.extend(self._exactly(CODE, code, CODED) for code in asked.codes)
        if not asked:
            return _one_of(named)
        needed = asked.enough or required(len(asked.parts))
        return _one_of([self._said(asked, query.language, needed, weighed=weighed), *named])

    def _exactly(self, name: str, text: str, boost: float) -> Engine:
        found = Engine.term_query(self._schema, name, text, index_option="basic")
        return Engine.boost_query(Engine.const_score_query(found, 1.0), boost)

    def _said(self, asked: Asked, language: str, needed: int, *, weighed: bool) -> Engine:
        wanted = [self._part(part, language, weighed=weighed) for part in asked.parts]
        phrases = (self._typed(phrase, language) for phrase in asked.phrases)
        parts = [(Occur.Must, self._either(phrase, weighed=weighed)) for phrase in phrases]
        if needed < len(wanted):
            some = [(Occur.Should, part) for part in wanted]
            parts.append((Occur.Must, Engine.boolean_query(some, minimum_number_should_match=needed)))
        else:
            parts.extend((Occur.Must, part) for part in wanted)
        beside = [*self._near(asked, language), *self._spanning(asked)] if weighed else ()
        return Engine.boolean_query([*parts, *((Occur.Should, each) for each in beside)])

    def _part(self, part: Part, language: str, *, weighed: bool) -> Engine:
        """All the words of a part, or one of its other forms: the best of them counts."""
        words = [self._typed(word, language) for word in part.words]
        forms = self._forms(part)
        if len(words) == 1:
            return self._either(_best((*words[0].items(), *forms.items())), weighed=weighed)
        anywhere = Engine.boolean_query([(Occur.Must, self._either(word, weighed=weighed)) for word in words])
        others = list(self._engine(forms, weighed=weighed))
        if not weighed:
            return _one_of([anywhere, *others])
        together = self._engine(self._together(part.words, language, 1.0), weighed=True, slop=BETWEEN)
        # The words of a term: all of them anywhere, and better where they stand together.
        return Engine.disjunction_max_query(
            [Engine.boost_query(anywhere, APART), *together, *others], BESIDE_BEST
        )

    def _near(self, asked: Asked, language: str) -> Iterator[Engine]:
        """Of each two parts of one word that follow each other, that they stand together."""
        for one, other in pairwise(asked.parts):
            if len(one.words) == len(other.words) == 1:
                together = self._together((*one.words, *other.words), language, NEAR)
                found = list(self._engine(together, weighed=True, slop=BETWEEN, most=_COMMON))
                if found:
                    yield Engine.disjunction_max_query(found, 0.0)

    def _spanning(self, asked: Asked) -> Iterator[Engine]:
        """That a description overlaps what is spoken of, and that it covers it."""
        for name, (low, high) in asked.spans:
            yield _worth(self._between(name, high, low), OVERLAPPING)
            first, last = high if low is None else low, low if high is None else high
            yield _worth(self._between(name, first, last), COVERING)

    def _typed(self, text: str, language: str) -> Alternatives:
        """A word or a phrase as it was typed, in every language."""
        return _best(
            ((way, terms), boost) for way, boost in _ways(language) for terms in ANALYSIS.variants(text, way)
        )

    def _forms(self, part: Part) -> Alternatives:
        """The other forms of a part."""
        return _best((said, form.weight) for form in part.forms for said in ANALYSIS.said(form))

    def _together(self, words: tuple[str, ...], language: str, boost: float) -> Alternatives:
        """Words next to each other, or nearly."""
        return _best(
            ((way, terms), boost * own)
            for way, own in _ways(language)
            for terms in ANALYSIS.together(words, way)
        )

    def _fields_with(self, way: str, terms: Terms) -> tuple[tuple[float, str, int], ...]:
        """The fields of a way in which documents have all of the terms: weight, name, and how many have the rarest."""
        fields = ((weight, self._fields.text(weight, way)) for weight in self._fields.weights)
        found = (
            (weight, name, min(self._frequency(name, term) for term in terms)) for weight, name in fields
        )
        return tuple(each for each in found if each[2])

    def _either(self, alternatives: Alternatives, *, weighed: bool) -> Engine:
        found = list(self._engine(alternatives, weighed=weighed))
        return Engine.disjunction_max_query(found, BESIDE_BEST) if weighed else _one_of(found)

    def _engine(
        self, alternatives: Alternatives, *, weighed: bool, slop: int = 0, most: float = inf
    ) -> Iterator[Engine]:
        """Those that a document can have, where at most so many have the rarest of the terms. Several terms are left
        out where one of them is enough."""
        enough = {(way, terms[0]) for way, terms in alternatives if len(terms) == 1}
        for (way, terms), boost in alternatives.items():
            if len(terms) > 1 and any((way, term) in enough for term in terms):
                continue
            for weight, name, documents in self._having(way, terms):
                if documents <= most:
                    found = self._terms(name, terms, slop, weighed=weighed)
                    yield Engine.boost_query(found, weight * boost) if weighed else found

    def _terms(self, name: str, terms: Terms, slop: int, *, weighed: bool) -> Engine:
        if len(terms) > 1:
            return Engine.phrase_query(self._schema, name, list(terms), slop=slop)
        return Engine.term_query(self._schema, name, terms[0], index_option="freq" if weighed else "basic")

    def _filters(self, query: Query, without: str) -> Iterator[Engine]:
        for facet, values in query.filters.items():
            if facet != without and values:
                yield self._has_one(self._fields.facets[facet], values)
        for name, (low, high) in query.ranges.items():
            if name != without:
                # What starts before the end that is asked for, and ends after the start.
                yield from self._between(name, high, low)

    def _has_one(self, name: str, values: Collection[str]) -> Engine:
        terms = [Engine.term_query(self._schema, name, value, index_option="basic") for value in values]
        return Engine.const_score_query(_one_of(terms), 0.0)

    def _between(self, name: str, starting: float | None, ending: float | None) -> Iterator[Engine]:
        """What starts at one value at the latest, and ends at the other at the earliest."""
        starts, ends = self._fields.ranges[name]
        if starting is not None:
            yield self._range(starts, None, starting)
        if ending is not None:
            yield self._range(ends, ending, None)

    def _range(self, name: str, low: float | None, high: float | None) -> Engine:
        found = Engine.range_query(self._schema, name, FieldType.Float, low, high)
        return Engine.const_score_query(found, 0.0)


def _ways(language: str) -> Iterator[tuple[str, float]]:
    """The ways in which texts are analysed, with how much it counts that one is the reader's."""
    own = ANALYSIS.way(language)
    return ((way, OWN_LANGUAGE if way == own else 1.0) for way in ANALYSERS)


def _best(alternatives: Iterable[tuple[tuple[str, Terms], float]]) -> Alternatives:
    """Each once, with its greatest boost."""
    best: dict[tuple[str, Terms], float] = {}
    for key, boost in alternatives:
        best[key] = max(boost, best.get(key, 0.0))
    return best


def _worth(conditions: Iterable[Engine], boost: float) -> Engine:
    """What meets all conditions, for so much."""
    every = Engine.boolean_query([(Occur.Must, each) for each in conditions])
    return Engine.boost_query(Engine.const_score_query(every, 1.0), boost)


def _one_of(queries: Iterable[Engine]) -> Engine:
    """What one of the queries finds; nothing where there are none."""
    return Engine.boolean_query([(Occur.Should, query) for query in queries])
