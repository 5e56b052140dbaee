"""How the descriptions of an index name organisations, counted when the index has changed."""

from collections.abc import Iterator, Mapping
from typing import Any

from catalogue.domain.organisations import Naming
from catalogue.search.elastic.connection import Server
from catalogue.search.naming import CALLED, MOST, SHARED, naming


class Namings:
    """The naming of an index, remembered until it is another one or at another position."""

    def __init__(self, server: Server) -> None:
        self._server = server
        self._known: tuple[tuple[str, int], Naming] | None = None

    def at(self, state: tuple[str, int], name: str) -> Naming:
        """The naming of the index of a name, which is in this state: the index that it stands for, and its position."""
        known = self._known
        if known is None or known[0] != state:
            known = self._known = state, self._read(name)
        return known[1]

    def _read(self, name: str) -> Naming:
        terms = {each: {"terms": {"field": each, "size": MOST}} for each in (CALLED, SHARED)}
        [answer] = self._server.search(name, [{"size": 0, "track_total_hits": False, "aggs": terms}])
        found = answer["aggregations"]
        return naming(_counted(found[CALLED]), (term for term, _ in _counted(found[SHARED])))


def _counted(answer: Mapping[str, Any]) -> Iterator[tuple[str, int]]:
    return ((str(bucket["key"]), int(bucket["doc_count"])) for bucket in answer["buckets"])
