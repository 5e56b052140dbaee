"""How the nodes of a description are told to a reader: as words, links, or parts with rows of their own.

Everything that is told is remembered, so that what the profile does not know can be told apart at the end.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import Final

from rdflib import DCAT, DCTERMS, RDF, SKOS, TIME, BNode, Graph, Literal, URIRef
from rdflib.term import Node

from catalogue.domain import values
from catalogue.domain.languages import Reader, choose, foreign, pick
from catalogue.domain.ordering import NAMES, in_order, is_described, said
from catalogue.domain.profile import Field, Profile
from catalogue.domain.terms import GEODCATAP, shorten
from catalogue.domain.vocabulary import Vocabularies

# Who holds a dataset: the first that it tells.
HOLDERS: Final = (GEODCATAP.custodian, DCTERMS.publisher, DCTERMS.creator)
DEEPEST: Final = 6

Triple = tuple[Node, Node, Node]


@dataclass(frozen=True, slots=True)
class Value:
    """One value as it is read. `language` is set when it is not the page's; `href` is where it leads.

    `term` is what the graph says (an IRI, or a literal with its datatype), for the technical view. `filter` is
    the facet and value under which the search finds other datasets that say the same.
    """

    text: str
    language: str = ""
    href: str = ""
    term: str = ""
    filter: tuple[str, str] | None = None
    part: "Part | None" = None


@dataclass(frozen=True, slots=True)
class Row:
    """A field with its values. `short` says that they can stand in one line. `path` is the property's IRI."""

    label: str
    values: tuple[Value, ...]
    path: str = ""
    help: str = ""
    short: bool = False


@dataclass(frozen=True, slots=True)
class Part:
    """A thing that is described inside another: an organisation, a distribution, a period."""

    title: Value | None
    rows: tuple[Row, ...]
    term: str = ""


@dataclass(frozen=True, slots=True)
class Language:
    """What is needed to speak of a description: the shapes' words, the concepts, and the reader."""

    profile: Profile
    vocabularies: Vocabularies
    reader: Reader


