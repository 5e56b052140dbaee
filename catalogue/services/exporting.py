"""All results of a search, one after the other: for files of them."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import chain, islice
from typing import Final

from catalogue.domain.errors import NotFound
from catalogue.domain.languages import Reader
from catalogue.domain.record import Record
from catalogue.domain.search import DEEPEST, Hit, Query
from catalogue.rdf import writing
from catalogue.rdf.formats import Format
from catalogue.search.base import SearchIndex
from catalogue.services.feeds import Feeds
from catalogue.services.searching import Parameters, Searching
from catalogue.services.turns import Turns
from catalogue.store.base import RecordStore

MOST: Final = DEEPEST  # results of a file
_AT_ONCE: Final = 500
_TURNS: Final = 2  # files that are made at one time


class Exporting:
    """Gives the results of a search, the first `MOST` of them. What changes meanwhile may be missing or old.

    `turns` are for those who give them to anybody: each file is thousands of descriptions.
    """

    def __init__(self, searching: Searching, index: SearchIndex, store: RecordStore, feeds: Feeds) -> None:
        self._searching = searching
        self._index = index
        self._store = store
        self._feeds = feeds
        self.turns = Turns(_TURNS)

    def query(self, parameters: Parameters, reader: Reader) -> Query:
        """What the parameters ask for, from its first page. Raises BadParameter."""
        return self._searching.query({**parameters, "page": []}, reader, _AT_ONCE)

    def hits(self, parameters: Parameters, reader: Reader) -> Iterator[Hit]:
        """The results in the order that is asked for. Raises BadParameter, and as `hits_of` does."""
        return self.hits_of(self.query(parameters, reader))

    def hits_of(self, query: Query) -> Iterator[Hit]:
        """The results of what `query` has read, in its order.

        The first of them are looked for at once. Raises Unavailable when the index is down.
        """
        query = replace(query, highlights=False, counted=())
        first = self._index.search(query)
        return _once(chain(first.hits, self._others(query, min(first.total, MOST))))

    def _others(self, query: Query, total: int) -> Iterator[Hit]:
        for page in range(2, -(-total // _AT_ONCE) + 1):
            yield from self._index.search(replace(query, page=page, counts=False)).hits

    def rdf(self, parameters: Parameters, reader: Reader, form: Format) -> Iterator[bytes]:
        """The descriptions of the results as one document, piece by piece. Raises as `hits` does.

        The form must be one that can say every graph.
        """
        return self._pieces(self.hits(parameters, reader), form)

    def _pieces(self, hits: Iterator[Hit], form: Format) -> Iterator[bytes]:
        yield writing.head(form)
        between = b""
        for record in self._published(hits):
            try:
                piece = self._feeds.fragment(record, form)
            except NotFound:
                continue
            yield between + piece
            between = writing.separator(form)
        yield writing.foot(form)

    def _published(self, hits: Iterator[Hit]) -> Iterator[Record]:
        """The records of results, but for those that were withdrawn since they were indexed."""
        while numbers := [hit.number for hit in islice(hits, _AT_ONCE)]:
            found = self._store.find("number", numbers)
            yield from (found[number] for number in numbers if number in found and found[number].published)


def _once(hits: Iterator[Hit]) -> Iterator[Hit]:
    """A result that moves to a later page while the pages are read is there once."""
    seen = set()
    for hit in hits:
        if hit.number not in seen:
            seen.add(hit.number)
            yield hit
