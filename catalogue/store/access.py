"""The keys of programs, how often something was tried, and who did what, in SQL."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any, Literal

from sqlalchemy import Row, delete, insert, select, update

from catalogue.domain.people import Event, Key, Role
from catalogue.store.holder_schema import attempts, audit, keys
from catalogue.store.tables import Tables

_KEY = tuple(column.name for column in keys.columns)
_EVENT = ("at", "actor", "action", "about", "organisation", "detail")


class KeyTables(Tables):
    """KeyStore (see `holder_base`)."""

    def keys(self, organisations: Collection[str] | None = None) -> Sequence[Key]:
        query = select(keys).order_by(keys.c.created.desc(), keys.c.id)
        if organisations is not None:
            query = query.where(keys.c.organisation.in_(sorted(organisations)))
        with self._reading() as connection:
            return [_key(row) for row in connection.execute(query)]

    def key(self, by: Literal["id", "hash"], value: str) -> Key | None:
        with self._reading() as connection:
            row = connection.execute(select(keys).where(keys.c[by] == value)).one_or_none()
        return _key(row) if row else None

    def save_key(self, key: Key) -> None:
        row = {name: getattr(key, name) for name in _KEY} | {"role": key.role.value}
        with self._writing() as connection:
            connection.execute(delete(keys).where(keys.c.id == key.id))
            connection.execute(insert(keys), row)

    def use_key(self, id: str, now: datetime) -> None:
        with self._writing() as connection:
            connection.execute(update(keys).where(keys.c.id == id).values(used=now))


class AttemptTables(Tables):
    """AttemptStore (see `holder_base`)."""

    def count_attempt(self, key: str, until: datetime, now: datetime, amount: int = 1) -> int:
        here = attempts.c.key == key
        with self._writing() as connection:
            query = select(attempts.c["count"]).where(here, attempts.c.until > now)
            before = connection.scalar(query)
            if before is not None:
                connection.execute(update(attempts).where(here).values(count=before + amount))
                return int(before) + amount
            connection.execute(delete(attempts).where(here))
            connection.execute(insert(attempts), {"key": key, "count": amount, "until": until})
        return amount

    def attempts(self, key: str, now: datetime) -> tuple[int, datetime]:
        query = select(attempts.c["count"], attempts.c.until).where(
            attempts.c.key == key, attempts.c.until > now
        )
        with self._reading() as connection:
            row = connection.execute(query).one_or_none()
        return (row[0], row[1]) if row else (0, now)

    def forget_attempts(self, key: str) -> None:
        with self._writing() as connection:
            connection.execute(delete(attempts).where(attempts.c.key == key))

    def purge_attempts(self, now: datetime) -> int:
        with self._writing() as connection:
            return connection.execute(delete(attempts).where(attempts.c.until <= now)).rowcount


class AuditTables(Tables):
    """AuditLog (see `holder_base`)."""

    def note(self, event: Event) -> None:
        with self._writing() as connection:
            connection.execute(insert(audit), {name: getattr(event, name) for name in _EVENT})

    def events(
        self, before: int | None, limit: int, organisations: Collection[str] | None = None, about: str = ""
    ) -> Sequence[Event]:
        query = select(audit).order_by(audit.c.position.desc()).limit(limit)
        if before is not None:
            query = query.where(audit.c.position < before)
        if organisations is not None:
            query = query.where(audit.c.organisation.in_(sorted(organisations)))
        if about:
            query = query.where(audit.c.about == about)
        with self._reading() as connection:
            return [_event(row) for row in connection.execute(query)]


def _key(row: Row[Any]) -> Key:
    told = {name: getattr(row, name) for name in _KEY}
    return Key(**told | {"role": Role(row.role)})


def _event(row: Row[Any]) -> Event:
    return Event(**{name: getattr(row, name) for name in (*_EVENT, "position")})
