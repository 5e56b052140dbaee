"""The releases side by side: how one description fares with every profile that is here."""

from collections import OrderedDict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from threading import Lock

from catalogue.domain.languages import Text
from catalogue.domain.record import Description
from catalogue.domain.report import Severity
from catalogue.services.checking import Checker


@dataclass(frozen=True, slots=True)
class Cell:
    """What one profile says of a description at one access level.

    `profile` is the profile's id, `own` says that the description is held to this level: it names it (`stated`), or
    it names none that the profile knows and this is the first.
    """

    profile: str
    title: Text
    level: str
    own: bool
    stated: bool
    conforms: bool
    violations: int
    warnings: int


class Conformance:
    """Makes the matrix of a description and remembers it by its content.

    `checkers` gives one checker for each profile, in the order of the matrix; it is asked when one is made.
    `remembered` is of how many descriptions the matrix is kept.
    """

    def __init__(self, checkers: Callable[[], tuple[Checker, ...]], remembered: int = 256) -> None:
        self._checkers = checkers
        self._remembered = remembered
        self._made: OrderedDict[object, tuple[Cell, ...]] = OrderedDict()
        self._lock = Lock()

    def matrix(self, description: Description) -> tuple[Cell, ...]:
        """A cell for each profile and, where its rules differ by access level, for each of its levels."""
        key = (description.iri, description.hash, description.mentions)
        with self._lock:
            if key in self._made:
                self._made.move_to_end(key)
                return self._made[key]
        cells = tuple(cell for checker in self._checkers() for cell in _cells(checker, description))
        with self._lock:
            self._made[key] = cells
            while len(self._made) > self._remembered:
                self._made.popitem(last=False)
        return cells


def _cells(checker: Checker, description: Description) -> Iterator[Cell]:
    stated = _cell(checker, description, None)
    for level in checker.profile.levels if checker.profile.levels_differ else (stated.level,):
        yield stated if level == stated.level else _cell(checker, description, level)


def _cell(checker: Checker, description: Description, level: str | None) -> Cell:
    verdict = checker.check(description, description.iri, level)
    severities = [each.finding.severity for each in verdict.findings]
    return Cell(
        profile=checker.profile.id,
        title=checker.profile.title,
        level=verdict.level,
        own=level is None,
        stated=verdict.stated,
        conforms=verdict.conforms,
        violations=severities.count(Severity.VIOLATION),
        warnings=severities.count(Severity.WARNING),
    )
