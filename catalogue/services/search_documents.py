"""From a description to what the search index is given of it, by what the profile says of each property."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from hashlib import sha256
from itertools import chain, islice
from typing import Final

from rdflib import DCTERMS, BNode, Literal, URIRef
from rdflib.term import Node

from catalogue.domain.codes import used
from catalogue.domain.linked import IN_SERIES, Link, Way, links
from catalogue.domain.profile import Field, Profile
from catalogue.domain.ranges import RANGES, UPDATED, day
from catalogue.domain.readable import Readable
from catalogue.domain.record import Kind, Record
from catalogue.domain.search import Layout, Passage, SearchDocument, VariableText
from catalogue.domain.terms import expand
from catalogue.domain.traits import TRAITS
from catalogue.domain.vocabulary import Vocabularies
from catalogue.rdf.graphs import iri
from catalogue.rdf.sorted_statements import said
from catalogue.services.cards import card
from catalogue.services.search_facets import REMEMBERED, Facets, Values, may_be_remembered
from catalogue.services.search_variables import LONGEST_PART, LONGEST_PASSAGE, NAME, variables
from catalogue.services.translating import colon

EDITION: Final = "10"  # to be changed when documents are made in another way: indexes are then rebuilt
LONGEST_TEXT: Final = 50_000  # characters of one text that are searched
LONGEST_NAME: Final = 1_000
DEEPEST: Final = 5  # parts of parts
MOST_CODES: Final = 10_000  # codes of its variables that a description is found by

CLASSES: Final = {Kind.DATASET: expand("dcat:Dataset"), Kind.SERIES: expand("dcat:DatasetSeries")}
_IDENTIFIER: Final = DCTERMS.identifier
_CODE: Final = "code"  # the editor of what is written in no language
LONGEST_LABEL: Final = 4  # words; a longer label of a concept counts least
_DOIS: Final = "doi.org/"
_ADDRESS: Final = re.compile(r"^[a-z][a-z0-9+.-]*:\S+$", re.IGNORECASE)

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
        self._facets = Facets(profile, vocabularies, languages)
        # The same few concepts are said again and again.
        self._of_concepts = lru_cache(maxsize=REMEMBERED)(self._passages_of_concepts)

    @cached_property
    def layout(self) -> Layout:
        """What an index of these documents is laid out for."""
        fields = [field for shape in self._profile.classes.values() for field in shape.fields if field.weight]
        told = sorted((field.owner, field.path, field.weight) for field in fields)
        return Layout(
            facets=(
                *(facet.id for facet in self._profile.facets),
                *(trait.id for trait in TRAITS),
                IN_SERIES,
            ),
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
        values = said(graph, node)
        listed = variables(graph)
        codes, known_by = self._codes(graph, values, listed)
        facets, organisations = self._facets.read(graph, values)
        to = tuple(links(graph, record.iri))
        return SearchDocument(
            number=record.number,
            iri=record.iri,
            names=tuple(self._names(record, graph, to)),
            passages=tuple(self._passages(graph, CLASSES[record.kind], values)),
            facets={
                **facets,
                **{trait.id: (value,) for trait in TRAITS if (value := trait.read(made))},
                IN_SERIES: tuple(link.target for link in to if link.way is Way.SERIES),
            },
            ranges=ranges,
            titles=made["titles"],
            updated=record.changed.timestamp(),
            people=made["people"],
            card=made,
            codes=codes,
            known_by=known_by,
            variables=listed,
            organisations=organisations,
        )

    def facets(self, graph: Readable, iri: str) -> Mapping[str, tuple[str, ...]]:
        """The values of each facet of the profile under which a description is found."""
        return self._facets.of(graph, said(graph, URIRef(iri)))

    def _names(self, record: Record, graph: Readable, to: Iterable[Link]) -> Iterator[str]:
        """What the dataset is known by, and what it leads to, each to be asked for whole."""
        yield from (record.iri, record.id)
        for value in graph.objects(URIRef(record.iri), _IDENTIFIER):
            yield str(value)[:LONGEST_NAME]
        for link in to:
            yield link.key[:LONGEST_NAME]

    def _codes(
        self, graph: Readable, values: Values, listed: Iterable[VariableText]
    ) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """The codes that are suggested; and what is found as they are: names and codes of variables, and what has no
        digit."""
        coded = _keys(self._coded(graph, values))
        named = _keys(_strings(graph, self._named_paths))
        measured = dict.fromkeys(code for each in listed for code in each.codes if _has_digit(code))
        suggested = {code: None for code in coded if _has_digit(code)}
        known = chain(coded, named, islice(measured, MOST_CODES))
        return tuple(suggested), tuple(code for code in dict.fromkeys(known) if code not in suggested)

    def _coded(self, graph: Readable, values: Values) -> Iterator[str]:
        """Every value of properties that are searched and written in no language: codes, identifiers. And DOIs,
        whatever of the description they belong to: who knows an article looks for its data."""
        yield from (value for value in map(str, chain.from_iterable(values.values())) if _DOIS in value)
        yield from _strings(graph, self._code_paths)

    @cached_property
    def _code_paths(self) -> tuple[URIRef, ...]:
        return tuple(path for path in self._coding if path != NAME)

    @cached_property
    def _named_paths(self) -> tuple[URIRef, ...]:
        return tuple(path for path in self._coding if path == NAME)

    @cached_property
    def _coding(self) -> list[URIRef]:
        fields = (field for shape in self._profile.classes.values() for field in shape.fields)
        return sorted({URIRef(field.path) for field in fields if field.editor == _CODE and field.weight})

    def _passages(self, graph: Readable, owner: str, values: Values) -> Iterator[Passage]:
        """The passages of a dataset or series, in the order of the profile."""
        for path, step in self._plan(owner).items():
            some = values.get(path)
            if some and step.weight and self._is_only_named(graph, some, step):
                yield from self._of_concepts(path, step.weight, tuple(some))
            elif some:
                yield from _gathered(str(path), self._told(graph, some, step))

    def _is_only_named(self, graph: Readable, values: Sequence[Node], step: _Step) -> bool:
        """Whether values are concepts of which the description itself says nothing that is searched."""
        if not may_be_remembered(values) or not all(str(value) in self._vocabularies for value in values):
            return False
        if step.parts is None:
            return True
        told = (each for value in values for each in self._parts(graph, value, step.parts, DEEPEST))
        return next(told, None) is None

    def _passages_of_concepts(
        self, path: Node, weight: float, concepts: tuple[Node, ...]
    ) -> tuple[Passage, ...]:
        """The passages of a property whose values are concepts."""
        told = (each for concept in concepts for each in self._texts(concept, weight))
        return tuple(_gathered(str(path), told))

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
        values = said(graph, node)
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
                iri(field.path): _Step(field.weight, parts)
                for field, parts in fields
                if field.weight or parts
            }
        return self._plans[owner]

    def _inner(self, field: Field) -> str | None:
        """The class of a field's parts, where these have texts to be searched."""
        shape = self._profile.classes.get(field.parts or "")
        return shape.iri if shape and not shape.entry and self._plan(shape.iri) else None


