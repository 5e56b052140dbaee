"""From a question to the engine's queries: terms and words only, never a text that is read as a query language."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import combinations, islice, pairwise
from typing import Any, Final

from catalogue.domain.asked import Asked, Form, Part, Said
from catalogue.domain.search import Query
from catalogue.search.analysis import ANY, Terms
from catalogue.search.elastic.fields import ANALYSIS, DOCUMENT, LONGEST_VALUE, VARIABLES, Fields, plain
from catalogue.search.stems import apart, numbers, spellings
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
from catalogue.search.words import exact, required, tidy, without_elisions

_MOST: Final = 900  # conditions of one question on texts; the engines take 1,024 of all kinds by default
_CODES: Final = 40  # codes and names that count each for itself

Clause = dict[str, Any]
NOTHING: Final[Mapping[str, Any]] = {"match_none": {}}


class Asking:
    """Builds the queries of one layout, for an index with texts in these ways."""

    def __init__(self, fields: Fields, ways: Sequence[str]) -> None:
        self._fields = fields
        self._ways = tuple(ways)

    def text(self, query: Query, asked: Asked) -> Clause:
        """What has all phrases, and enough of the parts; or what has the whole text for a name, or a code."""
        known = [_exactly("name", exact(query.text), NAMED)]
        known.extend(_known("code", asked.codes, CODED))
        if not asked:
            return _either(known)
        needed = asked.enough or required(len(asked.parts))
        said = self._saying(self._fields.texts, query.language).said(asked, needed)
        spans = [clause for name, ends in asked.spans for clause in self._spanning(name, *ends)]
        return _either([{"bool": {"must": [said], "should": spans}} if spans else said, *known])

    def near(self, query: Query, asked: Asked) -> Clause | None:
        """What weighs the best results anew: that words which follow each other in a question stand together.

        None for a question without such words, and for one of very many.
        """
        found = list(self._saying(self._fields.texts, query.language).near(asked))
        return {"bool": {"should": found}} if 0 < _conditions(found) <= _MOST else None

    def variable(self, asked: Asked, language: str) -> Clause | None:
        """What variable has all of a question, or is known by one of its codes or names; None if it says nothing."""
        known = [
            clause
            for name, boost in (("name", NAMED), ("code", CODED))
            for clause in _known(f"{VARIABLES}.{name}", asked.codes, boost)
        ]
        if asked:
            saying = self._saying(self._fields.variables, language)
            said = saying.said(asked, len(asked.parts))
            near = list(saying.near(asked))
            beside = near if _conditions([said, near]) <= _MOST else []
            known.append({"bool": {"must": [said], "should": beside}})
        return _either(known) if known else None

    def filters(self, query: Query, without: str = "") -> list[Clause]:
        """What a description must be beside its text, but for the choice in the facet `without`."""
        chosen = ((name, values) for name, values in query.filters.items() if values and name != without)
        found: list[Clause] = [
            {"terms": {self._fields.facets[name]: [value[:LONGEST_VALUE] for value in values]}}
            for name, values in chosen
        ]
        return found

    def ranges(self, query: Query) -> list[Clause]:
        """Descriptions, of those that overlap the ranges: what starts before the end, and ends after the start."""
        found: list[Clause] = [{"term": {"kind": DOCUMENT}}]
        for name, (low, high) in query.ranges.items():
            found.extend(self._between(name, high, low))
        return found

    def _spanning(self, name: str, low: float | None, high: float | None) -> Iterator[Clause]:
        """That a description overlaps what is spoken of, and that it covers it."""
        yield _worth(self._between(name, high, low), OVERLAPPING)
        yield _worth(
            self._between(name, high if low is None else low, low if high is None else high), COVERING
        )

    def _between(self, name: str, starting: float | None, ending: float | None) -> list[Clause]:
        """What starts at one value at the latest, and ends at the other at the earliest."""
        starts, ends = self._fields.ranges[name]
        asked = ((starts, "lte", starting), (ends, "gte", ending))
        return [{"range": {field: {bound: value}}} for field, bound, value in asked if value is not None]

    def slip(self, word: str, distance: int) -> Clause:
        """What has a word in its texts that is up to `distance` letters away."""
        near = {"query": word, "fuzziness": distance, "max_expansions": 50}
        fields = (
            self._fields.texts.field(weight, way)
            for weight in self._fields.texts.weights
            for way in self._ways
        )
        return {"dis_max": {"queries": [{"match": {field: near}} for field in fields]}}

    def _saying(self, texts: Any, language: str) -> "_Saying":
        return _Saying(texts, self._ways, ANALYSIS.way(language))


class _Saying:
    """Words as conditions on the fields of texts."""

    def __init__(self, texts: Any, ways: Sequence[str], own: str) -> None:
        self._texts = texts
        self._ways = ways
        self._own = own
        self._lean = False

    def said(self, asked: Asked, needed: int) -> Clause:
        """What has all phrases and `needed` parts. A question of very many words is asked more simply: without other
        forms, and if need be of the texts in fewer languages, the reader's first."""
        built = self._built(asked, needed)
        if _conditions(built) > _MOST:
            self._lean = True
            built = self._built(asked, needed)
        while (many := _conditions(built)) > _MOST and len(self._ways) > 1:
            nearest = sorted(self._ways, key=lambda way: (way != self._own, way != ANY))
            self._ways = tuple(nearest[: max(1, len(nearest) * _MOST // many)])
            built = self._built(asked, needed)
        return built

    def _built(self, asked: Asked, needed: int) -> Clause:
        parts = [self._part(part) for part in asked.parts]
        must = [self._typed(phrase) for phrase in asked.phrases]
        if needed < len(parts):
            must.append({"bool": {"should": parts, "minimum_should_match": needed}})
        else:
            must.extend(parts)
        return {"bool": {"must": must}}

    def _part(self, part: Part) -> Clause:
        """All the words of a part, or one of its other forms: the best of them counts."""
        part = _as_typed(part) if self._lean else part
        words = [self._typed(word) for word in part.words]
        typed = words if len(words) == 1 else self._term(part, words)
        forms = list(self._forms(part))
        return _best([*typed, *forms]) if len(typed) + len(forms) > 1 else typed[0]

    def _term(self, part: Part, words: list[Clause]) -> list[Clause]:
        """The words of a term: all of them anywhere, and better where they stand together."""
        together = [] if self._lean else list(self._together(part.words, 1.0))
        return [{"bool": {"must": words, "boost": APART if together else 1.0}}, *together]

    def near(self, asked: Asked) -> Iterator[Clause]:
        """Of each two parts of one word that follow each other, that they stand together."""
        for one, other in () if self._lean else pairwise(asked.parts):
            if len(one.words) == len(other.words) == 1:
                yield _best(list(self._together((*one.words, *other.words), NEAR)), 0.0)

    def _together(self, words: tuple[str, ...], boost: float) -> Iterator[Clause]:
        """Words that stand together, in the order in which they were typed, with little between them."""
        text = plain(without_elisions(" ".join(words)))
        for way in self._ways if text else ():
            yield from self._in_texts(text, way, boost * (OWN_LANGUAGE if way == self._own else 1.0), BETWEEN)

    def _forms(self, part: Part) -> Iterator[Clause]:
        """The other forms of a part, but for those in which a shorter one stands that counts as much or more: of
        `mortality`, `infant mortality` finds nothing else, and the engine reads positions of words for it."""
        said = {
            (way, terms): (text, form.weight)
            for form in sorted(part.forms, key=lambda form: form.weight)
            for way, text, terms in self._read(form)
        }
        told = self._typed_terms(part) | {key: weight for key, (_, weight) in said.items()}
        for (way, terms), (text, weight) in said.items():
            within = ((way, some) for some in _parts_of(terms))
            if not any(told.get(shorter, 0.0) >= weight for shorter in within):
                yield from self._in_texts(text, way, weight)

    def _read(self, form: Form) -> Iterator[tuple[str, str, Terms]]:
        """A form in each way in which a text of its language may have been analysed, with its terms there."""
        for way in dict.fromkeys((ANALYSIS.way(form.language), ANY)):
            for text in map(plain, numbers(without_elisions(form.text), way)):
                if text and way in self._ways:
                    yield way, text, tuple(ANALYSIS.analysers[way].analyze(text))

    def _typed_terms(self, part: Part) -> dict[tuple[str, Terms], float]:
        """What a part of one word is asked for as it was typed, and how much it counts."""
        if len(part.words) > 1:
            return {}
        return {
            (way, terms): OWN_LANGUAGE if way == self._own else 1.0
            for way in self._ways
            for terms in self._spelled(part.words[0], way)
        }

    def _typed(self, text: str) -> Clause:
        """A word or a phrase as it was typed, in every language."""
        found = [
            clause
            for way in self._ways
            for form in self._spelled(text, way).values()
            for clause in self._in_texts(form, way, OWN_LANGUAGE if way == self._own else 1.0)
        ]
        return _best(found)

    def _spelled(self, text: str, way: str) -> dict[Terms, str]:
        """How a text may be written, by the sequence of terms that it then is."""
        terms: dict[Terms, str] = {}
        for form in spellings(without_elisions(text), way):
            words = plain(form)
            if words:
                terms.setdefault(tuple(ANALYSIS.analysers[way].analyze(words)), words)
        return dict(islice(terms.items(), 1 if self._lean else None))

    def _in_texts(self, text: str, way: str, boost: float, slop: int = 0) -> Iterator[Clause]:
        written = apart(text, way)
        for weight in self._texts.weights:
            asked = {"query": written, "boost": weight * boost, "slop": slop}
            yield {"match_phrase": {self._texts.field(weight, way): asked}}


def _as_typed(part: Part) -> Part:
    """A part without other forms, but for what was typed as well and is enough."""
    return replace(part, forms=tuple(form for form in part.forms if form.said is Said.ALTERNATIVE))


def _parts_of(terms: Terms) -> Iterator[Terms]:
    """The shorter sequences that stand in a sequence of terms."""
    for start, end in combinations(range(len(terms) + 1), 2):
        if end - start < len(terms):
            yield terms[start:end]


def _exactly(field: str, text: str, boost: float) -> Clause:
    found = {"term": {field: tidy(text)[:LONGEST_VALUE]}}
    return {"constant_score": {"filter": found, "boost": boost}}


def _worth(conditions: list[Clause], boost: float) -> Clause:
    """What meets all conditions, for so much."""
    return {"constant_score": {"filter": {"bool": {"filter": conditions}}, "boost": boost}}


def _known(field: str, names: Sequence[str], boost: float) -> Iterator[Clause]:
    """What has one of these codes or names: each counts, unless they are very many."""
    if len(names) <= _CODES:
        return (_exactly(field, name, boost) for name in names)
    found = {"terms": {field: [tidy(name)[:LONGEST_VALUE] for name in names]}}
    return iter([{"constant_score": {"filter": found, "boost": boost}}])


def _either(clauses: Sequence[Clause]) -> Clause:
    return {"bool": {"should": list(clauses), "minimum_should_match": 1}}


def _best(clauses: Sequence[Clause], beside: float = BESIDE_BEST) -> Clause:
    return {"dis_max": {"queries": list(clauses), "tie_breaker": beside}} if clauses else dict(NOTHING)


def _conditions(clause: Any) -> int:
    """How many fields a query looks at."""
    if isinstance(clause, list):
        return sum(map(_conditions, clause))
    if isinstance(clause, dict):
        return "match_phrase" in clause or sum(map(_conditions, clause.values()))
    return 0
