"""Records, revisions and the change feed in SQL."""

import json
import zlib
from collections.abc import Collection, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import (
    Connection,
    Row,
    Select,
    and_,
    func,
    insert,
    literal,
    select,
    update,
)

from catalogue.domain.record import Change, ChangeKind, Kind, Record, Revision, State, Write
from catalogue.domain.report import Report
from catalogue.store.base import Key, Selection
from catalogue.store.schema import Moment, changes, graphs, identifiers, records, revisions
from catalogue.store.tables import Tables
from catalogue.store.writing import PUBLIC, chunks, indexed, write_all

_head = revisions.alias("head_revision")
_published = revisions.alias("published_revision")


class RecordTables(Tables):
    """RecordStore and History (see `base`)."""

    def find(self, by: Key, values: Collection[str | int]) -> Mapping[str | int, Record]:
        found: dict[str | int, Record] = {}
        with self._reading() as connection:
            for chunk in chunks(values):
                found.update(find_by(connection, by, chunk))
        return found

    def select(self, selection: Selection) -> Sequence[Record]:
        query = _narrow(_whole_records(), selection, walking=True)
        order = records.c.number.desc() if selection.backwards else records.c.number
        if selection.after is not None:
            beyond = (
                records.c.number < selection.after
                if selection.backwards
                else records.c.number > selection.after
            )
            query = query.where(beyond)
        with self._reading() as connection:
            return [_record(row) for row in connection.execute(query.order_by(order).limit(selection.limit))]

    def count(self, selection: Selection) -> int:
        query = _narrow(select(func.count()).select_from(records), selection)
        with self._reading() as connection:
            return int(connection.execute(query).scalar_one())

    def put(self, writes: Sequence[Write]) -> Sequence[Record]:
        now = datetime.now(UTC)
        with self._writing() as connection:
            known = find_by(connection, "iri", [write.iri for write in writes])
            numbers = write_all(connection, writes, known, now)
            stored = find_by(connection, "number", numbers)
        return [stored[number] for number in numbers if number in stored]

    def put_in_turn(self, writes: Sequence[Write]) -> Record:
        now = datetime.now(UTC)
        with self._writing() as connection:
            for write in writes:
                known = find_by(connection, "iri", [write.iri])
                [number] = write_all(connection, [write], known, now)
            return find_by(connection, "number", [number])[number]

    def ntriples(self, hashes: Collection[str]) -> Mapping[str, str]:
        found: dict[str, str] = {}
        with self._reading() as connection:
            for chunk in chunks(hashes):
                rows = connection.execute(select(graphs).where(graphs.c.hash.in_(chunk)))
                found.update((row.hash, zlib.decompress(row.ntriples).decode()) for row in rows)
        return found

    def revisions(self, number: int) -> Sequence[Revision]:
        query = select(revisions).where(revisions.c.record == number).order_by(revisions.c.number)
        with self._reading() as connection:
            return [_revision(row, "") for row in connection.execute(query).mappings()]

    def hide_revision(self, number: int, revision: int) -> bool:
        current = select(records.c.published).where(records.c.number == number).scalar_subquery()
        past = (revisions.c.record == number) & (revisions.c.number == revision)
        past &= revisions.c.published.is_not(None) & (revisions.c.number < current)
        with self._writing() as connection:
            if not connection.execute(update(revisions).where(past).values(published=None)).rowcount:
                return False
            # The feed moves on, so that no process gives an answer again that it remembers.
            row = {"record": number, "kind": ChangeKind.SAVED, "at": datetime.now(UTC)}
            connection.execute(insert(changes), row)
            return True

    def changes(self, after: int, limit: int) -> Sequence[Change]:
        query = select(changes).where(changes.c.position > after).order_by(changes.c.position).limit(limit)
        with self._reading() as connection:
            rows = connection.execute(query)
            return [Change(row.position, row.record, ChangeKind(row.kind), row.at) for row in rows]

    def changed_for_readers(self) -> datetime | None:
        query = select(changes.c.at).where(changes.c.kind != ChangeKind.SAVED)
        with self._reading() as connection:
            newest = query.order_by(changes.c.position.desc()).limit(1)
            return connection.execute(newest).scalar_one_or_none()

    def position(self) -> int:
        with self._reading() as connection:
            return connection.execute(select(func.max(changes.c.position))).scalar() or 0


