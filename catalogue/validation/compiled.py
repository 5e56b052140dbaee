"""The shapes of a level, ready for pySHACL: parsed once, and asked about many nodes at a time."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, TypeAlias

from pyshacl.pytypes import SHACLExecutor
from pyshacl.shapes_graph import ShapesGraph
from rdflib import RDF, RDFS, SH, BNode, Graph, URIRef
from rdflib.term import Node

from catalogue.validation.splitting import Piece, Splitting

Shape: TypeAlias = Any  # a shape of pySHACL, which has no types
# A result of pySHACL: a text, the node of the result, and its triples.
Result = tuple[str, BNode, list[tuple[Node, Node, Any]]]

_TARGETS = (SH.targetNode, SH.targetSubjectsOf, SH.targetObjectsOf, SH.target)


@dataclass(frozen=True, slots=True)
class Part:
    """One shape of pySHACL that is asked about many nodes in one call; `path` and `below` as in `Piece`."""

    shape: Shape
    path: Node | None
    below: tuple["Part", ...] | None


@dataclass(frozen=True, slots=True)
class Rules:
    """What is asked of the nodes of a class."""

    target: Shape
    classes: frozenset[Node]
    parts: tuple[Part, ...]


class CompiledShapes:
    """Runs pySHACL's own shapes, with savings that change no result.

    Left out are shapes whose class no node has, and property shapes about values where there are none. A
    property shape is asked about all nodes of its class in one call, where pySHACL sets it up anew for each; and
    so is what `sh:node` asks of the values, one by one only where not all of them conform.
    """

    def __init__(self, shapes: Graph) -> None:
        targeted = [
            node for node in set(shapes.subjects(SH.targetClass, None)) if _only_by_class(shapes, node)
        ]
        splitting = Splitting(shapes)
        pieces = {node: splitting.pieces(node) for node in targeted}
        self._shapes = ShapesGraph(shapes)
        self._executor = SHACLExecutor()
        found = {shape.node: shape for shape in self._shapes.shapes}
        self._others = [
            shape for node, shape in found.items() if node not in targeted and any(map(list, shape.target()))
        ]
        self._rules = [self._compile(found[node], pieces[node]) for node in targeted]

    def _compile(self, target: Shape, pieces: Iterable[Piece]) -> Rules:
        classes = frozenset(self._shapes.graph.objects(target.node, SH.targetClass))
        return Rules(target, classes, tuple(map(self._part, pieces)))

    def _part(self, piece: Piece) -> Part:
        below = None if piece.below is None else tuple(map(self._part, piece.below))
        return Part(self._shapes.lookup_shape_from_node(piece.node), piece.path, below)

    def results(self, data: Graph, described: frozenset[Node]) -> Iterator[Result]:
        """The results about the nodes that are described, each with those below a failed `sh:node`."""
        present = frozenset(data.objects(None, RDF.type))
        stated = frozenset(data.predicates())
        inherits = (None, RDFS.subClassOf, None) in data
        for rules in self._rules:
            if inherits or not present.isdisjoint(rules.classes):
                focus = [node for node in rules.target.focus_nodes(data) if node in described]
                yield from self._ask(rules.parts, data, focus, stated)
        for shape in self._others:
            yield from shape.validate(self._executor, data)[1]

    def _ask(
        self, parts: Iterable[Part], data: Graph, focus: list[Node], stated: frozenset[Node]
    ) -> Iterator[Result]:
        for part in parts if focus else ():
            if part.path is not None and part.path not in stated:
                continue
            if part.below is not None and self._all_conform(part, data, focus, stated):
                continue
            yield from part.shape.validate(self._executor, data, focus=focus)[1]

    def _all_conform(self, part: Part, data: Graph, focus: list[Node], stated: frozenset[Node]) -> bool:
        values = {value for found in part.shape.value_nodes(data, focus).values() for value in found}
        return next(self._ask(part.below or (), data, list(values), stated), None) is None

    def messages(self, shape: Node) -> Iterable[Node]:
        """What a shape says of its own failures."""
        return self._shapes.graph.objects(shape, SH.message)

    def path(self, node: Node) -> str:
        """A property path as text: an IRI, or IRIs joined as SPARQL joins them (`a|b`, `^a`, `a/b`)."""
        return path_text(self._shapes.graph, node)


def _only_by_class(shapes: Graph, node: Node) -> bool:
    """Whether a shape finds its nodes by their class and by nothing else."""
    return not any((node, kind, None) in shapes for kind in (*_TARGETS, SH.path))


def path_text(shapes: Graph, node: Node) -> str:
    """A property path of a shapes graph as text; what SHACL's path terms say, in SPARQL's signs."""
    if isinstance(node, URIRef):
        return str(node)
    for term, sign in ((SH.inversePath, "^{}"), (SH.zeroOrMorePath, "{}*"), (SH.oneOrMorePath, "{}+")):
        inner = shapes.value(node, term)
        if inner is not None:
            return sign.format(path_text(shapes, inner))
    choices = shapes.value(node, SH.alternativePath)
    steps = shapes.items(choices if choices is not None else node)
    return ("|" if choices is not None else "/").join(path_text(shapes, step) for step in steps)
