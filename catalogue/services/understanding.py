"""From what a person typed to a question whose parts have all the ways to say them, and the codes in it."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import cached_property, lru_cache
from typing import Final

from catalogue.domain import codes
from catalogue.domain.asked import Asked, Form, Part, Said
from catalogue.domain.criteria import Criterion, without
from catalogue.domain.ranges import YEARS
from catalogue.domain.vocabulary import Vocabularies
from catalogue.search.figure_words import COMPARING, MONTHS, NUMBERING, TURNING
from catalogue.search.stems import STEMMERS
from catalogue.search.terms import narrower, terms
from catalogue.search.thesaurus import Thesaurus, Ways
from catalogue.search.words import GENERAL, STOP_WORDS, ask, fold, half, required, tells
from catalogue.services.criteria import Criteria

_REMEMBERED: Final = 1_000  # questions
_WORDS_OF_LABEL: Final = 5  # longer labels of a vocabulary are sentences, not terms
# How much a place counts: its name is on so many descriptions that it weighs little, and others do not answer.
_PLACE: Final = 8.0

# Words that a description seldom has, and that turn the meaning of a question when they are taken for slips.
_EVERYDAY: Final = frozenset(map(fold, STOP_WORDS | GENERAL)) | TURNING | COMPARING | NUMBERING | MONTHS
_MARKS: Final = "()[]{}.,;:!?\"'«»“”’"


class Understanding:
    """Reads questions, with the list of terms, the labels of the vocabularies, and what they say of filters.

    The same question in the same language is understood once. The first question waits for the thesaurus, so
    that a process that will be asked calls `warm` before.
    """

    def __init__(self, vocabularies: Vocabularies, criteria: Criteria) -> None:
        self._vocabularies = vocabularies
        self.criteria = criteria.read
        self.words = lru_cache(maxsize=_REMEMBERED)(self._words)
        self.understand = lru_cache(maxsize=_REMEMBERED)(self._understand)
        self.loosen = lru_cache(maxsize=_REMEMBERED)(self._loosen)

    def warm(self) -> None:
        """Build the thesaurus now."""
        _ = self._thesaurus

    def is_word(self, word: str) -> bool:
        """Whether a word is one of the terms, of the vocabularies, or an everyday one, and so no slip."""
        plain = fold(word).lower().strip(_MARKS)
        return plain in _EVERYDAY or self._thesaurus.has(word)

    def _words(self, text: str, language: str) -> Asked:
        """The question of a text whose words are all meant as such, in the language of its reader.

        Raises BadParameter over the bounds of length.
        """
        asked = ask(text)
        return replace(asked, parts=_telling(self._parts(asked, language)), codes=codes.asked(text))

    def _understand(self, text: str, language: str) -> Asked:
        """The question of a text beside what it says of filters. Raises BadParameter over the bounds of length.

        All its words, where nothing else is asked for; beside years even a word that nearly every description has is
        something. Years, ages and numbers weigh the order. Of places that are joined one is enough, and a year alone
        is a word that a match with two others may lack.
        """
        told = self.criteria(text)
        joined = [each for each in told if len(each.names) > 1]
        years = {text[each.start : each.end] for each in told if each.is_word}
        said = [each for each in told if not each.values and not each.is_word]
        spans = tuple(dict.fromkeys((each.filter, each.ends) for each in told if not each.values))
        rest = ask(without(text, (*said, *joined)))
        is_dated = any(each.filter == YEARS.id for each in said)
        parts = [*(self._parts(rest, language) if tells(rest) or is_dated else ())]
        parts += [self._either(text, each, language) for each in joined]
        if not parts and not rest.phrases:
            return replace(self.words(text, language), spans=spans)
        others = len(_telling(parts)) - len(years)
        enough = required(others) if years and others > 1 else 0
        return Asked(_telling(parts), rest.phrases, codes.asked(text), enough, spans)

    def _either(self, text: str, places: Criterion, language: str) -> Part:
        """The part of a question that names places of which one is enough."""
        named = [ask(text[slice(*name)]).words for name in places.names]
        typed = (
            Form(" ".join(words), each, Said.ALTERNATIVE, _PLACE) for words in named for each in STEMMERS
        )
        known = (self._thesaurus.find(words, language) for words in named)
        others = (replace(form, weight=_PLACE) for term in known if term for form in term.forms)
        return Part(named[0], tuple(dict.fromkeys((*typed, *others))))

    def _loosen(self, text: str, language: str) -> Asked:
        """The same question for what has only some of it: single words, of which half are enough, each with all other
        forms of the term that it stands in, and what that is a kind of."""
        asked = self.understand(text, language)
        parts = _telling(each for part in asked.parts for each in self._apart(part, language))
        return replace(asked, parts=parts, enough=half(len(parts)))

    def _apart(self, part: Part, language: str) -> Iterator[Part]:
        forms = (*part.forms, *self._thesaurus.broader(part.words, language))
        for word in part.words:
            own = self._thesaurus.find((word,), language) if len(part.words) > 1 else None
            yield Part((word,), tuple(dict.fromkeys((*forms, *(own.forms if own else ())))))

    def _parts(self, asked: Asked, language: str) -> Iterator[Part]:
        """Terms of several words are one part; a word of no term is one of its own."""
        words = asked.words
        while words:
            term = self._thesaurus.find(words, language)
            length = term.length if term else 1
            yield Part(words[:length], term.forms if term else ())
            words = words[length:]

    @cached_property
    def _thesaurus(self) -> Thesaurus:
        return _thesaurus(self._vocabularies)


@lru_cache(maxsize=2)
def _thesaurus(vocabularies: Vocabularies) -> Thesaurus:
    """What takes a third of a second to build, and is the same wherever a process has the same vocabularies."""
    return Thesaurus((*terms(), *_labels(vocabularies)), narrower())


def _telling(parts: Iterable[Part]) -> tuple[Part, ...]:
    """The parts without words that nearly every description has; all of them where there are no others."""
    every = tuple(parts)
    return (
        tuple(part for part in every if len(part.words) > 1 or part.words[0].casefold() not in GENERAL)
        or every
    )


def _labels(vocabularies: Vocabularies) -> Iterator[Ways]:
    """The labels of concepts that say something in two languages."""
    for scheme in vocabularies:
        for concept in scheme.concepts:
            labels = {
                language: (label,)
                for language, label in concept.labels.items()
                if len(label.split()) <= _WORDS_OF_LABEL
            }
            if len(set(labels.values())) > 1:
                yield labels
