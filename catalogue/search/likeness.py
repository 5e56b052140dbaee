"""Words that a slip may have been meant as: which of those in the texts of descriptions are spelled nearly so."""

import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from difflib import SequenceMatcher
from typing import Final

from catalogue.search.words import fold, tidy

LOOKED_AT: Final = 40  # descriptions whose words are compared with a slip
_SHORTEST: Final = 4  # characters of a word that may be a slip
_LONGEST: Final = 50
_LONG: Final = 8  # characters from which two letters may be wrong
_NEAR: Final = 0.7  # how like the slip a word must be, from 0 to 1
_COMPARED: Final = 20_000  # words of those descriptions, the best first
_WORDS: Final = re.compile(r"[^\W\d_]{4,}")


def slip_of(word: str) -> str:
    """A word as it is compared; "" for one that cannot be a slip."""
    slip = fold(tidy(word)).lower()
    return slip if _SHORTEST <= len(slip) <= _LONGEST and slip.isalpha() else ""


def letters_apart(slip: str) -> int:
    """How many letters of a slip may be wrong."""
    return 2 if len(slip) >= _LONG else 1


def words_like(slip: str, passages: Iterable[bytes | str]) -> list[tuple[str, int]]:
    """The words of descriptions that are like a slip, the nearest first, with in how many of them they are.

    `passages` are those of one description each, as they are stored.
    """
    found: Counter[str] = Counter()
    for packed in passages:
        found.update(_of_length(slip, packed))
        if len(found) >= _COMPARED:
            break
    alike = dict(_alike(slip, found))
    ranked = sorted(alike, key=lambda each: (-alike[each], -found[each], each))
    return [(each, found[each]) for each in ranked]


def _of_length(slip: str, packed: bytes | str) -> set[str]:
    """The words of a description's passages that are about as long as a slip."""
    words = {word.lower() for *_, text in json.loads(packed) for word in _WORDS.findall(text)}
    return {word for word in words if abs(len(word) - len(slip)) <= 2}


def _alike(slip: str, words: Iterable[str]) -> Iterator[tuple[str, float]]:
    """The words that are like a slip, each with how much. What has too few of its letters is left out first, which
    is much cheaper to see."""
    letters = SequenceMatcher(None, "", slip)
    for word in words:
        plain = fold(word)
        letters.set_seq1(plain)
        if letters.real_quick_ratio() >= _NEAR and letters.quick_ratio() >= _NEAR:
            likeness = SequenceMatcher(None, slip, plain).ratio()
            if likeness >= _NEAR:
                yield word, likeness
