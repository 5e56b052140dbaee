"""What is shown where few descriptions have all that was asked for: what was meant, and what has some of it."""

from dataclasses import replace
from itertools import pairwise
from typing import Final

from catalogue.domain.asked import Asked
from catalogue.domain.search import Hit, Query, Results, Sort
from catalogue.search.base import Index
from catalogue.search.words import fold
from catalogue.services.search_page import Meant
from catalogue.services.understanding import Understanding

FEW: Final = 10  # results in all, beside those that were asked for
_JOINED: Final = 8  # words of a question that may have been written apart


class Nearby:
    """Finds more for one question and its results. No filter is ever set aside."""

    def __init__(self, index: Index, understanding: Understanding) -> None:
        self._index = index
        self._understanding = understanding

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
        """The question with the words that no description has as they may have been meant, if that finds any."""
        typed = query.asked.words if query.asked else ()
        return self._meant(query, self._joined(query.text, typed)) or self._meant(
            query, self._mended(query.text, typed)
        )

    def _meant(self, query: Query, text: str) -> Meant | None:
        if not text or text == query.text:
            return None
        asked = self._understanding.understand(text, query.language)
        total = self._index.search(replace(query, text=text, asked=asked, page=1)).total
        return Meant(text, total, replace(query, text=text).parameters()) if total else None

    def _joined(self, text: str, typed: tuple[str, ...]) -> str:
        """The question with two neighbours as the one word that descriptions have: “waste water”, “health care”."""
        words = text.split()
        for place, (left, right) in enumerate(pairwise(words[:_JOINED])):
            if {left, right} <= set(typed) and self._is_known(left + right):
                return " ".join((*words[:place], left + right, *words[place + 2 :]))
        return ""

    def _mended(self, text: str, typed: tuple[str, ...]) -> str:
        """The question with better words; none that it has already, which would ask for less and say it twice."""
        better = {word: self._better(word) for word in typed}
        changed = {word: new for word, new in better.items() if new and new not in typed}
        return " ".join(changed.get(word, word) for word in text.split()) if changed else ""

    def _is_known(self, word: str) -> bool:
        return fold(word).lower() in {fold(each).lower() for each, _ in self._index.words_like(word)}

    def _better(self, word: str) -> str:
        """A word of the index that another one may have been meant for; "" where it is in the index itself."""
        like = self._index.words_like(word)
        known = {fold(each).lower() for each, _ in like}
        return "" if not like or fold(word).lower() in known else like[0][0]
