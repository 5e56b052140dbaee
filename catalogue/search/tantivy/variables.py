"""Variables searched one by one, and told by the datasets that have them."""

import json
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property, reduce
from typing import Any, Final

import tantivy
from tantivy import Occur
from tantivy import Query as Engine

from catalogue.domain.search import (
    Completion,
    Query,
    VariableHit,
    VariableQuestion,
    VariableResults,
    VariableText,
)
from catalogue.search.analysis import ANY
from catalogue.search.questions import found_any
from catalogue.search.tantivy import fields as names
from catalogue.search.tantivy.asking import Asking
from catalogue.search.tantivy.counting import Counting
from catalogue.search.tantivy.fields import ANALYSERS
from catalogue.search.tantivy.suggesting import begun
from catalogue.search.tantivy.variable_fields import SHOWN, VariableFields
from catalogue.search.words import tidy, without_elisions

DATASETS: Final = 50_000  # that are told apart for one group, those with most matches
_BEST: Final = 2_000  # variables of a group that order the datasets by how well they match

Counts = Mapping[int, int]  # matches by number of dataset


class VariableSearch:
    """Answers from one commit of the index of variables."""

    def __init__(self, searcher: tantivy.Searcher, fields: VariableFields) -> None:
        self._searcher = searcher
        self._fields = fields
        self._asking = Asking(fields, searcher.doc_freq)

    def answer(self, question: VariableQuestion, counting: Counting) -> VariableResults:
        """The datasets that have a variable for each group: by the best of them, then by how many there are.

        Their facets are counted where they are described.
        """
        query = question.query
        groups = [
            self._asking.narrowed(self._asking.variable(asked, query.language), query)
            for asked in question.groups
        ]
        counted = [self._counts(group) for group in groups]
        ordered = self._ordered(groups, counted)
        start = (query.page - 1) * query.page_size
        shown = ordered[start : start + query.page_size]
        cards = self._cards(shown)
        hits = (
            VariableHit(
                number,
                cards[number]["iri"],
                cards[number]["card"],
                tuple(self._best(group, number, question.most) for group in groups),
                tuple(counts[number] for counts in counted),
            )
            for number in shown
        )
        counts = bool(groups) and query.counts_any
        facets = found_any(counting.among(query, self._having(question))) if counts else {}
        return VariableResults(len(ordered), tuple(hits), facets)

    def _having(self, question: VariableQuestion) -> list[int]:
        """The numbers of all datasets that have a variable for each group, whatever the filters are."""
        language = question.query.language
        said = (self._asking.variable(asked, language) for asked in question.groups)
        counted = [self._counts(self._asking.narrowed(each, Query())) for each in said]
        return sorted(_common(counted))

    def complete(self, beginning: str, most: int) -> Iterator[Completion]:
        """Names with a word that begins so, each with how many datasets have it."""
        query = begun(self._fields, ANALYSERS[ANY].analyze(without_elisions(tidy(beginning))))
        if query is None:
            return
        datasets = {"datasets": {"cardinality": {"field": names.NUMBER}}}
        asked = {"names": {"terms": {"field": SHOWN, "size": most}, "aggs": datasets}}
        for bucket in self._searcher.aggregate(query, asked)["names"]["buckets"]:
            yield Completion("variable", bucket["key"], count=round(bucket["datasets"]["value"]))

    def _counts(self, group: Engine) -> Counts:
        asked = {"datasets": {"terms": {"field": names.NUMBER, "size": DATASETS}}}
        buckets = self._searcher.aggregate(group, asked)["datasets"]["buckets"]
        return {int(bucket["key"]): int(bucket["doc_count"]) for bucket in buckets}

    def _ordered(self, groups: list[Engine], counted: list[Counts]) -> list[int]:
        """The numbers of the datasets that have all groups."""
        if not counted:
            return []
        common = _common(counted)
        scores = [self._scores(group) for group in groups] if common else []

        def rank(number: int) -> tuple[float, int, int]:
            score = sum(some.get(number, 0.0) for some in scores)
            return -round(score, 3), -sum(counts[number] for counts in counted), number

        return sorted(common, key=rank)

    def _scores(self, group: Engine) -> Mapping[int, float]:
        """The best score of each dataset, as far as the best variables reach."""
        best = self._searcher.search(group, _BEST, count=False).hits
        scores: dict[int, float] = {}
        for number, (score, _) in zip(self._numbers([address for _, address in best]), best, strict=True):
            scores.setdefault(number, float(score))
        return scores

    def _best(self, group: Engine, number: int, most: int) -> tuple[VariableText, ...]:
        own = Engine.boolean_query([(Occur.Must, self._of([number])), (Occur.Must, group)])
        best = self._searcher.search(own, most, count=False).hits if most else []
        return tuple(_variable(self._kept(address)) for _, address in best)

    def _cards(self, numbers: list[int]) -> Mapping[int, Any]:
        """What results show of datasets, by number."""
        if not numbers:
            return {}
        query = Engine.boolean_query([(Occur.Must, self._of(numbers)), (Occur.Must, self._described)])
        found = [address for _, address in self._searcher.search(query, len(numbers), count=False).hits]
        return {
            number: self._kept(address) for number, address in zip(self._numbers(found), found, strict=True)
        }

    def _numbers(self, addresses: list[tantivy.DocAddress]) -> list[int]:
        """The datasets of documents, all of which have one."""
        return [int(number or 0) for number in self._searcher.fast_field_values(names.NUMBER, addresses)]

    def _of(self, numbers: Iterable[int]) -> Engine:
        schema = self._fields.schema
        terms = [Engine.term_query(schema, names.NUMBER, number, index_option="basic") for number in numbers]
        either = Engine.boolean_query([(Occur.Should, term) for term in terms])
        return Engine.const_score_query(either, 0.0)

    @cached_property
    def _described(self) -> Engine:
        return Engine.term_query(self._fields.schema, names.KIND, names.DOCUMENT, index_option="basic")

    def _kept(self, address: tantivy.DocAddress) -> Any:
        return json.loads(bytes(self._searcher.doc(address)[names.CARD][0]))


def _common(counted: list[Counts]) -> set[int]:
    """The numbers that all of at least one have."""
    return reduce(lambda known, counts: known & counts.keys(), counted[1:], set(counted[0]))


def _variable(kept: list[Any]) -> VariableText:
    name, texts, type_, codes = kept
    return VariableText(name, tuple((language, text) for language, text in texts), type_, tuple(codes))
