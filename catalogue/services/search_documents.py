"""From a description to what the search index is given of it, by what the profile says of each property."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from hashlib import sha256
from itertools import chain
from typing import Final

from rdflib import DCTERMS, FOAF, BNode, Literal, URIRef
from rdflib.term import Node

from catalogue.domain.codes import used
from catalogue.domain.linked import links
from catalogue.domain.profile import Facet, Field, Profile
from catalogue.domain.ranges import RANGES, UPDATED, day
from catalogue.domain.readable import Readable
from catalogue.domain.record import Kind, Record
from catalogue.domain.search import Layout, Passage, SearchDocument
from catalogue.domain.terms import expand
from catalogue.domain.traits import TRAITS
from catalogue.domain.vocabulary import Vocabularies
from catalogue.services.cards import card, texts_by_language
from catalogue.services.search_variables import LONGEST_PART, LONGEST_PASSAGE, NAME, variables

EDITION: Final = "8"  # to be changed when documents are made in another way: indexes are then rebuilt
LONGEST_TEXT: Final = 50_000  # characters of one text that are searched
LONGEST_NAME: Final = 1_000
DEEPEST: Final = 5  # parts of parts

CLASSES: Final = {Kind.DATASET: expand("dcat:Dataset"), Kind.SERIES: expand("dcat:DatasetSeries")}
_CODE: Final = "code"  # the editor of what is written in no language
LONGEST_LABEL: Final = 4  # words; a longer label of a concept counts least
_DOIS: Final = "doi.org/"
_ADDRESS: Final = re.compile(r"^[a-z][a-z0-9+.-]*:\S+$", re.IGNORECASE)

Values = Mapping[Node, list[Node]]  # of one node, by path
Told = tuple[str, float, str]  # language, weight, text


@dataclass(frozen=True, slots=True)
class _Step:
    """What is made of a property of a class: text of a weight, and texts of parts of a class."""

    weight: float
    parts: str | None


class SearchDocuments:
    """Makes search documents of published datasets and series."""

    def __init__(self, profile: Profile, vocabularies: Vocabularies, languages: tuple[str, ...]) -> None:
        self._profile = profile
        self._vocabularies = vocabularies
        self._languages = languages
        self._plans: dict[str, Mapping[Node, _Step]] = {}

    @cached_property
    def layout(self) -> Layout:
        """What an index of these documents is laid out for."""
        fields = [field for shape in self._profile.classes.values() for field in shape.fields if field.weight]
        told = sorted((field.owner, field.path, field.weight) for field in fields)
        return Layout(
            facets=(*(facet.id for facet in self._profile.facets), *(trait.id for trait in TRAITS)),
            ranges=tuple(each.id for each in RANGES),
            weights=tuple(sorted({field.weight for field in fields}, reverse=True)),
            languages=self._languages,
            edition=_digest(
                EDITION, told, self._profile.facets, [scheme.edition for scheme in self._vocabularies]
            ),
        )

    def document(self, record: Record, graph: Readable) -> SearchDocument:
        """The document of a published record. What cannot be understood of it is left out, never an error."""
        node = URIRef(record.iri)
        ranges = {each.id: pair for each in RANGES if (pair := each.read(graph, node))}
        ranges[UPDATED.id] = day(record.changed)
        made = card(self._profile, record, graph, ranges)
        values = _grouped(graph, node)
        codes, known_by = self._codes(graph, values)
        return SearchDocument(
            number=record.number,
            iri=record.iri,
            names=tuple(self._names(record, graph)),
            passages=tuple(self._passages(graph, CLASSES[record.kind], values)),
            facets={
                **self._facets(graph, values),
                **{trait.id: (value,) for trait in TRAITS if (value := trait.read(made))},
            },
            ranges=ranges,
            titles=made["titles"],
            updated=record.changed.timestamp(),
            people=made["people"],
            card=made,
            codes=codes,
            known_by=known_by,
            variables=variables(graph),
        )

    def facets(self, graph: Readable, iri: str) -> Mapping[str, tuple[str, ...]]:
        """The values of each facet of the profile under which a description is found."""
        return self._facets(graph, _grouped(graph, URIRef(iri)))

    def _facets(self, graph: Readable, values: Values) -> dict[str, tuple[str, ...]]:
        return {facet.id: self._values(facet, graph, values) for facet in self._profile.facets}

    def _names(self, record: Record, graph: Readable) -> Iterator[str]:
        """What the dataset is known by, and what it leads to, each to be asked for whole."""
        yield from (record.iri, record.id)
        for value in graph.objects(URIRef(record.iri), DCTERMS.identifier):
            yield str(value)[:LONGEST_NAME]
        for link in links(graph, record.iri):
            yield link.key[:LONGEST_NAME]

    def _codes(self, graph: Readable, values: Values) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """The codes that are suggested; and what is found as they are: names of variables, and what has no digit."""
        coded = _keys(self._coded(graph, values, self._code_paths - {NAME}))
        named = _keys(self._coded(graph, values, self._code_paths & {NAME}))
        suggested = {code: None for code in coded if any(map(str.isdigit, code))}
        return tuple(suggested), tuple(code for code in coded | named if code not in suggested)

    def _coded(self, graph: Readable, values: Values, paths: Iterable[URIRef]) -> Iterator[str]:
        """Every value of properties that are searched and written in no language: codes, names, identifiers. And DOIs,
        whatever of the description they belong to: who knows an article looks for its data."""
        for value in chain.from_iterable(values.values()):
            if _DOIS in str(value):
                yield str(value)
        for path in paths:
            for value in graph.objects(None, path):
                if not isinstance(value, BNode):
                    yield str(value)

    @cached_property
    def _code_paths(self) -> frozenset[URIRef]:
        fields = (field for shape in self._profile.classes.values() for field in shape.fields)
        return frozenset(URIRef(field.path) for field in fields if field.editor == _CODE and field.weight)

    def _passages(self, graph: Readable, owner: str, values: Values) -> Iterator[Passage]:
        """The passages of a dataset or series, in the order of the profile."""
        for path, step in self._plan(owner).items():
            if path in values:
                yield from _gathered(str(path), self._told(graph, values[path], step))

    def _told(self, graph: Readable, values: Iterable[Node], step: _Step) -> Iterator[Told]:
        for value in values:
            if step.weight:
                yield from self._texts(value, step.weight)
            if step.parts and not isinstance(value, Literal):
                yield from self._parts(graph, value, step.parts, DEEPEST)

    def _texts(self, value: Node, weight: float) -> Iterator[Told]:
        """A literal's text; of a concept, its labels in all languages: a long one names several things."""
        if isinstance(value, Literal):
            yield (value.language or "").lower(), weight, _plain(str(value)[:LONGEST_TEXT])
            return
        concept = self._vocabularies.concept(str(value))
        if concept:
            for language, label in concept.labels.items():
                yield language, weight if len(label.split()) <= LONGEST_LABEL else self._least, label

    @cached_property
    def _least(self) -> float:
        return min(self.layout.weights, default=0.0)

    def _parts(self, graph: Readable, node: Node, owner: str, depth: int) -> Iterator[Told]:
        """The texts of a part, those of a language in one, and of the parts within it."""
        own: list[Told] = []
        values = _grouped(graph, node)
        for path, step in self._plan(owner).items():
            for value in values.get(path, ()):
                if step.weight:
                    own.extend(self._texts(value, step.weight))
                if step.parts and depth and not isinstance(value, Literal):
                    yield from self._parts(graph, value, step.parts, depth - 1)
        yield from _joined(own)

    def _plan(self, owner: str) -> Mapping[Node, _Step]:
        """The properties of a class that are searched, or that lead to some that are."""
        if owner not in self._plans:
            self._plans[owner] = {}  # a class may have parts of its own class
            fields = [(field, self._inner(field)) for field in self._profile.fields(owner)]
            self._plans[owner] = {
                URIRef(field.path): _Step(field.weight, parts)
                for field, parts in fields
                if field.weight or parts
            }
        return self._plans[owner]

    def _inner(self, field: Field) -> str | None:
        """The class of a field's parts, where these have texts to be searched."""
        shape = self._profile.classes.get(field.parts or "")
        return shape.iri if shape and not shape.entry and self._plan(shape.iri) else None

    def _values(self, facet: Facet, graph: Readable, values: Values) -> tuple[str, ...]:
        """The values of the first path that has any: codes of concepts and of what is broader, or organisations."""
        for path in self._facet_paths[facet.id]:
            nodes = values.get(path, ())
            found = {self._value(facet, graph, value) for value in nodes} - {""}
            if found:
                return tuple(sorted(found.union(*(self._broader(facet, str(value)) for value in nodes))))
        return ()

    def _broader(self, facet: Facet, iri: str) -> set[str]:
        """The codes of what is broader than a concept of the facet, so that who asks for that finds it too."""
        concept = self._vocabularies.concept(iri)
        if concept is None or concept.scheme not in facet.vocabularies:
            return set()
        return {each.code for each in self._vocabularies.broader(concept)}

    @cached_property
    def _facet_paths(self) -> Mapping[str, tuple[URIRef, ...]]:
        return {facet.id: tuple(map(URIRef, facet.paths)) for facet in self._profile.facets}

    def _value(self, facet: Facet, graph: Readable, value: Node) -> str:
        if isinstance(value, Literal):
            return _plain(str(value))[:LONGEST_NAME]
        if facet.vocabularies:
            concept = self._vocabularies.concept(str(value))
            known = concept and concept.scheme in facet.vocabularies
            return (
                concept.code if concept and known else str(value)[:LONGEST_NAME] * isinstance(value, URIRef)
            )
        names = texts_by_language(graph.objects(value, FOAF.name))
        name = next((names[tag] for tag in (*self._languages, *sorted(names)) if tag in names), "")
        return name[:LONGEST_NAME]


