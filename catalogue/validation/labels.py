"""Which blank node the accelerator means: it names them anew, by numbers.

Each that a result names is given its label as a value, and a shape that no label meets tells, as a result, the
label of the node that it calls by another name. A result costs more than a statement, so that only the nodes get
one whose numbers are theirs by their place in the text; should a number mean another node, all get one.
"""

import re
from collections.abc import Iterable, Iterator
from typing import Any, Final

from rdflib import SH

LABEL: Final = "urn:x-catalogue:label"
SHAPE: Final = f"""
<urn:x-catalogue:labels> <{SH}targetSubjectsOf> <{LABEL}> .
<urn:x-catalogue:labels> <{SH}property> <urn:x-catalogue:labelled> .
<urn:x-catalogue:labelled> <{SH}path> <{LABEL}> .
<urn:x-catalogue:labelled> <{SH}nodeKind> <{SH}IRI> .
"""
PATH: Final = f"<{LABEL}>"
_NUMBER: Final = re.compile(r"\d+$")


def _is_label(result: Any) -> bool:
    """Whether a result tells a label, and is no finding."""
    return bool(result.path == PATH)


def told(results: Iterable[Any]) -> dict[str, str]:
    """The labels that results tell, by the names that the engine gave."""
    return {result.focus_node: f"_:{result.value_plain}" for result in results if _is_label(result)}


def meant(results: Iterable[Any]) -> set[str]:
    """The blank nodes that results name."""
    named = {term for result in results for term in (result.focus_node, result.value or "")}
    return {term for term in named if term.startswith("_:")}


def blank_nodes(ntriples: str) -> list[str]:
    """The blank nodes of a description, in their order in its text."""
    return list(dict.fromkeys(_blank_terms(ntriples)))


def _blank_terms(ntriples: str) -> Iterator[str]:
    for line in ntriples.split("\n"):
        if "_:" in line:
            subject, _, value = line[:-2].split(" ", 2)
            yield from (term for term in (subject, value) if term.startswith("_:"))


def guess(nodes: list[str], names: Iterable[str], first: int) -> list[str]:
    """Of the nodes, those that the engine calls by the names; it calls the first one by the number `first`."""
    places = (number(name) - first for name in names)
    return [nodes[place] for place in places if 0 <= place < len(nodes)]


def number(name: str) -> int:
    """The number in a name of the engine's; -1 where there is none."""
    found = _NUMBER.search(name)
    return int(found[0]) if found else -1


def labelling(nodes: Iterable[str]) -> str:
    """N-Triples that give nodes their labels as values."""
    return "".join(f'{node} {PATH} "{node[2:]}" .\n' for node in nodes)
