"""Publishing a version that conforms, taking a description back from its readers, and bringing it back."""

from collections.abc import Callable
from dataclasses import replace
from typing import Protocol

from catalogue.domain.errors import Conflict, NotPublishable, Stale
from catalogue.domain.people import Actor
from catalogue.domain.record import ChangeKind, Description, Record, Revision, State, Write
from catalogue.domain.report import Report, Severity
from catalogue.domain.review import Review
from catalogue.domain.sentences import Sentence
from catalogue.domain.verdict import Verdict
from catalogue.services import verdicts
from catalogue.services.auditing import now
from catalogue.services.checking import Checker, verdict_on
from catalogue.services.judging import Judgement
from catalogue.services.reading import Reading
from catalogue.services.verdicts import Words
from catalogue.store.base import History, RecordStore
from catalogue.store.review_base import ReviewStore


class Store(RecordStore, History, ReviewStore, Protocol):
    """Records with their history, and their reviews."""


class Publishing:
    """What readers get. It asks for no permission: who may is for the workflow to say.

    `judged` says what the profile and the catalogue as a whole have against a description; `checker` gives the words
    for that, and is built when something is refused.
    """

    def __init__(
        self,
        store: Store,
        reading: Reading,
        judged: Callable[[Description], Judgement],
        checker: Callable[[], Checker],
    ) -> None:
        self._store = store
        self._reading = reading
        self._judged = judged
        self._checker = checker

    def report(self, actor: Actor, record: Record) -> Report:
        """What validation says of the newest revision, by the rules of this moment. Raises NotPublishable."""
        description = self._reading.description(record, draft=True)
        report = self._report(description)
        self._demand_conforming(description, report, actor.language)
        return report

    def _report(self, description: Description) -> Report:
        return self._judged(description).report

    def publish(
        self, actor: Actor, record: Record, report: Report, review: Review | None
    ) -> tuple[Record, bool]:
        """Publish the newest revision with its report; also gives whether it was done now, or had been meanwhile.

        Its `review` is over with that. Raises Stale when there is another revision, or another review.
        """
        write = _publication(actor, record, report)
        return self._done(record, write, lambda: self._store.put_reviewed(write, review))

    def _demand_conforming(self, description: Description, report: Report, language: str) -> None:
        """Raises NotPublishable, which has the `verdict` and for programs the `findings`."""
        if report.conforms:
            return
        checker = self._checker()
        verdict = verdict_on(description, report, checker.profile)
        words = Words(checker.profile, checker.vocabularies, language or "en")
        wrong = _violations(verdict)
        told = verdicts.json_object(wrong, words)["findings"]
        count = len(words.worth_telling(wrong))
        reason = Sentence("it does not conform to the profile (things to mend: %(count)s).", count=count)
        raise NotPublishable(reason=reason, verdict=verdict, findings=told)

    def withdraw(self, actor: Actor, record: Record, reason: str) -> tuple[Record, bool]:
        """Take a description back; a tombstone stays. Also gives whether it was done now. Raises Stale."""
        return self._put(
            record,
            Write(
                record.iri,
                record.head.number,
                ChangeKind.WITHDRAWN,
                State.WITHDRAWN,
                author=actor.name,
                reason=reason,
                readers=_readers(record),
            ),
        )

    def bring_back(self, actor: Actor, record: Record, reason: str) -> tuple[Record, bool]:
        """Give readers what they had before a withdrawal; a version that was on its way then still is.

        Raises NotPublishable when it does not conform any more, Conflict where nobody knows what they had, and Stale.
        """
        number = record.last_published
        if number is None:
            raise Conflict(
                reason=Sentence("It is not known any more what readers had before it was withdrawn.")
            )
        if number == record.head.number:
            write = _publication(actor, record, self.report(actor, record))
            return self._put(record, replace(write, reason=reason))
        before = self._reading.description(self._at(record, number), draft=True)
        report = self._report(before)
        self._demand_conforming(before, report, actor.language)
        told = Revision(0, before.hash, now(), actor.name, reason, report, actor.id)
        again = self._write(record, before, told)
        draft = self._write(record, self._reading.description(record, draft=True), record.head)
        draft = replace(
            draft,
            expected=record.head.number + 1,
            change=ChangeKind.SAVED,
            state=State.DRAFT,
            readers="any",
        )
        return self._put(record, again, draft)

    def return_as(self, actor: Actor, record: Record, description: Description) -> Record:
        """Give readers what was withdrawn in another version, which is judged before. Raises NotPublishable, Stale."""
        report = self._report(description)
        self._demand_conforming(description, report, actor.language)
        if description.hash == record.head.hash:
            return self._put(record, _publication(actor, record, report))[0]
        told = Revision(0, description.hash, now(), actor.name, "", report, actor.id)
        return self._store.put([self._write(record, description, told)])[0]

    def _at(self, record: Record, number: int) -> Record:
        """The record as if a revision were the newest."""
        found = next(each for each in self._store.revisions(record.number) if each.number == number)
        return replace(record, head=found)

    def _write(self, record: Record, description: Description, told: Revision) -> Write:
        """A new revision for readers with a description, as another revision tells of it."""
        judgement = self._judged(description)
        return Write(
            record.iri,
            record.head.number,
            ChangeKind.PUBLISHED,
            State.PUBLISHED,
            description=description,
            report=told.report,
            identifiers=judgement.identifiers,
            author=told.author,
            person=told.person,
            reason=told.reason,
            readers=_readers(record),
        )

    def _put(self, record: Record, write: Write, *then: Write) -> tuple[Record, bool]:
        """Store it; when somebody was faster with the very same, that is done."""
        return self._done(record, write, lambda: self._store.put_in_turn([write, *then]))

    def _done(self, record: Record, write: Write, put: Callable[[], Record]) -> tuple[Record, bool]:
        try:
            return put(), True
        except Stale:
            found = self._store.find("number", [record.number]).get(record.number)
            same = found and found.head.number == record.head.number and found.state is write.state
            if found is None or not same or (write.state is State.PUBLISHED and found.has_draft):
                raise
            return found, False


def _publication(actor: Actor, record: Record, report: Report) -> Write:
    """What publishes the newest revision."""
    return Write(
        record.iri,
        record.head.number,
        ChangeKind.PUBLISHED,
        State.PUBLISHED,
        report=report,
        author=actor.name,
        readers=_readers(record),
    )


def _readers(record: Record) -> int | None:
    return record.published.number if record.published else None


def _violations(verdict: Verdict) -> Verdict:
    wrong = [each for each in verdict.findings if each.finding.severity is Severity.VIOLATION]
    return replace(verdict, findings=tuple(wrong))
