"""The labels of blank nodes that RDFC-1.0 tells apart by their own statements alone, as it does nearly always.

Then no node has to look beyond its neighbours (RDFC-1.0, 4.4.3, step 4), and no statement has to be parsed.
"""

from collections import defaultdict
from collections.abc import Iterable
from hashlib import sha256

_SELF, _OTHER = "_:a", "_:z"


def labelled(lines: Iterable[str]) -> list[str] | None:
    """Statements, each a line of canonical N-Triples, with the labels of RDFC-1.0; None where it must look further."""
    terms = [line.split(" ", 2) for line in lines]
    labels = _labels(terms)
    if labels is None:
        return None
    return [f"{labels.get(s, s)} {p} {_renamed(o, labels) if o[0] == '_' else o}" for s, p, o in terms]


def _renamed(value: str, labels: dict[str, str]) -> str:
    """The end of a line, with the label of a blank node among its terms."""
    return f"{labels[value[:-2]]} ."


def _labels(terms: list[list[str]]) -> dict[str, str] | None:
    """The new labels by the old ones, in the order of the nodes' hashes; None where two nodes have the same."""
    said: defaultdict[str, list[str]] = defaultdict(list)
    for subject, path, value in terms:
        if value[0] != "_":
            if subject[0] == "_":
                said[subject].append(f"{_SELF} {path} {value}\n")
        elif subject[0] != "_":
            said[value[:-2]].append(f"{subject} {path} {_SELF} .\n")
        elif value[:-2] == subject:
            said[subject].append(f"{_SELF} {path} {_SELF} .\n")
        else:
            said[subject].append(f"{_SELF} {path} {_OTHER} .\n")
            said[value[:-2]].append(f"{_OTHER} {path} {_SELF} .\n")
    hashes = {sha256("".join(sorted(lines)).encode()).digest(): node for node, lines in said.items()}
    if len(hashes) < len(said):
        return None
    return {hashes[digest]: f"_:c14n{number}" for number, digest in enumerate(sorted(hashes))}
