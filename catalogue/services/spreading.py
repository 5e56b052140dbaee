"""Bringing a change of the register to every description that uses it, a revision each, and telling what became of it.

What readers get is published again where who changed the entry may publish, and the description has no more
violations than before; else the change waits in a draft beside it. A draft beside what is published gets the change
too. Each description is done in a transaction of its own with its outcome, so that a change can stop and go on at
any time, in a request or in the worker.
"""

import logging
import time
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import Final, Protocol

from catalogue.domain.errors import CatalogueError, Stale, Unavailable
from catalogue.domain.record import ChangeKind, Description, Record, State, Write
from catalogue.domain.register import Action, Change, Effect, Item, RegisterEntry
from catalogue.domain.report import Report, Severity
from catalogue.domain.review import Status
from catalogue.domain.sentences import Sentence
from catalogue.services.auditing import now
from catalogue.services.exchanging import Exchanging
from catalogue.services.exchanging import Store as RegisterStore
from catalogue.services.judging import Judge, Judgement
from catalogue.services.reading import Reading
from catalogue.services.records import Records
from catalogue.services.translating import told
from catalogue.store.holder_base import PeopleStore

log = logging.getLogger(__name__)

_BATCH: Final = 50
_TRIES: Final = 3


class Store(RegisterStore, PeopleStore, Protocol):
    """Descriptions and entries, and who changes them."""


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a change is: how many descriptions it concerns, how many wait, and what became of the others."""

    change: Change
    total: int
    waiting: int
    items: Sequence[Item]


class Spreading:
    """Carries out changes of the register."""

    def __init__(
        self, store: Store, exchanging: Exchanging, judging: tuple[Judge, Records], reading: Reading
    ) -> None:
        self._store = store
        self._exchanging = exchanging
        self._judge, self._records = judging
        self._reading = reading

    def run(self, change: Change, seconds: float) -> bool:
        """Go on with a change for some time; whether it has reached every description."""
        until = time.monotonic() + seconds
        reason = self._reason(change)
        while waiting := self._store.items(change.id, waiting=True, limit=_BATCH):
            records = self._store.find("number", [item.record for item in waiting])
            for item in waiting:
                if item.record in records:  # else it was removed meanwhile, and its item with it
                    self._carry_out(records[item.record], change, item, reason)
                if time.monotonic() > until:
                    return not self._store.items(change.id, waiting=True, limit=1) and self._finish(change)
        return self._finish(change)

    def catch_up(self, seconds: float = 1.0) -> int:
        """Go on with all changes that are under way, for some time each; how many there were."""
        changes = self._store.register_changes(unfinished=True)
        for change in changes:
            self.run(change, seconds)
        return len(changes)

    def progress(self, id: str) -> Progress | None:
        """How far a change is."""
        change = self._store.register_change(id)
        if change is None:
            return None
        items = self._store.items(id)
        waiting = sum(item.effect is Effect.WAITING for item in items)
        return Progress(change, len(items), waiting, items)

    def records(self, items: Iterable[Item]) -> list[Record]:
        """The descriptions that items are about, but for those that were removed."""
        return list(self._store.find("number", [item.record for item in items]).values())

    def changes(self, iri: str) -> Sequence[Change]:
        """The changes of an entry, the newest first."""
        return self._store.register_changes(iri)

    def foresee(self, change: Change, entry: RegisterEntry, records: Iterable[Record]) -> list[Item]:
        """What would become of descriptions if an entry said what it says in this version; nothing is stored."""
        others = self._exchanging.entry
        foreseen = replace(self._exchanging, entry=lambda iri: entry if iri == entry.iri else others(iri))
        return [self._plan(record, change, Item(change.id, record.number), foreseen)[0] for record in records]

    def _finish(self, change: Change) -> bool:
        self._store.finish_change(change.id, now())
        return True

    def _carry_out(self, record: Record, change: Change, item: Item, reason: str) -> None:
        """Do it, or note that it failed: the others do not wait for one that cannot be changed."""
        for _ in range(_TRIES):
            try:
                self._change(record, change, item, reason)
                return
            except Stale:  # somebody saved it meanwhile
                record = self._store.find("number", [record.number]).get(record.number, record)
            except Unavailable:  # a later try can succeed
                raise
            except CatalogueError:
                break
            except Exception:
                log.exception("the change %s cannot be brought to %s", change.id, record.iri)
                break
        self._store.carry_out(replace(item, effect=Effect.FAILED, before=record.head.number), [])

    def _change(self, record: Record, change: Change, item: Item, reason: str) -> None:
        planned, writes = self._plan(record, change, item, self._exchanging)
        told = [replace(each, reason=reason) for each in writes]
        if self._store.carry_out(planned, told):
            self._keep_in_review(planned)

    def _keep_in_review(self, item: Item) -> None:
        """Let a version that was sent in stay so with the change; an approval was of what it said before."""
        review = self._store.reviews([item.record]).get(item.record)
        if review is None or review.revision != item.before or item.after <= item.before:
            return
        if review.status is not Status.SENT_BACK:
            kept = replace(review, status=Status.IN_REVIEW, revision=item.after)
            with suppress(Stale):  # somebody has decided meanwhile
                self._store.move_review(item.record, review, kept)

    def _plan(
        self, record: Record, change: Change, item: Item, exchanging: Exchanging
    ) -> tuple[Item, list[Write]]:
        """What becomes of a description, and the revisions that it gets."""
        item = replace(item, before=record.head.number)
        if record.published is not None:
            item = replace(item, published=record.published.number)
        if record.state is State.WITHDRAWN:
            return replace(item, effect=Effect.UNCHANGED), []
        head = exchanging.head(record, change)
        if record.published is None or record.has_draft:
            return self._beside(record, change, item, head, exchanging)
        if head.hash == record.head.hash:
            return replace(item, effect=Effect.UNCHANGED), []
        judged = self._judged(record, head, draft=True)
        worse = _violations(judged.report) > _violations(record.head.report)
        told = replace(item, after=record.head.number + 1, violations=_violations(judged.report))
        if change.publishes and not worse:
            return replace(told, effect=Effect.PUBLISHED), [
                _write(record, head, judged, change, publish=True)
            ]
        effect = Effect.KEPT if worse else Effect.DRAFT
        return replace(told, effect=effect), [_write(record, head, judged, change)]

    def _beside(
        self, record: Record, change: Change, item: Item, head: Description, exchanging: Exchanging
    ) -> tuple[Item, list[Write]]:
        """As `_plan`, where the newest revision is a draft, beside what is published or alone."""
        judged = self._judged(record, head, draft=True)
        told = replace(item, violations=_violations(judged.report))
        first = self._published(record, change, exchanging) if record.published and change.publishes else None
        if first is not None:
            number = record.head.number
            second = replace(_write(record, head, judged, change), expected=number + 1)
            return replace(told, effect=Effect.BOTH, after=number + 2), [first, second]
        if head.hash == record.head.hash:
            return replace(told, effect=Effect.UNCHANGED), []
        write = _write(record, head, judged, change)
        return replace(told, effect=Effect.DRAFT, after=record.head.number + 1), [write]

    def _published(self, record: Record, change: Change, exchanging: Exchanging) -> Write | None:
        """What publishes again what readers get; None where nothing changes in it, or it would be worse."""
        assert record.published is not None
        after = exchanging.published(record, change)
        if after.hash == record.published.hash:
            return None
        judged = self._judged(record, after, draft=False)
        if _violations(judged.report) > _violations(record.published.report):
            return None
        return _write(record, after, judged, change, publish=True)

    def _judged(self, record: Record, after: Description, *, draft: bool) -> Judgement:
        mentions = self._reading.description(record, draft=draft).mentions
        whole = replace(after, mentions=mentions)
        return self._records.held_against(whole, self._judge.judge([whole])[0])

    def _reason(self, change: Change) -> str:
        """Why descriptions get a revision, in the language of who changed the entry."""
        person = self._store.person("id", change.person)
        said = _said(change.action, self._exchanging.entry(change.iri).name)
        return told(said, person.language if person else "")


def _said(action: Action, name: str) -> Sentence:
    sentences = {
        Action.CHANGE: Sentence("“%(name)s” was changed in the register", name=name),
        Action.MERGE: Sentence("“%(name)s” was merged with another entry of the register", name=name),
        Action.UNDO: Sentence("The merging of “%(name)s” was undone", name=name),
        Action.ADOPT: Sentence("“%(name)s” was taken into the register", name=name),
    }
    return sentences[action]


def _violations(report: Report) -> int:
    return sum(each.severity is Severity.VIOLATION for each in report.findings)


def _write(
    record: Record, after: Description, judged: Judgement, change: Change, *, publish: bool = False
) -> Write:
    return Write(
        iri=record.iri,
        expected=record.head.number,
        change=ChangeKind.PUBLISHED if publish else ChangeKind.SAVED,
        state=State.PUBLISHED if publish else _unpublished(record),
        description=after,
        report=judged.report,
        identifiers=judged.identifiers,
        author=change.author,
        person=change.person,
    )


def _unpublished(record: Record) -> State:
    return State.DRAFT if record.state is State.PUBLISHED else record.state
