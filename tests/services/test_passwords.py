"""Passwords: their rules, that they are kept as argon2 alone, and the links with which they are set."""

from datetime import timedelta

import pytest
from argon2 import PasswordHasher

from catalogue.bootstrap import Services
from catalogue.domain.errors import LinkOver, WrongCredentials, WrongField
from catalogue.domain.people import OPERATOR, Person
from catalogue.services.passwords import Passwords, check
from tests.services.signed_in import PASSWORD, Clock, actor, person

QUICK = PasswordHasher(time_cost=1, memory_cost=1024, parallelism=1)
ADA = Person("p1", "ada.lovelace@example.org", "Ada Lovelace")


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def passwords(services: Services, clock: Clock) -> Passwords:
    return Passwords(services.store, services.store, services.auditing, clock, QUICK)


@pytest.mark.parametrize(
    "password",
    [
        "",
        "short",
        "elevenchars",
        "passwordpassword",
        "Password12345",
        "motdepasse2026",
        "aaaaaaaaaaaaaaaa",
        "121212121212",
        "qwertyuiop123",
        "azertyuiop12",
        "abcdefghijklm",
        "012345678901234",
        "lovelace1234",
        "AdaLovelace!!",
        "x" * 1001,
    ],
)
def test_a_password_that_is_guessed_soon_is_refused(password: str) -> None:
    with pytest.raises(WrongField) as refused:
        check(password, ADA)
    assert refused.value.fields["field"] == "password"


@pytest.mark.parametrize(
    "password",
    [PASSWORD, "k9#Vw2!pLq8z", "cheval agrafe pile correct", "ŝĉĝĥĵ 漢字 and more", "x7" * 3 + "Qmz!rt"],
)
def test_any_other_may_be_used(password: str) -> None:
    check(password, ADA)


def test_it_is_kept_as_argon2_and_verified(services: Services, passwords: Passwords) -> None:
    ada = passwords.set(OPERATOR, person(services), PASSWORD)
    assert ada.password.startswith("$argon2id$")
    assert passwords.verify(" ADA@example.org ", PASSWORD) == ada


@pytest.mark.parametrize(
    ("email", "password"), [("ada@example.org", "wrong"), ("bo@example.org", PASSWORD), ("", "")]
)
def test_what_does_not_belong_together_is_refused_alike(
    services: Services, passwords: Passwords, email: str, password: str
) -> None:
    passwords.set(OPERATOR, person(services), PASSWORD)
    with pytest.raises(WrongCredentials):
        passwords.verify(email, password)


def test_an_account_without_a_password_is_opened_by_none(services: Services, passwords: Passwords) -> None:
    person(services)
    for password in ("", PASSWORD):
        with pytest.raises(WrongCredentials):
            passwords.verify("ada@example.org", password)


def test_a_deactivated_account_is_not_opened(services: Services, passwords: Passwords) -> None:
    ada = passwords.set(OPERATOR, person(services), PASSWORD)
    services.accounts.activate(OPERATOR, ada.id, False)
    with pytest.raises(WrongCredentials):
        passwords.verify("ada@example.org", PASSWORD)


def test_characters_count_however_the_keyboard_writes_them(services: Services, passwords: Passwords) -> None:
    passwords.set(OPERATOR, person(services), "\u00e9t\u00e9 chaud et sec")
    assert passwords.verify("ada@example.org", "e\u0301te\u0301 chaud et sec")


def test_a_hash_of_weaker_settings_is_renewed_when_it_is_used(
    services: Services, passwords: Passwords
) -> None:
    ada = passwords.set(OPERATOR, person(services), PASSWORD)
    stronger = PasswordHasher(time_cost=2, memory_cost=2048, parallelism=1)
    after = Passwords(services.store, services.store, services.auditing, hasher=stronger).verify(
        ada.email, PASSWORD
    )
    assert after.password != ada.password
    assert services.store.person("id", ada.id) == after


def test_a_new_password_ends_every_session_and_link(services: Services, passwords: Passwords) -> None:
    ada = person(services)
    secret, link = services.sessions.begin(ada), passwords.link(ada)
    passwords.set(OPERATOR, ada, PASSWORD)
    assert services.sessions.actor(secret) is None
    with pytest.raises(LinkOver):
        passwords.holder(link)


def test_one_changes_ones_password_by_the_one_before(services: Services, passwords: Passwords) -> None:
    mine = actor(services)
    passwords.set(OPERATOR, services.accounts.own(mine), PASSWORD)
    with pytest.raises(WrongField, match="not your password"):
        passwords.change(mine, "guess", "another good password")
    passwords.change(mine, PASSWORD, "another good password")
    assert passwords.verify("ada@example.org", "another good password")


def test_a_link_works_once(services: Services, passwords: Passwords) -> None:
    link = passwords.link(person(services))
    assert passwords.redeem(link, PASSWORD).email == "ada@example.org"
    with pytest.raises(LinkOver):
        passwords.redeem(link, "another good password")
    assert passwords.verify("ada@example.org", PASSWORD)


def test_a_link_whose_password_is_refused_can_be_tried_again(
    services: Services, passwords: Passwords
) -> None:
    link = passwords.link(person(services))
    with pytest.raises(WrongField):
        passwords.redeem(link, "short")
    passwords.redeem(link, PASSWORD)


@pytest.mark.parametrize(
    ("purpose", "good"), [("password", timedelta(hours=1)), ("invitation", timedelta(days=7))]
)
def test_a_link_is_over_after_its_time(
    services: Services, passwords: Passwords, clock: Clock, purpose: str, good: timedelta
) -> None:
    link = passwords.link(person(services), purpose)  # type: ignore[arg-type]
    clock.at += good - timedelta(seconds=1)
    assert passwords.holder(link)
    clock.at += timedelta(seconds=1)
    with pytest.raises(LinkOver):
        passwords.holder(link)


def test_a_second_link_ends_the_first(services: Services, passwords: Passwords) -> None:
    ada = person(services)
    first = passwords.link(ada)
    passwords.link(ada)
    with pytest.raises(LinkOver):
        passwords.holder(first)


def test_a_session_is_no_link(services: Services, passwords: Passwords) -> None:
    with pytest.raises(LinkOver):
        passwords.holder(services.sessions.begin(person(services)))


def test_neither_passwords_nor_secrets_are_in_the_database(services: Services, passwords: Passwords) -> None:
    ada = person(services)
    secrets = [PASSWORD]
    passwords.set(OPERATOR, ada, PASSWORD)
    secrets += [services.sessions.begin(ada), passwords.link(ada)]
    services.store.close()
    folder = services.settings.data
    kept = b"".join(path.read_bytes() for path in folder.glob("catalogue.sqlite*"))
    assert [secret for secret in secrets if secret.encode() in kept] == []
