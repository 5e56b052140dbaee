"""What stored N-Triples say of a node, found without a graph and however often it is asked."""

from collections.abc import Iterator

from rdflib import BNode
from rdflib.term import Node

from catalogue.domain.ordering import Said
from catalogue.rdf import canonical, graphs
from catalogue.rdf.lines import read


class Written:
    """The terms of one description as its N-Triples write them, and as a graph has them (see `Speaking`).

    The lines are sorted by node when it is made, and read when they are asked for: where few nodes are, that is
    quicker than a graph.
    """

    def __init__(self, ntriples: str) -> None:
        self._said = read(ntriples).by_node
        self._terms_of: dict[tuple[str, str], dict[str, str]] = {}

    def describes(self, iri: str) -> bool:
        """Whether a node of that IRI has statements of its own."""
        return f"<{iri}>" in self._said

    def term(self, subject: str, path: str, value: str) -> str:
        """A value as it is written, from its text; empty where no such value is found.

        `subject` is an IRI, or `_:` and a label; `path` is a property, or several with `|` between them.
        """
        found = (self._terms(_begin(subject), predicate) for predicate in path.split("|"))
        return next((terms[value] for terms in found if value in terms), "")

    def values(self, iri: str, predicate: str) -> list[str]:
        """The values of a property of a node as text, in their order in the lines."""
        return [value for value, _ in self._read(f"<{iri}>", predicate)]

    def subjects(self) -> Iterator[Node]:
        """The nodes of which something is said, each once."""
        return map(graphs.node, self._said)

    def predicate_objects(self, subject: Node) -> Iterator[tuple[Node, Node]]:
        """What is said of a node, as a graph has it."""
        return (
            graphs.read_said(f"{path} {value} .") for path, value in self._said.get(_written(subject), ())
        )

    def links(self, subject: Node) -> Said:
        """The values of a node that are no literals, by property."""
        found: dict[Node, list[Node]] = {}
        for path, value in self._said.get(_written(subject), ()):
            if value[0] != '"':
                found.setdefault(graphs.node(path), []).append(graphs.node(value))
        return found

    def says(self, subject: Node) -> bool:
        """Whether anything is said of a node."""
        return _written(subject) in self._said

    def _terms(self, begin: str, predicate: str) -> dict[str, str]:
        """The values of a property as they are written, by their text and as they are written; read once."""
        if (begin, predicate) not in self._terms_of:
            terms = self._terms_of[begin, predicate] = {}
            for value, written in self._read(begin, predicate):
                terms.setdefault(value, written)
                terms.setdefault(written, written)
        return self._terms_of[begin, predicate]

    def _read(self, begin: str, predicate: str) -> Iterator[tuple[str, str]]:
        path = f"<{predicate}>"
        lines = [f"{begin} {path} {value} .\n" for each, value in self._said.get(begin, ()) if each == path]
        for triple in canonical.triples_of("".join(lines)) if lines else ():
            written = str(triple.object)
            yield getattr(triple.object, "value", written), written


def _begin(node: str) -> str:
    """How the lines about a node begin that is an IRI, or `_:` and a label."""
    return node if node.startswith("_:") else f"<{node}>"


def _written(node: Node) -> str:
    return f"_:{node}" if isinstance(node, BNode) else f"<{node}>"
