"""Limits: too many attempts are refused for a while, and nobody is kept out by somebody else."""

import pytest

from catalogue.bootstrap import Services
from catalogue.domain.errors import TooManyAttempts
from catalogue.services.limiting import Limiting, network
from tests.services.signed_in import Clock

ADA = "ada@example.org"


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def limiting(services: Services, clock: Clock) -> Limiting:
    return Limiting(services.store, clock)


def attempts(limiting: Limiting, address: str = "192.0.2.1", email: str = ADA, most: int = 1000) -> int:
    """How many are admitted before one is refused."""
    for number in range(most):
        try:
            limiting.admit(limiting.sign_in(address, email))
        except TooManyAttempts:
            return number
    return most


def test_after_ten_failures_one_waits_for_a_quarter_of_an_hour(limiting: Limiting, clock: Clock) -> None:
    assert attempts(limiting) == 10
    with pytest.raises(TooManyAttempts) as refused:
        limiting.admit(limiting.sign_in("192.0.2.1", ADA))
    assert refused.value.fields["seconds"] == 900
    clock.wait(seconds=900)
    assert attempts(limiting) == 10


def test_what_succeeded_does_not_count(limiting: Limiting) -> None:
    for _ in range(30):
        bounds = limiting.sign_in("192.0.2.1", ADA)
        limiting.admit(bounds)
        limiting.give_back(bounds)
    assert attempts(limiting) == 10


def test_one_attacker_keeps_nobody_else_out(limiting: Limiting) -> None:
    attempts(limiting, "203.0.113.9")
    assert attempts(limiting, "192.0.2.1") == 10


def test_one_address_cannot_go_through_many_names(limiting: Limiting) -> None:
    admitted = sum(attempts(limiting, "203.0.113.9", f"p{number}@example.org", 1) for number in range(100))
    assert admitted == 50


def test_many_addresses_cannot_go_on_for_one_name_but_its_holder_can(limiting: Limiting) -> None:
    limiting.remember("192.0.2.1", ADA)
    admitted = sum(attempts(limiting, f"203.0.113.{number}", ADA) for number in range(100))
    assert admitted == 200
    assert attempts(limiting, "192.0.2.1") == 10


def test_links_are_asked_for_a_few_times(limiting: Limiting) -> None:
    for _ in range(3):
        limiting.admit(limiting.link("192.0.2.1", ADA))
    with pytest.raises(TooManyAttempts):
        limiting.admit(limiting.link("198.51.100.1", " ADA@example.org"))


def test_all_processes_count_together(services: Services, limiting: Limiting, clock: Clock) -> None:
    for _ in range(5):
        limiting.admit(limiting.sign_in("192.0.2.1", ADA))
    assert attempts(Limiting(services.store, clock)) == 5


def test_what_is_over_is_purged(limiting: Limiting, clock: Clock) -> None:
    attempts(limiting, most=1)
    clock.wait(hours=2)
    assert limiting.purge() == 3


@pytest.mark.parametrize(
    ("address", "whose"),
    [
        ("192.0.2.1", "192.0.2.1"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::"),
        ("2001:db8:1:2::9", "2001:db8:1:2::"),
        ("::ffff:192.0.2.1", "192.0.2.1"),
        ("", ""),
        ("unix:" + "x" * 100, "unix:" + "x" * 59),
    ],
)
def test_a_network_of_ipv6_is_one_who_asks(address: str, whose: str) -> None:
    assert network(address) == whose
