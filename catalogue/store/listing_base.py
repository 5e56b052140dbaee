"""Listing descriptions for those who work on them: by title and by where they stand, without reading what they say."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from catalogue.domain.record import Record
from catalogue.domain.review import Stage


class Sort(StrEnum):
    """What stands first: what was saved last, or the first title of the alphabet."""

    CHANGED = "changed"
    TITLE = "title"


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which of their own descriptions somebody wants to see, `limit` of them after `start`.

    `words`, each as `spelling.plain` writes it, all stand in one of the titles. `languages`, in lower case and by
    preference, say which title counts for the order.
    """

    organisations: frozenset[str]
    words: tuple[str, ...] = ()
    stage: Stage | None = None
    languages: tuple[str, ...] = ()
    sort: Sort = Sort.CHANGED
    start: int = 0
    limit: int = 25


class ListingStore(Protocol):
    """Lists of records by what is noted of them when they are stored."""

    def listed(self, wanted: Wanted) -> tuple[Sequence[Record], int]:
        """The records of a page, none that comes from a source, and how many there are on all pages."""

    def titles(self, records: Collection[int]) -> Mapping[int, Mapping[str, str]]:
        """The titles of newest revisions by language, in lower case; empty is no language. What is long is cut."""
