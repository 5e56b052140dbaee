"""Our shapes find what the official ones find. `make conformance` compares every example at every level."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from rdflib import DCAT

from catalogue.domain.profile import Obligation
from catalogue.rdf.graphs import ntriples
from catalogue.validation.pyshacl import PyShaclValidator
from tests.shapes.loaded import LEVELS, profile, vocabularies
from tests.shapes.mutations import without
from tests.shapes.official import example, ours, theirs
from tests.shapes.seeds import OFFICIAL, seeds

pytestmark = pytest.mark.reference

EVERYTHING = bool(os.environ.get("CATALOGUE_CONFORMANCE"))
RELEASE_8 = {
    "r8-EPRDR-AGORA.ttl": "PUBLIC",
    "r8-EPRDR-ARCA.ttl": "PUBLIC",
    "r8-example-healthdcat-dataset.ttl": "NON_PUBLIC",
}
FOREIGN = (
    "hcvdwerf-test-dataseries.ttl",
    "health-ri-core-example-catalog.ttl",
    "health-ri-core-example-dataservice.ttl",
)
# Differences that are meant, as (example, level, severity, class, property) with the reason. There are none.
MEANT: dict[tuple[str, ...], str] = {}


def _cases() -> Iterator[tuple[str, str]]:
    for name, own in RELEASE_8.items():
        yield from ((name, level) for level in (LEVELS if EVERYTHING else sorted({own, "NON_PUBLIC"})))
    for name in FOREIGN:
        yield name, "NON_PUBLIC"


@pytest.fixture(scope="module")
def validator() -> PyShaclValidator:
    return PyShaclValidator(profile(), vocabularies())


@pytest.mark.parametrize(("name", "level"), list(_cases()))
def test_an_example_gets_the_findings_of_the_official_validator(
    reference: Path, validator: PyShaclValidator, name: str, level: str
) -> None:
    graph = example(reference / "examples" / name)
    differing = ours(validator.validate(ntriples(graph), level)) ^ theirs(reference, graph, level)
    assert {each for each in differing if (name, level, *each) not in MEANT} == set()


@pytest.mark.skipif(not EVERYTHING, reason="slow; make conformance runs it")
@pytest.mark.parametrize("level", LEVELS)
def test_every_example_gets_the_findings_of_the_official_validator(
    reference: Path, validator: PyShaclValidator, level: str
) -> None:
    for path in sorted((reference / "examples").glob("*.ttl")):
        graph = example(path)
        differing = ours(validator.validate(ntriples(graph), level)) ^ theirs(reference, graph, level)
        assert {each for each in differing if (path.name, level, *each) not in MEANT} == set(), path.name


@pytest.mark.parametrize(("name", "level"), list(RELEASE_8.items()))
def test_an_official_example_conforms_at_its_own_level(
    reference: Path, validator: PyShaclValidator, name: str, level: str
) -> None:
    assert validator.validate(ntriples(example(reference / "examples" / name)), level).conforms


@pytest.mark.parametrize(("name", "level"), list(RELEASE_8.items()))
def test_each_mandatory_property_that_is_taken_away_is_missed(
    reference: Path, validator: PyShaclValidator, name: str, level: str
) -> None:
    seed = next(each for each in seeds(reference) if OFFICIAL.get(each.name) == name)
    mandatory = list(_mandatory(level))
    assert len(mandatory) == (14 if level == "NON_PUBLIC" else 10)
    for path in mandatory:
        report = validator.validate(without(seed, str(DCAT.Dataset), path).ntriples, level)
        assert path in {each.path for each in report.findings if each.severity == "Violation"}, path


def _mandatory(level: str) -> Iterator[str]:
    for field in profile().fields(str(DCAT.Dataset)):
        if field.obligations[level] is Obligation.MANDATORY:
            yield field.path
