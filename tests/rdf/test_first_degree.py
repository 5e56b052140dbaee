"""Labels by the statements of a node alone are those that RDFC-1.0 gives; where they do not do, none are given."""

import pyoxigraph as ox
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from catalogue.rdf.first_degree import labelled

NODES = st.integers(0, 5).map(lambda number: ox.BlankNode(f"n{number}"))
IRIS = st.sampled_from([ox.NamedNode("urn:a"), ox.NamedNode("urn:_:b")])
TEXTS = st.sampled_from(["", "_:n1", "a\nb\\", '"', "é\u2028 .", "\0"]).map(ox.Literal)
TRIPLES = st.builds(ox.Triple, NODES | IRIS, IRIS, NODES | IRIS | TEXTS)


def by_oxigraph(triples: list[ox.Triple]) -> list[str]:
    dataset = ox.Dataset([ox.Quad(each.subject, each.predicate, each.object) for each in triples])
    dataset.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
    return sorted(line for line in str(dataset).split("\n") if line)


@given(st.lists(TRIPLES, max_size=12, unique_by=str))
@example([ox.Triple(ox.BlankNode("a"), ox.NamedNode("urn:a"), ox.BlankNode("a"))])
def test_labels_are_those_of_rdfc(triples: list[ox.Triple]) -> None:
    found = labelled([f"{triple} ." for triple in triples])
    assert found is None or sorted(found) == by_oxigraph(triples)


@pytest.mark.parametrize(("values", "is_told"), [(("1", "2"), True), (("1", "1"), False)])
def test_nodes_that_say_the_same_are_not_told_apart(values: tuple[str, str], is_told: bool) -> None:
    lines = [f'_:{name} <urn:a> "{value}" .' for name, value in zip("xy", values, strict=True)]
    assert (labelled(lines) is not None) is is_told


def test_nodes_in_a_circle_that_say_different_things_are_told_apart() -> None:
    lines = ['_:x <urn:a> "1" .', "_:x <urn:a> _:y .", "_:y <urn:a> _:x ."]
    assert labelled(lines) is not None
