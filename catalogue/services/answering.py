"""Answering a request of a program once, however often it is sent: under the idempotency key that it chose."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Final

from catalogue.domain.deliveries import BeingAnswered, RepeatedDifferently
from catalogue.domain.people import Actor
from catalogue.services.auditing import now
from catalogue.store.holder_base import AnswerStore, KeptAnswer

KEPT: Final = timedelta(hours=24)
# A process that ended in the middle answers no more: after this long the request may be sent again.
_GIVEN_UP: Final = timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer of the interface as it goes over the wire."""

    status: int
    headers: tuple[tuple[str, str], ...] = ()
    body: bytes = b""


class Answering:
    """The answers that programs got, kept for a day."""

    def __init__(self, store: AnswerStore) -> None:
        self._store = store

    def begin(self, actor: Actor, name: str, request: Iterable[bytes]) -> Answer | None:
        """The answer that the same request had before; None when it is to be answered now.

        `name` is the idempotency key, `request` everything that makes the request what it is. Raises
        RepeatedDifferently when another request had this key, BeingAnswered while the first is under way.
        """
        at = now()
        claim = KeptAnswer(actor.id, _short(name), _digest(request), at + _GIVEN_UP)
        known = self._store.claim_answer(claim, at)
        if known is None:
            return None
        if known.request != claim.request:
            raise RepeatedDifferently(name=name)
        if not known.status:
            raise BeingAnswered(seconds=1)
        return Answer(known.status, known.headers, known.body)

    def finish(
        self, actor: Actor, name: str, request: Iterable[bytes], answer: Answer, remembered: timedelta = KEPT
    ) -> None:
        """Keep the answer to a request that was begun, for who sends it again."""
        kept = KeptAnswer(actor.id, _short(name), _digest(request), now() + remembered)
        self._store.keep_answer(replace(kept, status=answer.status, headers=answer.headers, body=answer.body))

    def give_up(self, actor: Actor, name: str) -> None:
        """Forget a request that could not be answered, so that it may be sent again."""
        self._store.release_answer(actor.id, _short(name))

    def purge(self) -> int:
        """Remove the answers that are over; gives how many."""
        return self._store.purge_answers(now())


def _digest(parts: Iterable[bytes]) -> str:
    digest = hashlib.sha256()
    for part in parts:
        digest.update(len(part).to_bytes(8, "big"))
        digest.update(part)
    return digest.hexdigest()


def _short(name: str) -> str:
    """A name as the table takes it."""
    return name if len(name) <= 200 else f"sha256:{hashlib.sha256(name.encode()).hexdigest()}"
