"""Saved searches in SQL."""

import json
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import asdict, replace
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, delete, func, insert, select, update

from catalogue.domain.saved import SavedSearch
from catalogue.store.saved_schema import saved_searches as table
from catalogue.store.tables import Tables


class SavedSearchTables(Tables):
    """SavedSearchStore (see `saved_base`)."""

    def add_saved(self, search: SavedSearch) -> SavedSearch:
        with self._writing() as connection:
            known = connection.execute(select(table.c.owner).where(table.c.email == search.email)).first()
            kept = replace(search, owner=known.owner) if known else search
            row = {**asdict(kept), "parameters": json.dumps(kept.parameters), "seen": _packed(kept.seen)}
            row.pop("id")
            number = connection.execute(insert(table).returning(table.c.id), row).scalar_one()
        return replace(kept, id=number)

    def saved_of(self, email: str) -> Sequence[SavedSearch]:
        with self._reading() as connection:
            return _searches(connection, table.c.email == email)

    def saved_by(self, owner: str) -> Sequence[SavedSearch]:
        with self._reading() as connection:
            return _searches(connection, table.c.owner == owner)

    def saved_to_confirm(self, key: str) -> SavedSearch | None:
        with self._reading() as connection:
            return next(iter(_searches(connection, _unconfirmed(key))), None)

    def confirm_saved(self, key: str, seen: frozenset[int], at: datetime) -> SavedSearch | None:
        done = update(table).where(_unconfirmed(key)).values(confirmed=at, checked=at, seen=_packed(seen))
        with self._writing() as connection:
            if not connection.execute(done).rowcount:
                return None
            return _searches(connection, table.c.key == key)[0]

    def end_saved(self, owner: str, id: int | None = None) -> int:
        which = table.c.owner == owner
        if id is not None:
            which &= table.c.id == id
        with self._writing() as connection:
            return connection.execute(delete(table).where(which)).rowcount

    def due_saved(self, before: datetime, at: datetime, limit: int) -> Sequence[SavedSearch]:
        confirmed = table.c.confirmed.is_not(None)
        last, later = func.max(table.c.checked), func.max(table.c.later)
        due = select(table.c.owner).where(confirmed).group_by(table.c.owner)
        due = due.having((last <= before) & (later.is_(None) | (later <= at)))
        # Who was put off waits from that moment on: those who are tried in vain let all others pass.
        waiting = func.coalesce(later, last)
        with self._reading() as connection:
            owners = list(connection.execute(due.order_by(waiting).limit(limit)).scalars())
            return _searches(connection, confirmed & table.c.owner.in_(owners))

    def put_off_saved(self, owner: str, later: datetime, refused: int) -> None:
        with self._writing() as connection:
            which = update(table).where(table.c.owner == owner)
            connection.execute(which.values(later=later, refused=refused))

    def mark_saved(self, id: int, seen: frozenset[int], at: datetime) -> None:
        looked = {"seen": _packed(seen), "checked": at, "later": None, "refused": 0}
        with self._writing() as connection:
            connection.execute(update(table).where(table.c.id == id).values(looked))

    def purge_saved(self, before: datetime) -> int:
        old = delete(table).where(table.c.confirmed.is_(None), table.c.created < before)
        with self._writing() as connection:
            return connection.execute(old).rowcount


def _unconfirmed(key: str) -> Any:
    return (table.c.key == key) & table.c.confirmed.is_(None)


def _searches(connection: Connection, which: Any) -> list[SavedSearch]:
    rows = connection.execute(select(table).where(which).order_by(table.c.id)).mappings()
    return [_search(row) for row in rows]


def _search(row: Mapping[Any, Any]) -> SavedSearch:
    parameters = tuple((name, value) for name, value in json.loads(row["parameters"]))
    seen = frozenset(json.loads(zlib.decompress(row["seen"])))
    return SavedSearch(**{**row, "parameters": parameters, "seen": seen})


def _packed(numbers: frozenset[int]) -> bytes:
    return zlib.compress(json.dumps(sorted(numbers)).encode())
