"""The labels of blank nodes that RDFC-1.0 tells apart by their own statements alone, as it does nearly always.

Then no node has to look beyond its neighbours (RDFC-1.0, 4.4.3, step 4), and no statement has to be parsed.
"""

from collections.abc import Iterable
from hashlib import sha256

_SELF, _OTHER = "_:a", "_:z"


def labelled(lines: Iterable[str]) -> list[str] | None:
    """Statements, each a line of canonical N-Triples, with the labels of RDFC-1.0; None where it must look further."""
    terms = [line.split(" ", 2) for line in lines]
    labels = _labels(terms)
    if labels is None:
        return None
    return [f"{labels.get(s, s)} {p} {_renamed(o, labels)}" for s, p, o in terms]


def _renamed(value: str, labels: dict[str, str]) -> str:
    """The end of a line, with the label of a blank node among its terms."""
    return f"{labels[value[:-2]]} ." if value.startswith("_:") else value


def _labels(terms: list[list[str]]) -> dict[str, str] | None:
    """The new labels by the old ones, in the order of the nodes' hashes; None where two nodes have the same."""
    said: dict[str, list[str]] = {}
    for subject, path, value in terms:
        is_blank, blank = subject.startswith("_:"), value.startswith("_:")
        if is_blank:
            end = value if not blank else f"{_SELF if value[:-2] == subject else _OTHER} ."
            said.setdefault(subject, []).append(f"{_SELF} {path} {end}\n")
        if blank and value[:-2] != subject:
            start = _OTHER if is_blank else subject
            said.setdefault(value[:-2], []).append(f"{start} {path} {_SELF} .\n")
    hashes = {sha256("".join(sorted(lines)).encode()).hexdigest(): node for node, lines in said.items()}
    if len(hashes) < len(said):
        return None
    return {hashes[digest]: f"_:c14n{number}" for number, digest in enumerate(sorted(hashes))}
