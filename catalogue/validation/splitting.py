"""Taking shapes apart, so that each piece can be asked about many nodes at once.

A node shape asks the same as its property shapes and the rest of it do apart, and a property shape the same as
its `sh:node` and its other constraints. The pieces are added to the shapes; what was there stays, for the
shapes that refer to it.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from rdflib import RDF, RDFS, SH, BNode, Graph, URIRef
from rdflib.term import Node

Statement = tuple[Node, Node]

# What a shape says that is no constraint.
_ABOUT = frozenset(
    {RDF.type, RDFS.label, RDFS.comment, SH.path, SH.severity, SH.message, SH.deactivated, SH.targetClass}
)
# What goes with every piece of a shape.
_KEPT = (SH.path, SH.severity, SH.message)
# What is asked of each value, so that where there is no value there is no result.
_OF_VALUES = frozenset(
    SH[name]
    for name in "node property class datatype nodeKind pattern flags or and not xone in maxCount minLength maxLength "
    "minInclusive maxInclusive minExclusive maxExclusive languageIn uniqueLang".split()
)


@dataclass(frozen=True, slots=True)
class Piece:
    """A shape that is asked on its own.

    `path` is its property, where it asks nothing of a node without it. `below` are the pieces of the shapes that it
    names by `sh:node`, for one that asks nothing else.
    """

    node: Node
    path: Node | None
    below: tuple["Piece", ...] | None = None


class Splitting:
    """Takes the shapes of a graph apart, each once."""

    def __init__(self, shapes: Graph) -> None:
        self._shapes = shapes
        self._pieces: dict[Node, tuple[Piece, ...]] = {}

    def pieces(self, shape: Node) -> tuple[Piece, ...]:
        """The pieces of a node shape; none for one that is deactivated."""
        if shape not in self._pieces:
            self._pieces[shape] = tuple(self._of_node_shape(shape)) if self._active(shape) else ()
        return self._pieces[shape]

    def _of_node_shape(self, shape: Node) -> Iterator[Piece]:
        constraints = self._constraints(shape)
        if any(predicate == SH.closed for predicate, _ in constraints):
            yield Piece(shape, None)  # it looks at its own property shapes
            return
        rest = [(p, o) for p, o in constraints if p != SH.property]
        if rest:
            yield Piece(self._add(shape, rest), None)
        for part in list(self._shapes.objects(shape, SH.property)):
            if self._active(part):
                yield from self._of_property_shape(part)

    def _of_property_shape(self, shape: Node) -> Iterator[Piece]:
        constraints = self._constraints(shape)
        named = [(p, o) for p, o in constraints if p == SH.node and self._ends(o)]
        rest = [each for each in constraints if each not in named]
        if not named or any(predicate == SH.qualifiedValueShapesDisjoint for predicate, _ in rest):
            yield Piece(shape, self._path(shape, constraints))
            return
        if rest:
            yield Piece(self._add(shape, rest), self._path(shape, rest))
        below = tuple(piece for _, each in named for piece in self.pieces(each))
        yield Piece(self._add(shape, named), self._path(shape, named), below)

    def _constraints(self, shape: Node) -> list[Statement]:
        return [(p, o) for p, o in self._shapes.predicate_objects(shape) if p not in _ABOUT]

    def _path(self, shape: Node, constraints: Iterable[Statement]) -> Node | None:
        path = self._shapes.value(shape, SH.path)
        per_value = all(predicate in _OF_VALUES for predicate, _ in constraints)
        return path if isinstance(path, URIRef) and per_value else None

    def _add(self, shape: Node, constraints: Iterable[Statement]) -> Node:
        piece = BNode()
        kept = [(p, o) for p in _KEPT for o in self._shapes.objects(shape, p)]
        kind = SH.PropertyShape if (shape, SH.path, None) in self._shapes else SH.NodeShape
        for predicate, value in ((RDF.type, kind), *kept, *constraints):
            self._shapes.add((piece, predicate, value))
        return piece

    def _active(self, shape: Node) -> bool:
        return str(self._shapes.value(shape, SH.deactivated)) not in ("true", "1")

    def _ends(self, shape: Node, above: tuple[Node, ...] = ()) -> bool:
        """Whether following `sh:node` from a shape comes to an end. pySHACL alone knows how to go round in circles."""
        if shape in above:
            return False
        parts = (shape, *self._shapes.objects(shape, SH.property))
        nested = [each for part in parts for each in self._shapes.objects(part, SH.node)]
        return all(self._ends(each, (*above, shape)) for each in nested)
