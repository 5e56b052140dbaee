"""Addresses that decline mails which anybody can have sent to them: of each no more is kept than a digest.

Every such mail has a link of the address alone, with which its holder declines further ones, and takes that back. The
link holds no address, and works for ever.
"""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Final, Protocol

from itsdangerous import BadSignature

from catalogue.domain.errors import LinkOver
from catalogue.services import tokens
from catalogue.services.auditing import now
from catalogue.services.limiting import box_of
from catalogue.services.signing import signer
from catalogue.store.holder_base import AttemptStore, TokenStore

_NAME: Final = tokens.digest("the key that signs the links by which mails are declined")
_FOR_EVER: Final = datetime(9999, 1, 1, tzinfo=UTC)


class Store(AttemptStore, TokenStore, Protocol):
    """What is needed of the store."""


class Declining:
    """Keeps who declines; what it keeps stands among the attempts, of which none is left to such an address."""

    def __init__(self, store: Store, clock: Callable[[], datetime] = now) -> None:
        self._store = store
        self._clock = clock

    def link(self, email: str) -> str:
        """The part of a web address that only the holder of a box is told."""
        return signer(self._store, _NAME).sign(box_of(email)).decode()

    def declines(self, email: str) -> bool:
        """Whether its holder has declined such mails."""
        return self._is_kept(box_of(email))

    def has_declined(self, link: str) -> bool:
        """The same of whoever has a link. Raises LinkOver for what is none."""
        return self._is_kept(self._box(link))

    def decline(self, link: str) -> None:
        """Send no such mails to the address any more. Raises LinkOver for what is no link."""
        key = _key(self._box(link))
        if not self._store.attempts(key, self._clock())[0]:
            self._store.count_attempt(key, _FOR_EVER, self._clock())

    def allow(self, link: str) -> None:
        """Send such mails again to whoever asks for them. Raises LinkOver for what is no link."""
        self._store.forget_attempts(_key(self._box(link)))

    def _box(self, link: str) -> str:
        try:
            return signer(self._store, _NAME).unsign(link).decode()
        except BadSignature:
            raise LinkOver from None

    def _is_kept(self, box: str) -> bool:
        return self._store.attempts(_key(box), self._clock())[0] > 0


def _key(box: str) -> str:
    return f"declined/{box}"
