"""Work in progress in SQL: what people are editing, and which newest revisions were not judged as a whole yet."""

import zlib
from collections.abc import Sequence
from typing import Any, Final

from sqlalchemy import Connection, Row, delete, exists, insert, select, update

from catalogue.domain.errors import Stale
from catalogue.store.holder_base import Copy
from catalogue.store.holder_schema import copies, unjudged
from catalogue.store.schema import records
from catalogue.store.tables import Tables

_LEVEL: Final = 1  # of compression: a copy is written with every key that is saved, and soon gone


class CopyTables(Tables):
    """CopyStore (see `holder_base`)."""

    def keep_copy(self, copy: Copy) -> None:
        values = {
            "base": copy.base,
            "version": copy.version,
            "at": copy.at,
            "ntriples": zlib.compress(copy.ntriples.encode(), _LEVEL),
        }
        with self._writing() as connection:
            current = _version(connection, copy.record, copy.person)
            if (current or 0) != copy.version - 1:
                raise Stale(
                    name=str(copy.record), current=current or "none", expected=copy.version - 1 or "none"
                )
            if current is None:
                connection.execute(insert(copies), {"record": copy.record, "person": copy.person, **values})
            else:
                connection.execute(update(copies).where(_is(copy.record, copy.person)).values(values))

    def copy(self, record: int, person: str) -> Copy | None:
        with self._reading() as connection:
            row = connection.execute(select(copies).where(_is(record, person))).one_or_none()
        return None if row is None else _copy(row, zlib.decompress(row.ntriples).decode())

    def copies(self, record: int | None = None, person: str | None = None) -> Sequence[Copy]:
        columns = [column for column in copies.c if column is not copies.c.ntriples]
        query = select(*columns).order_by(copies.c.at.desc(), copies.c.record, copies.c.person)
        if record is not None:
            query = query.where(copies.c.record == record)
        if person is not None:
            query = query.where(copies.c.person == person)
        with self._reading() as connection:
            return [_copy(row, "") for row in connection.execute(query)]

    def drop_copy(self, record: int, person: str) -> None:
        with self._writing() as connection:
            connection.execute(delete(copies).where(_is(record, person)))

    def settle_copy(self, record: int, person: str, version: int, base: int) -> None:
        with self._writing() as connection:
            this = _is(record, person)
            connection.execute(delete(copies).where(this, copies.c.version == version))
            connection.execute(update(copies).where(this, copies.c.version > version).values(base=base))


class UnjudgedTables(Tables):
    """UnjudgedStore (see `holder_base`)."""

    def unjudged(self, limit: int) -> Sequence[int]:
        query = select(unjudged.c.record).order_by(unjudged.c.record).limit(limit)
        with self._reading() as connection:
            return list(connection.execute(query).scalars())

    def settle_unjudged(self, record: int, revision: int) -> None:
        this = (records.c.number == record) & (records.c.head == revision)
        with self._writing() as connection:
            marks = delete(unjudged).where(unjudged.c.record == record)
            connection.execute(marks.where(exists().where(this)))


def _is(record: int, person: str) -> Any:
    return (copies.c.record == record) & (copies.c.person == person)


def _version(connection: Connection, record: int, person: str) -> int | None:
    found: int | None = connection.execute(select(copies.c.version).where(_is(record, person))).scalar()
    return found


def _copy(row: Row[Any], ntriples: str) -> Copy:
    return Copy(row.record, row.person, row.base, row.version, row.at, ntriples)
