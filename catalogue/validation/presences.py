"""What only asks that a property is there, asked of the lines of a description.

Most of what a good description is told of is a property that is recommended and not given. A result costs the
accelerator as much as ten statements do, so these rules are taken out of the shapes that it is given.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from rdflib import RDF, RDFS, SH, Graph, Literal, URIRef
from rdflib.term import Node

from catalogue.domain.report import Severity
from catalogue.validation.pyshacl import severity

# Beside these a property shape asks for nothing, or says nothing that is asked.
_PLAIN: Final = frozenset(
    {RDF.type, SH.path, SH.minCount, SH.severity, SH.message, SH.name, SH.description, SH.order, SH.group}
)
# What makes a node shape another's part, finds its nodes otherwise, or switches it off.
_REFERRING: Final = tuple(SH[name] for name in ("node", "property", "not", "qualifiedValueShape"))
_TARGETS: Final = tuple(SH[name] for name in ("targetNode", "targetSubjectsOf", "targetObjectsOf", "target"))
SUBCLASS: Final = f" <{RDFS.subClassOf}> "


@dataclass(frozen=True, slots=True)
class Presence:
    """A property that a class must have, or should have: its IRI, and the same as N-Triples write it."""

    iri: str
    path: str
    severity: Severity
    message: str


Presences = Mapping[str, Sequence[Presence]]  # class IRI -> what is asked of its nodes


def take_out(shapes: Graph, except_of: Collection[str]) -> Presences:
    """The rules that only ask for a property, by class; they are removed from the shapes.

    `except_of` are classes that nodes may have without saying so themselves.
    """
    found: dict[str, list[Presence]] = {}
    for parent in set(shapes.subjects(SH.targetClass)):
        classes = {str(name) for name in shapes.objects(parent, SH.targetClass)}
        if _is_by_class_alone(shapes, parent) and classes.isdisjoint(except_of):
            for shape in [each for each in shapes.objects(parent, SH.property) if _is_plain(shapes, each)]:
                for name in classes:
                    found.setdefault(name, []).append(_presence(shapes, shape))
                shapes.remove((parent, SH.property, shape))
                shapes.remove((shape, None, None))
    return found


def drop_switched_off(shapes: Graph) -> None:
    """Remove the property shapes that are deactivated and ask nothing (SHACL, 2.1.4).

    The engine takes a copy of all shapes for each description.
    """
    for shape in set(shapes.subjects(SH.deactivated, Literal(True))):
        if set(shapes.predicates(None, shape)) == {SH.property}:
            shapes.remove((None, SH.property, shape))
            shapes.remove((shape, None, None))


def lacking(
    asked: Presences, types: Mapping[str, Sequence[str]], stated: Mapping[str, Collection[str]]
) -> Iterator[tuple[str, Presence]]:
    """The subjects that lack a property, with the rule; `stated` are the properties of each subject."""
    for subject, names in types.items():
        for name in names:
            for presence in asked.get(name, ()):
                if presence.path not in stated.get(subject, ()):
                    yield subject, presence


def _is_by_class_alone(shapes: Graph, shape: Node) -> bool:
    referred = any((None, term, shape) in shapes for term in (*_REFERRING, RDF.first))
    otherwise = any((shape, term, None) in shapes for term in (*_TARGETS, SH.path, SH.deactivated))
    return isinstance(shape, URIRef) and not referred and not otherwise


def _is_plain(shapes: Graph, shape: Node) -> bool:
    """Whether a property shape asks for one value of one property, and belongs to one node shape."""
    parents = sum(1 for _ in shapes.triples((None, None, shape)))
    return (
        parents == 1
        and set(shapes.predicates(shape)) <= _PLAIN
        and isinstance(shapes.value(shape, SH.path), URIRef)
        and [str(value) for value in shapes.objects(shape, SH.minCount)] == ["1"]
    )


def _presence(shapes: Graph, shape: Node) -> Presence:
    said = [each for each in shapes.objects(shape, SH.message) if isinstance(each, Literal)]
    return Presence(
        iri=str(shapes.value(shape, SH.path)),
        path=f"<{shapes.value(shape, SH.path)}>",
        severity=severity(shapes.value(shape, SH.severity) or SH.Violation),
        message="\n".join(sorted(map(str, said))),
    )
