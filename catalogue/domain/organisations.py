"""Which of the names that descriptions use are one organisation's, and what readers of each language call it.

An organisation is filtered by a name, as a description says it. Names are one organisation's where descriptions give
them to one IRI, and where the register of the instance knows them as names of one entry.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from catalogue.domain.languages import Reader, best, foreign, rank


@dataclass(frozen=True, slots=True)
class Named:
    """An organisation as one description names it.

    `value` is the name that it is filtered by, `iri` is "" where it has none that another description could use too,
    and `names` are (language, name), with "" where no language is stated.
    """

    value: str
    iri: str
    names: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Naming:
    """How all descriptions name organisations: each value with its names by language and how many descriptions name
    it so, and each IRI with each value that it has."""

    names: tuple[tuple[str, Mapping[str, str], int], ...] = ()
    iris: tuple[tuple[str, str], ...] = ()


_REMEMBERED: Final = 20_000  # labels


class Organisations:
    """The organisations of a naming. `edition` tells apart what one process has made of one naming and of the next.

    `languages` are those of the instance; `is_registered` tells the IRIs of its own register.
    """

    def __init__(
        self,
        naming: Naming,
        languages: tuple[str, ...],
        is_registered: Callable[[str], bool],
        edition: int = 0,
    ) -> None:
        self.edition = edition
        said = _counted(naming)
        groups = _groups(said, naming.iris, is_registered)
        self._values = {_first(some, said, languages): some for some in groups}
        self._value_of = {each: value for value, some in self._values.items() for each in some}
        self._names = {value: _names(said[each] for each in some) for value, some in self._values.items()}
        self._called = {value: _called(said[each] for each in some) for value, some in self._values.items()}
        self._by_name = self._aliases()
        self._label = lru_cache(maxsize=_REMEMBERED)(self._say)  # the same few hundred are on every page
        self.size = len(said)  # values
        self.several = any(len(some) > 1 for some in groups)

    def value(self, name: str) -> str:
        """The one value of the organisation that has a name; of what is none here, or of several, the name itself."""
        return self._value_of.get(name) or self._by_name.get(name) or name

    def values(self, name: str) -> tuple[str, ...]:
        """All values under which descriptions of an organisation are found, the one value first."""
        value = self.value(name)
        return (value, *sorted(self._values.get(value, frozenset()) - {value}))

    def names(self, name: str) -> frozenset[str]:
        """All that an organisation is called, in any language."""
        value = self.value(name)
        return self._called.get(value, frozenset()) | {value}

    def label(self, name: str, reader: Reader) -> tuple[str, str]:
        """What an organisation is called to a reader, and the language of that where it is not the reader's."""
        return self._label(name, reader.language, reader.languages)

    def knows(self, name: str) -> bool:
        """Whether a name is that of one organisation."""
        return name in self._value_of or name in self._by_name

    def _say(self, name: str, page: str, languages: tuple[str, ...]) -> tuple[str, str]:
        label, language = best(self._names.get(self.value(name), {}), languages)
        return (label, foreign(language, page)) if label else (name, "")

    def _aliases(self) -> dict[str, str]:
        """The names that are no values, each with its organisation, but for those that several have."""
        found: dict[str, set[str]] = defaultdict(set)
        for value, names in self._called.items():
            for name in names:
                found[name].add(value)
        return {
            name: next(iter(some))
            for name, some in found.items()
            if len(some) == 1 and name not in self._value_of
        }


_Said = Mapping[str, Mapping[str, Mapping[str, int]]]  # by value and language, how often each name is said


def _counted(naming: Naming) -> _Said:
    said: dict[str, dict[str, dict[str, int]]] = {value: {} for _, value in naming.iris}
    for value, names, count in naming.names:
        known = said.setdefault(value, {})
        for language, name in names.items():
            counted = known.setdefault(language, {})
            counted[name] = counted.get(name, 0) + count
    return said


def _groups(
    said: _Said, iris: Iterable[tuple[str, str]], is_registered: Callable[[str], bool]
) -> list[frozenset[str]]:
    """The values of each organisation."""
    group_of = {value: {value} for value in said}

    def join(one: str, other: str) -> None:
        smaller, larger = sorted((group_of[one], group_of[other]), key=len)
        if smaller is not larger:
            larger |= smaller
            group_of.update(dict.fromkeys(smaller, larger))

    first: dict[str, str] = {}
    for iri, value in iris:
        join(first.setdefault(iri, value), value)
        if is_registered(iri):
            for name in (name for names in said[value].values() for name in names if name in said):
                join(value, name)
    return [frozenset(some) for some in {id(each): each for each in group_of.values()}.values()]


def _first(values: frozenset[str], said: _Said, languages: tuple[str, ...]) -> str:
    """Which value stands for an organisation: one in the first language of the instance, if any is, so that addresses
    stay as they are when another name comes up."""

    def order(value: str) -> tuple[tuple[int, int], str]:
        spoken = (rank(language, languages) for language, names in said[value].items() if value in names)
        return min(spoken, default=(len(languages) + 2, 0)), value

    return min(values, key=order) if len(values) > 1 else next(iter(values))


def _names(said: Iterable[Mapping[str, Mapping[str, int]]]) -> dict[str, str]:
    """By language the name that most descriptions use."""
    counted: dict[str, dict[str, int]] = {}
    for each in said:
        for language, names in each.items():
            together = counted.setdefault(language, {})
            for name, count in names.items():
                together[name] = together.get(name, 0) + count
    return {
        language: min(names, key=lambda name: (-names[name], name)) for language, names in counted.items()
    }


def _called(said: Iterable[Mapping[str, Mapping[str, int]]]) -> frozenset[str]:
    return frozenset(name for each in said for names in each.values() for name in names)


NONE: Final = Organisations(Naming(), (), lambda _iri: False)