def _digest(*parts: object) -> str:
    return sha256(repr(parts).encode()).hexdigest()[:16]


def _has_digit(code: str) -> bool:
    return any(map(str.isdigit, code))


def _keys(values: Iterable[str]) -> dict[str, None]:
    """What values can be asked by as codes, each once."""
    return dict.fromkeys(code for value in values for code in used(value))


def _strings(graph: Readable, paths: Iterable[URIRef]) -> Iterator[str]:
    for path in paths:
        for value in graph.objects(None, path):
            if not isinstance(value, BNode):
                yield str(value)


def _joined(told: list[Told]) -> Iterator[Told]:
    """The texts of one part in one: those without a language stand before those of each language."""
    common = [each for each in told if not each[0]]
    spoken: dict[str, list[Told]] = {}
    for each in told:
        if each[0]:
            spoken.setdefault(each[0], []).append(each)
    for language, own in sorted(spoken.items()) or ([("", [])] if common else ()):
        some = common + own
        first, *others = dict.fromkeys(text for _, _, text in some)
        text = f"{first}{colon(language)}{' – '.join(others)}" if others else first
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
    if ":" not in text or not _ADDRESS.match(text):
        return text
    return re.split(r"[/#:]", text.rstrip("/#"))[-1]


def _plain(text: str) -> str:
    return " ".join(text.split())
