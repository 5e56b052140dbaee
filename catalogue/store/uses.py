"""Noting which descriptions name which entries of the register, in the transaction that stores them."""

import re
from collections.abc import Collection, Iterable, Sequence
from typing import Final

from sqlalchemy import Connection, delete, insert, select

from catalogue.domain.record import State, Write
from catalogue.store.holder_schema import register, uses

_IRI: Final = re.compile(r"<([^<>\"{}|^`\\\s]+)>")
_CHUNK: Final = 500


def note_uses(connection: Connection, writes: Iterable[tuple[int, Write]]) -> None:
    """Note the entries that each record names after its write: in its head, and in what readers get."""
    told = list(writes)
    if connection.execute(select(register.c.iri).limit(1)).first() is None:
        return
    described = [(number, write) for number, write in told if write.description is not None]
    named = {number: _named(write) for number, write in described}
    known = _entries(connection, {iri for iris in named.values() for iri in iris})
    _replace(connection, [(number, iris & known) for number, iris in named.items()])
    for number, write in told:
        _publish(connection, number, write.state)


def note_heads(connection: Connection, records: Sequence[tuple[int, str]]) -> None:
    """Note the entries that the newest revisions name, given by record and N-Triples."""
    named = {number: set(_IRI.findall(ntriples)) for number, ntriples in records}
    known = _entries(connection, {iri for iris in named.values() for iri in iris})
    _replace(connection, [(number, iris & known) for number, iris in named.items()])


def _named(write: Write) -> set[str]:
    assert write.description is not None
    return set(_IRI.findall(write.description.ntriples))


def _entries(connection: Connection, iris: Collection[str]) -> set[str]:
    listed, found = sorted(iris), set()
    for start in range(0, len(listed), _CHUNK):
        these = register.c.iri.in_(listed[start : start + _CHUNK])
        found |= set(connection.execute(select(register.c.iri).where(these, register.c.current)).scalars())
    return found


def _replace(connection: Connection, named: Sequence[tuple[int, set[str]]]) -> None:
    for number, iris in named:
        connection.execute(delete(uses).where(uses.c.record == number, uses.c.published.is_(False)))
        rows = [{"iri": iri, "record": number, "published": False} for iri in sorted(iris)]
        if rows:
            connection.execute(insert(uses), rows)


def _publish(connection: Connection, number: int, state: State) -> None:
    """Let what readers get name what the head names; after a withdrawal it names nothing."""
    if state not in (State.PUBLISHED, State.WITHDRAWN):
        return
    connection.execute(delete(uses).where(uses.c.record == number, uses.c.published))
    if state is State.PUBLISHED:
        heads = select(uses.c.iri).where(uses.c.record == number, uses.c.published.is_(False))
        rows = [
            {"iri": iri, "record": number, "published": True} for iri in connection.execute(heads).scalars()
        ]
        if rows:
            connection.execute(insert(uses), rows)
