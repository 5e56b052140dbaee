"""What is asked of a description's statements where they are only read."""

from collections.abc import Iterable
from typing import Protocol

from rdflib import URIRef
from rdflib.term import Node


class Readable(Protocol):
    """Statements by node and property: an rdflib graph, or what is quicker to build (`rdf.sorted_statements`)."""

    def objects(self, subject: Node | None, predicate: URIRef, /) -> Iterable[Node]:
        """The values of a property of a node; without a node, of all."""

    def predicate_objects(self, subject: Node, /) -> Iterable[tuple[Node, Node]]:
        """What is said of a node."""

    def subject_objects(self, predicate: URIRef, /) -> Iterable[tuple[Node, Node]]:
        """The nodes that have a property, with its values."""
