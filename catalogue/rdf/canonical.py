"""RDFC-1.0: one text and one hash for each graph, however its blank nodes were named."""

import hashlib
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import Final

import pyoxigraph as ox

from catalogue.domain.errors import TooAlike
from catalogue.domain.record import Description, Kind
from catalogue.rdf.first_degree import labelled
from catalogue.rdf.statements import Terms

# RDFC-1.0 tries every order of neighbours that look alike: 6! orders are quick, 9! are not.
_ALIKE: Final = 5
_AMBIGUOUS: Final = 40
# It follows a chain of them (an ordered list, say) from each of its nodes: 600 in one chain take a minute, and
# with twice as many it takes eight times as long, until there is no memory left.
_CHAINED: Final = 600
# With no more statements between blank nodes than may look alike, they cannot be too many.
_BETWEEN_BLANKS: Final = re.compile(r"\n_:\S+ \S+ _:")


def canonical(triples: Iterable[ox.Triple]) -> tuple[str, str]:
    """The canonical N-Triples of a graph (RDFC-1.0, sorted by code point) and its SHA-256 in hex.

    Raises TooAlike for a graph made so that telling its blank nodes apart would take for ever (RDFC-1.0, 7.1).
    """
    return canonical_text("".join(f"{triple} .\n" for triple in triples))


def canonical_text(ntriples: str) -> tuple[str, str]:
    """As `canonical`, of N-Triples as this program writes them: one statement a line, one space between terms."""
    lines = list(dict.fromkeys(ntriples.split("\n")))
    # Labels depend on the statements with blank nodes alone (RDFC-1.0, 4.4.3), so that only these are looked at.
    blank = [line for line in lines if "_:" in line]
    named = labelled(blank)
    lines = [line for line in lines if "_:" not in line] + (_searched(blank) if named is None else named)
    text = "".join([f"{line}\n" for line in sorted(lines) if line])
    return text, hashlib.sha256(text.encode()).hexdigest()


def _searched(lines: list[str]) -> list[str]:
    """Statements with their labels, where some blank nodes are only told apart by their neighbours."""
    text = "\n".join(lines)
    if len(_BETWEEN_BLANKS.findall(f"\n{text}")) > _ALIKE:
        _check([_terms(line) for line in lines])
    dataset = ox.Dataset(ox.parse(text, format=ox.RdfFormat.N_TRIPLES))
    dataset.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
    return str(dataset).split("\n")


def _terms(line: str) -> Terms:
    subject, predicate, value = line[:-2].split(" ", 2)
    return subject, predicate, value


def _is_blank(term: str) -> bool:
    return term.startswith("_:")


def _check(statements: list[Terms]) -> None:
    links = [(s, p, o) for s, p, o in statements if _is_blank(s) and _is_blank(o)]
    looks = _looks(statements)
    common = Counter(looks.values())
    groups: Counter[tuple[object, ...]] = Counter()
    neighbours: defaultdict[str, list[str]] = defaultdict(list)
    for s, p, o in links:
        if common[looks[s]] > 1 and common[looks[o]] > 1:
            groups[s, p, looks[o]] += 1
            groups[o, p, looks[s], "from"] += 1
            neighbours[s].append(o)
            neighbours[o].append(s)
    ambiguous = [count for count in groups.values() if count > 1]
    if len(ambiguous) > _AMBIGUOUS or max(ambiguous, default=0) > _ALIKE:
        raise TooAlike(count=sum(ambiguous))
    if sum(size**3 for size in _chains(neighbours)) > _CHAINED**3:
        raise TooAlike(count=len(neighbours))


def _chains(neighbours: Mapping[str, list[str]]) -> Iterator[int]:
    """How many nodes hang together, for each group that does."""
    seen: set[str] = set()
    for start in neighbours:
        waiting, size = [start], len(seen)
        while waiting:
            node = waiting.pop()
            if node not in seen:
                seen.add(node)
                waiting.extend(neighbours[node])
        yield len(seen) - size


def _looks(statements: Iterable[Terms]) -> dict[str, int]:
    """What each blank node says and is said of, with other blank nodes as nothing but blank (RDFC-1.0, 4.6)."""
    said: defaultdict[str, list[int]] = defaultdict(list)
    for s, p, o in statements:
        if _is_blank(s):
            said[s].append(hash((p, None if _is_blank(o) else o)))
        if _is_blank(o):
            said[o].append(hash((p, None if _is_blank(s) else s, 1)))
    return {node: hash(tuple(sorted(facts))) for node, facts in said.items()}


def describe(iri: str, kind: Kind, triples: Iterable[ox.Triple]) -> Description:
    """A description as it is stored."""
    return Description(iri, kind, *canonical(triples))


def describe_text(iri: str, kind: Kind, ntriples: str) -> Description:
    """A description as it is stored, from N-Triples as `canonical_text` takes them."""
    return Description(iri, kind, *canonical_text(ntriples))


def triples_of(ntriples: str) -> Iterable[ox.Triple]:
    """The triples of stored N-Triples, with the labels that they have there."""
    return (quad.triple for quad in ox.parse(ntriples, format=ox.RdfFormat.N_TRIPLES))
