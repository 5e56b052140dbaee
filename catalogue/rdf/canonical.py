"""RDFC-1.0: one text and one hash for each graph, however its blank nodes were named."""

import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import Final

import pyoxigraph as ox

from catalogue.domain.errors import TooAlike
from catalogue.domain.record import Description, Kind

# RDFC-1.0 tries every order of neighbours that look alike: 6! orders are quick, 9! are not.
_ALIKE: Final = 5
_AMBIGUOUS: Final = 40
# It follows a chain of them (an ordered list, say) from each of its nodes: 600 in one chain take a minute, and
# with twice as many it takes eight times as long, until there is no memory left.
_CHAINED: Final = 600


def canonical(triples: Iterable[ox.Triple]) -> tuple[str, str]:
    """The canonical N-Triples of a graph (RDFC-1.0, sorted by code point) and its SHA-256 in hex.

    Raises TooAlike for a graph made so that telling its blank nodes apart would take for ever (RDFC-1.0, 7.1).
    """
    listed = list(triples)
    _check(listed)
    dataset = ox.Dataset(ox.Quad(t.subject, t.predicate, t.object) for t in listed)
    dataset.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
    text = "".join(sorted(f"{quad} .\n" for quad in dataset))
    return text, hashlib.sha256(text.encode()).hexdigest()


def _check(triples: list[ox.Triple]) -> None:
    links = [t for t in triples if isinstance(t.object, ox.BlankNode) and isinstance(t.subject, ox.BlankNode)]
    if not links:
        return
    looks = _looks(triples)
    common = Counter(looks.values())
    groups: Counter[tuple[object, ...]] = Counter()
    neighbours: defaultdict[object, list[object]] = defaultdict(list)
    for t in links:
        if common[looks[t.subject]] > 1 and common[looks[t.object]] > 1:
            groups[t.subject, t.predicate, looks[t.object]] += 1
            groups[t.object, t.predicate, looks[t.subject], "from"] += 1
            neighbours[t.subject].append(t.object)
            neighbours[t.object].append(t.subject)
    ambiguous = [count for count in groups.values() if count > 1]
    if len(ambiguous) > _AMBIGUOUS or max(ambiguous, default=0) > _ALIKE:
        raise TooAlike(count=sum(ambiguous))
    if sum(size**3 for size in _chains(neighbours)) > _CHAINED**3:
        raise TooAlike(count=len(neighbours))


def _chains(neighbours: Mapping[object, list[object]]) -> Iterator[int]:
    """How many nodes hang together, for each group that does."""
    seen: set[object] = set()
    for start in neighbours:
        waiting, size = [start], len(seen)
        while waiting:
            node = waiting.pop()
            if node not in seen:
                seen.add(node)
                waiting.extend(neighbours[node])
        yield len(seen) - size


def _looks(triples: list[ox.Triple]) -> dict[object, int]:
    """What each blank node says and is said of, with other blank nodes as nothing but blank (RDFC-1.0, 4.6)."""
    said: defaultdict[object, list[int]] = defaultdict(list)
    for t in triples:
        if isinstance(t.subject, ox.BlankNode):
            said[t.subject].append(
                hash((t.predicate, None if isinstance(t.object, ox.BlankNode) else t.object))
            )
        if isinstance(t.object, ox.BlankNode):
            said[t.object].append(
                hash((t.predicate, None if isinstance(t.subject, ox.BlankNode) else t.subject, 1))
            )
    return {node: hash(tuple(sorted(facts))) for node, facts in said.items()}


def describe(iri: str, kind: Kind, triples: Iterable[ox.Triple]) -> Description:
    """A description as it is stored."""
    return Description(iri, kind, *canonical(triples))


def triples_of(ntriples: str) -> Iterable[ox.Triple]:
    """The triples of stored N-Triples, with the labels that they have there."""
    return (quad.triple for quad in ox.parse(ntriples, format=ox.RdfFormat.N_TRIPLES))
