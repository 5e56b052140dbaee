"""What somebody who types may mean: titles, concepts and organisations that filter, variables and codes, in groups."""

import time
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from catalogue.domain.languages import Reader
from catalogue.domain.record import Kind
from catalogue.domain.search import Query
from catalogue.domain.things import FACETS, ThingKind
from catalogue.domain.traits import KIND
from catalogue.search.base import Index
from catalogue.search.words import MAX_LENGTH, fold, tidy, without_elisions
from catalogue.services.search_labels import Labels

MOST: Final = 5  # suggestions of a group
SHORTEST: Final = 2  # characters
KINDS: Final = ("title", "concept", "organisation", "variable", "code")
_ORGANISATIONS: Final = {*FACETS[ThingKind.HOLDERS], *FACETS[ThingKind.BODIES]}
_KEPT: Final = 30.0  # seconds that the values of filters are remembered
_READERS: Final = 50  # kinds of readers, by their languages, for whom they are


@dataclass(frozen=True, slots=True)
class Suggestion:
    """One of a kind of `KINDS`; `count` is how many datasets have it.

    `language` is that of the text where it is stated. A title has the `id` of its dataset and, of a series, says so in
    its `label`; a concept and an organisation have the filter and the value that find it, and what the filter is
    called (`label`).
    """

    kind: str
    text: str
    language: str = ""
    count: int = 1
    id: str = ""
    filter: str = ""
    value: str = ""
    label: str = ""


class Suggesting:
    """Suggests while somebody types."""

    def __init__(self, index: Index, labels: Labels) -> None:
        self._index = index
        self._labels = labels
        self._known: dict[tuple[str, ...], tuple[float, list[tuple[Suggestion, list[str]]]]] = {}

    def suggest(self, text: str, reader: Reader) -> dict[str, tuple[Suggestion, ...]]:
        """By kind the suggestions, the best first, for the beginning of a question; nothing for what is too short.

        Raises Unavailable when the index is down.
        """
        typed = " ".join(tidy(text).split())
        if not SHORTEST <= len(typed) <= MAX_LENGTH:
            return {}
        found = [*self._completed(typed, reader), *self._filtering(typed, reader)]
        by_kind = {kind: tuple(each for each in found if each.kind == kind)[:MOST] for kind in KINDS}
        return {kind: some for kind, some in by_kind.items() if some}

    def _completed(self, typed: str, reader: Reader) -> Iterator[Suggestion]:
        for each in self._index.complete(typed, reader.language, MOST):
            label = self._labels.value(KIND, Kind.SERIES, reader)[0] if each.of_series else ""
            yield Suggestion(each.kind, each.text, each.language, each.count, each.id, label=label)

    def _filtering(self, typed: str, reader: Reader) -> Iterator[Suggestion]:
        """Values of filters whose label, or another name of an organisation, has the words, the last of which may be
        a beginning."""
        *whole, beginning = _words(typed) or [""]
        found = (
            suggestion
            for suggestion, words in self._values(reader)
            if beginning and set(whole) <= set(words) and any(word.startswith(beginning) for word in words)
        )
        yield from dict.fromkeys(found)

    def _values(self, reader: Reader) -> list[tuple[Suggestion, list[str]]]:
        """The values that datasets have, the most frequent first, each with the words of each of its names."""
        at, known = self._known.get(reader.languages, (-_KEPT, []))
        if time.monotonic() - at > _KEPT:
            counted = self._index.search(Query(language=reader.language, page_size=0)).facets
            values = [
                self._value(facet.id, value, count, reader)
                for facet in self._labels.profile.facets
                for value, count in counted.get(facet.id, ())
            ]
            known = [
                (each, _words(name))
                for each in sorted(values, key=lambda each: -each.count)
                for name in sorted({each.text, *self._labels.names(each.filter, each.value)})
            ]
            if len(self._known) >= _READERS:
                self._known.clear()
            self._known[reader.languages] = time.monotonic(), known
        return known

    def _value(self, filter: str, value: str, count: int, reader: Reader) -> Suggestion:
        text, language = self._labels.value(filter, value, reader)
        kind = "organisation" if filter in _ORGANISATIONS else "concept"
        return Suggestion(kind, text, language, count, "", filter, value, self._labels.name(filter, reader))


def _words(text: str) -> list[str]:
    plain = "".join(each if each.isalnum() else " " for each in fold(without_elisions(text)).lower())
    return plain.split()
