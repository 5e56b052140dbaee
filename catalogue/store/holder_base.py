"""What the services of those who describe datasets ask of a store: small interfaces over the same database.

One transaction a call, as in `base`. Every implementation passes `tests/contracts/test_holder_store.py`.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, Protocol

from catalogue.domain.people import Event, Key, Organisation, Person


class PeopleStore(Protocol):
    """Organisations, people and their roles."""

    def organisations(self) -> Sequence[Organisation]:
        """All organisations by name."""

    def save_organisation(self, organisation: Organisation) -> None:
        """Add an organisation, or replace the one with its id."""

    def people(self) -> Sequence[Person]:
        """All people by name."""

    def person(self, by: Literal["id", "email", "subject"], value: str) -> Person | None:
        """The person of an id, an e-mail address (in any case) or a subject of an OpenID provider."""

    def save_person(self, person: Person) -> None:
        """Add a person, or replace the one with this id, roles and all.

        Raises HeldElsewhere when the address or subject is another's.
        """

    def change_person(self, id: str, edit: Callable[[Person], Person]) -> Person:
        """Replace a person by what `edit` makes of it, with no other writer between; gives it.

        Raises NotFound, HeldElsewhere, and LastAdministrator where nobody would be left who may do everything.
        """


Purpose = Literal["session", "password", "invitation", "provider", "signing"]


@dataclass(frozen=True, slots=True)
class Token:
    """What somebody holds, kept as its SHA-256: a session, or a link that was sent by mail.

    Of the purpose `signing` it is what the instance itself holds: a key in its `data`.
    """

    hash: str
    purpose: Purpose
    person: str
    until: datetime
    used: datetime
    data: Mapping[str, str]


class TokenStore(Protocol):
    """Sessions and links, each until its moment."""

    def keep_token(self, token: Token) -> None:
        """Add a token, or replace the one with its hash."""

    def token(self, hash: str, purpose: Purpose, now: datetime) -> Token | None:
        """The token of a hash; None when there is none, or it is over."""

    def use_token(self, hash: str, now: datetime) -> None:
        """Say when a token was last used, if it is still there."""

    def tokens(self, person: str, purpose: Purpose, now: datetime) -> Sequence[Token]:
        """What a person holds for a purpose, what was used last first."""

    def end_tokens(self, *, hash: str = "", person: str = "", purpose: Purpose | None = None) -> int:
        """End one token, or all of a person (of one purpose); how many there were."""

    def purge_tokens(self, now: datetime) -> int:
        """Remove what is over; gives how many."""


class KeyStore(Protocol):
    """The keys of programs."""

    def keys(self, organisations: Collection[str] | None = None) -> Sequence[Key]:
        """The keys of organisations, or all, the newest first."""

    def key(self, by: Literal["id", "hash"], value: str) -> Key | None:
        """The key of an id or hash, revoked or not."""

    def save_key(self, key: Key) -> None:
        """Add a key, or replace the one with its id."""

    def use_key(self, id: str, now: datetime) -> None:
        """Say when a key was last used, and nothing else of it."""


class AuditLog(Protocol):
    """Who did what."""

    def note(self, event: Event) -> None:
        """Add a line."""

    def events(
        self, before: int | None, limit: int, organisations: Collection[str] | None = None, about: str = ""
    ) -> Sequence[Event]:
        """Lines, the newest first, before a position; those of organisations, or about one thing."""


class AttemptStore(Protocol):
    """How often something was tried in a time, counted for all processes together."""

    def count_attempt(self, key: str, until: datetime, now: datetime, amount: int = 1) -> int:
        """Count an attempt, from one where the last count is over; gives how many it makes."""

    def attempts(self, key: str, now: datetime) -> tuple[int, datetime]:
        """How many there are, and until when they count; none, now, where there are none."""

    def forget_attempts(self, key: str) -> None:
        """Begin from none."""

    def purge_attempts(self, now: datetime) -> int:
        """Remove what is over; gives how many."""


@dataclass(frozen=True, slots=True)
class Copy:
    """What somebody is editing and has not saved: N-Triples whose labels stay as they are.

    `base` is the revision that it began from, `version` grows by one with each change of it.
    """

    record: int
    person: str
    base: int
    version: int
    at: datetime
    ntriples: str


class CopyStore(Protocol):
    """Work in progress: one copy for each record and person."""

    def keep_copy(self, copy: Copy) -> None:
        """Add a copy (`version` 1), or replace the one before it.

        Raises Stale when the kept one is not of the version before.
        """

    def copy(self, record: int, person: str) -> Copy | None:
        """The copy of a record that somebody is editing."""

    def copies(self, record: int | None = None, person: str | None = None) -> Sequence[Copy]:
        """All copies of a record, or of a person, the newest first, without their `ntriples`."""

    def drop_copy(self, record: int, person: str) -> None:
        """Remove a copy, if there is one."""

    def settle_copy(self, record: int, person: str, version: int, base: int) -> None:
        """Remove a copy of that version, which was saved as the revision `base`.

        What was kept since stays, and is now a change of that revision.
        """


class UnjudgedStore(Protocol):
    """Records whose newest revision was too large to be judged as a whole when it was saved.

    `put` notes them, by the report of the newest revision, and forgets them with a complete one.
    """

    def unjudged(self, limit: int) -> Sequence[int]:
        """The numbers of such records."""

    def settle_unjudged(self, record: int, revision: int) -> None:
        """Say that a record need not be judged, as long as that is its newest revision."""


@dataclass(frozen=True, slots=True)
class KeptAnswer:
    """What a program was answered when it sent a request under an idempotency key of its own.

    `key` is the id of its key, `request` the SHA-256 of method, address and body. `status` 0 says that the
    request is still being answered.
    """

    key: str
    idempotency: str
    request: str
    until: datetime
    status: int = 0
    headers: tuple[tuple[str, str], ...] = ()
    body: bytes = b""


class AnswerStore(Protocol):
    """What programs were answered, each until its moment."""

    def claim_answer(self, claim: KeptAnswer, now: datetime) -> KeptAnswer | None:
        """Note that a request is being answered; gives what is kept under its keys already, and then notes nothing.

        What is over is not there any more. Of several that claim at once one gets None.
        """

    def keep_answer(self, answer: KeptAnswer) -> None:
        """Keep the answer to a request that was claimed."""

    def release_answer(self, key: str, idempotency: str) -> None:
        """Forget a request, so that it may be sent again."""

    def purge_answers(self, now: datetime) -> int:
        """Remove what is over; gives how many."""
