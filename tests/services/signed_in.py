"""People, organisations and a clock for tests about who may do what."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from catalogue.bootstrap import Services
from catalogue.domain.people import OPERATOR, Actor, Person, Role
from catalogue.services.accounts import Newcomer
from catalogue.services.sessions import actor_of

PASSWORD = "correct horse battery staple"


@dataclass
class Clock:
    """A time that goes on when it is told to."""

    at: datetime = datetime(2026, 3, 1, 12, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.at

    def wait(self, **given: float) -> None:
        self.at += timedelta(**given)


def organisation(services: Services, id: str = "north", name: str = "Nord") -> str:
    services.accounts.add_organisation(OPERATOR, id, name)
    return id


def person(
    services: Services, email: str = "ada@example.org", role: Role | None = None, **given: object
) -> Person:
    """Somebody with an account and no password, with a role in the organisation `north` if one is given."""
    belongs = {"organisation": "north", "role": role} if role else {}
    named = {"name": email.partition("@")[0].title()} | belongs | given
    return services.accounts.add(OPERATOR, Newcomer(email, **named))  # type: ignore[arg-type]


def actor(
    services: Services, email: str = "ada@example.org", role: Role | None = None, **given: object
) -> Actor:
    return actor_of(person(services, email, role, **given))
