"""Texts as terms, in the ways of an engine. What an adapter gives is one analyser for each language that it stems."""

from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import chain, islice, product
from typing import Final, Protocol

from catalogue.domain.asked import Form
from catalogue.search.stems import numbers, spellings
from catalogue.search.words import without_elisions

ANY: Final = "any"  # the way of analysing a language that has none of its own here, and no language
_MOST: Final = 4  # ways of writing several words
_REMEMBERED: Final = 10_000  # forms, which are those of one list of terms
_TYPED: Final = 1_000  # words and phrases of questions, each of which is read several times for one page

Terms = tuple[str, ...]  # a sequence of an engine's terms


class Analyser(Protocol):
    """One way from a text to terms."""

    def analyze(self, text: str) -> Sequence[str]:
        """The terms of a text, in their order."""


class Analysis:
    """The ways in which an engine analyses texts, by language; `ANY` is among them."""

    def __init__(self, analysers: Mapping[str, Analyser]) -> None:
        self.analysers = analysers
        self._terms = lru_cache(maxsize=_REMEMBERED)(self._read)
        self._variants = lru_cache(maxsize=_TYPED)(self._spelled)

    def way(self, language: str) -> str:
        """In which way a language is read: `fr-BE` is read as French."""
        main = language.partition("-")[0].lower()
        return main if main in self.analysers else ANY

    def variants(self, text: str, way: str) -> tuple[Terms, ...]:
        """The different sequences of terms that a typed text can be; none where it has no term."""
        return self._variants(text, way)

    def _spelled(self, text: str, way: str) -> tuple[Terms, ...]:
        analyser = self.analysers[way]
        found = (tuple(analyser.analyze(form)) for form in spellings(without_elisions(text), way))
        return tuple(terms for terms in dict.fromkeys(found) if terms)

    def together(self, words: Sequence[str], way: str) -> tuple[Terms, ...]:
        """The sequences of terms that several typed words can be, the plainest few of them."""
        each = [self.variants(word, way) for word in words]
        found = islice(product(*each), _MOST) if all(each) else ()
        return tuple(dict.fromkeys(tuple(chain.from_iterable(terms)) for terms in found))

    def said(self, form: Form) -> tuple[tuple[str, Terms], ...]:
        """A form as terms, in each way in which a text of its language may have been analysed."""
        return self._terms(form.text, form.language)

    def _read(self, form: str, language: str) -> tuple[tuple[str, Terms], ...]:
        return tuple(self._analysed(form, language))

    def _analysed(self, form: str, language: str) -> Iterator[tuple[str, Terms]]:
        for way in dict.fromkeys((self.way(language), ANY)):
            for text in numbers(without_elisions(form), way):
                if terms := tuple(self.analysers[way].analyze(text)):
                    yield way, terms