def _digest(*parts: object) -> str:
    return sha256(repr(parts).encode()).hexdigest()[:16]


def _keys(values: Iterable[str]) -> dict[str, None]:
    """What values can be asked by as codes, each once."""
    return dict.fromkeys(code for value in values for code in used(value))


def _grouped(graph: Readable, node: Node) -> Values:
    values: dict[Node, list[Node]] = defaultdict(list)
    for path, value in graph.predicate_objects(node):
        values[path].append(value)
    return values


def _joined(told: list[Told]) -> Iterator[Told]:
    """The texts of one part in one: those without a language stand before those of each language."""
    common = [each for each in told if not each[0]]
    for language in sorted({each[0] for each in told if each[0]}) or ([""] if common else []):
        some = [*common, *(each for each in told if language and each[0] == language)]
        first, *others = dict.fromkeys(text for _, _, text in some)
        text = f"{first}: {' – '.join(others)}" if others else first
        yield language, max(weight for _, weight, _ in some), text[:LONGEST_PART]


def _gathered(path: str, told: Iterable[Told]) -> Iterator[Passage]:
    """Passages of the texts of one property, within the bound on its parts."""
    texts: dict[tuple[str, float], dict[str, None]] = defaultdict(dict)
    for language, weight, text in told:
        if text:
            texts[language, weight][_shown(text)] = None
    for (language, weight), some in sorted(texts.items()):
        yield _bounded(Passage(path, language, weight, tuple(some)))


def _bounded(passage: Passage) -> Passage:
    if sum(map(len, passage.texts)) <= LONGEST_PASSAGE:
        return passage
    share = max(1, LONGEST_PASSAGE // len(passage.texts))
    return replace(passage, texts=tuple(text[:share] for text in passage.texts[:LONGEST_PASSAGE]))


def _shown(text: str) -> str:
    """Of an address only its last part: nobody looks for the names of hosts."""
    return re.split(r"[/#:]", text.rstrip("/#"))[-1] if _ADDRESS.match(text) else text


def _plain(text: str) -> str:
    return " ".join(text.split())
