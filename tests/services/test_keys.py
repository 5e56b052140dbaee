"""Keys: shown once, good for one organisation and role, over when they are revoked or expire."""

import pytest

from catalogue.bootstrap import Services
from catalogue.domain.errors import BadInput, Forbidden, NotFound, WrongCredentials
from catalogue.domain.people import OPERATOR, Permission, Role
from catalogue.services.keys import Keys, Wanted
from tests.services.signed_in import Clock, actor, organisation

NIGHTLY = Wanted("Nightly", "north", Role.PROVIDER)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def keys(services: Services, clock: Clock) -> Keys:
    organisation(services)
    organisation(services, "south", "Zuid")
    return Keys(services.store, services.store, services.auditing, clock)


def test_a_key_acts_for_its_organisation_in_its_role(keys: Keys) -> None:
    made = keys.create(OPERATOR, NIGHTLY)
    program = keys.actor(made.secret)
    assert (program.id, program.name) == (made.key.id, "Nightly")
    assert program.may(Permission.PUBLISH, "north")
    assert not program.may(Permission.READ, "south")
    assert not program.may(Permission.MANAGE_KEYS, "north")


def test_a_reader_changes_nothing(keys: Keys) -> None:
    program = keys.actor(keys.create(OPERATOR, Wanted("Look", "north", Role.READER)).secret)
    assert [each for each in Permission if program.may(each, "north")] == [Permission.READ]


def test_the_secret_is_not_kept(services: Services, keys: Keys) -> None:
    made = keys.create(OPERATOR, NIGHTLY)
    assert made.secret.startswith("hc_")
    services.store.close()
    kept = b"".join(path.read_bytes() for path in services.settings.data.glob("catalogue.sqlite*"))
    assert made.secret.encode() not in kept
    assert made.key.prefix.encode() in kept


def test_what_is_no_key_opens_nothing(services: Services, keys: Keys) -> None:
    made = keys.create(OPERATOR, NIGHTLY)
    for guess in ("", "hc_", made.secret[:-1], made.key.prefix, made.key.hash, "é\ud800"):
        with pytest.raises(WrongCredentials):
            keys.actor(guess)


def test_a_revoked_key_opens_nothing_from_that_moment(keys: Keys) -> None:
    made = keys.create(OPERATOR, NIGHTLY)
    keys.actor(made.secret)
    keys.revoke(OPERATOR, made.key.id)
    with pytest.raises(WrongCredentials):
        keys.actor(made.secret)


def test_a_key_expires(keys: Keys, clock: Clock) -> None:
    made = keys.create(OPERATOR, Wanted("Month", "north", Role.PROVIDER, 30))
    clock.wait(days=30, seconds=-1)
    assert keys.actor(made.secret)
    clock.wait(seconds=1)
    with pytest.raises(WrongCredentials):
        keys.actor(made.secret)
    assert not keys.is_live(keys.of(OPERATOR)[0])


def test_its_use_is_written_at_most_once_a_minute(services: Services, keys: Keys, clock: Clock) -> None:
    made = keys.create(OPERATOR, NIGHTLY)
    first = clock.at
    keys.actor(made.secret)
    clock.wait(seconds=59)
    keys.actor(made.secret)
    assert keys.of(OPERATOR)[0].used == first
    clock.wait(seconds=1)
    keys.actor(made.secret)
    assert keys.of(OPERATOR)[0].used == clock.at


@pytest.mark.parametrize(
    "wanted",
    [
        Wanted(" ", "north", Role.PROVIDER),
        Wanted("x" * 201, "north", Role.PROVIDER),
        Wanted("x", "north", Role.ADMINISTRATOR),
        Wanted("x", "north", Role.PROVIDER, 0),
        Wanted("x", "north", Role.PROVIDER, 4000),
    ],
)
def test_a_key_that_cannot_be_meant_is_refused(keys: Keys, wanted: Wanted) -> None:
    with pytest.raises(BadInput):
        keys.create(OPERATOR, wanted)
    assert keys.of(OPERATOR) == []


def test_a_key_is_for_an_organisation_that_exists(keys: Keys) -> None:
    with pytest.raises(NotFound):
        keys.create(OPERATOR, Wanted("x", "none", Role.PROVIDER))


def test_an_administrator_of_an_organisation_sees_and_revokes_its_keys_alone(
    services: Services, keys: Keys
) -> None:
    chief = actor(services, role=Role.ADMINISTRATOR)
    own = keys.create(chief, NIGHTLY)
    other = keys.create(OPERATOR, Wanted("Theirs", "south", Role.PROVIDER))
    assert keys.of(chief) == [own.key]
    with pytest.raises(NotFound):
        keys.revoke(chief, other.key.id)
    with pytest.raises(Forbidden):
        keys.create(chief, Wanted("x", "south", Role.READER))
    with pytest.raises(Forbidden):
        keys.create(actor(services, "ed@example.org", Role.EDITOR), NIGHTLY)


def test_making_and_revoking_is_noted_without_the_secret(services: Services, keys: Keys) -> None:
    made = keys.create(OPERATOR, NIGHTLY)
    keys.revoke(OPERATOR, made.key.id)
    events = services.auditing.events(OPERATOR)[:2]
    assert [event.action for event in events] == ["key-revoked", "key-created"]
    assert all(made.secret not in f"{event}" for event in events)
