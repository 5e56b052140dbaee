"""Who is signed in: sessions that are kept here, so that they can be ended from here."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from catalogue.domain.people import Actor, Person
from catalogue.services import tokens
from catalogue.services.auditing import now
from catalogue.settings import Settings
from catalogue.store.holder_base import PeopleStore, Token, TokenStore

# A page is often several requests, and each write waits for the disk.
_NOTED: Final = timedelta(minutes=1)
_LONGEST_AGENT: Final = 300


@dataclass(frozen=True, slots=True)
class Session:
    """A session as its person sees it: `name` tells it apart, and opens nothing."""

    name: str
    agent: str
    begun: datetime
    used: datetime
    own: bool


def actor_of(person: Person) -> Actor:
    """A person, as who acts."""
    name = person.name or person.email
    return Actor(person.id, name, person.email, person.administrator, person.roles, person.language)


class Sessions:
    """Begins, finds and ends sessions. Each ends after a time, and sooner when it is not used."""

    def __init__(
        self, store: TokenStore, people: PeopleStore, settings: Settings, clock: Callable[[], datetime] = now
    ) -> None:
        self._store = store
        self._people = people
        self._longest = timedelta(hours=settings.session_hours)
        self._idle = timedelta(minutes=settings.session_idle_minutes)
        self._clock = clock

    def begin(self, person: Person, agent: str = "", vouched: str = "") -> str:
        """A new session, by a browser that calls itself `agent`; gives the secret that goes into its cookie.

        `vouched` is the ID token of the provider by which somebody signed in.
        """
        secret, at = tokens.make(), self._clock()
        data = {"agent": agent[:_LONGEST_AGENT], "begun": at.isoformat(), "vouched": vouched}
        token = Token(tokens.digest(secret), "session", person.id, at + self._longest, at, data)
        self._store.keep_token(token)
        return secret

    def actor(self, secret: str) -> Actor | None:
        """Who holds this session; None when it is over, or the person may not sign in any more."""
        token = self._live(secret)
        person = self._people.person("id", token.person) if token else None
        if token is None or person is None or not person.active:
            return None
        if self._clock() - token.used >= min(_NOTED, self._idle / 2):
            self._store.use_token(token.hash, self._clock())
        return actor_of(person)

    def end(self, secret: str) -> str:
        """Sign out; gives the ID token with which the session was begun, empty for none."""
        token = self._live(secret)
        self._store.end_tokens(hash=tokens.digest(secret))
        return str(token.data.get("vouched", "")) if token else ""

    def end_all(self, person: str) -> int:
        """End all sessions of a person; gives how many there were."""
        return self._store.end_tokens(person=person, purpose="session")

    def end_others(self, person: str, secret: str) -> int:
        """End all sessions of a person but this one; gives how many."""
        others = [each for each in self.of(person, secret) if not each.own]
        return sum(self._store.end_tokens(hash=each.name) for each in others)

    def of(self, person: str, secret: str = "") -> Sequence[Session]:
        """The sessions of a person, what was used last first; `own` is that of the secret."""
        at, own = self._clock(), tokens.digest(secret)
        held = self._store.tokens(person, "session", at)
        return [
            Session(
                each.hash,
                each.data.get("agent", ""),
                datetime.fromisoformat(each.data["begun"]),
                each.used,
                each.hash == own,
            )
            for each in held
            if at - each.used < self._idle
        ]

    def purge(self) -> int:
        """Remove what is over; gives how many."""
        return self._store.purge_tokens(self._clock())

    def _live(self, secret: str) -> Token | None:
        if not secret:
            return None
        at = self._clock()
        token = self._store.token(tokens.digest(secret), "session", at)
        return token if token and at - token.used < self._idle else None
