"""Results of public checks in SQL: each a compressed text that goes by itself after a while."""

from datetime import datetime

from sqlalchemy import Connection, delete, func, insert, select

from catalogue.domain.errors import ResultTooLarge
from catalogue.store.base import KeptResult
from catalogue.store.schema import results
from catalogue.store.tables import Tables


class ResultTables(Tables):
    """ResultStore (see `base`)."""

    def keep_result(self, result: KeptResult, now: datetime, most: int) -> None:
        if len(result.data) > most:
            raise ResultTooLarge
        row = {"id": result.id, "until": result.until, "size": len(result.data), "data": result.data}
        with self._writing() as connection:
            connection.execute(delete(results).where(results.c.until <= now))
            _make_room(connection, most - len(result.data))
            connection.execute(insert(results), row)

    def result(self, id: str, now: datetime) -> KeptResult | None:
        query = select(results).where(results.c.id == id, results.c.until > now)
        with self._reading() as connection:
            row = connection.execute(query).one_or_none()
        return None if row is None else KeptResult(row.id, row.until, row.data)

    def remove_result(self, id: str) -> bool:
        with self._writing() as connection:
            return connection.execute(delete(results).where(results.c.id == id)).rowcount > 0

    def purge_results(self, now: datetime) -> int:
        with self._writing() as connection:
            return connection.execute(delete(results).where(results.c.until <= now)).rowcount


def _make_room(connection: Connection, room: int) -> None:
    """Remove what would end soonest until the rest fits into so many bytes."""
    held = connection.scalar(select(func.coalesce(func.sum(results.c.size), 0))) or 0
    if held <= room:
        return
    gone = []
    for row in connection.execute(select(results.c.id, results.c.size).order_by(results.c.until)):
        gone.append(row.id)
        held -= row.size
        if held <= room:
            break
    for each in gone:
        connection.execute(delete(results).where(results.c.id == each))
