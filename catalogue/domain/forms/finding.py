"""Finding the node, the property and the value that the name of an input means."""

from collections.abc import Collection, Iterator

from rdflib import Graph, Literal, URIRef
from rdflib.term import Node

from catalogue.domain.forms.classes import class_of
from catalogue.domain.forms.names import Name, key, path_key, value_key
from catalogue.domain.profile import Field, Profile


class Finder:
    """The nodes of a description by their keys; those near the root are found without looking at the others."""

    def __init__(self, graph: Graph, root: Node, profile: Profile) -> None:
        self._graph = graph
        self._profile = profile
        self._nodes: dict[str, Node] = {}
        self._fields: dict[str, tuple[Node, Field] | None] = {}
        self._walk = self._walked(root)

    def node(self, wanted: str) -> Node | None:
        """The node of a key."""
        if wanted not in self._nodes:
            for node in self._walk:
                known = key(node)
                self._nodes.setdefault(known, node)
                if known == wanted:
                    break
        return self._nodes.get(wanted)

    def field(self, name: Name) -> tuple[Node, Field] | None:
        """The node and the property that a name means; None where they are not there."""
        if name.field not in self._fields:
            self._fields[name.field] = self._field(name)
        return self._fields[name.field]

    def _field(self, name: Name) -> tuple[Node, Field] | None:
        node = self.node(name.node)
        if node is None:
            return None
        fields = self._profile.fields(class_of(self._graph, node, self._profile))
        found = next((each for each in fields if path_key(each.path) == name.path), None)
        return (node, found) if found else None

    def value(self, node: Node, field: Field, wanted: str) -> Node | None:
        """The value of a key."""
        values = self._graph.objects(node, URIRef(field.path))
        return next((value for value in values if value_key(value) == wanted), None)

    def _walked(self, root: Node) -> Iterator[Node]:
        """The nodes in rings around the root; then those to which it does not lead."""
        seen: set[Node] = {root}
        ring: list[Node] = [root]
        while ring:
            yield from ring
            ring = list(self._around(ring, seen))
        yield from (node for node in set(self._graph.subjects()) if node not in seen)

    def _around(self, ring: Collection[Node], seen: set[Node]) -> Iterator[Node]:
        for node in ring:
            for value in self._graph.objects(node, None):
                if value not in seen and not isinstance(value, Literal):
                    seen.add(value)
                    yield value
