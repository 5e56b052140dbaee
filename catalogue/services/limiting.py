"""How often something may be tried: counted in the database, so for all processes together.

Who asks is told apart by network address, so that nobody can keep somebody else out by trying in their name: the
limit for one address and one name is reached long before that for the name alone, which holds for all addresses
but those from which they signed in before.
"""

import math
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from ipaddress import IPv6Address, ip_address
from typing import Final

from limits import RateLimitItem, RateLimitItemPerDay, RateLimitItemPerHour, RateLimitItemPerMinute
from limits.storage import Storage
from limits.strategies import FixedWindowRateLimiter

from catalogue.domain.errors import TooManyAttempts
from catalogue.services import tokens
from catalogue.services.auditing import now
from catalogue.store.holder_base import AttemptStore

Bound = tuple[RateLimitItem, tuple[str, ...]]
_REMEMBERED: Final = timedelta(days=90)
_NETWORK: Final = 64  # bits of an IPv6 address that say whose it is; the rest its holder may choose


class Limiting:
    """Counts attempts, and refuses those that are too many."""

    def __init__(self, store: AttemptStore, clock: Callable[[], datetime] = now) -> None:
        self._limiter = FixedWindowRateLimiter(_Counts(store, clock))
        self._store = store
        self._clock = clock

    def sign_in(self, address: str, email: str) -> list[Bound]:
        """The bounds of attempts to sign in; that for the name alone does not hold where they signed in before."""
        who, name = network(address), _name(email)
        bounds: list[Bound] = [
            (RateLimitItemPerMinute(10, 15), ("sign-in", who, name)),
            (RateLimitItemPerHour(50), ("sign-in", who)),
        ]
        if not self._store.attempts(_known(address, email), self._clock())[0]:
            bounds.append((RateLimitItemPerHour(200), ("sign-in-as", name)))
        return bounds

    def remember(self, address: str, email: str) -> None:
        """Somebody signed in from here."""
        self._remember(_known(address, email))

    def link(self, address: str, email: str) -> list[Bound]:
        """The bounds of asking for a link by mail."""
        return [
            (RateLimitItemPerHour(20), ("link", network(address))),
            (RateLimitItemPerHour(3), ("link-to", _name(email))),
        ]

    def saving(self, address: str, email: str) -> list[Bound]:
        """The bounds of asking for mails about a search: nobody is to be sent mails that they do not want.

        What others ask for in the name of an address leaves room for its holder, and does not count where its holder
        has confirmed a search before.
        """
        who, box = network(address), box_of(email)
        bounds: list[Bound] = [(RateLimitItemPerHour(20), ("saving", who))]
        if self.has_confirmed(address, email):
            return [*bounds, (RateLimitItemPerDay(10), ("saving-own", who, box))]
        each: Bound = (RateLimitItemPerDay(3), ("saving-by", who, box))
        return [*bounds, each, (RateLimitItemPerDay(5), ("saving-to", box))]

    def confirmed(self, address: str, email: str) -> None:
        """The holder of an address confirmed from here that they want mails."""
        self._remember(_confirmed(address, email))

    def has_confirmed(self, address: str, email: str) -> bool:
        """Whether that was so in the last months."""
        return self._store.attempts(_confirmed(address, email), self._clock())[0] > 0

    def key(self, address: str) -> list[Bound]:
        """The bounds of requests with keys that are not known."""
        return [(RateLimitItemPerMinute(30, 5), ("key", network(address)))]

    def program(self, key: str) -> list[Bound]:
        """The bounds of what one key may ask, so that a program in a loop leaves room for others."""
        return [(RateLimitItemPerMinute(1200), ("program", key))]

    def provider(self, address: str) -> list[Bound]:
        """The bounds of beginning to sign in elsewhere."""
        return [(RateLimitItemPerMinute(60, 10), ("provider", network(address)))]

    def admit(self, bounds: list[Bound]) -> None:
        """Count an attempt before it is made. Raises TooManyAttempts, which says for how long, over a bound."""
        for item, names in bounds:
            if not self._limiter.hit(item, *names):
                raise TooManyAttempts(seconds=self._left(item, names))

    def give_back(self, bounds: list[Bound]) -> None:
        """Do not count the attempt: it was them."""
        for item, names in bounds:
            self._limiter.hit(item, *names, cost=-1)

    def purge(self) -> int:
        """Remove what is over; gives how many."""
        return self._store.purge_attempts(self._clock())

    def _remember(self, key: str) -> None:
        at = self._clock()
        self._store.forget_attempts(key)
        self._store.count_attempt(key, at + _REMEMBERED, at)

    def _left(self, item: RateLimitItem, names: tuple[str, ...]) -> int:
        end = self._limiter.get_window_stats(item, *names).reset_time
        return max(1, math.ceil(end - self._clock().timestamp()))


def network(address: str) -> str:
    """Whose address it is: an IPv4 address, or the network of an IPv6 one."""
    try:
        found = ip_address(address)
    except ValueError:
        return address[:64]
    if not isinstance(found, IPv6Address):
        return str(found)
    if found.ipv4_mapped:
        return str(found.ipv4_mapped)
    return str(IPv6Address(int(found) >> (128 - _NETWORK) << (128 - _NETWORK)))


def _name(email: str) -> str:
    return tokens.digest(email.strip().lower())


def box_of(email: str) -> str:
    """A digest of the address whose mails come to the same box: with many servers, what follows a plus is its holder's
    choice."""
    local, at, domain = email.rpartition("@")
    return _name(f"{local.partition('+')[0]}{at}{domain}")


def _known(address: str, email: str) -> str:
    return f"known/{network(address)}/{_name(email)}"


def _confirmed(address: str, email: str) -> str:
    return f"confirmed/{network(address)}/{box_of(email)}"


class _Counts(Storage):
    """What the library counts with, kept in our store."""

    STORAGE_SCHEME = None

    def __init__(self, store: AttemptStore, clock: Callable[[], datetime]) -> None:
        super().__init__()
        self._store = store
        self._clock = clock

    @property
    def base_exceptions(self) -> type[Exception]:
        return TooManyAttempts  # none of its own: what the store raises is ours

    def incr(self, key: str, expiry: int, amount: int = 1) -> int:
        at = self._clock()
        return self._store.count_attempt(key, at + timedelta(seconds=expiry), at, amount)

    def get(self, key: str) -> int:
        return self._store.attempts(key, self._clock())[0]

    def get_expiry(self, key: str) -> float:
        return self._store.attempts(key, self._clock())[1].timestamp()

    def check(self) -> bool:
        return True

    def reset(self) -> int | None:
        return self._store.purge_attempts(datetime.max.replace(tzinfo=UTC))

    def clear(self, key: str) -> None:
        self._store.forget_attempts(key)
