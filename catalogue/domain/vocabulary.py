"""Controlled vocabularies: concepts with their labels, by IRI and by scheme."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache, partial

from catalogue.domain.spelling import Names
from catalogue.domain.successors import Rule, Successor, Successors


@dataclass(frozen=True, slots=True)
class Concept:
    """One entry of a vocabulary. `broader` is an IRI of the same scheme, or empty.

    `classes` are the classes that the concept has beside `skos:Concept`; a description may use a
    deprecated concept, but a form no longer offers it. `aliases` are other codes of the same thing, such as the
    two letters of a language.
    """

    iri: str
    code: str
    scheme: str
    labels: Mapping[str, str]
    broader: str = ""
    deprecated: bool = False
    classes: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()

    @property
    def namespace(self) -> str:
        """What stands before the code in the IRI."""
        return self.iri.removesuffix(self.code)


@dataclass(frozen=True, slots=True)
class Scheme:
    """A vocabulary. `date` is the day on which our table was last compared with its source.

    `complete` says that what is not in our table is not in the list either: of long or open lists we have what
    descriptions of health data use. `edition` changes with the table. `preloaded` says that validators know its
    values as concepts without being told: they are those of a list that is published as a concept scheme.
    """

    iri: str
    name: str
    title: Mapping[str, str]
    source: str
    date: date
    complete: bool = True
    concepts: tuple[Concept, ...] = field(default=(), repr=False)
    edition: str = ""
    preloaded: bool = True


class Vocabularies:
    """All vocabularies of an instance; about 9,000 concepts in 5 MB."""

    def __init__(self, schemes: Iterable[Scheme], rules: Iterable[Rule] = ()) -> None:
        self._schemes = {scheme.iri: scheme for scheme in schemes}
        self._concepts = {concept.iri: concept for scheme in self for concept in scheme.concepts}
        self._successors = Successors(rules, partial(_names, self._concepts.values()))
        self._suggested = lru_cache(maxsize=4_096)(self._suggest)
        self._spelling: dict[tuple[str, ...], Names] = {}

    def __iter__(self) -> Iterator[Scheme]:
        return iter(self._schemes.values())

    def __contains__(self, iri: object) -> bool:
        return iri in self._concepts

    def label(self, iri: str, languages: Sequence[str]) -> tuple[str, str] | None:
        """The label in the first of the languages that has one, and that language.

        A language also takes its own variants (`fr-BE` takes `fr`). A concept without a label in any of them
        gives its English one, or its first; an IRI that is no concept here gives None.
        """
        concept = self._concepts.get(iri)
        if concept is None or not concept.labels:
            return None
        return _chosen(concept.labels, languages)

    def concept(self, iri: str) -> Concept | None:
        """The concept of an IRI."""
        return self._concepts.get(iri)

    def broader(self, concept: Concept) -> Iterator[Concept]:
        """What is broader than a concept, the nearest first."""
        passed = {concept.iri}
        while (above := self._concepts.get(concept.broader)) and above.iri not in passed:
            passed.add(above.iri)
            yield above
            concept = above

    def among(self, iris: Iterable[str]) -> set[str]:
        """Those of the IRIs that are concepts or vocabularies here."""
        found = set(iris)
        return (found & self._concepts.keys()) | (found & self._schemes.keys())

    def successor(self, iri: str) -> str | None:
        """Today's IRI of a concept at a former address or with a renamed code; None for all others.

        It is certain that both mean the same; even so, nothing is replaced unless somebody asks for it.
        """
        found = self.succession(iri)
        return found.iri if found else None

    def succession(self, iri: str) -> Successor | None:
        """The successor of an IRI with the reason and, where it is known, the day."""
        known = self._concepts.get(iri)
        return None if known and not known.deprecated else self._successors.find(iri)

    def suggest(self, value: str, schemes: Iterable[str]) -> str | None:
        """The concept of the schemes that a misspelt IRI, a code or a label most likely means.

        It is a guess, which a person confirms; None where nothing is close.
        """
        return self._suggested(value, tuple(schemes))

    def _suggest(self, value: str, schemes: tuple[str, ...]) -> str | None:
        if schemes not in self._spelling:
            self._spelling[schemes] = Names([each for iri in schemes for each in self.concepts(iri)])
        return self._spelling[schemes].nearest(value)

    def scheme(self, iri: str) -> Scheme | None:
        """The vocabulary of a scheme IRI."""
        return self._schemes.get(iri)

    def concepts(self, scheme: str) -> tuple[Concept, ...]:
        """The concepts of a scheme in the order of its table; none for a scheme that is not here."""
        found = self._schemes.get(scheme)
        return found.concepts if found else ()


def _names(concepts: Iterable[Concept]) -> Iterator[tuple[str, str]]:
    """Every IRI that names a concept: its own, and those with another code in the same place."""
    for concept in concepts:
        yield concept.iri, concept.iri
        for alias in concept.aliases:
            yield concept.namespace + alias, concept.iri


def _chosen(labels: Mapping[str, str], languages: Sequence[str]) -> tuple[str, str]:
    for language in languages:
        for tag in (language, language.partition("-")[0]):
            if tag in labels:
                return labels[tag], tag
    tag = "en" if "en" in labels else next(iter(labels))
    return labels[tag], tag
