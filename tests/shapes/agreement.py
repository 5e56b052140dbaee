"""Where our findings and those of the official validator differ, for one mistake or for all of them."""

import logging
import warnings
from collections.abc import Iterator
from functools import cache
from itertools import islice
from multiprocessing import get_context
from pathlib import Path

from catalogue.validation.pyshacl import PyShaclValidator
from tests.shapes.loaded import LEVELS, profile, vocabularies
from tests.shapes.mutations import Mutation, mutations
from tests.shapes.official import Told, ours, theirs
from tests.shapes.seeds import seeds

# Differences that are meant, as (severity, class, property) with the reason. There are none.
MEANT: dict[Told, str] = {}
# Two, so that a machine stays usable.
PROCESSES = 2
PART = 50

# What was done, the level, and what only one of the two found.
Difference = tuple[str, str, list[Told]]


def differences(reference: Path, mutation: Mutation) -> Iterator[Difference]:
    """The differences at every level."""
    for level in LEVELS:
        report = _validator().validate(mutation.ntriples, level)
        differing = (ours(report) ^ theirs(reference, mutation.graph(), level)) - MEANT.keys()
        if differing:
            yield mutation.name, level, sorted(differing)


def all_differences(reference: Path, number: int) -> Iterator[Difference]:
    """The differences in so many mistakes, found by a few processes."""
    parts = [(reference, first) for first in range(0, number, PART)]
    # pySHACL keeps what it writes of each result for as long as its process lives, so that processes must end now
    # and then; those of an executor may wait for each other for ever when they do (Python 3.11).
    with get_context("spawn").Pool(PROCESSES, maxtasksperchild=10) as pool:
        for part in pool.imap(_differences_of_part, parts):
            yield from part


def _differences_of_part(part: tuple[Path, int]) -> list[Difference]:
    reference, first = part
    _be_quiet()
    made = islice(mutations(seeds(reference)), first, first + PART)
    return [each for mutation in made for each in differences(reference, mutation)]


def _be_quiet() -> None:
    """rdflib tells of each value that its datatype does not have, with a traceback."""
    warnings.filterwarnings("ignore", "Parsing weird boolean")
    logging.getLogger("rdflib.term").setLevel(logging.CRITICAL)


@cache
def _validator() -> PyShaclValidator:
    return PyShaclValidator(profile(), vocabularies())