class Teller:
    """Tells the nodes of one description. `about` is what the page as a whole is about.

    A part with a name is told once, and named where it comes again.
    """

    def __init__(self, graph: Graph, language: Language, about: Node | None = None) -> None:
        self.graph = graph
        self._within: list[Node] = [about] if about else []
        self._shown: set[Node] = set()
        self.profile, self.vocabularies = language.profile, language.vocabularies
        self.reader = language.reader
        self.told: set[Triple] = set()

    def rows(self, subject: Node, owner: str, leave: Iterable[str] = (), depth: int = 0) -> Iterator[Row]:
        """The fields of a class that a node has, in the order of the profile."""
        left = set(leave)
        for field in self.profile.fields(owner):
            if field.path not in left:
                row = self.row(subject, field, depth)
                if row.values:
                    yield row

    def row(self, subject: Node, field: Field, depth: int = 0) -> Row:
        """One field of a node; without values where it has none."""
        nodes = self.objects(subject, URIRef(field.path))
        label, help_ = (pick(text, (self.reader.language,)) for text in (field.label, field.help))
        return Row(label, self.values(nodes, field, depth), field.path, help_, self._is_short(nodes, field))

    def objects(self, subject: Node, path: URIRef) -> list[Node]:
        """The values of a property, which count as told."""
        nodes = list(self.graph.objects(subject, path))
        self.told.update((subject, path, node) for node in nodes)
        return nodes

    def values(self, nodes: Iterable[Node], field: Field | None = None, depth: int = 0) -> tuple[Value, ...]:
        """Values as they are read: texts in the reader's best language, then parts, and the rest by its words.

        Parts stand in the order that the positions of findings count by.
        """
        nodes = list(nodes)
        texts = choose((node for node in nodes if isinstance(node, Literal)), self.reader.languages)
        others = self.ordered(node for node in nodes if not isinstance(node, Literal))
        parts, rest = _parted(others, lambda node: self._is_part(node, field))
        told = [each for node in parts for each in self.node(node, field, depth)]
        by_words = sorted((each for node in rest for each in self.node(node, field, depth)), key=_by_words)
        return (*map(self.literal, texts), *told, *by_words)

    def ordered(self, nodes: Iterable[Node]) -> list[Node]:
        """Nodes in the order that is the same for every reader."""
        return in_order(nodes, partial(said, self.graph))

    def literal(self, text: Literal) -> Value:
        """A literal as it is read."""
        note = (
            f"^^{shorten(str(text.datatype))}"
            if text.datatype
            else f"@{text.language}"
            if text.language
            else ""
        )
        language = foreign(text.language, self.reader.language)
        address = values.address_in(str(text))
        said, href = address or (values.literal(text, self.reader), "")
        return Value(said, language, href, f'"{text}"{note}')

    def node(self, node: Node, field: Field | None = None, depth: int = 0) -> tuple[Value, ...]:
        """A node as it is read; nothing where there is nothing to read."""
        concept = self.concept(node, field)
        if concept:
            return (concept,)
        if depth < DEEPEST and self._is_described(node):
            return self.part(node, field, depth)
        return self._address(node)

    def concept(self, node: Node, field: Field | None = None) -> Value | None:
        """A concept of our vocabularies by its label."""
        label = (
            self.vocabularies.label(str(node), self.reader.languages) if isinstance(node, URIRef) else None
        )
        if label is None:
            return None
        self.told.update(
            triple for path in (*NAMES, SKOS.inScheme) for triple in self.graph.triples((node, path, None))
        )
        return Value(
            label[0],
            foreign(label[1], self.reader.language),
            term=str(node),
            filter=self._filter(str(node), field),
        )

    def _filter(self, iri: str, field: Field | None) -> tuple[str, str] | None:
        """The facet and value under which the search finds what says the same: addresses have codes."""
        concept = self.vocabularies.concept(iri)
        return (field.facet.id, concept.code) if field and field.facet and concept else None

    def part(self, node: Node, field: Field | None = None, depth: int = 0) -> tuple[Value, ...]:
        """A node that the description says something about: in one line where that is enough."""
        line = self._period(node)
        if line:
            return (Value(line, term=_term(node)),)
        title, path = self.name(node)
        if node in self._within or (title and node in self._shown):
            return (self._named(node, title),) if title else ()
        rows = self._part_rows(node, field, path, depth)
        if not rows:
            return (self._named(node, title),) if title else self._address(node)
        if title is None and len(rows) == 1 and not any(value.part for value in rows[0].values):
            return rows[0].values
        return (Value("", part=Part(title and self._named(node, title), rows, _term(node))),)

    def _part_rows(
        self, node: Node, field: Field | None, leave: Iterable[str], depth: int
    ) -> tuple[Row, ...]:
        """The rows of a part; what it stands within is named in them and not told again."""
        owner = self.class_of(node, field)
        self._within.append(node)
        told = self.rows(node, owner, leave, depth + 1) if owner else self._foreign_rows(node, leave, depth)
        rows = tuple(told)
        self._within.pop()
        self._shown.add(node)
        return rows

    def name(self, node: Node) -> tuple[Value | None, tuple[str, ...]]:
        """What a node is called, and the property that says so."""
        for path in NAMES:
            texts = choose(
                (text for text in self.graph.objects(node, path) if isinstance(text, Literal)),
                self.reader.languages,
            )
            if texts:
                self.objects(node, path)
                return self.literal(texts[0]), (str(path),)
        return None, ()

    def class_of(self, node: Node, field: Field | None) -> str | None:
        """The class of the profile by which a node is told."""
        types = sorted(str(type_) for type_ in self.graph.objects(node, RDF.type))
        known = [type_ for type_ in types if self.profile.fields(type_)]
        if field and field.parts and self.profile.fields(field.parts):
            return field.parts
        return known[0] if known else None

    def others(self) -> tuple[Part, ...]:
        """What the profile does not know, by the thing that it is said of."""
        known = _classes(self.profile)
        rest: dict[Node, dict[Node, list[Node]]] = {}
        for subject, path, node in self.graph:
            if (subject, path, node) in self.told or (path == RDF.type and str(node) in known):
                continue
            rest.setdefault(subject, {}).setdefault(path, []).append(node)
        return tuple(self._other(subject, rest[subject]) for subject in sorted(rest, key=str))

    def _other(self, subject: Node, said: dict[Node, list[Node]]) -> Part:
        title, _ = self.name(subject)
        named = title or next(iter(self.node(subject, None, DEEPEST)), None)
        rows = [self._foreign_row(path, said[path], DEEPEST) for path in sorted(said, key=str)]
        return Part(named, tuple(row for row in rows if row.values), _term(subject))

    def _foreign_rows(self, node: Node, leave: Iterable[str], depth: int) -> Iterator[Row]:
        left = {*map(URIRef, leave), RDF.type}
        for path in sorted(set(self.graph.predicates(node)) - left, key=str):
            row = self._foreign_row(path, self.objects(node, URIRef(str(path))), depth + 1)
            if row.values:
                yield row

    def _foreign_row(self, path: Node, nodes: list[Node], depth: int) -> Row:
        return Row(values.words(str(path)), self.values(nodes, None, depth), str(path), short=True)

    def _is_described(self, node: Node) -> bool:
        return is_described(said(self.graph, node))

    def _is_part(self, node: Node, field: Field | None) -> bool:
        return self._is_described(node) and self.concept(node, field) is None

    def _is_short(self, nodes: list[Node], field: Field) -> bool:
        return not field.parts and all(len(node) < 60 for node in nodes if isinstance(node, Literal))

    def _period(self, node: Node) -> str:
        """A period of time in one line, when it says nothing else."""
        if set(self.graph.predicates(node)) - {
            RDF.type,
            DCAT.startDate,
            DCAT.endDate,
            TIME.hasBeginning,
            TIME.hasEnd,
        }:
            return ""
        start, end = (
            next(map(str, self.graph.objects(node, path)), "") for path in (DCAT.startDate, DCAT.endDate)
        )
        if start or end:
            self.objects(node, DCAT.startDate)
            self.objects(node, DCAT.endDate)
        return values.period(start, end, self.reader)

    def _named(self, node: Node, title: Value) -> Value:
        href = str(node) if values.is_address(node) and not self._is_described(node) else ""
        return Value(title.text, title.language, href, _term(node))

    def _address(self, node: Node) -> tuple[Value, ...]:
        if isinstance(node, BNode):
            return ()
        text, href = values.link(str(node), self.reader)
        return (Value(text, href=href, term=str(node)),)


def _classes(profile: Profile) -> set[str]:
    fields = (field for shape in profile.classes.values() for field in shape.fields)
    return {*profile.classes, *(name for field in fields for name in field.classes), str(SKOS.Concept)}


def _parted(nodes: Iterable[Node], test: Callable[[Node], bool]) -> tuple[list[Node], list[Node]]:
    """The nodes that pass a test, and those that do not."""
    passed: tuple[list[Node], list[Node]] = ([], [])
    for node in nodes:
        passed[not test(node)].append(node)
    return passed


def _by_words(value: Value) -> str:
    title = value.part.title if value.part else value
    return title.text.casefold() if title else ""


def _term(node: Node) -> str:
    return "" if isinstance(node, BNode) else str(node)
