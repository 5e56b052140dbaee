"""Records, revisions and the change feed in SQL."""

import json
import zlib
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any

from sqlalchemy import (
    Connection,
    Row,
    Select,
    and_,
    delete,
    func,
    insert,
    select,
    update,
)
from sqlalchemy.dialects import postgresql, sqlite

from catalogue.domain.errors import HeldElsewhere, Stale
from catalogue.domain.record import Change, ChangeKind, Kind, Record, Revision, State, Write
from catalogue.domain.report import Report
from catalogue.store.base import Key, Selection
from catalogue.store.schema import changes, graphs, identifiers, records, revisions
from catalogue.store.tables import Tables

_CHUNK = 500  # values in one IN list
_LONGEST_KEY = 500  # characters of an identifier; PostgreSQL's indexes take 2,700 bytes
_head = revisions.alias("head_revision")
_published = revisions.alias("published_revision")
_PUBLIC = (State.PUBLISHED, State.WITHDRAWN)


class RecordTables(Tables):
    """RecordStore and History (see `base`)."""

    def find(self, by: Key, values: Collection[str | int]) -> Mapping[str | int, Record]:
        found: dict[str | int, Record] = {}
        with self._reading() as connection:
            for chunk in _chunks(values):
                found.update(_find(connection, by, chunk))
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
            known = _find(connection, "iri", [write.iri for write in writes])
            numbers = []
            for write in writes:
                numbers.append(_put(connection, write, known.pop(write.iri, None), now))
            stored = _find(connection, "number", numbers)
        return [stored[number] for number in numbers if number in stored]

    def ntriples(self, hashes: Collection[str]) -> Mapping[str, str]:
        found: dict[str, str] = {}
        with self._reading() as connection:
            for chunk in _chunks(hashes):
                rows = connection.execute(select(graphs).where(graphs.c.hash.in_(chunk)))
                found.update((row.hash, zlib.decompress(row.ntriples).decode()) for row in rows)
        return found

    def revisions(self, number: int) -> Sequence[Revision]:
        query = select(revisions).where(revisions.c.record == number).order_by(revisions.c.number)
        with self._reading() as connection:
            return [_revision(row, "") for row in connection.execute(query).mappings()]

    def changes(self, after: int, limit: int) -> Sequence[Change]:
        query = select(changes).where(changes.c.position > after).order_by(changes.c.position).limit(limit)
        with self._reading() as connection:
            rows = connection.execute(query)
            return [Change(row.position, row.record, ChangeKind(row.kind), row.at) for row in rows]

    def position(self) -> int:
        with self._reading() as connection:
            return connection.execute(select(func.max(changes.c.position))).scalar() or 0


def _chunks(values: Collection[Any]) -> Iterable[list[Any]]:
    listed = list(values)
    return (listed[start : start + _CHUNK] for start in range(0, len(listed), _CHUNK))


def _whole_records() -> Select[Any]:
    columns = [column.label(f"{name}_{column.name}") for name, table in _PARTS.items() for column in table.c]
    at_head = and_(_head.c.record == records.c.number, _head.c.number == records.c.head)
    at_published = and_(_published.c.record == records.c.number, _published.c.number == records.c.published)
    return select(*columns).select_from(records).join(_head, at_head).outerjoin(_published, at_published)


_PARTS = {"record": records, "head": _head, "published": _published}


def _find(connection: Connection, by: Key, values: Sequence[str | int]) -> dict[str | int, Record]:
    if by == "identifier":
        query = _whole_records().add_columns(identifiers.c.identifier.label("key"))
        query = query.join(identifiers, identifiers.c.record == records.c.number)
        asked: dict[str | int, str | int] = {_indexed(str(value)): value for value in values}
        query = query.where(identifiers.c.identifier.in_(asked)).order_by(records.c.number.desc())
        return {asked[row.key]: _record(row) for row in connection.execute(query)}
    column = records.c[by]
    query = _whole_records().add_columns(column.label("key")).where(column.in_(values))
    return {row.key: _record(row) for row in connection.execute(query)}


def _indexed(identifier: str) -> str:
    """An identifier as every database can index it: of one that is too long, or has a character U+0000, a digest."""
    if len(identifier) <= _LONGEST_KEY and "\0" not in identifier:
        return identifier
    return f"sha256:{sha256(identifier.encode()).hexdigest()}"


def _narrow(query: Select[Any], selection: Selection, *, walking: bool = False) -> Select[Any]:
    states = frozenset(_PUBLIC) if selection.public else selection.states
    if states is not None:
        # For several states SQLite would take their index, and sort all that it finds by number at each step;
        # an expression is in no index, so that it walks along the numbers.
        state = records.c.state.concat("") if walking and len(states) > 1 else records.c.state
        query = query.where(state.in_(sorted(states)))
    if selection.kinds is not None:
        query = query.where(records.c.kind.in_(sorted(selection.kinds)))
    if selection.source is not None:
        query = query.where(records.c.source == selection.source)
    if selection.changed_since is not None:
        query = query.where(records.c.changed >= selection.changed_since)
    return query


