"""Indexes on the real engines of the tests."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

from catalogue.domain.search import Layout, SearchDocument
from catalogue.search.elastic import ElasticIndex, address
from catalogue.search.elastic.locking import LEASE
from tests.contracts.test_search import LAYOUT
from tests.engines.search_server import SearchServer

NAME = "catalogue-tests"


class Connect:
    """Gives indexes of a server, each as another process would have it."""

    def __init__(self, server: SearchServer) -> None:
        self.server = server
        self._made: list[ElasticIndex] = []

    def __call__(
        self, layout: Layout = LAYOUT, wait: float = 10.0, lease: float = LEASE, **given: Any
    ) -> ElasticIndex:
        """An index with the time that a busy machine needs, unless it is given less."""
        place = replace(address(self.server.url), **{"timeout": 30.0, **given})
        self._made.append(ElasticIndex(place, NAME, layout, wait, lease))
        return self._made[-1]

    def close(self) -> None:
        for index in self._made:
            index.close()


@contextmanager
def connecting(server: SearchServer) -> Iterator[Connect]:
    connect = Connect(server)
    try:
        yield connect
    finally:
        connect.close()


class Kept:
    """What is filled in on a server, kept from test to test: to make an index takes most of a test's time.

    It is made anew unless it holds these very documents, and nobody has written to it since.
    """

    def __init__(self, server: SearchServer) -> None:
        self.server = server
        self._documents: tuple[SearchDocument, ...] | None = None
        self._indices: list[str] = []

    def fill(self, index: ElasticIndex, documents: tuple[SearchDocument, ...]) -> None:
        is_kept = documents == self._documents and self.server.indices() == self._indices
        if not is_kept or index.position() != 1:
            index.rebuild(documents, 1)
            self._documents, self._indices = documents, self.server.indices()

    def empty(self) -> None:
        """Drops what is filled in. What says who writes stays: nobody does."""
        self.server.clear(f"{NAME}-lock")
