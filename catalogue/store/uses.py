"""Noting which descriptions name which entries of the register, in the transaction that stores them."""

import re
from collections.abc import Collection, Iterable
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
    described = [(number, write.description) for number, write in told if write.description is not None]
    note_texts(connection, [(number, description.ntriples, False) for number, description in described])
    for number, write in told:
        _publish(connection, number, write.state)


def note_texts(connection: Connection, texts: Iterable[tuple[int, str, bool]]) -> None:
    """Note the entries that texts name, in place of what was noted of their records."""
    named = [(number, set(_IRI.findall(text)), public) for number, text, public in texts]
    known = _entries(connection, {iri for _, iris, _ in named for iri in iris})
    for number, iris, public in named:
        this = (uses.c.record == number) & (uses.c.published == public)
        connection.execute(delete(uses).where(this))
        _insert(connection, number, iris & known, public=public)


def _entries(connection: Connection, iris: Collection[str]) -> set[str]:
    listed, found = sorted(iris), set()
    for start in range(0, len(listed), _CHUNK):
        these = register.c.iri.in_(listed[start : start + _CHUNK])
        found |= set(connection.execute(select(register.c.iri).where(these, register.c.current)).scalars())
    return found


def _publish(connection: Connection, number: int, state: State) -> None:
    """Let what readers get name what the head names; after a withdrawal it names nothing."""
    if state not in (State.PUBLISHED, State.WITHDRAWN):
        return
    connection.execute(delete(uses).where(uses.c.record == number, uses.c.published))
    if state is State.PUBLISHED:
        heads = select(uses.c.iri).where(uses.c.record == number, uses.c.published.is_(False))
        _insert(connection, number, connection.execute(heads).scalars(), public=True)


def _insert(connection: Connection, number: int, iris: Iterable[str], *, public: bool) -> None:
    rows = [{"iri": iri, "record": number, "published": public} for iri in sorted(iris)]
    if rows:
        connection.execute(insert(uses), rows)
