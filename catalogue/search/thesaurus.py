"""Which words mean the same, within a language and across languages.

Words are compared by their stems, so that "cancers du sein" is the term "cancer du sein". The thesaurus knows
terms of up to `LONGEST` words; the longest term that stands at a place is taken.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import islice, takewhile, zip_longest
from threading import Lock
from types import MappingProxyType
from typing import Final

import Stemmer

from catalogue.domain.asked import Form, Said
from catalogue.search.stems import STEMMERS, apart, spellings
from catalogue.search.words import STOP_WORDS, fold, without_elisions

LONGEST: Final = 6  # words of a term
MOST: Final = 12  # forms of one part of a question, the plainest first
MOST_NARROWER: Final = (
    40  # of those forms that are narrower, the nearest first; engines bound how much is asked at once
)
SYNONYM: Final = 0.8  # how much a form counts beside the words as typed
TRANSLATION: Final = 0.7
NARROWER: Final = 0.4
BROADER: Final = 0.15

_STEMMERS: Final = {language: Stemmer.Stemmer(name) for language, name in STEMMERS.items()}
_ENDING: Final = 2  # letters in which forms of one word may differ at their end: cancers, hôpitaux
_WORD: Final = re.compile(r"[^\W_]+")
_IN_AUX: Final = re.compile(r"(?<!e)aux$")
_stemming: Final = Lock()

Words = tuple[str, ...]
Ways = Mapping[str, Sequence[str]]  # by language, the ways to say one thing
# Kinds and parts by what they belong to, all by an English way to say them.
Narrower = Mapping[str, Sequence[str]]


@dataclass(frozen=True, slots=True)
class Term:
    """A term that stands in a question: how many of its words, and the other ways to say it."""

    length: int
    forms: tuple[Form, ...]


class Thesaurus:
    """The ways to say things, from the list of terms and the labels of vocabularies."""

    def __init__(self, things: Iterable[Ways], narrower: Narrower = MappingProxyType({})) -> None:
        self._things = [{language: tuple(said) for language, said in ways.items()} for ways in things]
        self._known: defaultdict[tuple[str, Words], list[tuple[int, Words]]] = defaultdict(list)
        for place, ways in enumerate(self._things):
            for language, said in ways.items():
                for text in said:
                    self._know(language, text, place)
        self._narrower = dict(self._resolved(narrower))
        self._broader: defaultdict[int, list[int]] = defaultdict(list)
        for above, below in self._narrower.items():
            for place in below:
                self._broader[place].append(above)

    def find(self, words: Sequence[str], language: str) -> Term | None:
        """The longest term that these words begin with, looked for in their reader's language first."""
        for length in range(min(len(words), LONGEST), 0, -1):
            text = " ".join(words[:length])
            forms = self._forms(text, language)
            if forms:
                return Term(length, forms)
        return None

    def has(self, word: str) -> bool:
        """Whether a term of any language of questions has this word, written so but for accents and case."""
        return any(each in self._words for each in _plain(_telling(word)))

    def broader(self, words: Sequence[str], language: str) -> tuple[Form, ...]:
        """The ways to say what a term of these words is a kind or part of, the plainest first."""
        text = " ".join(words)
        places = (
            place
            for way in sorted(_STEMMERS, key=lambda each: each != language)
            for place in self._places(_typed(text, way), way)
        )
        above = dict.fromkeys(each for place in places for each in self._broader.get(place, ()))
        return tuple(islice(self._ways(above, Said.BROADER, BROADER), MOST))

    @cached_property
    def _words(self) -> frozenset[str]:
        texts = (text for ways in self._things for language in _STEMMERS for text in ways.get(language, ()))
        return frozenset(word for text in texts for word in _plain(_telling(text)))

    def _know(self, language: str, text: str, place: int) -> None:
        words = _telling(text)
        if 0 < len(words) <= LONGEST:
            self._known[language, _stems(words, language)].append((place, _plain(words)))

    def _forms(self, text: str, reader: str) -> tuple[Form, ...]:
        """The other ways to say a text, of each language in which it is a term."""
        for language in sorted(_STEMMERS, key=lambda each: each != reader):
            typed = _typed(text, language)
            places = self._places(typed, language)
            found = {form: None for place in places for form in self._others(place, language, typed)}
            same = sorted(found, key=lambda form: -form.weight)[:MOST]
            forms = (*same, *islice(self._kinds(places), MOST_NARROWER))
            if forms:  # what is a term of the reader's language is not read as a word of another one
                return forms
        return ()

    def _places(self, typed: Sequence[Words], language: str) -> list[int]:
        """The things that are said so; of several those whose words differ least."""
        found: dict[int, int] = {}
        for words in typed:
            for place, known in self._known.get((language, _stems(words, language)), ()):
                apart = _apart(_plain(words), known)
                if apart <= _ENDING:
                    found[place] = min(apart, found.get(place, apart))
        nearest = min(found.values(), default=0)
        return [place for place, apart in found.items() if apart == nearest or nearest]

    def _others(self, place: int, language: str, typed: Sequence[Words]) -> Iterable[Form]:
        """The other ways to say a thing: those in this language are of other words, not of other endings."""
        stems = {_stems(words, language) for words in typed}
        for other, said in self._things[place].items():
            for text in said:
                if other != language:
                    yield Form(text, other, Said.TRANSLATION, TRANSLATION)
                elif _stems(_telling(text), other) not in stems:
                    yield Form(text, other, Said.SYNONYM, SYNONYM)

    def _kinds(self, places: Iterable[int]) -> Iterator[Form]:
        """The ways to say what is narrower than any of these things, the nearest and plainest first."""
        found: dict[int, None] = {}
        level = list(dict.fromkeys(each for place in places for each in self._narrower.get(place, ())))
        while level:
            found.update(dict.fromkeys(level))
            level = [each for place in level for each in self._narrower.get(place, ()) if each not in found]
        return self._ways(found, Said.NARROWER, NARROWER)

    def _ways(self, places: Iterable[int], said: Said, weight: float) -> Iterator[Form]:
        """The ways to say things, the plainest of each language first."""
        for texts in zip_longest(*map(self._said, places)):
            for text, language in filter(None, texts):
                yield Form(text, language, said, weight)

    def _said(self, place: int) -> Iterator[tuple[str, str]]:
        """All ways to say a thing with their languages, the plainest of each language first."""
        columns = [[(text, language) for text in said] for language, said in self._things[place].items()]
        return (each for row in zip_longest(*columns) for each in row if each)

    def _resolved(self, narrower: Narrower) -> Iterator[tuple[int, tuple[int, ...]]]:
        """The relations by the places of things; what is no thing is a word that is the same in all languages."""
        named = {said: place for place, ways in enumerate(self._things) for said in ways.get("en", ())}
        for each in {each for some in narrower.values() for each in some} - named.keys():
            named[each] = len(self._things)
            self._things.append(dict.fromkeys(_STEMMERS, (each,)))
        for broader, some in narrower.items():
            yield named[broader], tuple(named[each] for each in some)


