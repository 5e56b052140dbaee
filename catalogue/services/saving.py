"""Making a revision of what somebody has written: judged at once, or in the background where that takes long."""

import logging
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final, Protocol

from catalogue.domain.errors import BadInput, Conflict, Stale, Unavailable
from catalogue.domain.people import Actor
from catalogue.domain.record import ChangeKind, Description, OutcomeKind, Record, State, Write
from catalogue.domain.report import Report
from catalogue.domain.sentences import Sentence
from catalogue.services.auditing import Auditing
from catalogue.services.identities import Identities
from catalogue.services.judging import Judge, Judgement
from catalogue.services.mentions import mentions
from catalogue.services.others import Others
from catalogue.services.records import Records
from catalogue.services.register import Register
from catalogue.store.base import RecordStore
from catalogue.store.holder_base import UnjudgedStore
from catalogue.store.register_base import RegisterStore

log = logging.getLogger(__name__)

LARGE: Final = 500  # statements that pySHACL judges while somebody waits


class Store(RecordStore, RegisterStore, UnjudgedStore, Protocol):
    """Records, and which of them are still to be judged."""


@dataclass(frozen=True, slots=True)
class Saved:
    """A record after it was saved, with the report of its newest revision.

    `outcome` is CREATED, DRAFT (there is a new revision) or UNCHANGED. A report that is not `complete` is that of
    the revision before, until the worker has judged this one.
    """

    record: Record
    report: Report
    outcome: OutcomeKind


class Saving:
    """Stores revisions of what people and programs of organisations describe. Who may is for the caller to say.

    What they name of the register is stored with its statements, as they are there.
    """

    def __init__(
        self,
        store: Store,
        judging: tuple[Judge, Records],
        identities: Identities,
        auditing: Auditing,
        register: Register,
    ) -> None:
        self._store = store
        self._judge, self._records = judging
        self._register = register
        self._identities = identities
        self._others = Others(store, identities)
        self._auditing = auditing

    def first(self, actor: Actor, organisation: str, description: Description, reason: str) -> Record:
        """A new draft. Raises TooLarge, Stale when there is one of this IRI, and what `Others.check` raises."""
        self._records.demand_size(description)
        self._others.check(actor, description)
        description = self._register.completed(description, organisation)
        judgement = self._judged(description)
        write = Write(
            description.iri,
            None,
            ChangeKind.SAVED,
            State.DRAFT,
            description,
            judgement.report,
            judgement.identifiers,
            self._identities.id(description.iri),
            author=actor.name,
            person=actor.id,
            reason=reason,
            organisation=organisation,
        )
        return self._put(actor, write, "created")

    def next(self, actor: Actor, record: Record, description: Description, reason: str) -> Saved:
        """A new revision on top of the head of a record; the same description makes none.

        Raises TooLarge, TooAlike, Stale when there is another one meanwhile, Conflict for another kind than that which
        readers know, and what `Others.check` raises.
        """
        self._records.demand_size(description)
        description = self._register.completed(description, record.organisation)
        if description.hash == record.head.hash:
            return Saved(record, record.head.report, OutcomeKind.UNCHANGED)
        _demand_same(record, description)
        self._others.check(actor, description, record)
        judgement = self._judged(description, record.head.report)
        write = Write(
            record.iri,
            record.head.number,
            ChangeKind.SAVED,
            State.DRAFT,  # what was sent in for review was another revision
            description,
            judgement.report,
            judgement.identifiers,
            author=actor.name,
            person=actor.id,
            reason=reason,
        )
        stored = self._put(actor, write, "saved")
        return Saved(stored, judgement.report, OutcomeKind.DRAFT)

    def _put(self, actor: Actor, write: Write, action: str) -> Record:
        [stored] = self._store.put([write])
        self._auditing.note(actor, action, stored.iri, stored.organisation, write.reason)
        return stored

    def _judged(self, description: Description, before: Report | None = None) -> Judgement:
        """What is to know of a description; of a large one, with what was known before of its conformity."""
        if description.ntriples.count("\n") > LARGE:
            return self._judge.glance(description, before)
        return self._whole(description)

    def _whole(self, description: Description) -> Judgement:
        named = mentions(self._store, description.iri, description.ntriples)
        described = replace(description, mentions=named)
        return self._records.held_against(described, self._judge.judge([described])[0])

    def judge_now(self, record: Record) -> Record:
        """The record with its newest revision judged, for who waits for that however large it is."""
        if record.head.report.complete:
            return record
        self._judge_head(record)
        return self._store.find("number", [record.number]).get(record.number, record)

    def judge_waiting(self, limit: int = 10) -> int:
        """Judge newest revisions that were too large to be judged when they were saved; how many there were.

        One that cannot be judged is logged, and keeps the others waiting no longer.
        """
        records = self._store.find("number", self._store.unjudged(limit)).values()
        for record in records:
            try:
                self._judge_head(record)
            except Unavailable:  # a later try can succeed
                raise
            except Exception:
                log.exception("revision %s of %s cannot be judged", record.head.number, record.iri)
                self._store.settle_unjudged(record.number, record.head.number)
        return len(records)

    def _judge_head(self, record: Record) -> None:
        """Put the report of a whole description in its place; a revision that came meanwhile has its own turn."""
        if record.head.report.complete:
            return
        text = self._store.ntriples([record.head.hash])[record.head.hash]
        described = Description(record.iri, record.kind, text, record.head.hash)
        # Of what readers know, neither publishes nor withdraws again.
        state = State.IN_REVIEW if record.state is State.IN_REVIEW else State.DRAFT
        try:
            report = self._whole(described).report
            self._store.put([Write(record.iri, record.head.number, ChangeKind.SAVED, state, report=report)])
        except Stale:
            self._judge_again(record)

    def _judge_again(self, record: Record) -> None:
        current: Sequence[Record] = list(self._store.find("number", [record.number]).values())
        for each in current:
            self._judge_head(each)


def _demand_same(record: Record, description: Description) -> None:
    """Raises BadInput for what describes another thing, and Conflict for what readers would find in another list."""
    if description.iri != record.iri:
        told = Sentence("It describes %(other)s, and not %(iri)s.", other=description.iri, iri=record.iri)
        raise BadInput(reason=told)
    if record.published is not None and description.kind is not record.kind:
        reason = Sentence(
            "Readers know it as a description of another kind, which cannot change: begin a new description."
        )
        raise Conflict(reason=reason)
