"""What a new part says at once, because it must say it and the description says it already."""

from rdflib import Graph, URIRef
from rdflib.term import Node

from catalogue.domain.forms.classes import class_of
from catalogue.domain.forms.finding import Finder
from catalogue.domain.forms.parts import type_value
from catalogue.domain.profile import Field, Obligation, Profile


def take_over(graph: Graph, root: Node, key: str, profile: Profile, level: str) -> None:
    """Let the new part of a key say what must be said of it and is chosen from a list, as the description says it.

    Every distribution must name the law that applies, for instance, and it is nearly always that of its dataset.
    """
    part = Finder(graph, root, profile).node(key)
    if part is None or part == root:
        return
    for field in profile.fields(class_of(graph, part, profile)):
        if _is_taken_over(field, level) and (part, URIRef(field.path), None) not in graph:
            for value in list(graph.objects(root, URIRef(field.path))):
                graph.add((part, URIRef(field.path), value))
                type_value(graph, value, field, profile)


def _is_taken_over(field: Field, level: str) -> bool:
    is_chosen = bool(field.vocabularies) and not field.parts
    return is_chosen and field.obligations.get(level) is Obligation.MANDATORY
