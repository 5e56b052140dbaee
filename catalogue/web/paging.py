"""Links to the pages of a list."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Numbered:
    number: int
    url: str
    current: bool


@dataclass(frozen=True, slots=True)
class Pages:
    """The pages around the current one; None stands for a gap. Addresses are empty where there is no page.

    `past` is the number that was asked for where there is no such page, and the last one is shown; else 0.
    """

    current: int
    last: int
    around: tuple[Numbered | None, ...]
    previous: str
    next: str
    past: int = 0


def pages(current: int, last: int, url: Callable[[int], str]) -> Pages:
    """The links of a list of `last` pages, of which one is shown: the last one in place of one beyond it."""
    past = current if 0 < last < current else 0
    current = last if past else current
    near = {1, last, *range(current - 2, current + 3)}
    shown = sorted(number for number in near if 1 <= number <= last)
    return Pages(
        current,
        last,
        tuple(_with_gaps(shown, lambda number: Numbered(number, url(number), number == current))),
        url(current - 1) if 1 < current <= last else "",
        url(current + 1) if current < last else "",
        past,
    )


def _with_gaps(numbers: list[int], made: Callable[[int], Numbered]) -> Iterable[Numbered | None]:
    before = 0
    for number in numbers:
        if number - before == 2:
            yield made(number - 1)
        elif number - before > 2:
            yield None
        yield made(number)
        before = number
