"""What readers have had of a description: the revisions that were published, and no other."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from threading import BoundedSemaphore
from typing import Final

from catalogue.domain.errors import Crowded, NotFound
from catalogue.domain.record import Record, Revision
from catalogue.rdf import writing
from catalogue.rdf.formats import Format
from catalogue.services.bodies import Memory
from catalogue.services.differing import Comparison, Differing
from catalogue.services.reading import Reading, at_revision
from catalogue.store.base import History

AT_ONCE: Final = 2  # visitors for whom versions are compared
PATIENCE: Final = 1.0  # seconds that somebody who compares two waits for others
COME_AGAIN: Final = 10  # seconds after which one of them will have been answered
_SIZES: Final = 2**20
_SIZE: Final = 200  # bytes in which the size of a version is remembered


class ManyCompare(Crowded):
    message = "Others are having versions compared at this moment. Try again in %(seconds)s seconds."


class PublicHistory:
    """The published revisions of published records, for everybody.

    Who saved one and why is the holder's own business; what a withdrawal took away stays away.
    """

    def __init__(self, history: History, reading: Reading, differing: Differing) -> None:
        self._history = history
        self._reading = reading
        self._differing = differing
        self._turns = BoundedSemaphore(AT_ONCE)
        self._sizes: Memory[int] = Memory(_SIZES)

    @contextmanager
    def turn(self, patience: float = 0.0) -> Iterator[None]:
        """A place among those who compare. Raises ManyCompare when there is none for so many seconds."""
        if not self._turns.acquire(timeout=patience):
            raise ManyCompare(seconds=COME_AGAIN)
        try:
            yield
        finally:
            self._turns.release()

    def versions(self, record: Record) -> Sequence[Revision]:
        """The revisions that readers have had, the newest first."""
        if record.published is None:
            return ()
        newest = record.published.number
        found = self._history.revisions(record.number)
        return [each for each in reversed(found) if each.published and each.number <= newest]

    def compare(self, record: Record, before: int, after: int) -> Comparison:
        """What differs between two of them. Raises NotFound for what readers never had."""
        return self._differing.compare(record, self.version(record, before), self.version(record, after))

    def size(self, record: Record, version: Revision) -> int:
        """How many statements a version has. Raises NotFound."""
        size = self._sizes.get(version.hash)
        if size is None:
            size = self._reading.ntriples(at_revision(record, version), draft=True).count("\n")
            self._sizes.put(version.hash, size, _SIZE)
        return size

    def version(self, record: Record, number: int) -> Revision:
        """One of them by its number. Raises NotFound."""
        for each in self.versions(record):
            if each.number == number:
                return each
        raise NotFound(name=f"{record.id}, {number}")

    def body(self, record: Record, version: Revision, form: Format) -> bytes:
        """A version in a serialisation. Raises NotRepresentable."""
        return writing.body(self._reading.ntriples(at_revision(record, version), draft=True), form)