def _record(row: Row[Any]) -> Record:
    data = row._mapping
    return Record(
        number=data["record_number"],
        id=data["record_id"],
        iri=data["record_iri"],
        kind=Kind(data["record_kind"]),
        state=State(data["record_state"]),
        head=_revision(data, "head_"),
        published=_revision(data, "published_") if data["record_published"] is not None else None,
        source=data["record_source"],
        listed=data["record_listed"],
        changed=data["record_changed"],
        checked=data["record_checked"],
        withdrawn=data["record_withdrawn"],
        withdrawal_reason=data["record_withdrawal_reason"],
    )


def _revision(data: Mapping[Any, Any], prefix: str) -> Revision:
    return Revision(
        number=data[f"{prefix}number"],
        hash=data[f"{prefix}hash"],
        at=data[f"{prefix}at"],
        author=data[f"{prefix}author"],
        reason=data[f"{prefix}reason"],
        report=Report.from_json(json.loads(data[f"{prefix}report"])),
    )


def _put(connection: Connection, write: Write, known: Record | None, now: datetime) -> int:
    """Store one write and its change row; gives the record's number."""
    current = known.head.number if known else None
    if current != write.expected:
        raise Stale(name=write.iri, current=current or "none", expected=write.expected or "none")
    if write.change is ChangeKind.REMOVED and known:
        _delete(connection, known.number)
        _note(connection, known.number, write.change, now)
        return known.number
    number = known.number if known else _insert(connection, write, now)
    head = current or 0
    if write.description is not None:
        head += 1
        _add_revision(connection, write, number, head, now)
    _update(connection, write, number, _next(write, known, head, now))
    _note(connection, number, write.change, now)
    return number


def _delete(connection: Connection, number: int) -> None:
    """Delete a record with its revisions, and the RDF of these that no other record has."""
    said = select(revisions.c.hash).where(revisions.c.record == number)
    hashes = list(connection.execute(said).scalars())
    connection.execute(delete(records).where(records.c.number == number))
    kept = select(revisions.c.hash).where(revisions.c.hash == graphs.c.hash)
    for chunk in _chunks(set(hashes)):
        connection.execute(delete(graphs).where(graphs.c.hash.in_(chunk), ~kept.exists()))


def _insert(connection: Connection, write: Write, now: datetime) -> int:
    assert write.description is not None, "a new record needs a description"
    taken = connection.execute(select(records.c.iri).where(records.c.id == write.id)).scalar()
    if taken is not None:
        raise HeldElsewhere(name=write.id, holder=taken)
    values = {
        "id": write.id,
        "iri": write.iri,
        "kind": write.description.kind,
        "state": State.DRAFT,
        "head": 0,
        "source": write.source,
        "changed": now,
        "withdrawal_reason": "",
    }
    return int(connection.execute(insert(records).values(values).returning(records.c.number)).scalar_one())


def _add_revision(connection: Connection, write: Write, number: int, head: int, now: datetime) -> None:
    assert write.description is not None
    assert write.report is not None, "a revision is stored with its report"
    content = {
        "hash": write.description.hash,
        "ntriples": zlib.compress(write.description.ntriples.encode(), 6),
    }
    dialect = postgresql if connection.dialect.name == "postgresql" else sqlite
    connection.execute(dialect.insert(graphs).on_conflict_do_nothing(), content)
    revision = {"record": number, "number": head, "hash": write.description.hash, "at": now}
    told = {"author": write.author, "reason": write.reason, "report": json.dumps(write.report.to_json())}
    connection.execute(insert(revisions), revision | told)
    connection.execute(delete(identifiers).where(identifiers.c.record == number))
    if write.identifiers:
        connection.execute(
            insert(identifiers),
            [{"identifier": _indexed(value), "record": number} for value in sorted(set(write.identifiers))],
        )


def _next(write: Write, known: Record | None, head: int, now: datetime) -> dict[str, Any]:
    """The columns of a record after a write."""
    if write.change is ChangeKind.CHECKED:
        return {"checked": now}
    values: dict[str, Any] = {"head": head}
    if write.description is not None:
        values["kind"] = write.description.kind
    if write.state is State.PUBLISHED:
        listed = known.listed if known and known.listed else now
        values |= {"state": State.PUBLISHED, "published": head, "listed": listed}
        return values | {"changed": now, "withdrawn": None, "withdrawal_reason": ""}
    if write.state is State.WITHDRAWN:
        values |= {"state": State.WITHDRAWN, "published": None, "withdrawn": now}
        return values | {"changed": now, "withdrawal_reason": write.reason}
    if known is None or known.state not in _PUBLIC:
        values |= {"state": write.state, "changed": now}
    return values


def _update(connection: Connection, write: Write, number: int, values: dict[str, Any]) -> None:
    if write.source is not None:
        values["source"] = write.source
    connection.execute(update(records).where(records.c.number == number).values(values))


def _note(connection: Connection, number: int, kind: ChangeKind, now: datetime) -> None:
    connection.execute(insert(changes).values(record=number, kind=kind, at=now))
