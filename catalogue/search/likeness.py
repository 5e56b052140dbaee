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
    found = Counter(each for packed in passages for each in _alike(slip, packed))
    ranked = sorted(found, key=lambda each: (-_likeness(slip, each), -found[each], each))
    return [(each, found[each]) for each in ranked]


def _alike(slip: str, packed: bytes | str) -> Iterator[str]:
    """The words of a description's passages that are like a slip, each once."""
    words = {word.lower() for *_, text in json.loads(packed) for word in _WORDS.findall(text)}
    return (word for word in words if abs(len(word) - len(slip)) <= 2 and _likeness(slip, word) >= _NEAR)


def _likeness(slip: str, word: str) -> float:
    return SequenceMatcher(None, slip, fold(word)).ratio()
