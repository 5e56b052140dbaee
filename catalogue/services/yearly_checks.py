"""The yearly check: which descriptions are due, saying that one is still true, and reminding those who should."""

from collections.abc import Collection, Iterator, Sequence
from datetime import UTC, datetime, time, timedelta
from typing import Final, Protocol

from catalogue.domain.errors import Conflict, Stale
from catalogue.domain.people import Actor, Permission
from catalogue.domain.record import ChangeKind, Record, State, Write
from catalogue.domain.review import NoticeKind
from catalogue.domain.sentences import Sentence
from catalogue.domain.yearly import WARNING, Calendar, Due, Urgency, later
from catalogue.services.own_records import OwnRecords, expect
from catalogue.services.voices import Voices
from catalogue.store.base import RecordStore, Selection, walk
from catalogue.store.holder_base import PeopleStore
from catalogue.store.review_base import NoticeStore

_KINDS: Final = {
    Urgency.SOON: NoticeKind.CHECK_SOON,
    Urgency.DUE: NoticeKind.CHECK_DUE,
    Urgency.OVERDUE: NoticeKind.CHECK_OVERDUE,
}
_TWICE: Final = timedelta(minutes=1)  # a second click within it is the same check
_ATTEMPTS: Final = 5


class Store(RecordStore, PeopleStore, NoticeStore, Protocol):
    """Records, organisations, and what people were told."""


class YearlyChecks:
    """Checks of what organisations hold; what belongs to none, or was harvested, is checked elsewhere."""

    def __init__(self, store: Store, records: OwnRecords, voices: Voices, calendar: Calendar) -> None:
        self._store = store
        self._records = records
        self._voices = voices
        self._calendar = calendar

    def due(self, actor: Actor) -> Sequence[Due]:
        """The checks that an actor can do which are due within 30 days or were, the longest overdue first."""
        mine = [each.id for each in self._store.organisations() if actor.may(Permission.CHECK, each.id)]
        return sorted(self._due(mine), key=lambda each: (each.day, each.record.number))

    def of(self, record: Record) -> Due | None:
        """The check of one record, when it is due within 30 days, or was."""
        is_held = record.state is State.PUBLISHED and record.source is None and bool(record.organisation)
        return self._calendar.due(record) if is_held else None

    def check(self, actor: Actor, id: str, note: str = "", revision: int | None = None) -> Record:
        """Say that what readers get is still true. The note is for the audit log.

        Raises NotFound, Forbidden, Conflict for what is not published, and Stale when `revision` is not the newest.
        """
        record = self._records.find(actor, id, Permission.CHECK)
        expect(record, revision)
        if record.state is not State.PUBLISHED:
            raise Conflict(reason=Sentence("It is not published, so there is nothing to check."))
        if record.checked and self._calendar.clock() - record.checked < _TWICE:
            return record
        checked = self._put(record) if revision is None else self._put_once(record)
        self._voices.auditing.note(actor, "checked", record.iri, record.organisation, note.strip())
        return checked

    def remind(self) -> int:
        """Tell people of checks 30 days before, on the day and 30 days after, each once; gives how many checks."""
        organisations = [each.id for each in self._store.organisations()]
        return sum(self._remind(each) for each in self._due(organisations))

    def _remind(self, each: Due) -> bool:
        kind, record = _KINDS[each.urgency], each.record
        if self._store.kinds_told([kind], record.number, each.since):
            return False
        people = self._records.who_may(Permission.CHECK, record.organisation)
        self._voices.notices.tell(people, kind, record, date=each.day.isoformat())
        return bool(people)

    def _due(self, organisations: Collection[str]) -> Iterator[Due]:
        if not organisations:
            return
        # Never too late: a month may be shorter than the one that is added to it.
        before = later(self._calendar.today + WARNING + timedelta(days=4), -self._calendar.months)
        unchecked = Selection(
            limit=500,
            states=frozenset({State.PUBLISHED}),
            organisations=frozenset(organisations),
            unchecked_since=datetime.combine(before, time(), UTC),
        )
        for record in walk(self._store, unchecked):
            found = self._calendar.due(record)
            if found:
                yield found

    def _put(self, record: Record) -> Record:
        """Store the check, whatever next version somebody saves meanwhile."""
        for _ in range(_ATTEMPTS):
            try:
                return self._put_once(record)
            except Stale:
                record = self._records.again(record)
        return self._put_once(record)

    def _put_once(self, record: Record) -> Record:
        write = Write(record.iri, record.head.number, ChangeKind.CHECKED, State.PUBLISHED)
        return self._store.put([write])[0]
