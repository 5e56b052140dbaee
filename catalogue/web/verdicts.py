"""Verdicts as pages show them: findings by what has to be mended, with the places, in the reader's language."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import Final

from catalogue.domain.completeness import Completeness, Gap, Judged, Meter, State
from catalogue.domain.languages import pick
from catalogue.domain.profile import Obligation
from catalogue.domain.report import Finding, Severity
from catalogue.domain.verdict import Located, Verdict
from catalogue.domain.wording import Explanation, worth_telling
from catalogue.services.verdicts import Words
from catalogue.web.languages import gettext

PLACES: Final = 5  # told of one cause; the rest is in the downloads
TROUBLES: Final = 100  # told of one severity
SHOWN: Final = 8  # of them before the fold, where nothing must be mended


@dataclass(frozen=True, slots=True)
class Place:
    """Where a cause was found: in which description (where there are several), and on the way to which field.

    `problem` is told where it is not that of the whole cause; `focus` and `value` are for the technical view.
    """

    field: str
    problem: str
    mend: str
    focus: str
    value: str
    description: str
    url: str


@dataclass(frozen=True, slots=True)
class Trouble:
    """One cause with its first places, out of `count` findings in `descriptions` descriptions."""

    finding: Finding
    words: Explanation
    same: bool  # whether the words hold for every place that is told
    count: int
    descriptions: int
    places: tuple[Place, ...]

    @property
    def more(self) -> int:
        return self.count - len(self.places)


@dataclass(frozen=True, slots=True)
class Troubles:
    """The causes of a severity: those in sight, those folded away, and how many are in the downloads alone."""

    severity: Severity
    count: int
    shown: tuple[Trouble, ...]
    folded: tuple[Trouble, ...]
    left_out: int


@dataclass(frozen=True, slots=True)
class Gauge:
    """A meter with its name, and the labels of what is missing."""

    id: str
    label: str
    filled: int
    total: int
    missing: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Elements:
    """The elements that the law names, by state; `given` of `asked` are there."""

    missing: tuple[tuple[str, str], ...]
    conditional: tuple[tuple[str, str], ...]
    given: tuple[tuple[str, str], ...]
    not_applicable: tuple[tuple[str, str], ...]

    @property
    def total(self) -> int:
        return len(self.missing) + len(self.conditional) + len(self.given) + len(self.not_applicable)


@dataclass(slots=True)
class _Gathered:
    """What is gathered of one cause: the first findings with where they stand, and counts of all."""

    count: int = 0
    verdicts: set[int] = field(default_factory=set)
    first: list[tuple[int, Verdict, Located]] = field(default_factory=list)

    def add(self, number: int, verdict: Verdict, located: Located) -> None:
        self.count += 1
        self.verdicts.add(number)
        if len(self.first) < PLACES:
            self.first.append((number, verdict, located))


def counts(verdict: Verdict) -> tuple[int, int]:
    """How many findings must be mended, and how many are recommended."""
    return counts_of(located.finding for located in verdict.findings)


def counts_of(findings: Iterable[Finding]) -> tuple[int, int]:
    """The same of findings as they are stored."""
    severities = [finding.severity for finding in worth_telling(findings)]
    return severities.count(Severity.VIOLATION), severities.count(Severity.WARNING)


def troubles(verdicts: Sequence[tuple[str, Verdict]], words: Words) -> list[Troubles]:
    """The findings of descriptions, each given with the address of its page, by severity and cause.

    What most descriptions have comes first; of one description, what has most places.
    """
    gathered: dict[tuple[str, ...], _Gathered] = {}
    for number, (_, verdict) in enumerate(verdicts):
        for located in _worth_telling(verdict):
            found = located.finding
            key = (found.severity, found.focus_class, found.path, found.component)
            gathered.setdefault(key, _Gathered()).add(number, verdict, located)
    urls = [url for url, _ in verdicts]
    return [each for severity in Severity if (each := _of(severity, gathered.items(), (urls, words))).count]


def _worth_telling(verdict: Verdict) -> Iterator[Located]:
    told = {id(finding) for finding in worth_telling(located.finding for located in verdict.findings)}
    return (located for located in verdict.findings if id(located.finding) in told)


def _of(
    severity: Severity,
    gathered: Iterable[tuple[tuple[str, ...], _Gathered]],
    context: tuple[list[str], Words],
) -> Troubles:
    causes = sorted(
        (found for key, found in gathered if key[0] == severity),
        key=lambda found: (-len(found.verdicts), -found.count),
    )
    told = [_trouble(found, *context) for found in islice(causes, TROUBLES)]
    sight = len(told) if severity is Severity.VIOLATION or len(told) <= SHOWN + 2 else SHOWN
    count = sum(found.count for found in causes)
    return Troubles(severity, count, tuple(told[:sight]), tuple(told[sight:]), len(causes) - len(told))


def _trouble(found: _Gathered, urls: list[str], words: Words) -> Trouble:
    explained = [words.explain(located) for _, _, located in found.first]
    head = found.first[0][2]
    alone = found.count == 1
    general = explained[0] if alone else words.explain(Located(head.finding))
    same = len({(each.problem, each.mend) for each in explained}) == 1
    several = len(urls) > 1
    places = tuple(
        Place(
            told.field,
            told.problem,
            told.mend,
            located.finding.focus,
            located.finding.value,
            (verdict.title or verdict.iri) if several else "",
            urls[number] if several else "",
        )
        for (number, verdict, located), told in zip(found.first, explained, strict=True)
    )
    return Trouble(head.finding, general, same, found.count, len(found.verdicts), places)


def gauges(complete: Completeness, words: Words) -> list[Gauge]:
    """The three meters."""
    labels = {
        Obligation.MANDATORY: gettext("Must have"),
        Obligation.RECOMMENDED: gettext("Recommended"),
        Obligation.OPTIONAL: gettext("Optional"),
    }
    return [_gauge(meter, labels[meter.obligation], words) for meter in complete.meters]


def _gauge(meter: Meter, label: str, words: Words) -> Gauge:
    missing = tuple(dict.fromkeys(_label(gap, words) for gap in meter.missing))
    return Gauge(str(meter.obligation), label, meter.filled, meter.total, missing)


def _label(gap: Gap, words: Words) -> str:
    steps = [(step.owner, step.path) for step in gap.place] + [(gap.owner, gap.path)]
    return " › ".join(words.profile.label(*step, words.language) for step in steps)


def elements(complete: Completeness, language: str) -> Elements | None:
    """The elements of the law as label and condition, by state; None where none are asked."""
    if not complete.elements:
        return None
    by_state: dict[State, list[tuple[str, str]]] = {state: [] for state in State}
    for each in complete.elements:
        by_state[each.state].append(_element(each, language))
    return Elements(
        missing=tuple(by_state[State.MISSING]),
        conditional=tuple(by_state[State.CONDITIONAL]),
        given=tuple(by_state[State.GIVEN]),
        not_applicable=tuple(by_state[State.NOT_APPLICABLE]),
    )


def _element(each: Judged, language: str) -> tuple[str, str]:
    condition = pick(each.condition, (language,)) if each.condition else ""
    return pick(each.label, (language,)), condition