def _typed(text: str, language: str) -> list[Words]:
    """The words of a text, in each way in which it may be written."""
    return [words for form in spellings(text, language) if (words := _telling(form))]


def _telling(text: str) -> Words:
    """The words of a text that say something; all of them where none does."""
    words = _WORD.findall(without_elisions(text).casefold())
    return tuple(word for word in words if word not in STOP_WORDS) or tuple(words)


def _plain(words: Words) -> Words:
    return tuple(fold(word) for word in words)


def _stems(words: Words, language: str) -> Words:
    return tuple(fold(_stem(word, language)) for word in words)


def _apart(words: Words, known: Words) -> int:
    """In how many letters at their ends the words differ at most: stems are coarser than meanings."""
    return max((_ends(*pair) for pair in zip(words, known, strict=True)), default=0)


def _ends(word: str, other: str) -> int:
    same = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(word, other, strict=False)))
    return max(len(word), len(other)) - same


@lru_cache(maxsize=50_000)
def _stem(word: str, language: str) -> str:
    stemmer = _STEMMERS.get(language)
    if stemmer is None:
        return word
    written = apart(word, language)
    if written != word:
        return written
    if language == "fr" and _IN_AUX.search(word):  # the stemmer leaves those of one syllable: maux
        word = f"{word[:-3]}al"
    with _stemming:  # a stemmer holds the word it works on
        return str(stemmer.stemWord(word))
