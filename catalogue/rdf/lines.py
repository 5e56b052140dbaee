"""What a description says, read from the lines that it is stored in: quicker than a graph, where this is enough."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from rdflib import RDF

TYPE: Final = f"<{RDF.type}>"
_END: Final = " .\n"
_LARGE: Final = 2**18  # characters of a description of which nothing is kept

Pairs = list[tuple[str, str]]  # the properties of a node, each with a value


@dataclass(frozen=True, slots=True)
class Said:
    """The terms of a description as they are written: `<iri>`, `_:` and the label of a blank node, or a literal.

    `by_node` is what each of its subjects says, `named` those of its values that are no literals, `types` the IRIs of
    the classes of each subject that has any.
    """

    by_node: Mapping[str, Pairs]
    named: frozenset[str]
    types: Mapping[str, list[str]]


def read(ntriples: str) -> Said:
    """What stored N-Triples say: one statement a line, its terms parted by one space.

    Who words what an engine found asks for the same text as the engine did: it is read once for both.
    """
    return _last(ntriples) if len(ntriples) < _LARGE else _read(ntriples)


def _read(ntriples: str) -> Said:
    by_node = grouped(ntriples.removesuffix(_END).split(_END) if ntriples else ())
    named = frozenset([value for pairs in by_node.values() for _, value in pairs if value[0] != '"'])
    types = {
        node: [value[1:-1] for path, value in pairs if path == TYPE and value[0] == "<"]
        for node, pairs in by_node.items()
    }
    return Said(by_node, named, {node: found for node, found in types.items() if found})


_last = lru_cache(maxsize=1)(_read)


def grouped(lines: Iterable[str]) -> dict[str, Pairs]:
    """What each node says, from statements without their ends; quickest where those of a node follow each other."""
    said: dict[str, Pairs] = {}
    pairs, before = [], None
    for line in lines:
        subject, predicate, value = line.split(" ", 2)
        if subject != before:
            pairs = said.setdefault(subject, [])
            before = subject
        pairs.append((predicate, value))
    return said
