"""What can be chosen from the vocabularies: short lists whole, long ones by a search, in the reader's language."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from catalogue.domain.languages import pick
from catalogue.domain.spelling import plain
from catalogue.domain.vocabulary import Concept, Vocabularies

FOUND: Final = 20  # what a search lists


@dataclass(frozen=True, slots=True)
class Option:
    """Something that can be chosen: its address, what it is called, and its code where it has one of its own."""

    iri: str
    label: str
    code: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class OptionGroup:
    """Options that stand together; `label` is empty where there is one group only."""

    label: str
    options: tuple[Option, ...]


@dataclass(frozen=True, slots=True)
class _Entry:
    """An option with what a search looks at: its codes, and its labels without accents."""

    option: Option
    codes: tuple[str, ...]
    labels: tuple[str, ...]


class Choices:
    """The entries of vocabularies as options. Former entries are told by name, and no longer offered."""

    def __init__(self, vocabularies: Vocabularies) -> None:
        self._vocabularies = vocabularies
        self._entries = lru_cache(maxsize=200)(self._read)
        self.groups = lru_cache(maxsize=200)(self._groups)

    def count(self, schemes: Sequence[str]) -> int:
        """How many options there are."""
        return sum(1 for _ in self._offered(schemes))

    def is_whole(self, schemes: Sequence[str]) -> bool:
        """Whether nothing but what is here can be meant."""
        known = [self._vocabularies.scheme(iri) for iri in schemes]
        return all(scheme is not None and scheme.complete for scheme in known)

    def option(self, iri: str, language: str) -> Option | None:
        """The option of an address; None for what is no entry of ours."""
        concept = self._vocabularies.concept(iri)
        return _option(concept, language) if concept else None

    def search(
        self, schemes: tuple[str, ...], question: str, language: str, most: int = FOUND
    ) -> list[Option]:
        """The options that suit a question: by code, by the beginning of a word, then by any part of one."""
        asked = plain(question)
        if not asked:
            return []
        ranked = ((_rank(entry, asked), entry.option) for entry in self._entries(schemes, language))
        found = sorted(
            (each for each in ranked if each[0]), key=lambda each: (-each[0], each[1].label.casefold())
        )
        return [option for _, option in found[:most]]

    def _offered(self, schemes: Iterable[str]) -> Iterator[Concept]:
        return (each for iri in schemes for each in self._vocabularies.concepts(iri) if not each.deprecated)

    def _read(self, schemes: tuple[str, ...], language: str) -> tuple[_Entry, ...]:
        return tuple(_entry(concept, language) for concept in self._offered(schemes))

    def _groups(self, schemes: tuple[str, ...], language: str) -> tuple[OptionGroup, ...]:
        """The options of short lists: by list where there are several, else below what they belong to."""
        lists = {iri: list(self._offered((iri,))) for iri in schemes}
        filled = {iri: concepts for iri, concepts in lists.items() if concepts}
        if len(filled) == 1:
            return _tree(next(iter(filled.values())), language)
        return tuple(
            OptionGroup(self._title(iri, language), _sorted(each, language)) for iri, each in filled.items()
        )

    def _title(self, scheme: str, language: str) -> str:
        known = self._vocabularies.scheme(scheme)
        return pick(known.title, (language,)) if known else ""


def _tree(concepts: Sequence[Concept], language: str) -> tuple[OptionGroup, ...]:
    """Options below what they belong to, which is the first of its group; those that belong to nothing come last."""
    known = {concept.iri: concept for concept in concepts}
    groups: dict[str, list[Concept]] = {}
    for concept in concepts:
        groups.setdefault(_top(concept, known).iri, []).append(concept)
    alone = [each for iri, within in groups.items() if len(within) == 1 for each in within]
    several = [(known[iri], within) for iri, within in groups.items() if len(within) > 1]
    told = [OptionGroup(_label(top, language), _below(top, within, language)) for top, within in several]
    told.sort(key=lambda group: plain(group.label))
    return (*told, OptionGroup("", _sorted(alone, language))) if alone else tuple(told)


def _top(concept: Concept, known: Mapping[str, Concept]) -> Concept:
    seen = {concept.iri}
    while concept.broader in known and concept.broader not in seen:
        concept = known[concept.broader]
        seen.add(concept.iri)
    return concept


def _below(top: Concept, within: Sequence[Concept], language: str) -> tuple[Option, ...]:
    return (_option(top, language), *_sorted([each for each in within if each != top], language))


def _sorted(concepts: Iterable[Concept], language: str) -> tuple[Option, ...]:
    return tuple(
        sorted((_option(each, language) for each in concepts), key=lambda option: plain(option.label))
    )


def _option(concept: Concept, language: str) -> Option:
    return Option(concept.iri, _label(concept, language), concept.code)


def _label(concept: Concept, language: str) -> str:
    return pick(concept.labels, (language,)) or concept.code


def _entry(concept: Concept, language: str) -> _Entry:
    spoken = {concept.labels[tag] for tag in (language, "en") if tag in concept.labels}
    codes = tuple(plain(code) for code in (concept.code, *concept.aliases))
    return _Entry(_option(concept, language), codes, tuple(sorted(map(plain, spoken))))


def _rank(entry: _Entry, asked: str) -> int:
    """How well an option suits what was asked for; 0 when it does not."""
    if asked in entry.codes or asked in entry.labels:
        return 5
    if any(label.startswith(asked) for label in entry.labels):
        return 4
    if any(f" {asked}" in label for label in entry.labels):
        return 3
    if any(code.startswith(asked) for code in entry.codes):
        return 2
    return int(all(any(word in label for label in entry.labels) for word in asked.split()))
