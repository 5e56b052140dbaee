"""Rules about which values a property has: today's entries of the lists, codes, and the classes of values."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from rdflib import DCTERMS, FOAF, RDF, SKOS, XSD, BNode, Literal, URIRef
from rdflib.term import Node

from catalogue.rdf.concepts import follow
from catalogue.rdf.conversion.work import Path, Work


@dataclass(frozen=True, slots=True)
class Values:
    """Codes that follow one of the beginnings `old` become entries; with `keep`, that property names the old one."""

    at: tuple[Path, ...]
    old: tuple[str, ...]
    codes: Mapping[str, URIRef]
    keep: URIRef | None = None

    def forward(self, work: Work) -> int:
        found = [
            ((node, path[1], value), new)
            for path in self.at
            for node in work.nodes(path[0])
            for value in work.values(node, path[1])
            if (new := self._new(value))
        ]
        for statement, new in found:
            node, path, old = statement
            if self.keep:
                work.replace(statement, (node, path, new), (node, self.keep, old))
            else:
                substitute(work, statement, new)
        return len(found)

    def _new(self, value: Node) -> URIRef | None:
        beginning = next((each for each in self.old if str(value).startswith(each)), None)
        if beginning is None or not isinstance(value, URIRef):
            return None
        return self.codes.get(value.removeprefix(beginning))


@dataclass(frozen=True, slots=True)
class Successors:
    """Former hosts and renamed codes become those of today, as `shapes/vocabularies/former.toml` knows them.

    They do so wherever the profile asks for an entry of a list.
    """

    def forward(self, work: Work) -> int:
        found = {
            (node, path, value): today
            for (owner, path), node in _bound(work)
            for value in work.values(node, path)
            if not work.is_listed((owner, path), value)
            if (today := work.successor(value)) and work.is_listed((owner, path), today)
            # What an agent says of itself is no name of a list, and stays with its address.
            if (value, RDF.type, FOAF.Agent) not in work.graph
        }
        for statement, today in found.items():
            substitute(work, statement, today)
        return len(found)


@dataclass(frozen=True, slots=True)
class Sort:
    """Values that stand at one of these properties, and in the list of another of them, go there."""

    of: URIRef
    paths: tuple[URIRef, ...]

    def forward(self, work: Work) -> int:
        found = [
            ((node, path, value), to)
            for node in work.nodes(self.of)
            for path in self.paths
            for value in work.values(node, path)
            if not self._belongs(work, path, value)
            for to in self.paths
            if self._belongs(work, to, value)
        ]
        for statement, to in found:
            work.replace(statement, (statement[0], to, statement[2]))
        return len(found)

    def _belongs(self, work: Work, path: URIRef, value: Node) -> bool:
        """Whether a value is in the list of a property, if only by what it is called today."""
        today = work.successor(value)
        return work.is_listed((self.of, path), value) or (
            today is not None and work.is_listed((self.of, path), today)
        )


@dataclass(frozen=True, slots=True)
class System:
    """A coding system by the name that people write before its codes, where that is not its entry's code."""

    name: str
    iri: URIRef


