"""Which words mean the same, within a language and across languages.

Words are compared by their stems, so that "cancers du sein" is the term "cancer du sein". The thesaurus knows
terms of up to `LONGEST` words; the longest term that stands at a place is taken.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from threading import Lock
from typing import Final

import snowballstemmer

from catalogue.domain.asked import Form, Said
from catalogue.search.words import STOP_WORDS, fold, spellings, without_elisions

LONGEST: Final = 6  # words of a term
MOST: Final = 12  # forms of one part of a question, the plainest first
SYNONYM: Final = 0.8  # how much a form counts beside the words as typed
TRANSLATION: Final = 0.7

_STEMMERS: Final = {"en": snowballstemmer.stemmer("english"), "fr": snowballstemmer.stemmer("french")}
_WORD: Final = re.compile(r"[^\W_]+")
_stemming: Final = Lock()

Stems = tuple[str, ...]
Ways = Mapping[str, Sequence[str]]  # by language, the ways to say one thing


@dataclass(frozen=True, slots=True)
class Term:
    """A term that stands in a question: how many of its words, and the other ways to say it."""

    length: int
    forms: tuple[Form, ...]


class Thesaurus:
    """The ways to say things, from the list of terms and the labels of vocabularies."""

    def __init__(self, things: Iterable[Ways]) -> None:
        self._things = [{language: tuple(said) for language, said in ways.items()} for ways in things]
        self._known: defaultdict[tuple[str, Stems], list[int]] = defaultdict(list)
        for place, ways in enumerate(self._things):
            for language, said in ways.items():
                for text in said:
                    self._know(language, text, place)

    def find(self, words: Sequence[str], language: str) -> Term | None:
        """The longest term that these words begin with, looked for in their reader's language first."""
        for length in range(min(len(words), LONGEST), 0, -1):
            text = " ".join(words[:length])
            forms = self._forms(text, language)
            if forms:
                return Term(length, forms)
        return None

    def _know(self, language: str, text: str, place: int) -> None:
        stems = _stems(text, language)
        if 0 < len(stems) <= LONGEST and place not in self._known[language, stems]:
            self._known[language, stems].append(place)

    def _forms(self, text: str, reader: str) -> tuple[Form, ...]:
        """The other ways to say a text, of each language in which it is a term."""
        found: dict[tuple[str, str], Form] = {}
        for language in sorted(_STEMMERS, key=lambda each: each != reader):
            typed = {stems for form in spellings(text, language) if (stems := _stems(form, language))}
            for stems in typed:
                for place in self._known.get((language, stems), ()):
                    for form in self._others(place, language, typed):
                        found.setdefault((form.language, fold(form.text).casefold()), form)
            if found:
                break  # what is a term of the reader's language is not read as a word of another one
        return tuple(sorted(found.values(), key=lambda form: -form.weight))[:MOST]

    def _others(self, place: int, language: str, typed: set[Stems]) -> Iterable[Form]:
        for other, said in self._things[place].items():
            for text in said:
                if other == language and _stems(text, other) not in typed:
                    yield Form(text, other, Said.SYNONYM, SYNONYM)
                elif other != language:
                    yield Form(text, other, Said.TRANSLATION, TRANSLATION)


def _stems(text: str, language: str) -> Stems:
    """The stems of the telling words of a text, without accents."""
    words = _WORD.findall(without_elisions(text).casefold())
    telling = [word for word in words if word not in STOP_WORDS] or words
    return tuple(fold(_stem(word, language)) for word in telling)


@lru_cache(maxsize=50_000)
def _stem(word: str, language: str) -> str:
    stemmer = _STEMMERS.get(language)
    if stemmer is None:
        return word
    with _stemming:  # a stemmer holds the word it works on
        return str(stemmer.stemWord(word))
