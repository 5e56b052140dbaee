"""Turns: so many have one, each ends by itself, and nobody is waited for in vain."""

from collections.abc import Iterator

import pytest

from catalogue.domain.errors import NotFound
from catalogue.services.turns import COME_AGAIN, NoTurn, Turns


def pieces() -> Iterator[int]:
    yield from range(3)


def failing() -> Iterator[int]:
    yield 0
    raise NotFound(name="it")


def test_one_beyond_the_turns_is_asked_to_come_again() -> None:
    turns = Turns(2)
    held = [turns.give(pieces) for _ in range(2)]
    with pytest.raises(NoTurn) as told:
        turns.give(pieces)
    assert told.value.fields == {"seconds": COME_AGAIN}
    assert [list(each) for each in held] == [[0, 1, 2]] * 2


def test_a_turn_ends_with_its_last_piece() -> None:
    turns = Turns(1)
    for _ in range(3):
        assert list(turns.give(pieces)) == [0, 1, 2]


def test_a_turn_ends_once_when_it_is_closed_before_or_after_it_began() -> None:
    turns = Turns(1)
    for read in (0, 1, 3):
        given = turns.give(pieces)
        assert [next(given) for _ in range(read)] == list(range(read))
        given.close()
        given.close()
    assert list(turns.give(pieces)) == [0, 1, 2]


def test_a_turn_ends_with_an_error() -> None:
    turns = Turns(1)

    def refusing() -> Iterator[int]:
        raise NotFound(name="it")

    with pytest.raises(NotFound):
        turns.give(refusing)
    with pytest.raises(NotFound):
        list(turns.give(failing))
    assert list(turns.give(pieces)) == [0, 1, 2]
