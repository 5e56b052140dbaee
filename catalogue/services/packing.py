"""Descriptions made ready for the search index: here, or in processes of their own while the next are read."""

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future
from contextlib import AbstractContextManager
from itertools import islice
from typing import Final, Protocol

from catalogue.domain.record import Record, Revision
from catalogue.domain.report import Finding, Report
from catalogue.rdf.sorted_statements import SortedStatements
from catalogue.search.base import Packed, Packer
from catalogue.services.pools import Pool, cross
from catalogue.services.search_documents import SearchDocuments

AT_ONCE: Final = 20  # descriptions that go to a process together
_IN_FLIGHT: Final = 3  # batches for each process that are made or wait while the next are read

Stored = tuple[Record, str]  # a record, and the N-Triples that readers get of it

cross(Record, Revision, Report, Finding, Packed)


class Packs(Protocol):
    """Where documents are made."""

    def each(self, stored: Iterable[Stored]) -> Iterator[Packed]:
        """The document of each, in their order."""


# Opens what makes the documents of a rebuild, told whether they are many.
OpenPacks = Callable[[bool], AbstractContextManager[Packs]]


class Packing:
    """Makes documents and packs them for one index."""

    def __init__(self, documents: SearchDocuments, packer: Packer) -> None:
        self._documents = documents
        self._packer = packer

    def each(self, stored: Iterable[Stored]) -> Iterator[Packed]:
        """The document of each, one by one."""
        return map(self._packed, stored)

    def batch(self, asked: Sequence[Stored]) -> list[Packed]:
        """The documents of a batch."""
        return [self._packed(each) for each in asked]

    def _packed(self, stored: Stored) -> Packed:
        record, ntriples = stored
        return self._packer.pack(self._documents.document(record, SortedStatements(ntriples)))


class InProcesses:
    """The same in processes of their own, each with at most three batches that lie in memory."""

    def __init__(self, processes: Pool[Stored, Packed]) -> None:
        self._processes = processes

    def each(self, stored: Iterable[Stored]) -> Iterator[Packed]:
        waiting: deque[Future[list[Packed]]] = deque()
        rest = iter(stored)
        while batch := list(islice(rest, AT_ONCE)):
            waiting.append(self._processes.submit(batch))
            if len(waiting) > _IN_FLIGHT * self._processes.processes:
                yield from waiting.popleft().result()
        while waiting:
            yield from waiting.popleft().result()
