"""Which words of a text are marked: those of the question as it was typed, and terms that mean the same."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain, pairwise
from typing import Final

from catalogue.domain.asked import Asked, Said
from catalogue.search.analysis import Analysis, Terms
from catalogue.search.words import STOP_WORDS

_LONE: Final = 2  # a match of up to so many bytes is marked beside another one only: "1" of "type 1"
_APART: Final = 12  # bytes between two words of one term: "diabète de type 1"

# Of several the first is told.
_NEAREST: Final = (Said.TRANSLATION, Said.SYNONYM, Said.NARROWER, Said.BROADER)

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class _Run:
    """The telling terms of a form of several words: they are marked where they stand together.

    `has_typed` tells that all words that it stands for are among them.
    """

    terms: Terms
    said: Said
    has_typed: bool


class Marking:
    """What is marked in texts that are analysed in one way."""

    def __init__(self, asked: Asked, way: str, analysis: Analysis) -> None:
        texts = (*asked.words, *asked.phrases)
        self._analyser = analysis.analysers[way]
        self._has_long_words = any(len(text) > _LONE for text in texts)
        self._typed = {term for text in texts for terms in analysis.variants(text, way) for term in terms}
        runs = dict.fromkeys(_runs(asked, way, analysis))
        self._begun: dict[str, list[_Run]] = {}  # by their first term: there may be hundreds
        for run in runs:
            self._begun.setdefault(run.terms[0], []).append(run)
        # All that may be marked.
        self.terms = frozenset(self._typed.union(*(run.terms for run in runs)))
        self._term_of: dict[
            bytes, str
        ] = {}  # of words that were found before: a page has the same ones all over

    def chosen(self, text: bytes, spans: list[Span]) -> list[Span]:
        """Of the spans of terms those that mean something where they stand."""
        terms = [self._term(text, span) for span in spans]
        kept = {place for place, term in enumerate(terms) if term in self._typed}
        if len(kept) < len(spans):
            for _, places in self._standing(spans, terms):
                kept.update(places)
        chosen = [spans[place] for place in sorted(kept)]
        return list(_told(chosen)) if self._has_long_words else chosen

    def said(self, text: bytes, spans: list[Span]) -> Said | None:
        """How chosen spans stand to the question: None when one of them is as it was typed.

        A word of another term, which has only some of the typed ones, is not: "organes" of "don d'organes" for "organ
        donation".
        """
        terms = [self._term(text, span) for span in spans]
        standing = list(self._standing(spans, terms))
        told = {place for run, places in standing if not run.has_typed for place in places}
        if any(term in self._typed for place, term in enumerate(terms) if place not in told):
            return None
        kinds = {run.said for run, _ in standing}
        if Said.ALTERNATIVE in kinds:
            return None
        return next((each for each in _NEAREST if each in kinds), Said.SYNONYM)

    def _standing(self, spans: list[Span], terms: list[str]) -> Iterator[tuple[_Run, range]]:
        """The runs whose words stand together, and where."""
        for start, term in enumerate(terms):
            for run in self._begun.get(term, ()):
                places = range(start, start + len(run.terms))
                if tuple(terms[start : places.stop]) == run.terms:
                    gaps = (spans[after][0] - spans[before][1] for before, after in pairwise(places))
                    if all(gap <= _APART for gap in gaps):
                        yield run, places

    def _term(self, text: bytes, span: Span) -> str:
        word = text[span[0] : span[1]]
        known = self._term_of.get(word)
        if known is None:
            terms = self._analyser.analyze(word.decode(errors="ignore"))
            known = self._term_of[word] = terms[0] if terms else ""
        return known


def _runs(asked: Asked, way: str, analysis: Analysis) -> Iterator[_Run]:
    for part in asked.parts:
        words = [set(chain.from_iterable(analysis.variants(word, way))) for word in part.words]
        for form in part.forms:
            for own, terms in analysis.said(form):
                telling = tuple(term for term in terms if term not in STOP_WORDS)
                if own == way and telling:
                    yield _Run(telling, form.said, all(word.intersection(telling) for word in words))


def _told(spans: Iterable[Span]) -> Iterator[Span]:
    """The spans without short ones that stand alone."""
    known = list(spans)
    beside = {
        span for before, after in pairwise(known) if after[0] - before[1] <= 2 for span in (before, after)
    }
    return (span for span in known if span[1] - span[0] > _LONE or span in beside)
