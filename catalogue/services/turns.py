"""Turns at what costs much: so many have one at a time, and who comes beyond them is asked to come again."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from threading import BoundedSemaphore
from typing import Final, Generic, Self, TypeVar

from catalogue.domain.errors import Crowded

COME_AGAIN: Final = 30  # seconds after which somebody may have ended

T = TypeVar("T")


class NoTurn(Crowded):
    message = "Others are taking large files at this moment. Try again in %(seconds)s seconds."


class Taken(Generic[T]):
    """What is given piece by piece, in one turn: it ends with the last piece, with an error, or when it is closed."""

    def __init__(self, pieces: Iterator[T], ending: ExitStack) -> None:
        self._pieces = pieces
        self._ending = ending

    def __iter__(self) -> Self:
        return self

    def __next__(self) -> T:
        try:
            return next(self._pieces)
        except BaseException:
            self.close()
            raise

    def close(self) -> None:
        """End the turn; a second time does nothing."""
        self._ending.close()

    __del__ = close  # an answer that broke off before it began


class Turns:
    """`most` at one time."""

    def __init__(self, most: int) -> None:
        self._places = BoundedSemaphore(most)

    def give(self, make: Callable[[], Iterator[T]]) -> Taken[T]:
        """What `make` gives, in a turn that begins before it is called. Raises NoTurn, and what `make` does."""
        if not self._places.acquire(blocking=False):
            raise NoTurn(seconds=COME_AGAIN)
        with ExitStack() as ending:
            ending.callback(self._places.release)
            pieces = make()
            return Taken(pieces, ending.pop_all())
