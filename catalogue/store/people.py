"""Organisations, people, and what they hold to sign in, in SQL."""

import json
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any, Literal

from sqlalchemy import Connection, Row, Select, delete, func, insert, or_, select, update

from catalogue.domain.errors import HeldElsewhere, LastAdministrator, NotFound
from catalogue.domain.people import Organisation, Person, Role
from catalogue.store.holder_base import Purpose, Token
from catalogue.store.holder_schema import members, organisations, people, tokens
from catalogue.store.tables import Tables

_PLAIN = ("id", "email", "name", "administrator", "language", "active", "password")


class PeopleTables(Tables):
    """PeopleStore (see `holder_base`)."""

    def organisations(self) -> Sequence[Organisation]:
        query = select(organisations).order_by(organisations.c.name, organisations.c.id)
        with self._reading() as connection:
            return [Organisation(row.id, row.name) for row in connection.execute(query)]

    def save_organisation(self, organisation: Organisation) -> None:
        row = {"id": organisation.id, "name": organisation.name}
        with self._writing() as connection:
            known = update(organisations).where(organisations.c.id == organisation.id)
            if not connection.execute(known.values(row)).rowcount:
                connection.execute(insert(organisations), row)

    def people(self) -> Sequence[Person]:
        with self._reading() as connection:
            return _people(connection, select(people).order_by(people.c.name, people.c.email))

    def person(self, by: Literal["id", "email", "subject"], value: str) -> Person | None:
        if not value:
            return None
        with self._reading() as connection:
            return _person(connection, by, value)

    def save_person(self, person: Person) -> None:
        with self._writing() as connection:
            _save(connection, person)

    def change_person(self, id: str, edit: Callable[[Person], Person]) -> Person:
        with self._writing() as connection:
            before = _person(connection, "id", id)
            if before is None:
                raise NotFound(name=id)
            after = edit(before)
            _save(connection, after)
            if _rules(before) and not _rules(after) and not _is_ruled(connection):
                raise LastAdministrator(name=before.name or before.email)
        return after


class TokenTables(Tables):
    """TokenStore (see `holder_base`)."""

    def keep_token(self, token: Token) -> None:
        row = {name: getattr(token, name) for name in ("hash", "purpose", "person", "until", "used")}
        with self._writing() as connection:
            connection.execute(delete(tokens).where(tokens.c.hash == token.hash))
            connection.execute(insert(tokens), row | {"data": json.dumps(dict(token.data))})

    def token(self, hash: str, purpose: Purpose, now: datetime) -> Token | None:
        query = select(tokens).where(tokens.c.hash == hash, tokens.c.purpose == purpose, tokens.c.until > now)
        with self._reading() as connection:
            row = connection.execute(query).one_or_none()
        return _token(row) if row else None

    def use_token(self, hash: str, now: datetime) -> None:
        with self._writing() as connection:
            connection.execute(update(tokens).where(tokens.c.hash == hash).values(used=now))

    def tokens(self, person: str, purpose: Purpose, now: datetime) -> Sequence[Token]:
        query = select(tokens).where(
            tokens.c.person == person, tokens.c.purpose == purpose, tokens.c.until > now
        )
        with self._reading() as connection:
            return [_token(row) for row in connection.execute(query.order_by(tokens.c.used.desc()))]

    def end_tokens(self, *, hash: str = "", person: str = "", purpose: Purpose | None = None) -> int:
        asked = (("hash", hash), ("person", person), ("purpose", purpose))
        given = [tokens.c[name] == value for name, value in asked if value]
        if not (hash or person):
            return 0
        with self._writing() as connection:
            return connection.execute(delete(tokens).where(*given)).rowcount

    def purge_tokens(self, now: datetime) -> int:
        with self._writing() as connection:
            return connection.execute(delete(tokens).where(tokens.c.until <= now)).rowcount


def _person(connection: Connection, by: str, value: str) -> Person | None:
    value = value.lower() if by == "email" else value
    return next(iter(_people(connection, select(people).where(people.c[by] == value))), None)


def _people(connection: Connection, query: Select[Any]) -> list[Person]:
    rows = connection.execute(query).all()
    roles = _roles(connection, rows[0].id if len(rows) == 1 else None)
    return [
        Person(
            **{name: getattr(row, name) for name in _PLAIN},
            subject=row.subject or "",
            roles=roles.get(row.id, {}),
        )
        for row in rows
    ]


def _roles(connection: Connection, person: str | None) -> Mapping[str, Mapping[str, frozenset[Role]]]:
    """The roles of one person, or of all: by person, then by organisation."""
    query = select(members) if person is None else select(members).where(members.c.person == person)
    found: dict[str, dict[str, frozenset[Role]]] = {}
    for row in connection.execute(query):
        mine = found.setdefault(row.person, {})
        mine[row.organisation] = mine.get(row.organisation, frozenset()) | {Role(row.role)}
    return found


def _save(connection: Connection, person: Person) -> None:
    row: dict[str, Any] = {name: getattr(person, name) for name in _PLAIN}
    row |= {"email": person.email.lower(), "subject": person.subject or None}
    _refuse_taken(connection, row)
    if not connection.execute(update(people).where(people.c.id == person.id).values(row)).rowcount:
        connection.execute(insert(people), row)
    connection.execute(delete(members).where(members.c.person == person.id))
    held = [
        {"person": person.id, "organisation": organisation, "role": role.value}
        for organisation, roles in person.roles.items()
        for role in sorted(roles)
    ]
    if held:
        connection.execute(insert(members), held)


def _refuse_taken(connection: Connection, row: Mapping[str, Any]) -> None:
    same = [people.c.email == row["email"]]
    if row["subject"]:
        same.append(people.c.subject == row["subject"])
    query = select(people.c.email, people.c.name).where(or_(*same), people.c.id != row["id"])
    other = connection.execute(query).first()
    if other:
        raise HeldElsewhere(name=row["email"], holder=other.name or other.email)


def _rules(person: Person) -> bool:
    return person.administrator and person.active


def _is_ruled(connection: Connection) -> bool:
    query = select(func.count()).select_from(people).where(people.c.administrator, people.c.active)
    return bool(connection.scalar(query))


def _token(row: Row[Any]) -> Token:
    return Token(row.hash, row.purpose, row.person, row.until, row.used, json.loads(row.data))
