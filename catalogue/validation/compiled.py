"""The shapes of a level, ready for pySHACL: parsed once, and asked about many nodes at a time."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, TypeAlias

from pyshacl.pytypes import SHACLExecutor
from pyshacl.shapes_graph import ShapesGraph
from rdflib import RDF, RDFS, SH, BNode, Graph, URIRef
from rdflib.term import Node

Shape: TypeAlias = Any  # a shape of pySHACL, which has no types
# A result of pySHACL: a text, the node of the result, and its triples.
Result = tuple[str, BNode, list[tuple[Node, Node, Any]]]

_TARGETS = (SH.targetNode, SH.targetSubjectsOf, SH.targetObjectsOf, SH.target)
_NOT_CONSTRAINTS = frozenset(
    {RDF.type, RDFS.label, RDFS.comment, SH.property, SH.targetClass, SH.severity, SH.message}
)


@dataclass(frozen=True, slots=True)
class Rules:
    """What is asked of the nodes of a class: by its property shapes, and by what its node shape asks besides."""

    target: Shape
    classes: frozenset[Node]
    parts: tuple[Shape, ...]


class CompiledShapes:
    """Runs pySHACL's own shapes, with two savings that change no result.

    A shape whose class no node has is left out; and a property shape is asked about all nodes of its class in
    one call, where pySHACL sets it up anew for each node.
    """

    def __init__(self, shapes: Graph) -> None:
        remainders = dict(_split(shapes))
        self._graph = ShapesGraph(shapes)
        self._executor = SHACLExecutor()
        found = {shape.node: shape for shape in self._graph.shapes}
        self._rules = [self._compile(found[node], rest) for node, rest in remainders.items()]
        self._others = [
            shape for shape in found.values() if shape.node not in remainders and _has_targets(shape)
        ]

    def _compile(self, target: Shape, rest: BNode | None) -> Rules:
        nodes = [*self._graph.graph.objects(target.node, SH.property), *([rest] if rest else [])]
        parts = tuple(self._graph.lookup_shape_from_node(node) for node in nodes)
        return Rules(target, frozenset(self._graph.graph.objects(target.node, SH.targetClass)), parts)

    def results(self, data: Graph, described: frozenset[Node]) -> Iterator[Result]:
        """The results about the nodes that are described; those below a failed `sh:node` are left in."""
        present = set(data.objects(None, RDF.type))
        inherits = (None, RDFS.subClassOf, None) in data
        for rules in self._rules:
            if inherits or not present.isdisjoint(rules.classes):
                focus = [node for node in rules.target.focus_nodes(data) if node in described]
                yield from self._ask(rules, data, focus)
        for shape in self._others:
            yield from shape.validate(self._executor, data)[1]

    def _ask(self, rules: Rules, data: Graph, focus: list[Node]) -> Iterator[Result]:
        if focus and not rules.target.deactivated:
            for part in rules.parts:
                yield from part.validate(self._executor, data, focus=focus)[1]

    def messages(self, shape: Node) -> Iterable[Node]:
        """What a shape says of its own failures."""
        return self._graph.graph.objects(shape, SH.message)

    def path(self, node: Node) -> str:
        """A property path as text: an IRI, or IRIs joined as SPARQL joins them (`a|b`, `^a`, `a/b`)."""
        return path_text(self._graph.graph, node)


def _split(shapes: Graph) -> Iterator[tuple[Node, BNode | None]]:
    """Every shape with a class as its only kind of target, and a copy of it without its property shapes.

    None stands for a copy that would ask nothing.
    """
    for node in set(shapes.subjects(SH.targetClass, None)):
        if any((node, kind, None) in shapes for kind in _TARGETS) or (node, SH.path, None) in shapes:
            continue
        constraints = [(p, o) for p, o in shapes.predicate_objects(node) if p not in _NOT_CONSTRAINTS]
        yield node, _remainder(shapes, node, constraints) if constraints else None


def _remainder(shapes: Graph, node: Node, constraints: Iterable[tuple[Node, Node]]) -> BNode:
    rest = BNode()
    shapes.add((rest, RDF.type, SH.NodeShape))
    for kept in (SH.severity, SH.message):
        for value in shapes.objects(node, kept):
            shapes.add((rest, kept, value))
    for predicate, value in constraints:
        shapes.add((rest, predicate, value))
    return rest


def _has_targets(shape: Shape) -> bool:
    return any(list(nodes) for nodes in shape.target())


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
