"""Reviews, comments and notices in SQL."""

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict, replace
from datetime import UTC, datetime
from typing import Any, Final

from sqlalchemy import Connection, Row, delete, func, insert, select, update

from catalogue.domain.errors import Stale
from catalogue.domain.record import Record, Write
from catalogue.domain.review import (
    Comment,
    Notice,
    NoticeKind,
    Review,
    Status,
    place_from_text,
    place_to_text,
)
from catalogue.store.holder_schema import comments, notices, reviews
from catalogue.store.records import find_by
from catalogue.store.tables import Tables
from catalogue.store.writing import chunks, write_all

_WAITING: Final = notices.c.sent.is_(None) & notices.c.seen.is_(None)


class ReviewTables(Tables):
    """ReviewStore (see `review_base`)."""

    def reviews(self, records: Collection[int]) -> Mapping[int, Review]:
        found: dict[int, Review] = {}
        with self._reading() as connection:
            for chunk in chunks(records):
                rows = connection.execute(select(reviews).where(reviews.c.record.in_(chunk)))
                found.update((row.record, _review(row)) for row in rows)
        return found

    def move_review(self, record: int, seen: Review | None, now: Review | None) -> None:
        with self._writing() as connection:
            _move(connection, record, seen, now)

    def put_reviewed(self, write: Write, seen: Review | None) -> Record:
        with self._writing() as connection:
            known = find_by(connection, "iri", [write.iri])
            [number] = write_all(connection, [write], known, datetime.now(UTC))
            _move(connection, number, seen, None)
            return find_by(connection, "number", [number])[number]


def _move(connection: Connection, record: int, seen: Review | None, now: Review | None) -> None:
    there = connection.execute(select(reviews).where(reviews.c.record == record)).one_or_none()
    current = _review(there) if there else None
    if current != seen:
        raise Stale(name=record, current=_status(current), expected=_status(seen))
    connection.execute(delete(reviews).where(reviews.c.record == record))
    if now is not None:
        connection.execute(insert(reviews), asdict(now))


def _review(row: Row[Any]) -> Review:
    return Review(row.record, Status(row.status), row.revision, row.by, row.assignee, row.at)


def _status(review: Review | None) -> str:
    return f"{review.revision} ({review.status})" if review else "none"


class CommentTables(Tables):
    """CommentStore (see `review_base`)."""

    def comments(self, record: int) -> Sequence[Comment]:
        query = select(comments).where(comments.c.record == record).order_by(comments.c.id)
        with self._reading() as connection:
            return [_comment(row) for row in connection.execute(query).mappings()]

    def add_comment(self, comment: Comment) -> Comment:
        row = {**asdict(comment), "place": place_to_text(comment.place)}
        row.pop("id")
        with self._writing() as connection:
            number = connection.execute(insert(comments).returning(comments.c.id), row).scalar_one()
        return replace(comment, id=number)

    def settle_comment(self, id: int, at: datetime | None, by: str) -> None:
        said = update(comments).where(comments.c.id == id).values(settled=at, settled_by=by)
        with self._writing() as connection:
            connection.execute(said)


def _comment(row: Mapping[Any, Any]) -> Comment:
    return Comment(**{**row, "place": place_from_text(row["place"])})


class NoticeTables(Tables):
    """NoticeStore (see `review_base`)."""

    def add_notices(self, notices_: Sequence[Notice]) -> None:
        rows = [{**asdict(notice), "data": json.dumps(dict(notice.data))} for notice in notices_]
        for row in rows:
            row.pop("id")
        if rows:
            with self._writing() as connection:
                connection.execute(insert(notices), rows)

    def notices(self, person: str, limit: int) -> Sequence[Notice]:
        query = select(notices).where(notices.c.person == person).order_by(notices.c.id.desc()).limit(limit)
        with self._reading() as connection:
            return _notices(connection, query)

    def unseen(self, person: str) -> int:
        mine = (notices.c.person == person) & notices.c.seen.is_(None)
        with self._reading() as connection:
            return connection.execute(select(func.count()).select_from(notices).where(mine)).scalar_one()

    def see_notices(self, person: str, up_to: int, at: datetime) -> None:
        mine = (notices.c.person == person) & (notices.c.id <= up_to) & notices.c.seen.is_(None)
        with self._writing() as connection:
            connection.execute(update(notices).where(mine).values(seen=at))

    def to_send(self, since: datetime, limit: int) -> Sequence[Notice]:
        query = select(notices).where(_WAITING, notices.c.at >= since).order_by(notices.c.id).limit(limit)
        with self._reading() as connection:
            return _notices(connection, query)

    def mark_sent(self, ids: Collection[int], at: datetime) -> None:
        with self._writing() as connection:
            for chunk in chunks(ids):
                connection.execute(update(notices).where(notices.c.id.in_(chunk)).values(sent=at))

    def kinds_told(self, kinds: Collection[NoticeKind], record: int, since: datetime) -> set[NoticeKind]:
        query = select(notices.c.kind).distinct()
        query = query.where(notices.c.record == record, notices.c.at >= since, notices.c.kind.in_(kinds))
        with self._reading() as connection:
            return set(map(NoticeKind, connection.execute(query).scalars()))

    def purge_notices(self, before: datetime) -> int:
        with self._writing() as connection:
            return connection.execute(delete(notices).where(notices.c.at < before)).rowcount


def _notices(connection: Connection, query: Any) -> list[Notice]:
    rows = connection.execute(query).mappings()
    return [
        Notice(**{**row, "kind": NoticeKind(row["kind"]), "data": json.loads(row["data"])}) for row in rows
    ]
