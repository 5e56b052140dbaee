"""Validation beside `pyshacl.validate` with the same shapes, and what a profile costs at the start."""

import time
from collections.abc import Callable

import pyshacl
from rdflib import DCTERMS, Graph

from catalogue.domain.record import Description
from catalogue.rdf.graphs import add_ntriples, ntriples, values
from catalogue.rdf.profiles import find_profile, load_profile
from catalogue.validation.fast import FastValidator
from catalogue.validation.lines import read
from catalogue.validation.pyshacl import PyShaclValidator
from catalogue.validation.stubs import Stubs
from tests.benchmarks.descriptions import descriptions
from tests.benchmarks.table import Row
from tests.shapes.loaded import LEVELS, conforming, profile, vocabularies

COUNT = 60
VARIABLES = 6_000


def measure() -> list[Row]:
    texts = [(each.ntriples, _level(each)) for each in descriptions(COUNT)]
    bare = _each(_plain(), texts)
    ours = _each(PyShaclValidator(profile(), vocabularies()).validate, texts)
    fast = _each(FastValidator(profile(), vocabularies()).validate, texts)
    return [
        Row(
            "Validating a description of 100 triples",
            ours,
            bare,
            "ms",
            bare / ours,
            "as pyshacl.validate, or better",
        ),
        Row("The same with the fast engine", fast, bare, "ms", bare / fast, "at least 10"),
        _variables(),
        _start(),
    ]


def _variables() -> Row:
    """A description of 6,000 variables, in time for each; a description of 60 stands beside it."""
    validate = PyShaclValidator(profile(), vocabularies()).validate
    few = _each(validate, [(ntriples(conforming("PUBLIC", VARIABLES // 100)), "PUBLIC")]) / (VARIABLES // 100)
    many = _each(validate, [(ntriples(conforming("PUBLIC", VARIABLES)), "PUBLIC")]) / VARIABLES
    return Row(
        f"One of {VARIABLES:,} variables, beside one of 60", many, few, "ms", many / few, "at most 1.5"
    )


def _start() -> Row:
    start = time.perf_counter()
    load_profile(find_profile("healthdcat-ap/8"))
    return Row(
        "Reading the profile at the start", (time.perf_counter() - start) * 1000, 0, "ms", 0, "under 1,000 ms"
    )


def _level(description: Description) -> str:
    rights = values(description.ntriples, description.iri, str(DCTERMS.accessRights))
    return profile().level_for(rights)


def _each(validate: Callable[[str, str], object], texts: list[tuple[str, str]]) -> float:
    """Milliseconds for one description, with the shapes of its level set up."""
    for level in LEVELS:
        validate(texts[0][0], level)
    start = time.perf_counter()
    for each, level in texts:
        validate(each, level)
    return (time.perf_counter() - start) / len(texts) * 1000


def _plain() -> Callable[[str, str], object]:
    shapes = {level: profile().shapes(level) for level in LEVELS}
    stubs = Stubs(vocabularies())

    def validate(text: str, level: str) -> object:
        data = Graph()
        add_ntriples(text + stubs.of(read(text)), data)
        return pyshacl.validate(data, shacl_graph=shapes[level], inference="none")

    return validate
