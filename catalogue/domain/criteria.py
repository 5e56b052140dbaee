"""What a question says of a filter: "before 2015", "in France or Belgium", "people over 65"."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

_JOIN: Final = r"[\s,;]*(?:(?<!\w)(?:and|or|et|ou)(?!\w)[\s,;]*)?"
_JOIN_BEFORE: Final = re.compile(f"{_JOIN}$", re.IGNORECASE)
_JOIN_AFTER: Final = re.compile(f"^{_JOIN}", re.IGNORECASE)
# What is left of brackets and dashes around a part that is gone.
_LEFT_OVER: Final = re.compile(
    r"[(\[{][\s,;–-]*[)\]}]|(?<=[(\[{])[\s,;]+|[\s,;]+(?=[)\]}])|(?<!\S)[-–—]+(?!\S)"
)
_OR: Final = re.compile(r"[\s,;]*(?:or|ou)[\s,;]*", re.IGNORECASE)

Ends = tuple[float | None, float | None]


@dataclass(frozen=True, slots=True)
class Criterion:
    """A part of a question, from `start` to `end` of its text, that says what a filter can ask for.

    Of a facet it has `values`, any of which is asked for, and in `names` where in the text each of them is named; of
    a range `ends`, both included, None where open. It `is_word` where it is a number alone ("survey 2017"), which may
    as well stand in a name. It `is_apart` where more is said of its filter that is not meant together with it: "men
    over 40 or women over 50".
    """

    filter: str
    start: int
    end: int
    values: tuple[str, ...] = ()
    names: tuple[tuple[int, int], ...] = ()
    ends: Ends = (None, None)
    is_word: bool = False
    is_apart: bool = False


def narrowed(one: Ends, other: Ends) -> Ends | None:
    """What lies within both; None when nothing does."""
    lows = [end for end in (one[0], other[0]) if end is not None]
    highs = [end for end in (one[1], other[1]) if end is not None]
    low, high = max(lows, default=None), min(highs, default=None)
    return None if low is not None and high is not None and low > high else (low, high)


def without(text: str, criteria: Iterable[Criterion]) -> str:
    """What a question asks for beside these parts, without what only joined them to the rest."""
    left, at = "", 0
    for each in sorted(criteria, key=lambda criterion: criterion.start):
        left = _JOIN_BEFORE.sub("", _put(left, text[at : each.start]))
        at = each.end
    return " ".join(_LEFT_OVER.sub("", _put(left, text[at:])).split()) if at else text


def alternative(text: str, criteria: Iterable[Criterion]) -> bool:
    """Whether one of two filters is enough for a question ("in France or before 2015"), which no choice of both is."""
    told = sorted(criteria, key=lambda criterion: criterion.start)
    return any(
        one.filter != other.filter and _OR.fullmatch(text, one.end, other.start)
        for one, other in pairwise(told)
    )


def _put(left: str, piece: str) -> str:
    """A piece of the text after what is left before it."""
    if not left:
        return _JOIN_AFTER.sub("", piece)
    return f"{left}{piece}" if piece[:1] in (",", ";") else f"{left} {piece}"
