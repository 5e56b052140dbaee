"""What was before: every revision of a description, what differs between two, and bringing one back."""

from collections.abc import Sequence

from catalogue.domain.errors import NotFound
from catalogue.domain.people import Actor, Permission
from catalogue.domain.record import Description, Record, Revision
from catalogue.rdf import writing
from catalogue.rdf.formats import Format
from catalogue.services.differing import Comparison, Differing
from catalogue.services.editing import Editing
from catalogue.services.own_records import OwnRecords, expect
from catalogue.services.reading import Reading, at_revision
from catalogue.services.saving import Saved
from catalogue.services.translating import translations


class Histories:
    """The revisions of descriptions, for those who may read drafts. All raise NotFound for all others."""

    def __init__(self, records: OwnRecords, reading: Reading, editing: Editing, differing: Differing) -> None:
        self._records = records
        self._reading = reading
        self._editing = editing
        self._differing = differing

    def revisions(self, actor: Actor, id: str) -> tuple[Record, Sequence[Revision]]:
        """A record with its revisions, the newest first."""
        record = self._records.find(actor, id)
        return record, sorted(self._records.revisions(record), key=lambda each: -each.number)

    def at(self, actor: Actor, id: str, number: int) -> Record:
        """A record as if the revision of a number were its newest."""
        return self._at(self._records.find(actor, id), number)

    def description(self, actor: Actor, id: str, number: int) -> Description:
        """The description as it was in a revision."""
        return self._reading.description(self.at(actor, id, number), draft=True)

    def body(self, actor: Actor, id: str, number: int, form: Format) -> bytes:
        """The same in a serialisation, which is kept nowhere. Raises NotRepresentable."""
        return writing.body(self._reading.ntriples(self.at(actor, id, number), draft=True), form)

    def compare(self, actor: Actor, id: str, before: int, after: int) -> Comparison:
        """What differs between two revisions, the second being the newer one or not."""
        record = self._records.find(actor, id)
        old, new = self._at(record, before), self._at(record, after)
        return self._differing.compare(record, old.head, new.head)

    def restore(self, actor: Actor, id: str, number: int, newest: int | None = None) -> Saved:
        """A new revision that says what another one did. Raises Forbidden and Stale."""
        record = self._records.find(actor, id, Permission.EDIT)
        expect(record, newest)
        description = self._reading.description(self._at(record, number), draft=True)
        say = translations(actor.language or "en").gettext
        reason = say("Restored from revision %(number)s") % {"number": number}
        return self._editing.replace(actor, id, description, record.head.number, reason)

    def _at(self, record: Record, number: int) -> Record:
        for revision in self._records.revisions(record):
            if revision.number == number:
                return at_revision(record, revision)
        raise NotFound(name=f"{record.id}, {number}")
