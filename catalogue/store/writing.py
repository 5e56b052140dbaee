"""Storing a batch of writes: a statement for each table and not for each write, where that can be."""

import json
import zlib
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any, Final

from sqlalchemy import Connection, delete, insert, select, update
from sqlalchemy.dialects import postgresql, sqlite

from catalogue.domain.errors import HeldElsewhere, Stale
from catalogue.domain.record import ChangeKind, Record, State, Write
from catalogue.store.judging import note_unjudged
from catalogue.store.schema import changes, graphs, identifiers, records, revisions
from catalogue.store.titles import note_titles
from catalogue.store.uses import note_uses

CHUNK: Final = 500  # values in one IN list
PUBLIC: Final = (State.PUBLISHED, State.WITHDRAWN)
_LONGEST_KEY: Final = 500  # characters of an identifier; PostgreSQL's indexes take 2,700 bytes
_LEVEL: Final = 4  # of compression: a fifth quicker than the usual one, and three hundredths larger


def chunks(values: Collection[Any]) -> Iterable[list[Any]]:
    """The values in parts that one statement takes."""
    listed = list(values)
    return (listed[start : start + CHUNK] for start in range(0, len(listed), CHUNK))


def indexed(identifier: str) -> str:
    """An identifier as every database can index it: of one that is too long, or has a character U+0000, a digest."""
    if len(identifier) <= _LONGEST_KEY and "\0" not in identifier:
        return identifier
    return f"sha256:{sha256(identifier.encode()).hexdigest()}"


@dataclass(slots=True)
class _Entry:
    """A write with the record that there is; `number` is the record's, once it has one."""

    write: Write
    known: Record | None
    number: int = 0

    @property
    def current(self) -> int | None:
        return self.known.head.number if self.known else None

    @property
    def head(self) -> int:
        """The number of the newest revision after the write."""
        return (self.current or 0) + (self.write.description is not None)

    @property
    def removes(self) -> bool:
        return self.known is not None and self.write.change is ChangeKind.REMOVED

    @property
    def publishes(self) -> bool:
        return self.write.state is State.PUBLISHED and self.write.change is not ChangeKind.CHECKED


def write_all(
    connection: Connection, writes: Sequence[Write], known: Mapping[Any, Record], now: datetime
) -> list[int]:
    """Store writes with their change rows; gives the numbers of their records. Raises Stale, HeldElsewhere."""
    left = dict(known)
    entries = [_entry(write, left.pop(write.iri, None)) for write in writes]
    for entry in entries:
        if entry.removes:
            _delete(connection, entry.number)
    _insert(connection, [entry for entry in entries if entry.known is None], now)
    _add_revisions(
        connection, [entry for entry in entries if entry.write.description and not entry.removes], now
    )
    for entry in entries:
        if entry.known and not entry.removes:
            _update(connection, entry, now)
    _note(connection, entries, now)
    kept = [entry for entry in entries if not entry.removes and entry.write.change is not ChangeKind.CHECKED]
    told = [(entry.number, entry.write) for entry in kept]
    note_titles(connection, told)
    note_uses(connection, told)
    note_unjudged(connection, told)
    return [entry.number for entry in entries]


def _entry(write: Write, known: Record | None) -> _Entry:
    entry = _Entry(write, known, known.number if known else 0)
    if entry.current != write.expected:
        current, expected = entry.current or "none", write.expected or "none"
        raise Stale(name=write.iri, current=current, expected=expected)
    readers = known.published.number if known and known.published else None
    if write.readers not in ("any", readers):
        raise Stale(name=write.iri, current=readers or "none", expected=write.readers or "none")
    return entry


def _delete(connection: Connection, number: int) -> None:
    """Delete a record with its revisions, and the RDF of these that no other record has."""
    said = select(revisions.c.hash).where(revisions.c.record == number)
    hashes = list(connection.execute(said).scalars())
    connection.execute(delete(records).where(records.c.number == number))
    kept = select(revisions.c.hash).where(revisions.c.hash == graphs.c.hash)
    for chunk in chunks(set(hashes)):
        connection.execute(delete(graphs).where(graphs.c.hash.in_(chunk), ~kept.exists()))


def _insert(connection: Connection, entries: Sequence[_Entry], now: datetime) -> None:
    """Insert the records that are new, as they are after their writes, and note their numbers."""
    _check_ids(connection, [entry.write for entry in entries])
    if entries:
        statement = insert(records).returning(records.c.number, sort_by_parameter_order=True)
        numbers = connection.execute(statement, [_new(entry, now) for entry in entries]).scalars()
        for entry, number in zip(entries, numbers, strict=True):
            entry.number = number


