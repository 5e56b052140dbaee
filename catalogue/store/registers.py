"""Registers, changes of them on their way, templates and what is handed in, in SQL."""

import zlib
from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, Row, delete, func, insert, select, update

from catalogue.domain.errors import Stale
from catalogue.domain.record import Write
from catalogue.domain.register import Action, Change, Effect, Item, RegisterEntry
from catalogue.store.holder_schema import pending as kept
from catalogue.store.holder_schema import register, register_changes, register_items, templates, uses
from catalogue.store.records import find_by
from catalogue.store.register_base import Pending, Template
from catalogue.store.tables import Tables
from catalogue.store.uses import note_texts
from catalogue.store.writing import chunks, write_all


class RegisterTables(Tables):
    """RegisterStore (see `register_base`)."""

    def entries(
        self, organisations: Collection[str] | None = None, iris: Collection[str] | None = None
    ) -> Sequence[RegisterEntry]:
        query = select(register).where(register.c.current)
        if organisations is not None:
            query = query.where(register.c.organisation.in_(sorted(organisations)))
        found: list[Row[Any]] = []
        with self._reading() as connection:
            for chunk in [None] if iris is None else chunks(iris):
                narrowed = query if chunk is None else query.where(register.c.iri.in_(chunk))
                found.extend(connection.execute(narrowed))
        return sorted(map(_entry, found), key=lambda entry: (entry.name.casefold(), entry.iri))

    def entry_versions(self, iri: str) -> Sequence[RegisterEntry]:
        query = select(register).where(register.c.iri == iri).order_by(register.c.version)
        with self._reading() as connection:
            return [_entry(row) for row in connection.execute(query)]

    def save_entry(self, entry: RegisterEntry) -> None:
        with self._writing() as connection:
            _save(connection, entry)

    def remove_entry(self, iri: str) -> bool:
        with self._writing() as connection:
            if connection.execute(select(uses.c.record).where(uses.c.iri == iri).limit(1)).first():
                return False
            return connection.execute(delete(register).where(register.c.iri == iri)).rowcount > 0

    def uses(self, iri: str, *, public: bool = False) -> Sequence[int]:
        query = select(uses.c.record).distinct().where(uses.c.iri == iri).order_by(uses.c.record)
        with self._reading() as connection:
            return list(connection.execute(query.where(uses.c.published) if public else query).scalars())

    def use_counts(self, iris: Collection[str]) -> Mapping[str, int]:
        counted = func.count(uses.c.record.distinct())
        found: dict[str, int] = {}
        with self._reading() as connection:
            for chunk in chunks(iris):
                query = select(uses.c.iri, counted).where(uses.c.iri.in_(chunk)).group_by(uses.c.iri)
                found.update((row[0], row[1]) for row in connection.execute(query))
        return found

    def note_uses(self, texts: Sequence[tuple[int, str, bool]]) -> None:
        with self._writing() as connection:
            note_texts(connection, texts)


class ChangeTables(Tables):
    """ChangeStore (see `register_base`)."""

    def start_change(
        self, change: Change, records: Sequence[int], entries: Sequence[RegisterEntry] = ()
    ) -> None:
        with self._writing() as connection:
            for entry in entries:
                _save(connection, entry)
            connection.execute(insert(register_changes), asdict(change))
            rows = [_values(Item(change.id, record)) for record in sorted(set(records))]
            if rows:
                connection.execute(insert(register_items), rows)

    def register_change(self, id: str) -> Change | None:
        query = select(register_changes).where(register_changes.c.id == id)
        with self._reading() as connection:
            row = connection.execute(query).one_or_none()
        return _change(row) if row else None

    def register_changes(self, iri: str = "", *, unfinished: bool = False) -> Sequence[Change]:
        at = register_changes.c.at
        query = select(register_changes).order_by(at if unfinished else at.desc())
        if iri:
            query = query.where((register_changes.c.iri == iri) | (register_changes.c.other == iri))
        if unfinished:
            query = query.where(register_changes.c.finished.is_(None))
        with self._reading() as connection:
            return [_change(row) for row in connection.execute(query)]

    def items(self, change: str, *, waiting: bool = False, limit: int | None = None) -> Sequence[Item]:
        query = select(register_items).where(register_items.c.change == change)
        if waiting:
            query = query.where(register_items.c.effect == Effect.WAITING)
        with self._reading() as connection:
            rows = connection.execute(query.order_by(register_items.c.record).limit(limit))
            return [_item(row) for row in rows]

    def carry_out(self, item: Item, steps: Sequence[Write]) -> bool:
        this = (register_items.c.change == item.change) & (register_items.c.record == item.record)
        waits = this & (register_items.c.effect == Effect.WAITING)
        now = datetime.now(UTC)
        with self._writing() as connection:
            if not connection.execute(update(register_items).where(waits).values(_values(item))).rowcount:
                return False
            for write in steps:
                write_all(connection, [write], find_by(connection, "iri", [write.iri]), now)
        return True

    def finish_change(self, id: str, at: datetime) -> None:
        with self._writing() as connection:
            this = register_changes.c.id == id
            connection.execute(update(register_changes).where(this).values(finished=at))


