"""Which class a finding names."""

from rdflib import RDF, Graph
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
