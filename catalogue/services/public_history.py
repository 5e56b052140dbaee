"""What readers have had of a description: the revisions that were published, and no other."""

from collections.abc import Sequence

from catalogue.domain.errors import NotFound
from catalogue.domain.record import Record, Revision
from catalogue.rdf import writing
from catalogue.rdf.formats import Format
from catalogue.services.differing import Comparison, Differing
from catalogue.services.reading import Reading, at_revision
from catalogue.store.base import History


class PublicHistory:
    """The published revisions of published records, for everybody.

    Who saved one and why is the holder's own business; what a withdrawal took away stays away.
    """

    def __init__(self, history: History, reading: Reading, differing: Differing) -> None:
        self._history = history
        self._reading = reading
        self._differing = differing

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

    def version(self, record: Record, number: int) -> Revision:
        """One of them by its number. Raises NotFound."""
        for each in self.versions(record):
            if each.number == number:
                return each
        raise NotFound(name=f"{record.id}, {number}")

    def body(self, record: Record, version: Revision, form: Format) -> bytes:
        """A version in a serialisation. Raises NotRepresentable."""
        return writing.body(self._reading.ntriples(at_revision(record, version), draft=True), form)