class StartTables(Tables):
    """StartStore (see `register_base`)."""

    def templates(self, organisations: Collection[str] | None) -> Sequence[Template]:
        columns = [column for column in templates.c if column is not templates.c.ntriples]
        query = select(*columns).order_by(templates.c.name, templates.c.id)
        if organisations is not None:
            query = query.where(templates.c.organisation.in_(sorted(organisations)))
        with self._reading() as connection:
            return [Template(**row, ntriples="") for row in connection.execute(query).mappings()]

    def template(self, id: str) -> Template | None:
        with self._reading() as connection:
            row = connection.execute(select(templates).where(templates.c.id == id)).mappings().one_or_none()
        if row is None:
            return None
        return Template(**{**row, "ntriples": zlib.decompress(row["ntriples"]).decode()})

    def save_template(self, template: Template) -> None:
        values = {**asdict(template), "ntriples": zlib.compress(template.ntriples.encode())}
        with self._writing() as connection:
            connection.execute(delete(templates).where(templates.c.id == template.id))
            connection.execute(insert(templates), values)

    def remove_template(self, id: str) -> None:
        with self._writing() as connection:
            connection.execute(delete(templates).where(templates.c.id == id))

    def keep_pending(self, pending: Pending) -> None:
        with self._writing() as connection:
            _drop(connection, pending.person, pending.place)
            connection.execute(insert(kept), {**asdict(pending), "data": zlib.compress(pending.data)})

    def pending(self, person: str, place: str, now: datetime) -> Pending | None:
        query = select(kept).where(kept.c.person == person, kept.c.place == place, kept.c.until > now)
        with self._reading() as connection:
            row = connection.execute(query).one_or_none()
        return Pending(row.person, row.place, row.until, zlib.decompress(row.data)) if row else None

    def drop_pending(self, person: str, place: str) -> bool:
        with self._writing() as connection:
            return _drop(connection, person, place)

    def purge_pending(self, now: datetime) -> int:
        with self._writing() as connection:
            return connection.execute(delete(kept).where(kept.c.until <= now)).rowcount


def _save(connection: Connection, entry: RegisterEntry) -> None:
    newest = select(func.max(register.c.version)).where(register.c.iri == entry.iri)
    current = connection.execute(newest).scalar() or 0
    if current != entry.version - 1:
        raise Stale(name=entry.name, current=current, expected=entry.version - 1)
    connection.execute(update(register).where(register.c.iri == entry.iri).values(current=False))
    connection.execute(insert(register), {**asdict(entry), "current": True})


def _drop(connection: Connection, person: str, place: str) -> bool:
    dropped = connection.execute(delete(kept).where(kept.c.person == person, kept.c.place == place))
    return dropped.rowcount > 0


def _values(item: Item) -> dict[str, Any]:
    return asdict(item)


def _entry(row: Row[Any]) -> RegisterEntry:
    values = {name: value for name, value in row._mapping.items() if name != "current"}
    return RegisterEntry(**values)


def _change(row: Row[Any]) -> Change:
    return Change(**{**row._mapping, "action": Action(row.action)})


def _item(row: Row[Any]) -> Item:
    return Item(**{**row._mapping, "effect": Effect(row.effect)})
