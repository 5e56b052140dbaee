"""How a finding names things: the class of a node, and the node itself."""

from rdflib import RDF, BNode, Graph
from rdflib.term import Node

from catalogue.domain.profile import Profile


class Classes:
    """Of the classes of a node, the one that the profile knows; of several, the one that it knows first."""

    def __init__(self, profile: Profile) -> None:
        self._order = {iri: number for number, iri in enumerate(profile.classes)}

    def of(self, graph: Graph, node: Node) -> str:
        """The class of a node, whatever the order in which its types are stated; empty where it has none."""
        types = sorted(str(name) for name in graph.objects(node, RDF.type))
        return min(types, key=lambda name: self._order.get(name, len(self._order)), default="")


def term_text(term: Node | None) -> str:
    """A node or value as a finding holds it: the IRI, the literal's text, or `_:` and the blank node's label."""
    return "" if term is None else f"_:{term}" if isinstance(term, BNode) else str(term)
