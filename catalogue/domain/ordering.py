"""The one order in which the values of a property stand: on pages, in forms, in the positions of findings.

It depends on the description alone, not on who reads it, so that “Distribution 2” is the same for everybody.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from math import inf
from typing import Any, Final, Protocol

from rdflib import CSVW, DCTERMS, FOAF, RDF, RDFS, SKOS, BNode, Literal, URIRef
from rdflib.term import Node

from catalogue.domain.languages import base
from catalogue.domain.terms import VCARD

# What names a thing, by the habits of RDF; the first that a node has is taken.
NAMES: Final = (DCTERMS.title, FOAF.name, SKOS.prefLabel, RDFS.label, VCARD.fn)
# A variable is known by its name in the data before its title (`csvw:titles` before Release 8).
_NAMES: Final = (CSVW.name, *NAMES, URIRef(f"{CSVW}title"), URIRef(f"{CSVW}titles"))

# The place that a holder has given to a part among its neighbours (docs/decisions/order-of-parts.md).
POSITION: Final = URIRef("https://schema.org/position")
_PLACE: Final = re.compile(r"\d{1,9}")

Said = Mapping[Node, list[Node]]
Key = tuple[bool, float, str, tuple[str, ...], tuple[int, str]]


def in_order(nodes: Iterable[Node], facts: Callable[[Node], Said]) -> list[Node]:
    """The nodes of a property: first those that the description says something about, each group by name.

    A place that was given to a node goes before its name. What has no name is ordered by what it says, and then by its
    address. `facts` is what is said of a node.
    """
    found = list(dict.fromkeys(nodes))
    return found if len(found) < 2 else sorted(found, key=lambda node: _key(node, facts(node)))


class Speaking(Protocol):
    """What says something of nodes: a graph, or what is quicker for few of them."""

    def predicate_objects(self, subject: Any, /) -> Iterable[tuple[Node, Node]]: ...

    def subjects(self) -> Iterable[Node]: ...


def said(graph: Speaking, node: Node) -> Said:
    """What a description says of a node, by property."""
    values: dict[Node, list[Node]] = {}
    for path, value in graph.predicate_objects(node):
        values.setdefault(path, []).append(value)
    return values


def name(facts: Said) -> str:
    """What a thing is called, whoever reads it: in English where it is, else in the first of its languages."""
    for path in _NAMES:
        if path in facts:
            texts = [value for value in facts[path] if isinstance(value, Literal)]
            if texts:
                return str(min(texts, key=_by_language))
    return ""


def is_described(facts: Said) -> bool:
    """Whether anything but its type is said of a node."""
    return any(path != RDF.type for path in facts)


def _key(node: Node, facts: Said) -> Key:
    named = name(facts).casefold()
    told = (
        ()
        if named
        else tuple(sorted(str(v) for vs in facts.values() for v in vs if not isinstance(v, BNode)))
    )
    return not is_described(facts), position(facts), named, told, _numbered(node)


def position(facts: Said) -> float:
    """The place that was given to a node; what has none comes after what has one."""
    places = [str(value) for value in facts.get(POSITION, ()) if isinstance(value, Literal)]
    return min((int(place) for place in places if _PLACE.fullmatch(place)), default=inf)


def _by_language(text: Literal) -> tuple[bool, str, str]:
    tag = text.language or ""
    return base(tag) != "en", tag, str(text)


def _numbered(node: Node) -> tuple[int, str]:
    """Blank nodes by the number in their label (`c14n9` before `c14n10`), and after everything with an address."""
    number = re.search(r"\d+$", str(node)) if isinstance(node, BNode) else None
    return int(number.group()) if number else -1, str(node)
