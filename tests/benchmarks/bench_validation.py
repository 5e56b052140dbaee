"""Validation beside `pyshacl.validate` with the same shapes, and what a profile costs at the start."""

import time
from collections.abc import Callable

import pyshacl
from rdflib import Graph

from catalogue.rdf.graphs import graph
from catalogue.rdf.profiles import find_profile, load_profile
from catalogue.validation.fast import FastValidator
from catalogue.validation.pyshacl import PyShaclValidator
from catalogue.validation.stubs import Stubs
from tests.benchmarks.descriptions import descriptions
from tests.benchmarks.table import Row
from tests.shapes.loaded import LEVELS, conforming, profile, vocabularies

COUNT = 60
VARIABLES = 6_000


def measure() -> list[Row]:
    graphs = [
        (own := graph(each.ntriples), profile().level_of(own, each.iri)) for each in descriptions(COUNT)
    ]
    bare = _each(_plain(), graphs)
    ours = _each(PyShaclValidator(profile(), vocabularies()).validate, graphs)
    fast = _each(FastValidator(profile(), vocabularies()).validate, graphs)
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
    few = _each(validate, [(conforming("PUBLIC", VARIABLES // 100), "PUBLIC")]) / (VARIABLES // 100)
    many = _each(validate, [(conforming("PUBLIC", VARIABLES), "PUBLIC")]) / VARIABLES
    return Row(
        f"One of {VARIABLES:,} variables, beside one of 60", many, few, "ms", many / few, "at most 1.5"
    )


def _start() -> Row:
    start = time.perf_counter()
    load_profile(find_profile("healthdcat-ap/8"))
    return Row(
        "Reading the profile at the start", (time.perf_counter() - start) * 1000, 0, "ms", 0, "under 1,000 ms"
    )


def _each(validate: Callable[[Graph, str], object], graphs: list[tuple[Graph, str]]) -> float:
    """Milliseconds for one description, with the shapes of its level set up."""
    for level in LEVELS:
        validate(graphs[0][0], level)
    start = time.perf_counter()
    for each, level in graphs:
        validate(each, level)
    return (time.perf_counter() - start) / len(graphs) * 1000


def _plain() -> Callable[[Graph, str], object]:
    shapes = {level: profile().shapes(level) for level in LEVELS}
    stubs = Stubs(vocabularies())

    def validate(each: Graph, level: str) -> object:
        data = Graph()
        for triple in (*each, *stubs.of(each)):
            data.add(triple)
        return pyshacl.validate(data, shacl_graph=shapes[level], inference="none")

    return validate
