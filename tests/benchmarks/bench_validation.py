"""Validation beside `pyshacl.validate` with the same shapes, long descriptions, and what a start costs."""

import time
from collections.abc import Callable, Sequence
from statistics import median

import pyshacl
from rdflib import DCTERMS, Graph

from catalogue.domain.record import Description
from catalogue.rdf.formats import TURTLE
from catalogue.rdf.graphs import add_ntriples, ntriples, values
from catalogue.rdf.lines import read as read_lines
from catalogue.rdf.profiles import find_profile, load_profile, load_vocabularies
from catalogue.rdf.reading import read
from catalogue.rdf.splitting import split
from catalogue.validation.base import Validator
from catalogue.validation.fast import FastValidator
from catalogue.validation.pyshacl import PyShaclValidator
from catalogue.validation.stubs import Stubs
from tests.benchmarks.descriptions import descriptions
from tests.benchmarks.table import Row
from tests.shapes.loaded import LEVELS, conforming, profile, vocabularies

COUNT = 1_000
ROUNDS = 10
BARE = 6  # descriptions a round that the slow ones are given
FEW, MANY = 90, 6_000

Validate = Callable[[str, str], object]
Text = tuple[str, str]  # N-Triples and the level


def measure() -> list[Row]:
    plain, fast = PyShaclValidator(profile(), vocabularies()), FastValidator(profile(), vocabularies())
    texts = [(each.ntriples, _level(each)) for each in descriptions(COUNT)]
    _check_alike(plain, fast, texts[: BARE * ROUNDS])
    bare, ours, quick = _in_turns((_bare(), plain.validate, fast.validate), texts)
    one = f"Validating one of {COUNT:,} descriptions of 100 triples"
    return [
        Row(f"{one} with pyshacl", ours, bare, "ms", bare / ours, "as pyshacl.validate, or better"),
        Row(f"{one} with fast, the findings alike", quick, bare, "ms", bare / quick, "at least 50"),
        _variables("pyshacl", plain),
        _variables("fast", fast),
        _whole_file(fast),
        _start(),
    ]


def _level(description: Description) -> str:
    rights = values(description.ntriples, description.iri, str(DCTERMS.accessRights))
    return profile().level_for(rights)


def _check_alike(plain: Validator, fast: FastValidator, texts: Sequence[Text]) -> None:
    for text, level in texts:
        assert fast.validate_fast(text, level) == plain.validate(text, level)


def _in_turns(engines: Sequence[Validate], texts: Sequence[Text]) -> list[float]:
    """Milliseconds for one description with each engine, in turns: what else the machine does slows all of them.

    The last engine has all descriptions, the others some.
    """
    for engine in engines:
        for level in LEVELS:
            engine(texts[0][0], level)
    rounds = [
        [_each(engine, part if engine is engines[-1] else part[:BARE]) for engine in engines]
        for part in (texts[start::ROUNDS] for start in range(ROUNDS))
    ]
    return [median(times) for times in zip(*rounds, strict=True)]


def _each(validate: Validate, texts: Sequence[Text]) -> float:
    """Milliseconds for one description, with the shapes of its level set up."""
    start = time.perf_counter()
    for each, level in texts:
        validate(each, level)
    return (time.perf_counter() - start) / len(texts) * 1000


def _variables(name: str, validator: Validator) -> Row:
    """A description of many variables, in time for each; one of few stands beside it."""
    texts = {count: (ntriples(conforming("PUBLIC", count)), "PUBLIC") for count in (FEW, MANY)}
    for text in texts.values():
        validator.validate(*text)
    rounds = [
        (_each(validator.validate, [texts[MANY]]), _each(validator.validate, [texts[FEW]] * 10))
        for _ in range(5)
    ]
    many, few = (median(times) for times in zip(*rounds, strict=True))
    many, few = many / MANY * 1000, few / FEW * 1000
    aim = "at most 1, in proportion"
    return Row(
        f"One of {MANY:,} variables with {name}, beside one of {FEW}", many, few, "µs", many / few, aim
    )


def _whole_file(fast: Validator) -> Row:
    """What somebody waits for: reading the file, sorting it, the canonical form, and validation."""
    document = ntriples(conforming("PUBLIC", MANY)).encode()
    start = time.perf_counter()
    with read(document, "generated", TURTLE) as statements:
        (description,) = split(statements, str).descriptions
    fast.validate(description.ntriples, "PUBLIC")
    took = (time.perf_counter() - start) * 1000
    return Row(
        f"A file of {MANY:,} variables, from its bytes to its findings", took, 0, "ms", 0, "under 2,000 ms"
    )


def _start() -> Row:
    """All that a process loads once: profile, vocabularies, and the shapes of a level set up in the engine."""
    start = time.perf_counter()
    folder = find_profile("healthdcat-ap/8")
    FastValidator(load_profile(folder), load_vocabularies(folder)).validate("", "PUBLIC")
    took = (time.perf_counter() - start) * 1000
    return Row("Loading profile, vocabularies and shapes, once a process", took, 0, "ms", 0, "under 2,000 ms")


def _bare() -> Validate:
    shapes = {level: profile().shapes(level) for level in LEVELS}
    stubs = Stubs(vocabularies())

    def validate(text: str, level: str) -> object:
        data = Graph()
        add_ntriples(text + stubs.of(read_lines(text)), data)
        return pyshacl.validate(data, shacl_graph=shapes[level], inference="none")

    return validate
