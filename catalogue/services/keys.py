"""The keys of programs: made for an organisation and a role, shown once, revoked at any time."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final
from uuid import uuid4

from catalogue.domain.deliveries import KeyOver, UnknownKey
from catalogue.domain.errors import BadInput, NotFound
from catalogue.domain.people import PROGRAM_ROLES, Actor, Key, Permission, Role
from catalogue.domain.sentences import Sentence
from catalogue.services import tokens
from catalogue.services.auditing import Auditing, now
from catalogue.store.holder_base import KeyStore, PeopleStore

PREFIX: Final = "hc_"
_SHOWN: Final = 10  # characters by which people tell keys apart
_NOTED: Final = timedelta(minutes=1)
_LONGEST_NAME: Final = 200
LONGEST_DAYS: Final = 3650


@dataclass(frozen=True, slots=True)
class Wanted:
    """A key to be made; it never ends by itself where `days` is None."""

    name: str
    organisation: str
    role: Role
    days: int | None = None


@dataclass(frozen=True, slots=True)
class Made:
    """A new key, and its secret, which is told this once."""

    key: Key
    secret: str


class Keys:
    """Makes, lists and revokes keys, and says who a program is."""

    def __init__(
        self, store: KeyStore, people: PeopleStore, auditing: Auditing, clock: Callable[[], datetime] = now
    ) -> None:
        self._store = store
        self._people = people
        self._auditing = auditing
        self._clock = clock

    def create(self, actor: Actor, wanted: Wanted) -> Made:
        """A new key. Raises Forbidden, NotFound for no organisation, and BadInput."""
        actor.demand(Permission.MANAGE_KEYS, wanted.organisation)
        _check(wanted)
        if all(each.id != wanted.organisation for each in self._people.organisations()):
            raise NotFound(name=wanted.organisation)
        secret, at = tokens.make(PREFIX), self._clock()
        key = Key(
            uuid4().hex,
            tokens.digest(secret),
            secret[:_SHOWN],
            wanted.name.strip(),
            wanted.organisation,
            wanted.role,
            at,
            actor.name,
            at + timedelta(days=wanted.days) if wanted.days else None,
        )
        self._store.save_key(key)
        detail = f"{key.name} ({key.role})"
        self._auditing.note(actor, "key-created", key.prefix, key.organisation, detail)
        return Made(key, secret)

    def of(self, actor: Actor) -> Sequence[Key]:
        """The keys that an actor may make and revoke, the newest first; all, of an administrator."""
        return self._store.keys(None if actor.administrator else actor.where(Permission.MANAGE_KEYS))

    def revoke(self, actor: Actor, id: str) -> Key:
        """End a key at once. Raises NotFound, also for a key of an organisation that is not the actor's."""
        key = self._store.key("id", id)
        if key is None or not actor.may(Permission.MANAGE_KEYS, key.organisation):
            raise NotFound(name=id)
        if key.revoked is None:
            key = replace(key, revoked=self._clock())
            self._store.save_key(key)
            self._auditing.note(actor, "key-revoked", key.prefix, key.organisation, key.name)
        return key

    def find(self, secret: str) -> Key:
        """The key of a secret. Raises UnknownKey, and KeyOver for one that was revoked or has ended."""
        key = self._store.key("hash", tokens.digest(secret)) if secret.startswith(PREFIX) else None
        if key is None:
            raise UnknownKey
        if not self.is_live(key):
            end = min(each for each in (key.revoked, key.expires) if each is not None)
            raise KeyOver(date=end.date())
        at = self._clock()
        if key.used is None or at - key.used >= _NOTED:
            self._store.use_key(key.id, at)
        return key

    def actor(self, secret: str) -> Actor:
        """The program that holds a key. Raises WrongCredentials."""
        return actor_of(self.find(secret))

    def is_live(self, key: Key) -> bool:
        """Whether a key opens anything now."""
        return key.revoked is None and (key.expires is None or key.expires > self._clock())


def actor_of(key: Key) -> Actor:
    """A key, as who acts."""
    return Actor(key.id, key.name, roles={key.organisation: frozenset({key.role})})


def _check(wanted: Wanted) -> None:
    if not 0 < len(wanted.name.strip()) <= _LONGEST_NAME:
        raise BadInput(reason=Sentence("Give the key a name of at most 200 characters."))
    if wanted.role not in PROGRAM_ROLES:
        raise BadInput(reason=Sentence("A key is for the role editor, provider or reader."))
    if wanted.days is not None and not 0 < wanted.days <= LONGEST_DAYS:
        raise BadInput(reason=Sentence("A key is good for 1 to 3650 days."))
