"""Which words of a name or a short text say what was asked, for answers in which no engine marks anything."""

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import groupby
from typing import Final

import Stemmer

from catalogue.domain.asked import Asked
from catalogue.search.names import PIECE
from catalogue.search.stems import STEMMERS, apart
from catalogue.search.words import STOP_WORDS, fold, without_elisions

Pieces = tuple[tuple[str, bool], ...]  # of a text, each with whether it is marked

_WORD: Final = re.compile(r"[^\W_]+")
_SHORTEST: Final = 3  # letters of a word that is marked although it was not typed


def marked(text: str, asked: Asked) -> Pieces:
    """The text in pieces: marked are the words of the question and of its other forms, in any ending."""
    wanted = _wanted(asked)
    if fold("".join(_WORD.findall(text))).casefold() in wanted:
        return ((text, True),)
    ends = [*_spans(text, wanted), (len(text), len(text))]
    pieces, at = [], 0
    for start, end in ends:
        pieces += [(text[at:start], False), (text[start:end], True)]
        at = end
    told = groupby((piece for piece in pieces if piece[0]), key=lambda piece: piece[1])
    return tuple(("".join(part for part, _ in some), is_match) for is_match, some in told)


def _spans(text: str, wanted: frozenset[str]) -> Iterator[tuple[int, int]]:
    """Words that are wanted, and of the others what is wanted in them: `Year` of `birthYear`."""
    for word in _WORD.finditer(text):
        if _stems(word.group()) & wanted:
            yield word.span()
            continue
        for piece in PIECE.finditer(text, *word.span()):
            if _stems(piece.group()) & wanted:
                yield piece.span()


@lru_cache(maxsize=500)
def _wanted(asked: Asked) -> frozenset[str]:
    typed = [word for text in (*asked.words, *asked.phrases) for word in _telling(text)]
    forms = (form.text for part in asked.parts for form in part.forms)
    meant = [word for text in forms for word in _telling(text) if len(word) >= _SHORTEST]
    return frozenset(stem for word in (*typed, *meant) for stem in _stems(word))


def _telling(text: str) -> list[str]:
    return [word for word in _WORD.findall(without_elisions(text)) if word.casefold() not in STOP_WORDS]


@lru_cache(maxsize=50_000)
def _stems(word: str) -> frozenset[str]:
    """A word as it is compared: as it is, and without its ending in each language."""
    # A stemmer holds the word that it works on: each call has its own, for there are threads.
    small = word.casefold()
    stems = (Stemmer.Stemmer(name).stemWord(apart(small, language)) for language, name in STEMMERS.items())
    return frozenset(fold(each) for each in (small, *stems))
