"""Where terms stand in a text, read as the engine's analysers do."""

import re
import unicodedata
from collections.abc import Collection
from typing import Final

from catalogue.search.elastic.fields import ANALYSERS
from catalogue.search.highlights import Kind
from catalogue.search.marking import Span

_STABLE: Final = 3  # letters at the beginning of a word that no stemmer changes
# Of other scripts, and İ, which is two characters in small.
_OTHER_LETTER: Final = re.compile(r"[^\u0000-\u024f\u2000-\u206f]|\u0130")
_LETTERS: Final = {
    code: unicodedata.normalize("NFD", chr(code))[0] for code in range(0xC0, 0x250)
} | str.maketrans({"œ": "oe", "æ": "ae"})


class WordFinder:
    """Finds the terms of one question. The engine's highlighter would mark `l’enfant` where `enfant` is asked for."""

    def __init__(self) -> None:
        self._beginnings: dict[str, tuple[str, ...]] = {}

    def spans(self, text: str, kind: Kind, terms: Collection[str]) -> list[Span]:
        """Where the terms stand in the text, in bytes of UTF-8."""
        way, _ = kind
        if way not in self._beginnings:
            self._beginnings[way] = tuple({term[: min(_STABLE, len(term) - 1) or 1] for term in terms})
        if not _may_have(text, self._beginnings[way]):
            return []
        found = list(ANALYSERS[way].found(text, terms))
        return found if text.isascii() else _in_bytes(text, found)


def _may_have(text: str, beginnings: tuple[str, ...]) -> bool:
    """Whether it is worth a look at each word, which takes a hundred times as long."""
    if not text.isascii() and _OTHER_LETTER.search(text):
        return True
    small = text.lower()
    if not small.isascii():
        small = small.translate(_LETTERS)
    return any(beginning in small for beginning in beginnings)


def _in_bytes(text: str, spans: list[Span]) -> list[Span]:
    at = length = 0
    counted = []
    for start, end in spans:
        begin = length + len(text[at:start].encode())
        length = begin + len(text[start:end].encode())
        counted.append((begin, length))
        at = end
    return counted
