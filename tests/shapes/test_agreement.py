"""Our shapes find what the official ones find in whatever mistake: severity, class and property, at every level.

Some of the mistakes by default; `make conformance` compares all of them, on two processes, in about an hour.
"""

import os
from itertools import islice
from pathlib import Path

import pytest

from tests.shapes.agreement import all_differences, differences
from tests.shapes.loaded import profile
from tests.shapes.mutations import Mutation, mutations, sample
from tests.shapes.results import local
from tests.shapes.seeds import seeds

EVERYTHING = bool(os.environ.get("CATALOGUE_CONFORMANCE"))

pytestmark = pytest.mark.filterwarnings(
    "ignore:Parsing weird boolean"
)  # rdflib, of "impossible"^^xsd:boolean


def test_the_seeds_have_every_property_of_every_class() -> None:
    stated = {
        (seed.class_of(node), str(path))
        for seed in seeds()
        for node in seed.nodes
        for path in seed.paths(node)
    }
    known = {(shape.iri, field.path) for shape in profile().classes.values() for field in shape.fields}
    assert sorted(known - stated) == []


def test_each_mistake_is_another_and_says_what_it_is() -> None:
    made = list(islice(mutations(seeds()), 2500))
    assert len({each.ntriples for each in made}) >= 2000
    assert len({each.name for each in made}) == len(made)


def test_each_mistake_is_made_at_each_node_that_can_have_it() -> None:
    made = {each.name for each in mutations(seeds())}
    for seed in seeds():
        for node, name in seed.names().items():
            assert f"{seed.name}: {name} of another class" in made
            for path in seed.paths(node):
                done = {
                    each for each in made if each.startswith(f"{seed.name}: {name} ") and local(path) in each
                }
                assert any(each.endswith(": removed") for each in done), (name, path)
                assert any(each.endswith(": doubled") for each in done), (name, path)


@pytest.mark.reference
def test_our_seeds_get_the_findings_of_the_official_validator(reference: Path) -> None:
    unchanged = (Mutation(f"{each.name}: unchanged", each, frozenset(), ()) for each in seeds(reference))
    assert [each for seed in unchanged for each in differences(reference, seed)] == []


@pytest.mark.reference
def test_some_mistakes_get_the_findings_of_the_official_validator(reference: Path) -> None:
    made = sample(seeds(reference), 10)
    assert [each for mistake in made for each in differences(reference, mistake)] == []


@pytest.mark.reference
@pytest.mark.skipif(not EVERYTHING, reason="slow; make conformance runs it")
def test_all_mistakes_get_the_findings_of_the_official_validator(reference: Path) -> None:
    number = sum(1 for _ in mutations(seeds(reference)))
    assert number >= 2000
    assert list(all_differences(reference, number)) == []
