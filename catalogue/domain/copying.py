"""A description that begins with what another one says: under its own names, without what was only the other's."""

import re
from typing import Final

from rdflib import BNode, Graph, Literal, URIRef
from rdflib.term import Node

from catalogue.domain.forms.classes import class_of
from catalogue.domain.profile import Profile
from catalogue.domain.register import clear

_BELOW: Final = "/#?:;"  # what stands between the address of a thing and those of its parts


def moved(graph: Graph, old: URIRef, new: URIRef) -> Graph:
    """What a graph says, of a description with another IRI; the parts that have names below its own move with it."""
    copy = Graph()
    for subject, path, value in graph:
        copy.add((_moved(subject, old, new), path, _moved(value, old, new)))
    return copy


def _moved(node: Node, old: URIRef, new: URIRef) -> Node:
    if not isinstance(node, URIRef) or not node.startswith(old):
        return node
    rest = node[len(old) :]
    return URIRef(new + rest) if not rest or old[-1] in _BELOW or rest[0] in _BELOW else node


def unmark(graph: Graph, root: URIRef, profile: Profile) -> None:
    """Remove what is true of the very thing alone: its identifiers and dates, as the profile names them.

    What agents and contacts say of themselves stays theirs.
    """
    for node in _own(graph, root, profile):
        for path in profile.not_copied:
            for value in list(graph.objects(node, URIRef(path))):
                graph.remove((node, URIRef(path), value))
                if isinstance(value, BNode) and (None, None, value) not in graph:
                    clear(graph, value, profile, root)


def distinguish(graph: Graph, root: URIRef, path: URIRef) -> None:
    """Let the titles of a copy differ from those of the first: “Title (2)”, and “Title (3)” of that one."""
    for title in list(graph.objects(root, path)):
        if isinstance(title, Literal):
            graph.remove((root, path, title))
            graph.add((root, path, Literal(_next(str(title)), lang=title.language, datatype=title.datatype)))


def _next(title: str) -> str:
    found = re.fullmatch(r"(.*) \((\d{1,4})\)", title, re.DOTALL)
    return f"{found[1]} ({int(found[2]) + 1})" if found else f"{title} (2)"


def _own(graph: Graph, root: URIRef, profile: Profile) -> list[Node]:
    """A description and its parts, but for agents and contacts."""
    found: list[Node] = []
    waiting: list[tuple[Node, str]] = [(root, class_of(graph, root, profile))]
    while waiting:
        node, owner = waiting.pop()
        if node in found or owner in profile.register:
            continue
        found.append(node)
        for field in profile.fields(owner):
            if field.parts:
                waiting += [(each, field.parts) for each in graph.objects(node, URIRef(field.path))]
    return found
