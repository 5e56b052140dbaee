"""RDFC-1.0: one text and one hash for each graph, however its blank nodes were named."""

import hashlib
from collections.abc import Iterable

import pyoxigraph as ox

from catalogue.domain.record import Description, Kind


def canonical(triples: Iterable[ox.Triple]) -> tuple[str, str]:
    """The canonical N-Triples of a graph (RDFC-1.0, sorted by code point) and its SHA-256 in hex."""
    dataset = ox.Dataset(ox.Quad(t.subject, t.predicate, t.object) for t in triples)
    dataset.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
    text = "".join(sorted(f"{quad} .\n" for quad in dataset))
    return text, hashlib.sha256(text.encode()).hexdigest()


def describe(iri: str, kind: Kind, triples: Iterable[ox.Triple]) -> Description:
    """A description as it is stored."""
    return Description(iri, kind, *canonical(triples))


def triples_of(ntriples: str) -> Iterable[ox.Triple]:
    """The triples of stored N-Triples, with the labels that they have there."""
    return (quad.triple for quad in ox.parse(ntriples, format=ox.RdfFormat.N_TRIPLES))
