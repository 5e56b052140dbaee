"""The shapes say the same in a second implementation of SHACL, without a change to them."""

import os
from pathlib import Path

import pytest

from catalogue.rdf.graphs import graph, ntriples
from catalogue.rdf.lines import read
from catalogue.validation.pyshacl import PyShaclValidator
from catalogue.validation.stubs import Stubs
from tests.shapes.loaded import DEMONSTRATION, LEVELS, profile, vocabularies
from tests.shapes.mutations import sample
from tests.shapes.official import example
from tests.shapes.second import Told, installed, second_opinion
from tests.shapes.seeds import seeds

pytestmark = [
    pytest.mark.node,
    pytest.mark.filterwarnings("ignore:Parsing weird boolean"),  # what rdflib says of "no such"^^xsd:boolean
]

EVERYTHING = bool(os.environ.get("CATALOGUE_CONFORMANCE"))


@pytest.fixture(scope="module")
def second_engine(pytestconfig: pytest.Config) -> Path:
    """The folder of the second engine; its packages stay in pytest's cache."""
    assert pytestconfig.cache
    return installed(pytestconfig.cache.mkdir("second-engine"))


@pytest.fixture(scope="module")
def validator() -> PyShaclValidator:
    return PyShaclValidator(profile(), vocabularies())


def test_both_find_the_same_mistakes(second_engine: Path, validator: PyShaclValidator) -> None:
    mistakes = sample(seeds(), 1500 if EVERYTHING else 24, seed=3)
    _assert_alike(second_engine, validator, {each.name: each.ntriples for each in mistakes})


def test_both_find_the_same_in_demonstration_descriptions(
    second_engine: Path, validator: PyShaclValidator
) -> None:
    paths = sorted(DEMONSTRATION.glob("*.ttl"))[: None if EVERYTHING else 1]
    _assert_alike(second_engine, validator, {path.name: ntriples(example(path)) for path in paths})


@pytest.mark.reference
def test_both_find_the_same_in_the_examples(
    reference: Path, second_engine: Path, validator: PyShaclValidator
) -> None:
    paths = sorted((reference / "examples").glob("*.ttl" if EVERYTHING else "r8-*.ttl"))
    _assert_alike(second_engine, validator, {path.name: ntriples(example(path)) for path in paths})


def _assert_alike(folder: Path, validator: PyShaclValidator, descriptions: dict[str, str]) -> None:
    """Every description gets the same findings from both, at every level."""
    shapes = {level: ntriples(profile().shapes(level)) for level in LEVELS}
    stubs = Stubs(vocabularies())
    asked = [(name, level) for name in descriptions for level in LEVELS]
    data = ((level, descriptions[name] + stubs.of(read(descriptions[name]))) for name, level in asked)
    for (name, level), told in zip(asked, second_opinion(folder, shapes, data), strict=True):
        described = _described(descriptions[name])
        assert {each for each in told if each[1] in described} == _found(
            validator, descriptions[name], level
        ), (name, level)


def _described(text: str) -> set[str]:
    return {node.n3().removeprefix("<").removesuffix(">") for node in graph(text).subjects()}


def _found(validator: PyShaclValidator, text: str, level: str) -> set[Told]:
    """What pySHACL finds. A path of several properties is left empty, as the other engine names it otherwise."""
    return {
        (each.severity.value, each.focus, "" if set("|^") & set(each.path) else each.path, each.component)
        for each in validator.validate(text, level).findings
    }
