"""What is wrong with shapes before any engine runs them: what makes a profile impossible, and what is passed over."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from rdflib import RDF, RDFS, SH, Graph, Literal, URIRef
from rdflib.term import Node

# Every term of the SHACL namespace that shapes may use; five of them are words of Python and no attributes.
_TERMS = frozenset(str(SH[name]) for name in (*SH.__annotations__, "and", "class", "in", "not", "or"))
_KINDS = frozenset(
    {SH.IRI, SH.Literal, SH.BlankNode, SH.BlankNodeOrIRI, SH.BlankNodeOrLiteral, SH.IRIOrLiteral}
)
_NUMBERS = (SH.minCount, SH.maxCount, SH.minLength, SH.maxLength, SH.qualifiedMinCount, SH.qualifiedMaxCount)
_LISTS = (SH["or"], SH["and"], SH.xone, SH["in"], SH.languageIn, SH.ignoredProperties, SH.alternativePath)
_OF_SHAPES = (SH["or"], SH["and"], SH.xone)
_TO_SHAPES = (SH.property, SH.node, SH["not"], SH.qualifiedValueShape)
_OF_PATHS = (SH.inversePath, SH.zeroOrMorePath, SH.oneOrMorePath, SH.zeroOrOnePath)
_TARGETS = (SH.targetClass, SH.targetNode, SH.targetSubjectsOf, SH.targetObjectsOf, SH.target)


@dataclass(frozen=True, slots=True)
class Flaw:
    """One thing that is wrong with a file, or with several taken together.

    `impossible` says that no engine could run the shapes; else a part of them has no effect, or no words.
    """

    file: str
    reason: str
    impossible: bool = False

    def __str__(self) -> str:
        return f"{self.file}: {self.reason}"


def lint_file(file: str, shapes: Graph) -> Iterator[Flaw]:
    """The problems of the shapes of one file, each with the shape where it is."""
    yield from (Flaw(file, reason, True) for reason in _without_path(shapes, named=False))
    yield from (Flaw(file, reason, True) for reason in _ill_formed(shapes))
    yield from (Flaw(file, reason) for reason in _unknown_terms(shapes))


def lint_together(files: str, shapes: Graph) -> Iterator[Flaw]:
    """The problems of the shapes of several files taken together; those of each are not repeated."""
    yield from (Flaw(files, reason, True) for reason in _without_path(shapes, named=True))
    yield from (Flaw(files, reason, True) for reason in _dangling(shapes))
    yield from (Flaw(files, reason) for reason in _loops(shapes))
    yield from (Flaw(files, reason) for reason in _unused(shapes))


def _without_path(shapes: Graph, named: bool) -> Iterator[str]:
    """The property shapes that have no `sh:path`. Those with a name may have it in another file."""
    for shape, part in shapes.subject_objects(SH.property):
        if (part, SH.path, None) not in shapes and isinstance(part, URIRef) is named:
            whose = f"the property shape {_named(part)}" if named else "a property shape"
            yield f"{whose} of {_named(shape)} has no sh:path, and SHACL wants one"


def _dangling(shapes: Graph) -> Iterator[str]:
    """The shapes that others check by `sh:node` and that are in no file: pySHACL refuses that."""
    for shape, each in shapes.subject_objects(SH.node):
        if (each, None, None) not in shapes:
            yield f"{_place(shapes, shape)} checks {_named(each)} by sh:node, and no file has that shape"


def _unknown_terms(shapes: Graph) -> Iterator[str]:
    prefix = str(SH)
    used = {str(term) for triple in shapes for term in triple if isinstance(term, URIRef)}
    for term in sorted(used):
        if term.startswith(prefix) and term not in _TERMS:
            yield f"SHACL defines no sh:{term.removeprefix(prefix)}; it is passed over"


def _ill_formed(shapes: Graph) -> Iterator[str]:
    """The values of parameters that SHACL does not allow."""
    for parameter in _NUMBERS:
        for shape, value in shapes.subject_objects(parameter):
            if not (isinstance(value, Literal) and str(value).isdecimal()):
                yield f"sh:{_local(parameter)} of {_place(shapes, shape)} is no whole number: {value}"
    for shape, kind in shapes.subject_objects(SH.nodeKind):
        if kind not in _KINDS:
            yield f"sh:nodeKind of {_place(shapes, shape)} is none of SHACL's: {kind}"
    for shape, pattern in shapes.subject_objects(SH.pattern):
        yield from (f"{_place(shapes, shape)}: {reason}" for reason in _pattern(str(pattern)))
    yield from _ill_structured(shapes)


def _ill_structured(shapes: Graph) -> Iterator[str]:
    """The lists and paths that do not end, or are none."""
    for parameter in _LISTS:
        for shape, values in shapes.subject_objects(parameter):
            if not _is_list(shapes, values):
                yield f"sh:{_local(parameter)} of {_place(shapes, shape)} is no list"
    for shape, path in shapes.subject_objects(SH.path):
        if not _is_path(shapes, path):
            yield f"the sh:path of {_place(shapes, shape)} is no property path"


def _pattern(pattern: str) -> Iterator[str]:
    try:
        re.compile(pattern)
    except re.error as error:
        yield f"sh:pattern {pattern!r} cannot be read: {error}"


def _is_list(shapes: Graph, node: Node) -> bool:
    """Whether a list ends, as it should."""
    seen: set[Node] = set()
    while node != RDF.nil:
        rest = shapes.value(node, RDF.rest)
        if node in seen or rest is None or (node, RDF.first, None) not in shapes:
            return False
        seen.add(node)
        node = rest
    return True


def _is_path(shapes: Graph, path: Node, above: tuple[Node, ...] = ()) -> bool:
    if isinstance(path, URIRef) and path != RDF.nil:
        return True
    if isinstance(path, Literal) or path in above:
        return False
    inner = [each for term in _OF_PATHS for each in shapes.objects(path, term)]
    choices = shapes.value(path, SH.alternativePath)
    steps = path if choices is None and not inner else choices
    if steps is not None:
        inner += _items(shapes, steps) if _is_list(shapes, steps) else []
    return bool(inner) and all(_is_path(shapes, each, (*above, path)) for each in inner)


def _items(shapes: Graph, values: Node) -> list[Node]:
    return list(shapes.items(values)) if _is_list(shapes, values) else []


def _loops(shapes: Graph) -> Iterator[str]:
    """The circles in which shapes check each other, each told once, by the shapes that have names."""
    told: set[frozenset[Node]] = set()
    done: set[Node] = set()
    for start in sorted({shape for target in _TARGETS for shape in shapes.subjects(target)}, key=str):
        for circle in _circles(shapes, start, (), done):
            if frozenset(circle) not in told:
                told.add(frozenset(circle))
                names = " → ".join(_named(node) for node in (*circle, circle[0]) if isinstance(node, URIRef))
                yield f"shapes go in a circle, of which SHACL does not say what it means: {names or 'unnamed'}"


def _circles(
    shapes: Graph, node: Node, above: tuple[Node, ...], done: set[Node]
) -> Iterator[tuple[Node, ...]]:
    if node in above:
        yield above[above.index(node) :]
        return
    if node in done:
        return
    for each in _checked_by(shapes, node):
        yield from _circles(shapes, each, (*above, node), done)
    done.add(node)


def _checked_by(shapes: Graph, shape: Node) -> Iterator[Node]:
    for term in _TO_SHAPES:
        yield from shapes.objects(shape, term)
    for term in _OF_SHAPES:
        for values in shapes.objects(shape, term):
            yield from _items(shapes, values)


def _unused(shapes: Graph) -> Iterator[str]:
    """The shapes with a name that have no target, and that no other shape asks: they hold for nothing."""
    asked = {each for term in _TO_SHAPES for each in shapes.objects(None, term)}
    asked |= {
        each
        for term in _OF_SHAPES
        for values in shapes.objects(None, term)
        for each in _items(shapes, values)
    }
    for shape in sorted(
        set(shapes.subjects(SH.property)) | set(shapes.subjects(RDF.type, SH.NodeShape)), key=str
    ):
        targeted = any((shape, term, None) in shapes for term in _TARGETS)
        if isinstance(shape, URIRef) and shape not in asked and not (targeted or _is_class(shapes, shape)):
            yield f"the shape {_named(shape)} has no target and no other shape asks it; it holds for nothing"


def _is_class(shapes: Graph, shape: Node) -> bool:
    """Whether a shape is a class too, and so has its instances for targets."""
    return (shape, RDF.type, RDFS.Class) in shapes


def _place(shapes: Graph, shape: Node) -> str:
    """A shape as somebody finds it in the file: its name, or the path and the shape that it belongs to."""
    if isinstance(shape, URIRef):
        return _named(shape)
    path = shapes.value(shape, SH.path)
    owner = next(shapes.subjects(SH.property, shape), None)
    told = f"the property shape of {path}" if isinstance(path, URIRef) else "a shape without a name"
    return f"{told} in {_place(shapes, owner)}" if owner is not None else told


def _named(node: Node) -> str:
    return f"<{node}>" if isinstance(node, URIRef) else "a shape without a name"


def _local(term: URIRef) -> str:
    return str(term).rsplit("#", 1)[-1]
