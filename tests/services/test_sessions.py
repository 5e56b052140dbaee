"""Sessions: they end after a time, when they are not used, and when somebody ends them."""

import pytest

from catalogue.bootstrap import Services
from catalogue.services.sessions import Sessions
from tests.services.signed_in import Clock, person


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def sessions(services: Services, clock: Clock) -> Sessions:
    return Sessions(services.store, services.store, services.settings, clock)


def test_who_is_signed_in_is_known_by_the_secret_alone(services: Services, sessions: Sessions) -> None:
    ada = person(services)
    secret = sessions.begin(ada)
    found = sessions.actor(secret)
    assert found is not None
    assert (found.id, found.name, found.email) == (ada.id, "Ada", "ada@example.org")
    for guess in ("", "x", secret[:-1], sessions.of(ada.id)[0].name):
        assert sessions.actor(guess) is None


def test_a_session_that_is_not_used_ends(services: Services, sessions: Sessions, clock: Clock) -> None:
    secret = sessions.begin(person(services))
    clock.wait(minutes=60)
    assert sessions.actor(secret) is None


def test_a_session_in_use_goes_on_until_its_hours_are_over(
    services: Services, sessions: Sessions, clock: Clock
) -> None:
    secret = sessions.begin(person(services))
    for _ in range(23):
        clock.wait(minutes=30)
        assert sessions.actor(secret)
    clock.wait(minutes=30)
    assert sessions.actor(secret) is None


def test_its_use_is_written_at_most_once_a_minute(
    services: Services, sessions: Sessions, clock: Clock
) -> None:
    ada = person(services)
    secret = sessions.begin(ada)
    begun = clock.at
    clock.wait(seconds=59)
    sessions.actor(secret)
    assert sessions.of(ada.id)[0].used == begun
    clock.wait(seconds=1)
    sessions.actor(secret)
    assert sessions.of(ada.id)[0].used == clock.at


def test_signing_out_ends_it(services: Services, sessions: Sessions) -> None:
    secret = sessions.begin(person(services))
    sessions.end(secret)
    assert sessions.actor(secret) is None


def test_one_ends_the_others_and_keeps_ones_own(services: Services, sessions: Sessions, clock: Clock) -> None:
    ada, bo = person(services), person(services, "bo@example.org")
    own, other, his = sessions.begin(ada, "Own"), sessions.begin(ada, "Other"), sessions.begin(bo)
    assert {(each.agent, each.own) for each in sessions.of(ada.id, own)} == {("Own", True), ("Other", False)}
    assert sessions.end_others(ada.id, own) == 1
    assert [bool(sessions.actor(each)) for each in (own, other, his)] == [True, False, True]


def test_what_is_over_is_purged(services: Services, sessions: Sessions, clock: Clock) -> None:
    ada = person(services)
    sessions.begin(ada)
    clock.wait(hours=12)
    assert sessions.purge() == 1
