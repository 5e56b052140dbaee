"""Taking a single past version from readers: what was published by mistake and corrected since."""

from typing import Final

from catalogue.domain.errors import Conflict, WrongField
from catalogue.domain.people import Actor, Permission
from catalogue.domain.record import Record
from catalogue.domain.sentences import Sentence
from catalogue.services.auditing import Auditing
from catalogue.services.own_records import OwnRecords
from catalogue.store.base import History

LONGEST: Final = 2000  # characters of a reason
_NO_REASON: Final = Sentence("Say why: the reason stays in the audit log.")
_NOT_PAST: Final = Sentence(
    "Only a past version that readers still find can be hidden. What they have now is withdrawn."
)


class Hiding:
    """Hides versions for the administrators of an organisation, who still find them in the workspace."""

    def __init__(self, records: OwnRecords, store: History, auditing: Auditing) -> None:
        self._records = records
        self._store = store
        self._auditing = auditing

    def hide(self, actor: Actor, id: str, number: int, reason: str) -> Record:
        """Take a version from readers: no list, comparison, feed or file has it any more.

        Raises Forbidden, WrongField without a reason, Conflict for what is no past version of theirs.
        """
        record = self._records.find(actor, id, Permission.HIDE)
        why = reason.strip()[:LONGEST]
        if not why:
            raise WrongField(field="reason", reason=_NO_REASON)
        if not self._store.hide_revision(record.number, number):
            raise Conflict(reason=_NOT_PAST)
        about = record.iri, record.organisation or ""
        self._auditing.note(actor, "version-hidden", *about, f"revision {number}: {why}")
        return record
