"""What the services of review ask of a store: small interfaces over the same database.

One transaction a call, as in `base`. Every implementation passes `tests/contracts/test_review_store.py`.
"""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Protocol

from catalogue.domain.record import Record, Write
from catalogue.domain.review import Comment, Notice, NoticeKind, Review


class ReviewStore(Protocol):
    """Where the next versions of descriptions stand."""

    def reviews(self, records: Collection[int]) -> Mapping[int, Review]:
        """The reviews of records, by the record's number; one without a review is left out."""

    def move_review(self, record: int, seen: Review | None, now: Review | None) -> None:
        """Put a review where there was the one that was seen; None is no review.

        Raises Stale when there is another one meanwhile.
        """

    def put_reviewed(self, write: Write, seen: Review | None) -> Record:
        """Store a write of a record whose review is the one that was seen, and end the review.

        Raises Stale as `RecordStore.put` does, and when there is another review meanwhile.
        """


class CommentStore(Protocol):
    """What people say of descriptions."""

    def comments(self, record: int) -> Sequence[Comment]:
        """All comments on a record, the oldest first."""

    def add_comment(self, comment: Comment) -> Comment:
        """Keep a comment; gives it with its id."""

    def settle_comment(self, id: int, at: datetime | None, by: str) -> None:
        """Say that a comment is settled, or with None that it is open again."""


class NoticeStore(Protocol):
    """What people should know."""

    def add_notices(self, notices: Sequence[Notice]) -> None:
        """Keep notices."""

    def notices(self, person: str, limit: int) -> Sequence[Notice]:
        """The notices of a person, the newest first."""

    def unseen(self, person: str) -> int:
        """How many notices a person has not seen."""

    def see_notices(self, person: str, up_to: int, at: datetime) -> None:
        """Say that a person has seen the notices up to an id."""

    def to_send(self, since: datetime, limit: int) -> Sequence[Notice]:
        """The notices since a moment that went by no mail and were not seen, the oldest first."""

    def mark_sent(self, ids: Collection[int], at: datetime) -> None:
        """Say that notices went by mail."""

    def kinds_told(self, kinds: Collection[NoticeKind], record: int, since: datetime) -> set[NoticeKind]:
        """Of which kinds somebody has had a notice about a record since a moment."""

    def purge_notices(self, before: datetime) -> int:
        """Remove the notices from before a moment; gives how many."""
