"""What people say to each other about a description and its fields, as long as it is not settled. Never public."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from catalogue.domain.errors import NotFound, WrongField
from catalogue.domain.people import Actor, Permission
from catalogue.domain.record import Record
from catalogue.domain.review import Comment, NoticeKind, Place
from catalogue.domain.sentences import Sentence
from catalogue.services.auditing import Auditing, now
from catalogue.services.notices import Notices
from catalogue.services.own_records import OwnRecords
from catalogue.store.review_base import CommentStore

LONGEST: Final = 10_000


@dataclass(frozen=True, slots=True)
class About:
    """What a comment is about: a field, without one the whole; or the comment that it answers, by its number."""

    place: Place = ()
    answers: int | None = None


@dataclass(frozen=True, slots=True)
class Thread:
    """A comment with its answers, the oldest first."""

    first: Comment
    answers: tuple[Comment, ...]

    @property
    def is_open(self) -> bool:
        return self.first.settled is None


class Commenting:
    """Comments on descriptions, for those who may read their drafts."""

    def __init__(
        self,
        store: CommentStore,
        records: OwnRecords,
        notices: Notices,
        auditing: Auditing,
    ) -> None:
        self._store = store
        self._records = records
        self._notices = notices
        self._auditing = auditing

    def threads(self, actor: Actor, id: str) -> Sequence[Thread]:
        """The comments on a description, what is open first. Raises NotFound."""
        record = self._records.find(actor, id)
        return self._threads(record)

    def comment(self, actor: Actor, id: str, text: str, about: About = About()) -> Comment:
        """Say something about a field, about the whole, or in answer. Raises NotFound, Forbidden and WrongField."""
        record = self._records.find(actor, id)
        _demand_word(actor, record)
        if about.answers is not None:
            about = replace(about, place=self._first(record, about.answers).place)
        kept = self.keep(actor, record, text, about)
        self._auditing.note(actor, "commented", record.iri, record.organisation)
        self._tell(actor, record, kept)
        return kept

    def keep(self, actor: Actor, record: Record, text: str, about: About = About()) -> Comment:
        """Keep what somebody says who may, and tell nobody. Raises WrongField."""
        said, at, revision = checked(text), now(), record.head.number
        return self._store.add_comment(
            Comment(record.number, revision, actor.id, actor.name, at, said, about.place, about.answers)
        )

    def settle(self, actor: Actor, id: str, number: int, settled: bool = True) -> Record:
        """Say that a comment needs nothing more, or does again. Raises NotFound and Forbidden."""
        record = self._records.find(actor, id)
        _demand_word(actor, record)
        comment = self._first(record, number)
        if (comment.settled is not None) != settled:
            self._store.settle_comment(number, now() if settled else None, actor.name if settled else "")
            action = "comment-settled" if settled else "comment-opened"
            self._auditing.note(actor, action, record.iri, record.organisation)
        return record

    def _threads(self, record: Record) -> list[Thread]:
        every = self._store.comments(record.number)
        answers: dict[int, list[Comment]] = {}
        for comment in every:
            if comment.answers is not None:
                answers.setdefault(comment.answers, []).append(comment)
        firsts = (comment for comment in every if comment.answers is None)
        found = [Thread(comment, tuple(answers.get(comment.id, ()))) for comment in firsts]
        return sorted(found, key=lambda thread: not thread.is_open)

    def _first(self, record: Record, number: int) -> Comment:
        """The comment of a number, which answers none. Raises NotFound."""
        for thread in self._threads(record):
            if thread.first.id == number:
                return thread.first
        raise NotFound(name=str(number))

    def _tell(self, actor: Actor, record: Record, comment: Comment) -> None:
        """Tell those who write this version, who review it, and who spoke before in the thread."""
        concerned = set(self._records.authors(record))
        for thread in self._threads(record):
            if comment.id in {thread.first.id, *(each.id for each in thread.answers)}:
                concerned |= {thread.first.author, *(each.author for each in thread.answers)}
        readers = self._records.readers(concerned - {actor.id}, record.organisation)
        self._notices.tell(readers, NoticeKind.COMMENTED, record, by=actor.name, text=comment.text)


def _demand_word(actor: Actor, record: Record) -> None:
    """Who may edit or review may speak. Raises Forbidden."""
    if not actor.may(Permission.REVIEW, record.organisation):
        actor.demand(Permission.EDIT, record.organisation)


def checked(text: str) -> str:
    """What somebody says, without spaces around it. Raises WrongField when it is empty or too long."""
    told = text.strip().replace("\r\n", "\n")
    if not told:
        raise WrongField(field="text", reason=Sentence("Write what you want to say."))
    if len(told) > LONGEST:
        raise WrongField(
            field="text", reason=Sentence("Say it in at most %(most)s characters.", most=LONGEST)
        )
    return told
