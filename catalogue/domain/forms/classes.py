"""By which class of the profile a node of a description is described."""

from collections.abc import Iterator

from rdflib import RDF, BNode, Graph, Literal, URIRef
from rdflib.term import Node

from catalogue.domain.ordering import is_described, said
from catalogue.domain.profile import Field, Profile

_DEEPEST = 6  # steps back to a node whose class is known


def class_of(graph: Graph, node: Node, profile: Profile, field: Field | None = None) -> str:
    """The class of a node: its own if the profile knows it, else what the property that leads to it expects.

    Empty where the profile does not tell. Without `field`, the properties that lead to it are asked for.
    """
    own = _own(graph, node, profile)
    if own:
        return own
    expected = expected_classes(field, profile) if field else _led(graph, node, profile, _DEEPEST)
    return expected[0] if expected else ""


def expected_classes(field: Field, profile: Profile) -> tuple[str, ...]:
    """The classes that parts of a property can have, and that have fields of their own."""
    named = dict.fromkeys([*([field.parts] if field.parts else []), *field.classes])
    entries = {shape.iri for shape in profile.classes.values() if shape.entry}
    if field.parts is None and field.vocabularies:
        return ()  # entries of lists
    is_entry = field.editor == "entry"
    return tuple(iri for iri in named if profile.fields(iri) and (is_entry or iri not in entries))


def is_part(graph: Graph, node: Node, field: Field) -> bool:
    """Whether a value is shown as a part with fields of its own, and not as an address alone."""
    if isinstance(node, Literal):
        return False
    if isinstance(node, BNode) or field.editor == "parts":
        return True
    if field.editor == "choice" and not field.parts:
        return False  # what a description says of an entry of a list
    if (node, RDF.type, None) in graph and field.editor == "agent":
        return True
    return is_described(said(graph, node)) or _is_minted(graph, node, field)


def _is_minted(graph: Graph, node: Node, field: Field) -> bool:
    """Whether it is a part that is still empty, and was made in a form."""
    return bool(field.parts) and "#" in str(node) and (node, RDF.type, URIRef(field.parts or "")) in graph


def _own(graph: Graph, node: Node, profile: Profile) -> str:
    types = {str(each) for each in graph.objects(node, RDF.type)}
    known = [iri for iri in profile.classes if iri in types and profile.fields(iri)]
    return known[0] if known else ""


def _led(graph: Graph, node: Node, profile: Profile, left: int) -> tuple[str, ...]:
    return next(filter(None, _expectations(graph, node, profile, left)), ())


def _expectations(graph: Graph, node: Node, profile: Profile, left: int) -> Iterator[tuple[str, ...]]:
    for subject, path in graph.subject_predicates(node):
        owner = _own(graph, subject, profile)
        if not owner and left:
            owner = next(iter(_led(graph, subject, profile, left - 1)), "")
        field = profile.field(owner, str(path))
        if field:
            yield expected_classes(field, profile)
