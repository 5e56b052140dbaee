"""Reading SHACL: what the shapes of a profile say about each property of each class."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from rdflib import SH, SKOS, Graph, Literal, URIRef
from rdflib.collection import Collection
from rdflib.term import Node

Key = tuple[str, str]  # class IRI, property IRI


@dataclass(slots=True)
class Constraints:
    """What the shapes ask of one property of one class."""

    minimum: int = 0
    maximum: int | None = None
    recommended: bool = False
    node_kinds: set[str] = field(default_factory=set)
    datatypes: list[str] = field(default_factory=list)
    classes: list[str] = field(default_factory=list)
    vocabularies: list[str] = field(default_factory=list)
    patterns: list[str] = field(default_factory=list)

    @property
    def node_kind(self) -> str:
        """The narrowest kind that is asked for: of IRI and BlankNodeOrIRI, the IRI."""
        return min(self.node_kinds, key=len, default="")

    def add_values(self, other: "Constraints") -> None:
        """Take over what another says of the values, not of how many there must be."""
        self.node_kinds |= other.node_kinds
        _extend(self.datatypes, other.datatypes)
        _extend(self.classes, other.classes)
        _extend(self.vocabularies, other.vocabularies)
        _extend(self.patterns, other.patterns)


def constraints(shapes: Graph) -> dict[Key, Constraints]:
    """The constraints by class and property, in the order of the shapes.

    A property whose shape is deactivated is known with its values, but nothing is asked of it. Paths that are
    not a single property belong to no field.
    """
    found: dict[Key, Constraints] = {}
    for shape, target in shapes.subject_objects(SH.targetClass):
        for each in shapes.objects(shape, SH.property):
            path = shapes.value(each, SH.path)
            if isinstance(path, URIRef):
                _read(shapes, each, found.setdefault((str(target), str(path)), Constraints()))
    return found


def _read(shapes: Graph, shape: Node, into: Constraints) -> None:
    severity = shapes.value(shape, SH.severity) or SH.Violation
    active = not _is_true(shapes.value(shape, SH.deactivated))
    minimum = _number(shapes.value(shape, SH.minCount))
    if active and minimum and severity == SH.Warning:
        into.recommended = True
    if active and severity == SH.Violation:
        into.minimum = max(into.minimum, minimum or 0)
        into.maximum = _least(into.maximum, _number(shapes.value(shape, SH.maxCount)))
    if severity == SH.Violation:
        into.node_kinds |= {str(kind) for kind in shapes.objects(shape, SH.nodeKind)}
        _extend(into.classes, shapes.objects(shape, SH["class"]))
        _extend(into.patterns, shapes.objects(shape, SH.pattern))
    _extend(into.datatypes, shapes.objects(shape, SH.datatype))
    for node in (shape, *shapes.objects(shape, SH.node)):
        _extend(into.datatypes, _datatypes(shapes, node))
        _extend(into.vocabularies, _schemes(shapes, node))


def _datatypes(shapes: Graph, shape: Node) -> Iterator[Node]:
    """The datatypes that a `sh:or` leaves open."""
    for choice in _choices(shapes, shape):
        yield from shapes.objects(choice, SH.datatype)


def _schemes(shapes: Graph, shape: Node, above: tuple[Node, ...] = ()) -> Iterator[Node]:
    """The schemes of which a concept must say that it is in one; shapes may refer to each other in circles."""
    if shape in above:
        return
    for each in shapes.objects(shape, SH.property):
        if (each, SH.path, SKOS.inScheme) in shapes:
            yield from shapes.objects(each, SH.hasValue)
    for nested in (*_choices(shapes, shape), *shapes.objects(shape, SH.node)):
        yield from _schemes(shapes, nested, (*above, shape))


def _choices(shapes: Graph, shape: Node) -> Iterator[Node]:
    for choices in shapes.objects(shape, SH["or"]):
        yield from Collection(shapes, choices)


def _extend(texts: list[str], more: Iterable[Node | str]) -> None:
    texts.extend(text for each in more if (text := str(each)) not in texts)


def _least(one: int | None, other: int | None) -> int | None:
    return other if one is None else one if other is None else min(one, other)


def _number(value: Node | None) -> int | None:
    return int(value) if isinstance(value, Literal) else None


def _is_true(value: Node | None) -> bool:
    return isinstance(value, Literal) and str(value) in ("true", "1")
