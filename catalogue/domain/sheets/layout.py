"""Which sheets and columns there are: one sheet a class, one column a property and language, by the profile."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Final

from rdflib import SKOS, Graph, Literal, URIRef
from rdflib.term import Node

from catalogue.domain.forms.typing import has_languages
from catalogue.domain.profile import Field, Profile
from catalogue.domain.terms import shorten
from catalogue.domain.vocabulary import Concept, Vocabularies

OTHERS: Final = "other"  # the sheet of what no column shows


@dataclass(frozen=True)
class Frame:
    """What sheets are made by: the profile, its lists, the language of their words, and those of texts."""

    profile: Profile
    vocabularies: Vocabularies
    language: str
    languages: tuple[str, ...]
    _shown: dict[str, tuple[dict[str, str], dict[str, str]]] = field(
        default_factory=dict, repr=False, compare=False
    )

    def shown(self, iri: str) -> str | None:
        """How an entry of a list is written in a cell, `French [FRA]`; None for what is in no list."""
        concept = self.vocabularies.concept(iri)
        return self._written(concept) if concept else None

    def options(self, scheme: str) -> list[str]:
        """What a drop-down list offers of a vocabulary, by its words."""
        concepts = (each for each in self.vocabularies.concepts(scheme) if not each.deprecated)
        return sorted(map(self._written, concepts), key=str.casefold)

    def chosen(self, text: str, schemes: Iterable[str]) -> str | None:
        """The IRI of an entry that is written so: as `shown` does, or by its code or its words in any language."""
        for scheme in schemes:
            exact, loose = self._index(scheme)
            found = exact.get(text) or loose.get(text.casefold().strip())
            if found:
                return found
        return None

    def _written(self, concept: Concept) -> str:
        label = self.vocabularies.label(concept.iri, (self.language,))
        return f"{label[0] if label else concept.code} [{concept.code}]"

    def _index(self, scheme: str) -> tuple[dict[str, str], dict[str, str]]:
        if scheme not in self._shown:
            exact: dict[str, str] = {}
            loose: dict[str, str] = {}
            for concept in self.vocabularies.concepts(scheme):
                exact.setdefault(self._written(concept), concept.iri)
                for word in _words(concept):
                    loose.setdefault(word.casefold(), concept.iri)
            self._shown[scheme] = exact, loose
        return self._shown[scheme]


def _words(concept: Concept) -> Iterator[str]:
    for label in concept.labels.values():
        yield f"{label} [{concept.code}]"
    yield concept.code
    yield from concept.labels.values()


@dataclass(frozen=True, slots=True)
class Column:
    """A property in a sheet; `language` is that of its texts, `""` for texts without one, None where they have none."""

    field: Field
    language: str | None = None

    @property
    def key(self) -> str:
        """What stands for the column in the hidden row of a sheet: `dct:title@en`, `dct:issued`."""
        return f"{shorten(self.field.path)}@{self.language}" if self.language else shorten(self.field.path)

    def holds(self, term: Node) -> bool:
        """Whether a value belongs into this column, of those of its property."""
        if self.language is None:
            return True
        is_text = isinstance(term, Literal) and term.datatype is None
        return ((term.language or "") if is_text else "") == self.language  # type: ignore[attr-defined]


@dataclass(frozen=True, slots=True)
class Layout:
    """The sheet of a class. `name` begins the names of its rows: `Distribution-1`."""

    class_iri: str
    columns: tuple[Column, ...]

    @property
    def name(self) -> str:
        return shorten(self.class_iri).rpartition(":")[2].rpartition("/")[2]


def layout(class_iri: str, frame: Frame, graph: Graph | None = None) -> Layout:
    """The sheet of a class: texts have a column for each language of the frame, and each that a graph has besides."""
    columns = [
        Column(each, language)
        for each in frame.profile.fields(class_iri)
        for language in _languages(each, frame, graph)
    ]
    return Layout(class_iri, tuple(columns))


def _languages(asked: Field, frame: Frame, graph: Graph | None) -> list[str | None]:
    if not has_languages(asked):
        return [None]
    values = () if graph is None else graph.objects(None, URIRef(asked.path))
    said = {(each.language or "") if isinstance(each, Literal) else "" for each in values}
    return [*frame.languages, *sorted(said - set(frame.languages))]


def classes_of(profile: Profile, start: str) -> list[str]:
    """The classes that a template has sheets of: one, and those of its parts, as forms lead to them."""
    found: list[str] = []
    waiting = [start]
    while waiting:
        class_iri = waiting.pop(0)
        shape = profile.classes.get(class_iri)
        if shape is None or class_iri in found or class_iri == str(SKOS.Concept):
            continue
        found.append(class_iri)
        parts = [each.parts for each in shape.fields if each.parts]
        waiting += [each for each in parts if not profile.classes[each].entry] if parts else []
    return found
