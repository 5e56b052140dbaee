"""The way of a description to publication: where its next version stands, what people say of it, what they are told."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final

from catalogue.domain.people import Actor, Permission, Role
from catalogue.domain.places import LONGEST, Step
from catalogue.domain.record import Record, State

Place = tuple[Step, ...]
_LONGEST_PLACE: Final = 64 * 1024  # bytes; names of values may be long
_MOST_VALUES: Final = 2**31


class Status(StrEnum):
    """What was decided of a version last."""

    IN_REVIEW = "in-review"
    SENT_BACK = "sent-back"
    APPROVED = "approved"


class Stage(StrEnum):
    """Where the newest version of a description stands."""

    DRAFT = "draft"
    IN_REVIEW = "in-review"
    SENT_BACK = "sent-back"
    APPROVED = "approved"
    PUBLISHED = "published"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True)
class Review:
    """What became of the version at `revision`. `by` sent it in; `assignee` is asked to look at it; both are ids."""

    record: int
    status: Status
    revision: int
    by: str
    assignee: str
    at: datetime


def stage(record: Record, review: Review | None) -> Stage:
    """Where the newest version stands: what was decided holds for the very revision that it was decided of.

    A version that was sent back stays so while it is mended.
    """
    if record.state is State.WITHDRAWN:
        return Stage.WITHDRAWN
    if not record.has_draft:
        return Stage.PUBLISHED
    if review is None:
        return Stage.DRAFT
    if review.status is Status.SENT_BACK or review.revision == record.head.number:
        return Stage(review.status)
    return Stage.DRAFT


@dataclass(frozen=True, slots=True)
class Comment:
    """What somebody says about a field of a description, or without a place about the whole.

    `answers` is the comment that it answers; only what answers nothing is settled. `revision` is the one that was
    the newest then, `author` an id, `name` what the author is called.
    """

    record: int
    revision: int
    author: str
    name: str
    at: datetime
    text: str
    place: Place = ()
    answers: int | None = None
    settled: datetime | None = None
    settled_by: str = ""
    id: int = 0


def place_to_text(place: Place) -> str:
    """A place as it is kept, and stands in addresses; empty for the whole."""
    return json.dumps([asdict(step) for step in place], ensure_ascii=False) if place else ""


def place_from_text(text: str) -> Place:
    """The place that was kept. Raises ValueError for a text that is none."""
    if not text:
        return ()
    if len(text.encode()) > _LONGEST_PLACE:  # also refuses what is no Unicode
        raise ValueError("too long")
    try:
        steps = tuple(Step(**each) for each in json.loads(text))
    except (TypeError, AttributeError, RecursionError) as error:
        raise ValueError(text) from error
    if len(steps) > LONGEST or not all(map(_is_whole, steps)):
        raise ValueError(text)
    return steps


def _is_whole(step: Step) -> bool:
    """Whether a step has values of the kinds that it should have: it may come from anybody."""
    are_words = all(map(_is_text, (step.owner, step.path, step.name)))
    return are_words and type(step.position) is int and 0 <= step.position < _MOST_VALUES


def _is_text(value: object) -> bool:
    """Whether it can be stored: JSON can spell a half of a surrogate pair."""
    return isinstance(value, str) and not any("\ud800" <= each <= "\udfff" for each in value)


class NoticeKind(StrEnum):
    """Why somebody is told something."""

    SUBMITTED = "submitted"
    ASSIGNED = "assigned"
    SENT_BACK = "sent-back"
    APPROVED = "approved"
    PUBLISHED = "published"
    WITHDRAWN = "withdrawn"
    RESTORED = "brought-back"
    COMMENTED = "commented"
    CHECK_SOON = "check-soon"
    CHECK_DUE = "check-due"
    CHECK_OVERDUE = "check-overdue"


@dataclass(frozen=True, slots=True)
class Notice:
    """What somebody should know. `data` has the `title` of the description and its `id`, and what the kind tells.

    `seen` is when it was shown, `sent` when it went by mail, or was found not to need to.
    """

    person: str
    kind: NoticeKind
    record: int | None
    at: datetime
    data: Mapping[str, str]
    seen: datetime | None = None
    sent: datetime | None = None
    id: int = 0


class Act(StrEnum):
    """A step on the way of a version."""

    SUBMIT = "submit"
    ASSIGN = "assign"
    SEND_BACK = "send-back"
    APPROVE = "approve"
    PUBLISH = "publish"
    WITHDRAW = "withdraw"
    BRING_BACK = "bring-back"
    REMOVE = "remove"


@dataclass(frozen=True, slots=True)
class Rules:
    """What decides who may take which step: whether versions are reviewed, and who wrote this one.

    `alone` says that nobody could approve the version who did not write a part of it: then an administrator may who
    did, and it is recorded.
    """

    reviewed: bool
    authors: frozenset[str] = frozenset()
    alone: bool = False

    def may_approve(self, actor: Actor, organisation: str) -> bool:
        """Whether somebody may approve a version: four eyes have to see what is published."""
        if not actor.may(Permission.REVIEW, organisation):
            return False
        return actor.id not in self.authors or (
            self.alone and actor.may(Permission.MANAGE_MEMBERS, organisation)
        )

    def may_publish(self, actor: Actor, organisation: str, at: Stage) -> bool:
        """Whether somebody may publish a version that stands there.

        A data provider's program publishes what was reviewed where it comes from.
        """
        if not self.reviewed:
            return actor.may(Permission.EDIT, organisation) or actor.may(Permission.PUBLISH, organisation)
        if not actor.may(Permission.PUBLISH, organisation):
            return False
        if at is Stage.APPROVED or Role.PROVIDER in actor.roles.get(organisation, ()):
            return True
        return at is Stage.IN_REVIEW and self.may_approve(actor, organisation)


def acts(actor: Actor, record: Record, at: Stage, rules: Rules) -> frozenset[Act]:
    """The steps that somebody may take with a version that stands there."""
    if at is Stage.WITHDRAWN:
        return frozenset({Act.BRING_BACK} if actor.may(Permission.WITHDRAW, record.organisation) else ())
    organisation = record.organisation
    edits, reviews = (actor.may(each, organisation) for each in (Permission.EDIT, Permission.REVIEW))
    is_open, is_sent = at in (Stage.DRAFT, Stage.SENT_BACK), at in (Stage.IN_REVIEW, Stage.APPROVED)
    found = {
        Act.SUBMIT: edits and is_open and rules.reviewed,
        Act.ASSIGN: (edits or reviews) and at is Stage.IN_REVIEW,
        Act.SEND_BACK: reviews and is_sent,
        Act.APPROVE: at is Stage.IN_REVIEW and rules.may_approve(actor, organisation),
        Act.PUBLISH: at is not Stage.PUBLISHED and rules.may_publish(actor, organisation, at),
        Act.WITHDRAW: record.published is not None and actor.may(Permission.WITHDRAW, organisation),
        Act.REMOVE: record.listed is None and edits,
    }
    return frozenset(act for act, may in found.items() if may)
