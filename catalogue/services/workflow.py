"""The way of a version to its readers: sent in, looked at by somebody else, published, and withdrawn.

With review switched off, who may edit may publish. Every step is noted, and told to those whom it concerns. A step
that was taken already is no error, so that a second click does nothing; for a version that changed meanwhile it
is Stale.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from catalogue.domain.errors import Conflict, Forbidden, NotPublishable, OwnVersion, Stale, WrongField
from catalogue.domain.people import Actor, Permission, Person
from catalogue.domain.record import ChangeKind, Description, Record, State, Write
from catalogue.domain.review import Act, NoticeKind, Review, Rules, Stage, Status, stage
from catalogue.domain.sentences import Sentence
from catalogue.services.auditing import now
from catalogue.services.commenting import checked
from catalogue.services.own_records import expect
from catalogue.services.publishing import Publishing
from catalogue.services.standing import Standing, Standings
from catalogue.services.translating import translations
from catalogue.services.voices import Voices
from catalogue.store.base import RecordStore
from catalogue.store.review_base import ReviewStore


class Store(RecordStore, ReviewStore, Protocol):
    """Records, and where their next versions stand."""


@dataclass(frozen=True, slots=True)
class Request:
    """Whom somebody asks for a review (an id, or nobody in particular), with a word to them."""

    assignee: str = ""
    text: str = ""


class Workflow:
    """The steps. All raise NotFound for what the actor may not know of, Forbidden where a permission lacks, and
    Stale when the newest revision is not the one that was given.
    """

    def __init__(self, store: Store, standings: Standings, publishing: Publishing, voices: Voices) -> None:
        self._store = store
        self._standings = standings
        self._records = standings.records
        self._publishing = publishing
        self._voices = voices

    def standing(self, actor: Actor, id: str) -> Standing:
        """Where a record stands, for somebody."""
        return self._standing(actor, id)

    def stages(self, records: Iterable[Record]) -> Mapping[int, Stage]:
        """Where records stand, by their numbers."""
        return self._standings.stages(list(records))

    def submit(
        self, actor: Actor, id: str, revision: int | None = None, request: Request = Request()
    ) -> Record:
        """Ask for review of the newest revision."""
        at = self._standing(actor, id, revision, Permission.EDIT)
        if at.stage in (Stage.IN_REVIEW, Stage.APPROVED):
            return at.record
        self._demand_stage(at, Stage.DRAFT, Stage.SENT_BACK)
        asked = self._asked(at, request.assignee or (at.review.assignee if at.review else ""))
        if not self._move(at, Status.IN_REVIEW, by=actor.id, assignee=asked):
            return at.record
        record = self._put_state(at.record, State.IN_REVIEW)
        if request.text.strip():
            self._voices.commenting.keep(actor, record, request.text)
        self._note(actor, "submitted", record)
        reviewers = [each for each in at.reviewers if each.id == asked] or at.reviewers
        self._tell(actor, NoticeKind.ASSIGNED if asked else NoticeKind.SUBMITTED, record, reviewers)
        return record

    def assign(self, actor: Actor, id: str, person: str) -> Record:
        """Ask one person for the review, or with an empty id whoever comes first. Raises WrongField."""
        at = self._standing(actor, id)
        self._demand(at, Act.ASSIGN)
        assert at.review is not None
        asked = self._asked(at, person, needed=bool(person))
        if asked != at.review.assignee:
            self._store.move_review(at.record.number, at.review, replace(at.review, assignee=asked))
            names = [each.name or each.email for each in at.reviewers if each.id == asked]
            self._note(actor, "assigned", at.record, *names)
            self._tell(actor, NoticeKind.ASSIGNED, at.record, [r for r in at.reviewers if r.id == asked])
        return at.record

    def send_back(self, actor: Actor, id: str, text: str, revision: int | None = None) -> Record:
        """Give a version back to who wrote it, with what has to be done; it is kept as a comment."""
        at = self._standing(actor, id, revision, Permission.REVIEW)
        if at.stage is Stage.SENT_BACK:
            return at.record
        self._demand(at, Act.SEND_BACK)
        assert at.review is not None
        told = checked(text)
        if not self._move(at, Status.SENT_BACK):
            return at.record
        self._voices.commenting.keep(actor, at.record, told)
        record = self._put_state(at.record, State.DRAFT)
        self._note(actor, "sent-back", record)
        self._tell(actor, NoticeKind.SENT_BACK, record, self._writers(at), text=told)
        return record

    def approve(self, actor: Actor, id: str, revision: int | None = None) -> Record:
        """Say that a version may be published. Raises OwnVersion for who wrote a part of it."""
        at = self._standing(actor, id, revision, Permission.REVIEW)
        if at.stage is Stage.APPROVED:
            return at.record
        self._demand_stage(at, Stage.IN_REVIEW)
        self._approve(actor, at)
        self._tell(actor, NoticeKind.APPROVED, at.record, self._writers(at))
        return at.record

    def publish(self, actor: Actor, id: str, revision: int | None = None) -> Record:
        """Give the newest revision to readers; a reviewer approves it with the same step.

        Raises NotPublishable, with the findings when it has violations.
        """
        at = self._standing(actor, id, revision)
        if at.stage is Stage.PUBLISHED:
            return at.record
        if Act.PUBLISH not in at.acts:
            self._refuse_publishing(actor, at)
        report = self._publishing.report(actor, at.record)
        review = at.review
        if at.is_reviewed and Act.APPROVE in at.acts:
            self._approve(actor, at)
            review = self._approved(at.record)
        record, done = self._publishing.publish(actor, at.record, report, review)
        if done:
            self._note(actor, "published", record, f"revision {record.head.number}")
            self._tell(actor, NoticeKind.PUBLISHED, record, self._writers(at))
        return record

    def withdraw(self, actor: Actor, id: str, reason: str, revision: int | None = None) -> Record:
        """Take a description back from its readers; a tombstone with the reason stays. Raises WrongField."""
        at = self._standing(actor, id, revision, Permission.WITHDRAW)
        if at.stage is Stage.WITHDRAWN:
            return at.record
        if at.record.published is None:
            raise Conflict(reason=Sentence("It was never published, so there is nothing to withdraw."))
        told = reason.strip()
        if not told:
            raise WrongField(field="reason", reason=Sentence("Say why: the reason stays for readers to see."))
        record, done = self._publishing.withdraw(actor, at.record, told)
        if done:
            self._note(actor, "withdrawn", record, told)
            self._tell(actor, NoticeKind.WITHDRAWN, record, self._members(record), text=told)
        return record

    def undo_withdrawal(self, actor: Actor, id: str, revision: int | None = None) -> Record:
        """Give readers back what they had; what was on its way then still is. Raises NotPublishable."""
        at = self._standing(actor, id, revision, Permission.WITHDRAW)
        if at.stage is not Stage.WITHDRAWN:
            return at.record
        reason = translations(actor.language or "en").gettext("The withdrawal was undone")
        record, done = self._publishing.bring_back(actor, at.record, reason)
        if done:
            self._note(actor, "brought-back", record)
            self._tell(actor, NoticeKind.RESTORED, record, self._members(record))
        return record

    def return_as(self, actor: Actor, record: Record, description: Description) -> Record:
        """Give readers what was withdrawn in another version, at once or not at all. Raises NotPublishable."""
        at = self._standing(actor, record.id, record.head.number, Permission.WITHDRAW, Permission.EDIT)
        if at.stage is not Stage.WITHDRAWN:
            raise Stale(name=record.iri, current=at.record.head.number, expected=record.head.number)
        if not Rules(at.is_reviewed).may_publish(actor, record.organisation, Stage.DRAFT):
            raise Forbidden
        returned = self._publishing.return_as(actor, at.record, description)
        self._close(returned)
        self._note(actor, "brought-back", returned, f"revision {returned.head.number}")
        self._tell(actor, NoticeKind.RESTORED, returned, self._members(returned))
        return returned

    def remove(self, actor: Actor, id: str, revision: int | None = None) -> None:
        """Delete a draft that was never published, with all that was said of it."""
        at = self._standing(actor, id, revision, Permission.EDIT)
        if Act.REMOVE not in at.acts:
            raise Conflict(reason=Sentence("It was published once, so it can be withdrawn, but not deleted."))
        head = at.record.head.number
        self._store.put([Write(at.record.iri, head, ChangeKind.REMOVED, State.DRAFT, readers=None)])
        self._note(actor, "draft-deleted", at.record)

    def _standing(self, actor: Actor, id: str, revision: int | None = None, *needed: Permission) -> Standing:
        record = self._records.find(actor, id, *needed)
        expect(record, revision)
        return self._standings.of(actor, record)

    def _approve(self, actor: Actor, at: Standing) -> None:
        if Act.APPROVE not in at.acts:
            raise OwnVersion(who=at.obstacle)
        if not self._move(at, Status.APPROVED):
            return
        is_own = actor.id in self._records.authors(at.record)
        own = ("own version: nobody else could approve it",) if is_own else ()
        self._note(actor, "approved", at.record, f"revision {at.record.head.number}", *own)

    def _approved(self, record: Record) -> Review:
        """The approval of the newest revision; where somebody decided otherwise meanwhile, one that is not there."""
        number = record.number
        review = self._store.reviews([number]).get(number)
        if review is not None and stage(record, review) is Stage.APPROVED:
            return review
        return Review(number, Status.APPROVED, record.head.number, "", "", now())

    def _move(self, at: Standing, status: Status, **given: str) -> bool:
        """Note what was decided of the newest revision; False when somebody has just decided the same."""
        number, head = at.record.number, at.record.head.number
        before = at.review or Review(number, status, head, "", "", now())
        moved = replace(before, status=status, revision=head, at=now(), **given)  # type: ignore[arg-type]
        try:
            self._store.move_review(number, at.review, moved)
        except Stale:
            there = self._store.reviews([number]).get(number)
            if there and (there.status, there.revision) != (status, head):
                raise
            return False
        return True

    def _close(self, record: Record) -> None:
        """A version that was published is under review no more."""
        seen = self._store.reviews([record.number]).get(record.number)
        try:
            self._store.move_review(record.number, seen, None)
        except Stale:
            return  # somebody sent in the next one

    def _put_state(self, record: Record, state: State) -> Record:
        """Note where it stands in the record too, where that tells: not beside what is published."""
        if record.listed is not None or record.state is state:
            return record
        return self._store.put([Write(record.iri, record.head.number, ChangeKind.SAVED, state)])[0]

    def _refuse_publishing(self, actor: Actor, at: Standing) -> None:
        if at.stage is Stage.WITHDRAWN:
            raise NotPublishable(reason=Sentence("it was withdrawn; bring it back first."))
        needed = Permission.PUBLISH if at.is_reviewed else Permission.EDIT
        actor.demand(needed, at.record.organisation)
        if at.stage is Stage.IN_REVIEW:
            raise OwnVersion(who=at.obstacle)
        raise NotPublishable(reason=Sentence("it has to be sent in for review and approved first."))

    def _demand(self, at: Standing, act: Act) -> None:
        if act not in at.acts:
            self._demand_stage(at, Stage.IN_REVIEW)
            raise Forbidden

    def _demand_stage(self, at: Standing, *stages: Stage) -> None:
        if at.stage not in stages:
            raise Conflict(reason=Sentence("That cannot be done with it as it stands now: look at it again."))

    def _asked(self, at: Standing, person: str, *, needed: bool = False) -> str:
        """The id of who is asked for the review: somebody who may, else nobody in particular."""
        if person and any(each.id == person for each in at.reviewers):
            return person
        if needed:
            raise WrongField(field="assignee", reason=Sentence("Choose somebody who may review."))
        return ""

    def _writers(self, at: Standing) -> Sequence[Person]:
        """Those who wrote the version, and who sent it in."""
        ids = {*self._records.authors(at.record), at.review.by if at.review else ""}
        return self._records.readers(ids, at.record.organisation)

    def _members(self, record: Record) -> Sequence[Person]:
        return self._records.who_may(Permission.EDIT, record.organisation)

    def _note(self, actor: Actor, action: str, record: Record, *detail: str) -> None:
        self._voices.auditing.note(actor, action, record.iri, record.organisation, "; ".join(detail))

    def _tell(
        self, actor: Actor, kind: NoticeKind, record: Record, people: Iterable[Person], **said: str
    ) -> None:
        told = [person for person in people if person.id != actor.id]
        self._voices.notices.tell(told, kind, record, by=actor.name, **said)
