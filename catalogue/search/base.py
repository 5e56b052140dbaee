"""What the services ask of a search index. Every adapter passes `tests/contracts/test_search.py`."""

from collections.abc import Collection, Iterable
from typing import Protocol

from catalogue.domain.search import Query, Results, SearchDocument


class SearchIndex(Protocol):
    """An index that follows the change feed, and can be thrown away and rebuilt."""

    def position(self) -> int:
        """The position of the change feed that the index has taken in; -1 when it must be rebuilt."""

    def apply(self, documents: Iterable[SearchDocument], removed: Collection[int], position: int) -> None:
        """Replace these documents and drop the removed numbers, as one step; then the index is at `position`."""

    def rebuild(self, documents: Iterable[SearchDocument], position: int) -> None:
        """Build anew beside the index that readers use, then change over. Readers never see a gap."""

    def search(self, query: Query) -> Results:
        """The answer. Raises BadInput for a query that cannot be understood, Unavailable when it is down."""
