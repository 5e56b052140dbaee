"""What is described once and used by many descriptions: agents and contacts, and the copies that descriptions hold.

A description holds a copy of the statements of each entry that it names, so that it is whole wherever it goes. The
functions here change graphs in place: they exchange a copy, or one entry for another.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from rdflib import RDF, SKOS, BNode, Graph, Literal, URIRef
from rdflib.term import Node

from catalogue.domain.ordering import name, said
from catalogue.domain.profile import Profile

Triple = tuple[Node, Node, Node]


@dataclass(frozen=True, slots=True)
class RegisterEntry:
    """One version of an agent or contact. `kind` is its register, `merged_into` the entry that took its place.

    `organisation` is whose members edit it; with none it is shared, and the administrators' of the instance.
    """

    iri: str
    version: int
    kind: str
    organisation: str
    name: str
    ntriples: str
    at: datetime
    author: str
    merged_into: str = ""

    @property
    def id(self) -> str:
        return self.iri.rpartition("/")[2]


class Action(StrEnum):
    """What is done to the descriptions that use an entry."""

    CHANGE = "change"
    MERGE = "merge"
    UNDO = "undo"
    ADOPT = "adopt"


class Effect(StrEnum):
    """What becomes of one description. `KEPT` is a published one that waits as a draft: it would have violations."""

    WAITING = ""
    PUBLISHED = "published"
    DRAFT = "draft"
    BOTH = "both"
    KEPT = "kept"
    UNCHANGED = "unchanged"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Change:
    """A change of an entry on its way to the descriptions that use it.

    `other` is the entry that stays (MERGE), the change that is undone (UNDO), or how descriptions name what is
    taken into the register (ADOPT). `publishes` says that who asked for it may publish.
    """

    id: str
    action: Action
    iri: str
    other: str
    organisation: str
    person: str
    author: str
    publishes: bool
    at: datetime
    finished: datetime | None = None


@dataclass(frozen=True, slots=True)
class Item:
    """One description in a change: its revisions before (`published` is the readers') and after, and the outcome."""

    change: str
    record: int
    effect: Effect = Effect.WAITING
    before: int = 0
    published: int = 0
    after: int = 0
    violations: int = 0


def part(graph: Graph, node: Node, profile: Profile, leave: Collection[Node] = ()) -> Graph:
    """What a graph says of a node and of its parts; not of other descriptions, nor of concepts."""
    found = Graph()
    for each in _below(graph, node, profile, leave):
        for triple in graph.triples((each, None, None)):
            found.add(triple)
    return found


def put(graph: Graph, wanted: Graph, profile: Profile, root: Node) -> None:
    """Make a graph say of the named nodes of `wanted` exactly what that says; of `root`, nothing changes."""
    for node in {each for each in wanted.subjects() if isinstance(each, URIRef) and each != root}:
        clear(graph, node, profile, root)
    labels: dict[Node, BNode] = {}
    for triple in wanted:
        if triple[0] != root:
            graph.add(_relabelled(triple, labels))


def clear(graph: Graph, node: Node, profile: Profile, root: Node) -> None:
    """Remove what is said of a node, and of its parts that nothing else names."""
    below = _below(graph, node, profile, {root})
    kept: set[Node] = set()
    waiting = [each for each in below if each != node and _is_named_beyond(graph, each, below)]
    while waiting:
        each = waiting.pop()
        if each not in kept:
            kept.add(each)
            waiting += [value for value in graph.objects(each) if value in below and value != node]
    for each in below - kept:
        graph.remove((each, None, None))


def rename(graph: Graph, old: Node, new: Node) -> None:
    """Name one node where another was named, as a subject and as a value."""
    for subject, path, value in list(graph.triples((old, None, None))):
        graph.remove((subject, path, value))
        graph.add((new, path, new if value == old else value))
    for subject, path, value in list(graph.triples((None, None, old))):
        graph.remove((subject, path, value))
        graph.add((subject, path, new))


def exchange(graph: Graph, old: URIRef, new: Graph, profile: Profile, roots: tuple[Node, URIRef]) -> None:
    """Let a description name another entry: `roots` are the description's own node and the entry that stays."""
    root, stays = roots
    clear(graph, old, profile, root)
    rename(graph, old, stays)
    put(graph, new, profile, root)


def exchange_back(
    versions: tuple[Graph, Graph], pair: tuple[URIRef, URIRef], copy: Graph, profile: Profile, root: Node
) -> None:
    """Name again what was named before two entries became one, in a description that was changed since.

    `versions` are what it says now, which is changed, and what it said before; `pair` is the entry that went, whose
    `copy` comes back, and the one that stayed. Where a statement named the former and says now the latter, it
    names the former again; where it named both, it does again.
    """
    (now, before), (gone, stays) = versions, pair
    for subject, path, _ in list(now.triples((None, None, stays))):
        if not _said(before, subject, path, gone):
            continue
        if not _said(before, subject, path, stays):
            now.remove((subject, path, stays))
        now.add((subject, path, gone))
    if (None, None, gone) in now:
        put(now, copy, profile, root)
    if (None, None, stays) not in now:
        clear(now, stays, profile, root)


def _said(graph: Graph, subject: Node, path: Node, value: Node) -> bool:
    """Whether a graph says so; of a blank node, whether it says so of any."""
    if not isinstance(subject, BNode):
        return (subject, path, value) in graph
    return any(isinstance(each, BNode) for each in graph.subjects(path, value))


def candidates(graph: Graph, root: Node, profile: Profile) -> dict[Node, str]:
    """The nodes of a description that could stand in a register, each with its class; not the parts of these."""
    found: dict[Node, str] = {}
    waiting: list[tuple[Node, str]] = [(root, _class(graph, root, profile))]
    seen = {root}
    while waiting:
        node, owner = waiting.pop()
        for field in profile.fields(owner):
            for value in graph.objects(node, URIRef(field.path)) if field.parts else ():
                if value in seen or (value, None, None) not in graph:
                    continue
                seen.add(value)
                if field.parts in profile.register:
                    found[value] = str(field.parts)
                else:
                    waiting.append((value, str(field.parts)))
    return found


def called(graph: Graph, node: Node) -> str:
    """What an agent or contact is called: by its name, or else by the first address or text that it has."""
    facts = said(graph, node)
    texts = [str(value) for path, values in facts.items() if path != RDF.type for value in values]
    plain = sorted(text.removeprefix("mailto:").removeprefix("tel:") for text in texts)
    return name(facts) or next((text for text in plain if text in _addresses(plain)), "")


def reached(graph: Graph, node: Node) -> tuple[str, ...]:
    """The mail, telephone and web addresses of an agent or contact, its own IRI too: they tell namesakes apart."""
    values = [value for path, some in said(graph, node).items() if path != RDF.type for value in some]
    texts = {str(value) for value in (node, *values) if isinstance(value, URIRef | Literal)}
    found = (text for text in texts if text.startswith(("mailto:", "tel:", "http:", "https:")))
    plain = {text.removeprefix("mailto:").removeprefix("tel:") for text in found}
    return tuple(sorted(plain, key=lambda text: ("@" not in text, ":" in text, text)))


def _addresses(texts: list[str]) -> list[str]:
    return [each for each in texts if "@" in each] or texts


def _class(graph: Graph, node: Node, profile: Profile) -> str:
    types = sorted(str(each) for each in graph.objects(node, RDF.type))
    return next((each for each in types if profile.fields(each)), "")


def _below(graph: Graph, node: Node, profile: Profile, leave: Collection[Node]) -> set[Node]:
    """A node and its parts: what it leads to that is described there, up to other descriptions and concepts."""
    found: set[Node] = set()
    waiting = [node]
    while waiting:
        each = waiting.pop()
        if each in found or each in leave or (each != node and _stands_alone(graph, each, profile)):
            continue
        found.add(each)
        waiting += [value for value in graph.objects(each) if not isinstance(value, Literal)]
    return found


def _stands_alone(graph: Graph, node: Node, profile: Profile) -> bool:
    if isinstance(node, BNode):
        return False
    types = set(graph.objects(node, RDF.type))
    shapes = (profile.classes.get(str(each)) for each in types)
    return not types.isdisjoint({SKOS.Concept, SKOS.ConceptScheme}) or any(
        shape.entry for shape in shapes if shape
    )


def _is_named_beyond(graph: Graph, node: Node, within: set[Node]) -> bool:
    return any(subject not in within for subject in graph.subjects(None, node))


def _relabelled(triple: Triple, labels: dict[Node, BNode]) -> Triple:
    subject, path, value = triple
    return _fresh(subject, labels), path, _fresh(value, labels)


def _fresh(node: Node, labels: dict[Node, BNode]) -> Node:
    if not isinstance(node, BNode):
        return node
    return labels.setdefault(node, BNode())
