"""Saying another access level of a description."""

from rdflib import DCTERMS, Graph, URIRef
from rdflib.term import Node

from catalogue.domain.forms.classes import class_of
from catalogue.domain.forms.parts import type_value
from catalogue.domain.profile import Level, Profile


def set_level(graph: Graph, root: Node, level: Level, profile: Profile) -> None:
    """Let a description state a level in place of any other; what else it says of its access stays."""
    stated = {URIRef(each.iri) for each in profile.levels.values()}
    for value in list(graph.objects(root, DCTERMS.accessRights)):
        if value in stated and value != URIRef(level.iri):
            graph.remove((root, DCTERMS.accessRights, value))
    graph.add((root, DCTERMS.accessRights, URIRef(level.iri)))
    field = profile.field(class_of(graph, root, profile), str(DCTERMS.accessRights))
    if field:
        type_value(graph, URIRef(level.iri), field, profile)
