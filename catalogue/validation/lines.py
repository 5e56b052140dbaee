"""What a description says, read from the lines that it is stored in: quicker than a graph, where this is enough."""

from collections.abc import Mapping
from dataclasses import dataclass

from rdflib import RDF

TYPE = f"<{RDF.type}>"


@dataclass(frozen=True, slots=True)
class Said:
    """The terms of a description as they are written: `<iri>`, or `_:` and the label of a blank node.

    `described` are its subjects, `named` those of its values that are no literals, `types` the IRIs of the classes
    of each subject that has any, `stated` the properties of each subject.
    """

    described: frozenset[str]
    named: frozenset[str]
    types: Mapping[str, list[str]]
    stated: Mapping[str, set[str]]


def read(ntriples: str) -> Said:
    """What stored N-Triples say: one statement a line, its terms parted by one space."""
    stated: dict[str, set[str]] = {}
    named: set[str] = set()
    types: dict[str, list[str]] = {}
    for line in ntriples.split("\n"):
        if not line:
            continue
        subject, predicate, value = line.split(" ", 2)
        stated.setdefault(subject, set()).add(predicate)
        if value[0] != '"':
            named.add(value[:-2])
            if predicate == TYPE and value[0] == "<":
                types.setdefault(subject, []).append(value[1:-3])
    return Said(frozenset(stated), frozenset(named), types, stated)
