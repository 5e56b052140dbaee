"""Controlled vocabularies: concepts with their labels, by IRI and by scheme."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date


@dataclass(frozen=True, slots=True)
class Concept:
    """One entry of a vocabulary. `broader` is an IRI of the same scheme, or empty.

    `classes` are the classes that the concept has beside `skos:Concept`; a description may use a
    deprecated concept, but a form no longer offers it.
    """

    iri: str
    code: str
    scheme: str
    labels: Mapping[str, str]
    broader: str = ""
    deprecated: bool = False
    classes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Scheme:
    """A vocabulary. `date` is the day on which our table was last compared with its source."""

    iri: str
    name: str
    title: Mapping[str, str]
    source: str
    date: date
    concepts: tuple[Concept, ...] = field(default=(), repr=False)


class Vocabularies:
    """All vocabularies of an instance; about 1,600 concepts in under 2 MB."""

    def __init__(self, schemes: Iterable[Scheme]) -> None:
        self._schemes = {scheme.iri: scheme for scheme in schemes}
        self._concepts = {concept.iri: concept for scheme in self for concept in scheme.concepts}

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

    def scheme(self, iri: str) -> Scheme | None:
        """The vocabulary of a scheme IRI."""
        return self._schemes.get(iri)

    def concepts(self, scheme: str) -> tuple[Concept, ...]:
        """The concepts of a scheme in the order of its table; none for a scheme that is not here."""
        found = self._schemes.get(scheme)
        return found.concepts if found else ()


def _chosen(labels: Mapping[str, str], languages: Sequence[str]) -> tuple[str, str]:
    for language in languages:
        for tag in (language, language.partition("-")[0]):
            if tag in labels:
                return labels[tag], tag
    tag = "en" if "en" in labels else next(iter(labels))
    return labels[tag], tag
