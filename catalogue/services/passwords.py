"""Passwords: what they must be, how they are kept (argon2), and links by mail with which people set them."""

import unicodedata
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final, Literal

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from catalogue.domain.errors import LinkOver, WrongCredentials, WrongField
from catalogue.domain.people import Actor, Person
from catalogue.domain.sentences import Sentence
from catalogue.services import tokens
from catalogue.services.auditing import Auditing, now
from catalogue.services.sessions import actor_of
from catalogue.store.holder_base import PeopleStore, Token, TokenStore

SHORTEST: Final = 12
LONGEST: Final = 1000
_FEWEST_LETTERS: Final = 5  # different ones: "aaaaaaaaaaaa" and "121212121212" are found at once
_RUNS: Final = (
    "abcdefghijklmnopqrstuvwxyz",
    "01234567890",
    "qwertyuiop",
    "azertyuiop",
    "asdfghjkl",
    "qwertzuiop",
)
_USUAL: Final = (
    "password",
    "motdepasse",
    "passwort",
    "iloveyou",
    "letmein",
    "welcome",
    "bienvenue",
    "changeme",
)
LASTS: Final = {"password": timedelta(hours=1), "invitation": timedelta(days=7)}
Link = Literal["password", "invitation"]


class Passwords:
    """Sets and verifies passwords."""

    def __init__(
        self,
        people: PeopleStore,
        store: TokenStore,
        auditing: Auditing,
        clock: Callable[[], datetime] = now,
        hasher: PasswordHasher | None = None,
    ) -> None:
        self._people = people
        self._tokens = store
        self._auditing = auditing
        self._clock = clock
        self._hasher = hasher or PasswordHasher()
        self._nobody = self._hasher.hash(tokens.make())

    def verify(self, email: str, password: str) -> Person:
        """The person of an address and password. Raises WrongCredentials, after the same time whoever it was."""
        person = self._people.person("email", email.strip())
        usable = person is not None and person.active and bool(person.password)
        kept = person.password if person and usable else self._nobody
        if not self._is(kept, password) or not (person and usable):
            raise WrongCredentials
        if self._hasher.check_needs_rehash(kept):
            hashed = self._hasher.hash(_prepared(password))
            person = self._people.change_person(person.id, lambda each: replace(each, password=hashed))
        return person

    def change(self, actor: Actor, before: str, password: str) -> Person:
        """Another password for who acts and knows the one before. Raises WrongField. All sessions end."""
        person = self._people.person("id", actor.id)
        if person is None or not self._is(person.password, before):
            raise WrongField(field="before", reason=Sentence("This is not your password."))
        return self.set(actor, person, password)

    def set(self, actor: Actor, person: Person, password: str) -> Person:
        """A password for a person, whatever it was before. Raises WrongField. All their sessions and links end."""
        check(password, person)
        hashed = self._hasher.hash(_prepared(password))
        after = self._people.change_person(person.id, lambda each: replace(each, password=hashed))
        self._tokens.end_tokens(person=person.id)
        self._auditing.note(actor, "password-set", person.email)
        return after

    def link(self, person: Person, purpose: Link = "password") -> str:
        """The secret of a link with which a person sets a password, once and for a while; earlier links are over."""
        self._tokens.end_tokens(person=person.id, purpose=purpose)
        secret, at = tokens.make(), self._clock()
        self._tokens.keep_token(Token(tokens.digest(secret), purpose, person.id, at + LASTS[purpose], at, {}))
        return secret

    def holder(self, secret: str) -> Person:
        """The person whom a link was sent to. Raises LinkOver."""
        digest, at = tokens.digest(secret), self._clock()
        held = self._tokens.token(digest, "password", at) or self._tokens.token(digest, "invitation", at)
        person = self._people.person("id", held.person) if held else None
        if person is None or not person.active:
            raise LinkOver
        return person

    def redeem(self, secret: str, password: str) -> Person:
        """Set the password by a link, which is over with that. Raises LinkOver and WrongField."""
        person = self.holder(secret)
        check(password, person)
        # Of two who come with it at once, one ends it.
        if not self._tokens.end_tokens(hash=tokens.digest(secret)):
            raise LinkOver
        return self.set(actor_of(person), person, password)

    def _is(self, kept: str, password: str) -> bool:
        try:
            return bool(kept) and self._hasher.verify(kept, _prepared(password))
        except (VerificationError, InvalidHashError):
            return False


def check(password: str, person: Person) -> None:
    """Raises WrongField for a password that is short, or that others guess soon."""
    reason = _wrong(password, person)
    if reason:
        raise WrongField(field="password", reason=reason)


def _wrong(password: str, person: Person) -> Sentence | None:
    plain = _prepared(password)
    if len(plain) < SHORTEST:
        return Sentence(
            "A password has at least 12 characters. Four or five words together are easy to keep."
        )
    if len(plain) > LONGEST:
        return Sentence("A password has at most 1000 characters.")
    if _is_guessed(plain.casefold(), person):
        return Sentence(
            "This password would be guessed soon: take one that is not made of a usual word, a row of keys, "
            "or your name or address."
        )
    return None


def _is_guessed(password: str, person: Person) -> bool:
    """Whether little is left of it without usual words, runs of the keyboard and the person's own names."""
    if len(set(password)) < _FEWEST_LETTERS:
        return True
    own = [part for part in (person.email.partition("@")[0], *person.name.split()) if len(part) > 3]
    rest = password
    for word in (*_USUAL, *(part.casefold() for part in own)):
        rest = rest.replace(word, "")
    for run in _RUNS:
        for row in (run, run[::-1]):
            rest = _without(rest, row)
    return len(rest) < SHORTEST / 2


def _without(text: str, row: str) -> str:
    """A text without its pieces of four and more that follow each other in a row."""
    for length in range(len(row), 3, -1):
        for start in range(len(row) - length + 1):
            text = text.replace(row[start : start + length], "")
    return text


def _prepared(password: str) -> str:
    """One form of the characters that keyboards write in several (NIST SP 800-63B, 5.1.1.2)."""
    return unicodedata.normalize("NFKC", password)
