"""Property paths as SHACL writes them in a graph."""

import re
from typing import Final

from rdflib import SH, BNode, Graph, URIRef
from rdflib.collection import Collection
from rdflib.term import Node

_STEP: Final = re.compile(r"/(?=\^?(?:https?|urn):)")


def written_path(text: str, report: Graph) -> Node:
    """The path that a finding writes with SPARQL's signs, as SHACL writes it (SHACL, 2.3.1)."""
    if "|" in text:
        return _with(
            report,
            SH.alternativePath,
            _list([written_path(each, report) for each in text.split("|")], report),
        )
    steps = _STEP.split(text)
    if len(steps) > 1:
        return _list([written_path(each, report) for each in steps], report)
    if text.startswith("^"):
        return _with(report, SH.inversePath, written_path(text[1:], report))
    for sign, term in (("*", SH.zeroOrMorePath), ("+", SH.oneOrMorePath)):
        if text.endswith(sign):
            return _with(report, term, written_path(text[:-1], report))
    return URIRef(text)


def _list(nodes: list[Node], report: Graph) -> Node:
    head = BNode()
    Collection(report, head, nodes)
    return head


def _with(report: Graph, predicate: Node, value: Node) -> Node:
    path = BNode()
    report.add((path, predicate, value))
    return path
