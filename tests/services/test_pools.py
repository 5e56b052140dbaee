"""What goes between processes is the same on both sides."""

import pickle
from dataclasses import dataclass

import pytest

from catalogue.services.pools import cross


@dataclass(frozen=True, slots=True)
class Nothing:
    """Without a field."""


@dataclass(frozen=True, slots=True)
class One:
    """Of one field."""

    name: str


@dataclass(frozen=True, slots=True)
class Two:
    """Of two."""

    name: str
    ends: tuple[int, int]


cross(Nothing, One, Two)


@pytest.mark.parametrize("given", [Nothing(), One("ab"), Two("ab", (1, 2))])
def test_an_instance_crosses_by_its_fields_however_many_it_has(given: object) -> None:
    assert pickle.loads(pickle.dumps(given)) == given