def _whole_records() -> Select[Any]:
    columns = [column.label(f"{name}_{column.name}") for name, table in _PARTS.items() for column in table.c]
    at_head = and_(_head.c.record == records.c.number, _head.c.number == records.c.head)
    at_published = and_(_published.c.record == records.c.number, _published.c.number == records.c.published)
    return select(*columns).select_from(records).join(_head, at_head).outerjoin(_published, at_published)


_PARTS = {"record": records, "head": _head, "published": _published}


def find_by(connection: Connection, by: Key, values: Sequence[str | int]) -> dict[str | int, Record]:
    """The records that have one of the values, by value, within a transaction."""
    if by == "identifier":
        query = _whole_records().add_columns(identifiers.c.identifier.label("key"))
        query = query.join(identifiers, identifiers.c.record == records.c.number)
        asked: dict[str | int, str | int] = {indexed(str(value)): value for value in values}
        query = query.where(identifiers.c.identifier.in_(asked)).order_by(records.c.number.desc())
        return {asked[row.key]: _record(row) for row in connection.execute(query)}
    column = records.c[by]
    askable = [value for value in values if "\0" not in str(value)]  # PostgreSQL refuses it; no record has it
    query = _whole_records().add_columns(column.label("key")).where(column.in_(askable))
    return {row.key: _record(row) for row in connection.execute(query)}


def _narrow(query: Select[Any], selection: Selection, *, walking: bool = False) -> Select[Any]:
    states = frozenset(PUBLIC) if selection.public else selection.states
    if states is not None:
        # For several states SQLite would take their index, and sort all that it finds by number at each step;
        # an expression is in no index, so that it walks along the numbers.
        state = records.c.state.concat("") if walking and len(states) > 1 else records.c.state
        query = query.where(state.in_(sorted(states)))
    if selection.kinds is not None:
        query = query.where(records.c.kind.in_(sorted(selection.kinds)))
    if selection.source is not None:
        query = query.where(records.c.source == selection.source)
    if selection.own:
        query = query.where(records.c.source.is_(None))
    if selection.organisations is not None:
        query = query.where(records.c.organisation.in_(sorted(selection.organisations)))
    if selection.changed_since is not None:
        query = query.where(records.c.changed >= selection.changed_since)
    if selection.unchecked_since is not None:
        checked = func.coalesce(records.c.checked, records.c.changed)
        moment = literal(selection.unchecked_since, Moment)
        query = query.where(records.c.source.is_(None), records.c.changed < moment, checked < moment)
    return query


def _record(row: Row[Any]) -> Record:
    data = row._mapping
    head, published = _revision(data, "head_"), data["record_published"]
    return Record(
        number=data["record_number"],
        id=data["record_id"],
        iri=data["record_iri"],
        kind=Kind(data["record_kind"]),
        state=State(data["record_state"]),
        head=head,
        published=head if published == head.number else published and _revision(data, "published_"),
        source=data["record_source"],
        listed=data["record_listed"],
        changed=data["record_changed"],
        checked=data["record_checked"],
        withdrawn=data["record_withdrawn"],
        withdrawal_reason=data["record_withdrawal_reason"],
        organisation=data["record_organisation"],
        last_published=data["record_last_published"],
    )


def _revision(data: Mapping[Any, Any], prefix: str) -> Revision:
    return Revision(
        number=data[f"{prefix}number"],
        hash=data[f"{prefix}hash"],
        at=data[f"{prefix}at"],
        author=data[f"{prefix}author"],
        reason=data[f"{prefix}reason"],
        report=Report.from_json(json.loads(data[f"{prefix}report"])),
        person=data[f"{prefix}person"],
        published=data[f"{prefix}published"],
    )