def _check_ids(connection: Connection, writes: Iterable[Write]) -> None:
    """Refuse an `id` that another IRI has, in the store or among the writes."""
    holders: dict[str, str] = {}
    for write in writes:
        if holders.setdefault(write.id, write.iri) != write.iri:
            raise HeldElsewhere(name=write.id, holder=holders[write.id])
    for chunk in chunks(holders):
        taken = connection.execute(select(records.c.id, records.c.iri).where(records.c.id.in_(chunk))).first()
        if taken is not None:
            raise HeldElsewhere(name=taken.id, holder=taken.iri)


def _new(entry: _Entry, now: datetime) -> dict[str, Any]:
    write = entry.write
    assert write.description is not None, "a new record needs a description"
    empty = {column.name: None for column in records.c if column is not records.c.number}
    values = {
        "id": write.id,
        "iri": write.iri,
        "kind": write.description.kind,
        "state": State.DRAFT,
        "source": write.source,
        "changed": now,
        "withdrawal_reason": "",
        "organisation": write.organisation or "",
    }
    return empty | values | _next(entry, now)


def _add_revisions(connection: Connection, entries: Sequence[_Entry], now: datetime) -> None:
    if not entries:
        return
    dialect = postgresql if connection.dialect.name == "postgresql" else sqlite
    contents = {content["hash"]: content for content in map(_content, entries)}
    connection.execute(dialect.insert(graphs).on_conflict_do_nothing(), list(contents.values()))
    connection.execute(insert(revisions), [_revision(entry, now) for entry in entries])
    for chunk in chunks([entry.number for entry in entries if entry.known]):
        connection.execute(delete(identifiers).where(identifiers.c.record.in_(chunk)))
    told = [
        {"identifier": identifier, "record": entry.number}
        for entry in entries
        for identifier in sorted({indexed(value) for value in entry.write.identifiers})
    ]
    if told:
        connection.execute(insert(identifiers), told)


def _content(entry: _Entry) -> dict[str, Any]:
    description = entry.write.description
    assert description is not None
    return {"hash": description.hash, "ntriples": zlib.compress(description.ntriples.encode(), _LEVEL)}


def _revision(entry: _Entry, now: datetime) -> dict[str, Any]:
    write = entry.write
    assert write.description is not None
    assert write.report is not None, "a revision is stored with its report"
    revision = {"record": entry.number, "number": entry.head, "hash": write.description.hash, "at": now}
    report = json.dumps(write.report.to_json())
    told: dict[str, Any] = {"author": write.author, "reason": write.reason, "person": write.person}
    told["published"] = now if entry.publishes else None
    return revision | told | {"report": report}


def _next(entry: _Entry, now: datetime) -> dict[str, Any]:
    """The columns of a record after a write."""
    write, known = entry.write, entry.known
    if write.change is ChangeKind.CHECKED:
        return {"checked": now}
    values: dict[str, Any] = {"head": entry.head}
    if write.description is not None:
        values["kind"] = write.description.kind
    if write.state is State.PUBLISHED:
        listed = known.listed if known and known.listed else now
        values |= {"state": State.PUBLISHED, "listed": listed}
        values |= {"published": entry.head, "last_published": entry.head}
        return values | {"changed": now, "withdrawn": None, "withdrawal_reason": ""}
    if write.state is State.WITHDRAWN:
        values |= {"state": State.WITHDRAWN, "published": None, "withdrawn": now}
        return values | {"changed": now, "withdrawal_reason": write.reason}
    if known is None or known.state not in PUBLIC:
        values |= {"state": write.state, "changed": now}
    return values


def _update(connection: Connection, entry: _Entry, now: datetime) -> None:
    values = _next(entry, now)
    if entry.write.source is not None:
        values["source"] = entry.write.source
    if entry.write.organisation is not None:
        values["organisation"] = entry.write.organisation
    connection.execute(update(records).where(records.c.number == entry.number).values(values))
    if entry.write.description is None and entry.write.report is not None:
        this = (revisions.c.record == entry.number) & (revisions.c.number == entry.head)
        report = json.dumps(entry.write.report.to_json())
        connection.execute(update(revisions).where(this).values(report=report))
    _note_readers(connection, entry, now)


def _note_readers(connection: Connection, entry: _Entry, now: datetime) -> None:
    """Note from when readers have had the head; what is withdrawn is taken from them with all that was before."""
    own = revisions.c.record == entry.number
    if entry.write.change is ChangeKind.WITHDRAWN:
        connection.execute(update(revisions).where(own).values(published=None))
    elif entry.publishes and entry.write.description is None:
        this = own & (revisions.c.number == entry.head) & revisions.c.published.is_(None)
        connection.execute(update(revisions).where(this).values(published=now))


def _note(connection: Connection, entries: Iterable[_Entry], now: datetime) -> None:
    rows = [{"record": entry.number, "kind": entry.write.change, "at": now} for entry in entries]
    if rows:
        connection.execute(insert(changes), rows)
