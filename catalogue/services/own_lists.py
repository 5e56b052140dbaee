"""Lists of somebody's own descriptions: what is asked for, and what stands on a page."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from catalogue.domain.record import Record
from catalogue.domain.review import Stage
from catalogue.domain.spelling import plain
from catalogue.store.listing_base import Sort, Wanted

__all__ = ("ALL", "Asked", "Entries", "Entry", "Sort")


@dataclass(frozen=True, slots=True)
class Entry:
    """A record in the list of somebody's descriptions.

    `titles` are those of its newest revision by language; `copy` says when they last wrote something that is not
    saved.
    """

    record: Record
    titles: Mapping[str, str]
    copy: datetime | None = None

    @property
    def has_draft(self) -> bool:
        return self.record.has_draft


@dataclass(frozen=True, slots=True)
class Entries:
    """A page of a list, and how many descriptions there are on all of them."""

    entries: tuple[Entry, ...]
    total: int


@dataclass(frozen=True, slots=True)
class Asked:
    """Which descriptions somebody asks for: `limit` of them after `start`; without an organisation, those of all.

    The words of `question` stand in one title, whatever their case and accents. `languages`, by preference, say which
    title counts where they are sorted by title.
    """

    question: str = ""
    stage: Stage | None = None
    organisation: str | None = None
    languages: tuple[str, ...] = ()
    sort: Sort = Sort.CHANGED
    start: int = 0
    limit: int = 25

    def wanted(self, organisations: frozenset[str]) -> Wanted:
        """The same for the store."""
        words = tuple(plain(self.question).split())
        return Wanted(organisations, words, self.stage, self.languages, self.sort, self.start, self.limit)


ALL: Final = Asked()
