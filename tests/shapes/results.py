"""The results of a SHACL report that count, and the parts of them that are compared."""

from collections.abc import Iterator

from rdflib import RDF, SH, Graph
from rdflib.term import Node


def results(report: Graph, data: Graph) -> Iterator[tuple[Node, Node]]:
    """The results about nodes that the data describe, each with its focus node.

    What a failed `sh:node` reports below itself is that one result.
    """
    below = set(report.objects(None, SH.detail))
    described = set(data.subjects())
    for result in report.subjects(RDF.type, SH.ValidationResult):
        focus = report.value(result, SH.focusNode)
        if result not in below and focus in described:
            yield result, focus


def local(term: object) -> str:
    """The end of an IRI, in the words of the official script; empty for none."""
    return str(term or "").rsplit("#", 1)[-1].rsplit("/", 1)[-1]
