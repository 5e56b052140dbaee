"""Who did what: every action that changes something leaves a line, which nobody can change."""

from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from typing import Final

from catalogue.domain.people import Actor, Event, Permission
from catalogue.store.holder_base import AuditLog

_BATCH: Final = 1000


def now() -> datetime:
    """The moment of an action."""
    return datetime.now(UTC)


class Auditing:
    """Writes the audit log, and reads it to those who may know."""

    def __init__(self, log: AuditLog, clock: Callable[[], datetime] = now) -> None:
        self._log = log
        self._clock = clock

    def note(self, actor: Actor, action: str, about: str, organisation: str = "", detail: str = "") -> None:
        """Add a line: `action` is a short verb (`saved`, `key-created`), `about` an IRI or the name of a thing."""
        name = f"{actor.name} <{actor.email}>" if actor.email else actor.name
        self._log.note(Event(self._clock(), name, action, about, organisation, detail))

    def events(
        self, actor: Actor, organisation: str = "", before: int | None = None, limit: int = 100
    ) -> Sequence[Event]:
        """Lines of an organisation, or of all where it is empty, the newest first, before a position.

        Raises Forbidden, unless the actor administers the organisation or the instance.
        """
        self.demand(actor, organisation)
        return self._log.events(before, limit, [organisation] if organisation else None)

    def about(self, actor: Actor, about: str, organisation: str, limit: int = 100) -> Sequence[Event]:
        """What was done to one thing of an organisation, the newest first. Raises Forbidden for who may not read it."""
        actor.demand(Permission.READ, organisation)
        return self._log.events(None, limit, None, about)

    def all(self, actor: Actor, organisation: str = "") -> Iterator[Event]:
        """Every line, the newest first, read as it is asked for. Raises Forbidden at once."""
        self.demand(actor, organisation)
        return self._walk(actor, organisation)

    def demand(self, actor: Actor, organisation: str) -> None:
        """Raises Forbidden for who may not read the log of an organisation, or of all."""
        actor.demand(Permission.MANAGE_MEMBERS if organisation else Permission.READ_AUDIT, organisation)

    def _walk(self, actor: Actor, organisation: str) -> Iterator[Event]:
        before: int | None = None
        while events := self.events(actor, organisation, before, _BATCH):
            yield from events
            before = events[-1].position
