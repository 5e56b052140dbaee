"""From a question to Tantivy's queries. No text of a person is ever read as the engine's query language."""

from collections.abc import Collection, Iterator
from itertools import pairwise

from tantivy import FieldType, Occur
from tantivy import Query as Engine

from catalogue.domain.asked import Asked, Part
from catalogue.domain.search import Query
from catalogue.search.analysis import Terms
from catalogue.search.tantivy.fields import ANALYSERS, ANALYSIS, CODE, DOCUMENT, KIND, NAME, Fields
from catalogue.search.weights import APART, BESIDE_BEST, BETWEEN, CODED, NAMED, NEAR, OWN_LANGUAGE
from catalogue.search.words import exact, required


class Asking:
    """Builds the queries of one layout."""

    def __init__(self, fields: Fields) -> None:
        self._fields = fields
        self._schema = fields.schema

    def text(self, query: Query, asked: Asked) -> Engine:
        """What has all phrases, and enough of the parts; or what has the whole text for a name, or a code."""
        named = [self._exactly(NAME, exact(query.text), NAMED)]
        named.extend(self._exactly(CODE, code, CODED) for code in asked.codes)
        if not asked:
            return Engine.boolean_query([(Occur.Should, each) for each in named])
        said = self._said(asked, query.language, asked.enough or required(len(asked.parts)))
        return Engine.boolean_query([(Occur.Should, each) for each in (said, *named)])

    def variable(self, asked: Asked, language: str) -> Engine:
        """What has all of a question, or is known by one of its codes or names; nothing for one that says nothing."""
        known = [
            self._exactly(name, code, boost)
            for code in asked.codes
            for name, boost in ((NAME, NAMED), (CODE, CODED))
        ]
        if asked:
            known.append(self._said(asked, language, len(asked.parts)))
        return (
            Engine.boolean_query([(Occur.Should, each) for each in known]) if known else Engine.empty_query()
        )

    def narrowed(self, text: Engine | None, query: Query, without: str = "") -> Engine:
        """The text together with the filters and ranges, but for those of the facet `without`."""
        parts = [(Occur.Must, text)] if text else []
        parts.extend((Occur.Must, part) for part in self._filters(query, without))
        if not text:
            everything = Engine.term_query(self._schema, KIND, DOCUMENT, index_option="basic")
            parts.append((Occur.Must, Engine.const_score_query(everything, 0.0)))
        return Engine.boolean_query(parts)

    def any_of(self, terms: Collection[str], name: str) -> Engine:
        """What has any of the terms in a field."""
        return Engine.boolean_query(
            [(Occur.Should, Engine.term_query(self._schema, name, term)) for term in sorted(terms)]
        )

    def _exactly(self, name: str, text: str, boost: float) -> Engine:
        found = Engine.term_query(self._schema, name, text, index_option="basic")
        return Engine.boost_query(Engine.const_score_query(found, 1.0), boost)

    def _said(self, asked: Asked, language: str, needed: int) -> Engine:
        wanted = [self._part(part, language) for part in asked.parts]
        near = [(Occur.Should, each) for each in self._near(asked, language)]
        parts = [(Occur.Must, self._typed(phrase, language)) for phrase in asked.phrases]
        if needed < len(wanted):
            some = [(Occur.Should, part) for part in wanted]
            parts.append((Occur.Must, Engine.boolean_query(some, minimum_number_should_match=needed)))
        else:
            parts.extend((Occur.Must, part) for part in wanted)
        return Engine.boolean_query([*parts, *near])

    def _part(self, part: Part, language: str) -> Engine:
        """All the words of a part, or one of its other forms: the best of them counts."""
        words = [self._typed(word, language) for word in part.words]
        typed = words[:1] if len(words) == 1 else self._term(part, words, language)
        forms = [
            self._boosted(name, terms, weight * form.weight)
            for form in part.forms
            for way, terms in ANALYSIS.said(form)
            for weight, name in self._texts(way)
        ]
        return Engine.disjunction_max_query([*typed, *forms], BESIDE_BEST)

    def _term(self, part: Part, words: list[Engine], language: str) -> list[Engine]:
        """The words of a term: all of them anywhere, and better where they stand together."""
        anywhere = Engine.boolean_query([(Occur.Must, word) for word in words])
        return [Engine.boost_query(anywhere, APART), *self._together(part.words, language, 1.0)]

    def _near(self, asked: Asked, language: str) -> Iterator[Engine]:
        """Of each two parts of one word that follow each other, that they stand together."""
        for one, other in pairwise(asked.parts):
            if len(one.words) == len(other.words) == 1:
                found = list(self._together((*one.words, *other.words), language, NEAR))
                yield Engine.disjunction_max_query(found, 0.0)

    def _together(self, words: tuple[str, ...], language: str, boost: float) -> Iterator[Engine]:
        own = ANALYSIS.way(language)
        for way in ANALYSERS:
            for terms in ANALYSIS.together(words, way):
                for weight, name in self._texts(way):
                    found = Engine.phrase_query(self._schema, name, list(terms), slop=BETWEEN)
                    yield Engine.boost_query(found, weight * boost * (OWN_LANGUAGE if way == own else 1.0))

    def _typed(self, text: str, language: str) -> Engine:
        """A word or a phrase as it was typed, in every language."""
        own = ANALYSIS.way(language)
        alternatives = [
            self._boosted(name, terms, weight * (OWN_LANGUAGE if way == own else 1.0))
            for way in ANALYSERS
            for terms in ANALYSIS.variants(text, way)
            for weight, name in self._texts(way)
        ]
        return Engine.disjunction_max_query(alternatives, BESIDE_BEST)

    def _boosted(self, name: str, terms: Terms, boost: float) -> Engine:
        if len(terms) == 1:
            return Engine.boost_query(Engine.term_query(self._schema, name, terms[0]), boost)
        return Engine.boost_query(Engine.phrase_query(self._schema, name, list(terms)), boost)

    def _texts(self, way: str) -> Iterator[tuple[float, str]]:
        return ((weight, self._fields.text(weight, way)) for weight in self._fields.weights)

    def _filters(self, query: Query, without: str) -> Iterator[Engine]:
        for facet, values in query.filters.items():
            if facet != without and values:
                yield self._has_one(self._fields.facets[facet], values)
        for name, (low, high) in query.ranges.items():
            if name != without:
                yield from self._overlap(self._fields.ranges[name], low, high)

    def _has_one(self, name: str, values: Collection[str]) -> Engine:
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