@dataclass(frozen=True, slots=True)
class Codes:
    """A node that stands for a code becomes the code as text; its scheme, if it is in `list`, goes to `system`.

    What the node says besides stays, and `keep` names it from then on. `names` are those of systems that texts
    begin with, beside the codes of the list.
    """

    of: URIRef
    path: URIRef
    system: URIRef
    list: str
    keep: URIRef
    names: tuple[System, ...] = ()

    def forward(self, work: Work) -> int:
        found = [
            (node, value)
            for node in work.nodes(self.of)
            for value in work.values(node, self.path)
            if not isinstance(value, Literal)
        ]
        return sum(self._as_text(work, node, value) for node, value in found)

    def backward(self, work: Work) -> int:
        found = [
            (node, code)
            for node in work.nodes(self.of)
            for code in work.values(node, self.path)
            if isinstance(code, Literal)
        ]
        return sum(self._as_node(work, node, code) for node, code in found)

    def _as_text(self, work: Work, node: Node, value: Node) -> int:
        text = _code(work, value)
        if text is None:
            work.doubt("several" if work.says_something(value) else "unknown", node, value)
            return 0
        said = {*work.graph.triples((value, RDF.type, None)), *_said_by(work, value, text)}
        for scheme in work.values(value, SKOS.inScheme):
            system = scheme if work.is_in(self.list, scheme) else work.successor(scheme)
            if system and work.is_in(self.list, system):
                work.graph.add((node, self.system, system))
                said.add((value, SKOS.inScheme, scheme))
        work.replace((node, self.path, value), (node, self.path, Literal(text)))
        self._let_go(work, (node, value), said)
        return 1

    def _let_go(self, work: Work, ends: tuple[Node, Node], said: set[tuple[Node, Node, Node]]) -> None:
        node, value = ends
        if not set(work.graph.triples((value, None, None))) <= said:
            work.graph.add((node, self.keep, value))
        elif (None, None, value) not in work.graph:
            work.graph.remove((value, None, None))

    def _as_node(self, work: Work, node: Node, code: Node) -> int:
        system = self._system(work, node, code)
        if system is None:
            return 0
        made = BNode()
        work.replace(
            (node, self.path, code),
            (node, self.path, made),
            (made, SKOS.notation, Literal(str(code))),
            (made, DCTERMS.identifier, Literal(str(code), datatype=XSD.anyURI)),
            (made, SKOS.inScheme, system),
        )
        return 1

    def _system(self, work: Work, node: Node, code: Node) -> Node | None:
        """The coding system that the text names (“ICD-10 E10”), else the only one that the dataset has."""
        names = {each.code: each.iri for each in work.vocabularies.concepts(self.list)}
        names |= {each.name: each.iri for each in self.names}
        named = [name for name in names if _begins_with(str(code), name)]
        systems = [URIRef(names[max(named, key=len)])] if named else work.values(node, self.system)
        if len(systems) != 1:
            work.doubt("several" if systems else "nowhere", node, code)
            return None
        return systems[0]


@dataclass(frozen=True, slots=True)
class Types:
    """Values get the class that their property gives them, unless their list gives it to them.

    Those of `any` always, those of `described` where the description says something of them.
    """

    any: tuple[URIRef, ...]
    described: tuple[URIRef, ...]

    def forward(self, work: Work) -> int:
        count = 0
        while added := self._missing(work):
            for statement in added:
                work.graph.add(statement)
            count += len(added)
        return count

    def _missing(self, work: Work) -> set[tuple[Node, Node, Node]]:
        return {
            (value, RDF.type, URIRef(name))
            for shape in work.profile.classes.values()
            for node in work.nodes(URIRef(shape.iri))
            for field in shape.fields
            for name in field.classes
            for value in work.graph.objects(node, URIRef(field.path))
            if self._follows(work, value, URIRef(name))
        }

    def _follows(self, work: Work, value: Node, name: URIRef) -> bool:
        if isinstance(value, Literal) or (value, RDF.type, name) in work.graph or work.has_class(value, name):
            return False
        return name in self.any or (name in self.described and work.says_something(value))


def _bound(work: Work) -> Iterator[tuple[Path, Node]]:
    """The properties whose values are entries of lists, each with the nodes that may have it."""
    for shape in work.profile.classes.values():
        paths = [URIRef(field.path) for field in shape.fields if field.vocabularies]
        for node in work.nodes(URIRef(shape.iri)) if paths else ():
            yield from (((URIRef(shape.iri), path), node) for path in paths)


def substitute(work: Work, statement: tuple[Node, URIRef, Node], new: URIRef) -> None:
    """Put a new value in the place of an old IRI; what the description says of the old one follows."""
    node, path, old = statement
    work.replace(statement, (node, path, new))
    follow(work.graph, URIRef(str(old)), new)


def _code(work: Work, value: Node) -> str | None:
    """The code that a node stands for, with the name of its system where the node writes one before it.

    That is its notation, else its identifier, else its IRI; None where there are two.
    """
    notations, identifiers = (
        {str(each) for each in work.values(value, path)} for path in (SKOS.notation, DCTERMS.identifier)
    )
    texts = notations or identifiers
    if not texts:
        return str(value) if isinstance(value, URIRef) else None
    if len(texts) > 1:
        return None
    (text,) = texts
    longer = [each for each in identifiers if each.endswith(text) and "://" not in each]
    return longer[0] if len(longer) == 1 else text


def _said_by(work: Work, value: Node, text: str) -> Iterator[tuple[Node, Node, Node]]:
    """What a node says that the text says, too."""
    for path in (SKOS.notation, DCTERMS.identifier, SKOS.prefLabel):
        for each in work.values(value, path):
            if text.endswith(str(each)):
                yield value, path, each


def _begins_with(text: str, name: str) -> bool:
    """Whether a code is written after the name of a system: `SNOMED CT 3092008`, `ICD-10:E10`."""
    plain = text.replace(" ", "-").casefold()
    return plain.startswith((f"{name.casefold()}-", f"{name.casefold()}:"))
