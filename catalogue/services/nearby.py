"""What is shown where few descriptions have all that was asked for: what was meant, and what has some of it."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from functools import lru_cache, partial
from itertools import pairwise
from typing import Final

from catalogue.domain.asked import Asked
from catalogue.domain.search import Hit, Query, Results, Sort
from catalogue.search.base import Index
from catalogue.search.words import MAX_LENGTH, fold
from catalogue.services.search_page import Meant
from catalogue.services.understanding import Understanding

FEW: Final = 10  # results in all, beside those that were asked for
_SHORT: Final = 6  # words of a question that may have a slip: of a longer one, too many would be looked for
_JOINED: Final = 8  # words of a question that may have been written apart
_REMEMBERED: Final = 1_000  # words

# Whether the index has a word, and which of its words is most like it.
Spelled = Callable[[str], tuple[bool, str]]


class Nearby:
    """Finds more for one question and its results. No filter is ever set aside."""

    def __init__(self, index: Index, understanding: Understanding) -> None:
        self._index = index
        self._understanding = understanding
        self._remembered = lru_cache(maxsize=_REMEMBERED)(self._look_up)

    def also(self, query: Query, results: Results, meant: Meant | None) -> tuple[Hit, ...]:
        """What was meant, best first; else what has some of the words. Nothing where the results are not few."""
        known = {hit.number for hit in results.hits}
        if not query.text.strip() or results.total >= FEW or len(known) < results.total:
            return ()
        text = meant.text if meant else query.text
        whole = self._understanding.understand(text, query.language)
        looser = self._understanding.loosen(text, query.language)
        found = self._hits(query, text, whole) if meant else []
        if len(found) < FEW and (looser.parts != whole.parts or len(looser.parts) > 1):
            found += self._hits(query, text, looser)
        beside: dict[int, Hit] = {}
        for hit in found:
            if hit.number not in known:
                beside.setdefault(hit.number, hit)
        return tuple(beside.values())[: FEW - len(known)]

    def _hits(self, query: Query, text: str, asked: Asked) -> list[Hit]:
        """The best matches of another question, within the same filters."""
        other = replace(
            query, text=text, asked=asked, sort=Sort.RELEVANCE, page=1, page_size=FEW, counts=False
        )
        return list(self._index.search(other).hits)

    def meant(self, query: Query) -> Meant | None:
        """The question with the words that no description has as they may have been meant, if that finds any.

        None for a long question, and where only the filters leave nothing of what its words find.
        """
        typed = query.asked.words if query.asked else ()
        if not 0 < len(typed) <= _SHORT or self._finds(replace(query, filters={}, ranges={})):
            return None
        spelled = partial(self._remembered, self._index.position())
        return self._meant(query, _joined(query.text, typed, spelled)) or self._meant(
            query,
            _mended(query.text, [each for each in typed if not self._understanding.is_word(each)], spelled),
        )

    def _finds(self, query: Query) -> int:
        return self._index.search(query.only_total()).total

    def _meant(self, query: Query, text: str) -> Meant | None:
        if text in ("", query.text) or len(text) > MAX_LENGTH:
            return None
        asked = self._understanding.understand(text, query.language)
        total = self._finds(replace(query, text=text, asked=asked))
        return Meant(text, total, replace(query, text=text).parameters()) if total else None

    def _look_up(self, _position: int, word: str) -> tuple[bool, str]:
        like = [each for each, _ in self._index.words_like(word)]
        known = {fold(each).lower() for each in like}
        return fold(word).lower() in known, next(iter(like), "")


def _joined(text: str, typed: tuple[str, ...], spelled: Spelled) -> str:
    """The question with two neighbours as the one word that descriptions have: “waste water”, “health care”."""
    words = text.split()
    for place, (left, right) in enumerate(pairwise(words[:_JOINED])):
        if {left, right} <= set(typed) and spelled(left + right)[0]:
            return " ".join((*words[:place], left + right, *words[place + 2 :]))
    return ""


def _mended(text: str, slips: Iterable[str], spelled: Spelled) -> str:
    """The question with better words; none that it has already, which would ask for less and say it twice."""
    words = text.split()
    found = {word: spelled(word) for word in slips}
    changed = {word: new for word, (known, new) in found.items() if new and not known and new not in words}
    return " ".join(changed.get(word, word) for word in words) if changed else ""
