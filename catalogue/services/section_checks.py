"""What is wrong with one section of a description, said at once: only what the section shows is validated."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from functools import partial

from rdflib import DCTERMS, RDF, Graph, Literal, URIRef
from rdflib.term import Node

from catalogue.domain.forms.model import MANY
from catalogue.domain.hints import hints
from catalogue.domain.places import Places
from catalogue.domain.profile import Field, Profile
from catalogue.domain.report import Finding
from catalogue.domain.verdict import Located
from catalogue.rdf import graphs
from catalogue.services.mentions import mentions
from catalogue.store.base import RecordStore
from catalogue.validation.base import Validator


@dataclass(frozen=True, slots=True)
class Section:
    """A group of fields of a description at an access level. An empty group stands for all of it."""

    root: URIRef
    owner: str
    group: str
    level: str


@dataclass(frozen=True, slots=True)
class Looked:
    """What was looked at of a description, and what the profile says of it, with the places.

    `hints` are worth another look, and break no rule.
    """

    excerpt: Graph
    findings: tuple[Located, ...]
    hints: tuple[Located, ...] = ()


class SectionChecks:
    """Validates sections. Where a property has very many parts, the first of them stands for all."""

    def __init__(self, profile: Profile, validator: Validator, store: RecordStore) -> None:
        self._profile = profile
        self._validator = validator
        self._store = store

    def look(self, graph: Graph, section: Section) -> Looked:
        """What the profile says of a section."""
        fields = self._fields(section)
        excerpt = _Excerpt(graph, section.root, self._profile)
        shown = excerpt.of(fields) if section.group else excerpt.whole()
        # And not `splitlines`: a text may hold other separators of lines.
        text = "".join(f"{line}\n" for line in sorted(graphs.ntriples(shown).split("\n")[:-1]))
        report = self._validator.validate(text, section.level, mentions(self._store, str(section.root), text))
        paths = {field.path for field in fields}
        is_shown = partial(_is_of, root=section.root, paths=paths)
        found = [each for each in report.findings if is_shown(each)]
        places = Places(shown, str(section.root), self._profile)
        told = hints(shown, section.root, self._profile, found)
        worth = [each for each in told if is_shown(each.finding)]
        return Looked(shown, tuple(_located(each, section.root, places) for each in found), tuple(worth))

    def _fields(self, section: Section) -> list[Field]:
        fields = self._profile.fields(section.owner)
        return [field for field in fields if section.group in ("", field.group)]


def _is_of(finding: Finding, root: URIRef, paths: set[str]) -> bool:
    """Whether a finding is about the section: of the described thing only what its fields say."""
    return finding.focus != str(root) or any(path in finding.path for path in paths)


def _located(finding: Finding, root: URIRef, places: Places) -> Located:
    return Located(finding, () if finding.focus == str(root) else places.of(finding.focus))


class _Excerpt:
    """What a graph says of some properties of a node, and of what they lead to."""

    def __init__(self, graph: Graph, root: URIRef, profile: Profile) -> None:
        self._graph, self._root, self._profile = graph, root, profile
        self._entries = {URIRef(shape.iri) for shape in profile.classes.values() if shape.entry}
        self._seen: set[Node] = {root}

    def of(self, fields: Iterable[Field]) -> Graph:
        """The excerpt; what the described thing is, and for whom its data are, is always in it."""
        taken = Graph()
        wanted = {RDF.type, DCTERMS.accessRights, *(URIRef(field.path) for field in fields)}
        self._describe(self._root, taken, wanted)
        return taken

    def whole(self) -> Graph:
        """All that is said of the described thing and below it."""
        taken = Graph()
        self._describe(self._root, taken)
        return taken

    def _describe(self, node: Node, taken: Graph, wanted: Collection[Node] = ()) -> None:
        said: dict[Node, list[Node]] = {}
        for path, value in self._graph.predicate_objects(node):
            if not wanted or path in wanted:
                said.setdefault(path, []).append(value)
        for path, values in said.items():
            for value in self._few(values):
                taken.add((node, path, value))
                self._go_on(value, taken)

    def _few(self, values: list[Node]) -> list[Node]:
        """The values; of very many parts the first, by which the rule is kept that there must be some."""
        if len(values) <= MANY or isinstance(values[0], Literal):
            return values
        return [min(values, key=str)]

    def _go_on(self, value: Node, taken: Graph) -> None:
        if not isinstance(value, Literal) and value not in self._seen and not self._stands_alone(value):
            self._seen.add(value)
            self._describe(value, taken)

    def _stands_alone(self, node: Node) -> bool:
        """Whether a node is described on its own, in another description."""
        return not self._entries.isdisjoint(self._graph.objects(node, RDF.type))
