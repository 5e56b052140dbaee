"""An index that tells what it was asked."""

from catalogue.domain.search import Query, Results
from catalogue.search.base import SearchIndex


class AskedIndex:
    """Asks another one, and remembers every question."""

    def __init__(self, index: SearchIndex) -> None:
        self.apply, self.rebuild = index.apply, index.rebuild
        self._index = index
        self.queries: list[Query] = []
        self.positions = 0

    def position(self) -> int:
        self.positions += 1
        return self._index.position()

    def search(self, query: Query) -> Results:
        self.queries.append(query)
        return self._index.search(query)
