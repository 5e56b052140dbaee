"""The languages that a text may be given in."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from catalogue.domain.spelling import plain
from catalogue.web.languages import own_name


@dataclass(frozen=True, slots=True)
class Tongues:
    """Languages by their tags: those of the instance, those that a description uses, and others in which it may be.

    Names are those that the languages have for themselves, so that who writes one finds it in pages of any other.
    """

    own: tuple[str, ...]
    used: tuple[str, ...] = ()
    others: tuple[str, ...] = ()

    def near(self, current: str = "") -> list[tuple[str, str]]:
        """Tags with names, first those of the instance, then those in use; `current` is in use, to the letter."""
        return [(tag, own_name(tag)) for tag in _near(self, current)]

    def far(self, current: str = "") -> list[tuple[str, str]]:
        """The others by their names."""
        return [(tag, own_name(tag)) for tag in _far(self, current)]


@lru_cache(maxsize=500)
def _near(tongues: Tongues, current: str) -> tuple[str, ...]:
    own = tuple(current if _same(tag, current) else tag for tag in tongues.own)
    known = {tag.casefold() for tag in own}
    used = {tag.casefold(): tag for tag in (*tongues.used, current) if tag and tag.casefold() not in known}
    return (*own, *_sorted(used.values()))


@lru_cache(maxsize=500)
def _far(tongues: Tongues, current: str) -> tuple[str, ...]:
    near = {tag.casefold() for tag in _near(tongues, current)}
    return _sorted(tag for tag in tongues.others if tag.casefold() not in near)


def _same(one: str, other: str) -> bool:
    return one.casefold() == other.casefold()


def _sorted(tags: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted(tags, key=lambda tag: plain(own_name(tag))))
