"""Verdicts as pages show them: findings by what has to be mended, with the places, in the reader's language."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from catalogue.domain.completeness import Completeness, ElementState, Gap, Judged, Meter
from catalogue.domain.languages import pick
from catalogue.domain.places import in_sequence
from catalogue.domain.profile import Obligation
from catalogue.domain.report import Finding, Severity
from catalogue.domain.sentences import quoted
from catalogue.domain.verdict import Located, Verdict
from catalogue.domain.wording import Explanation
from catalogue.services.verdicts import Words
from catalogue.web.languages import gettext

VARIANTS: Final = 5  # told of one cause; the rest is in the downloads
PLACES: Final = 5  # told of a cause that has one variant, and fewer where it has several
TROUBLES: Final = 100  # told of one severity
SHOWN: Final = 12  # of them before the fold


@dataclass(frozen=True, slots=True)
class Place:
    """Where a finding is: in which description (where there are several), and on the way to which field.

    `focus` and `value` are for the technical view.
    """

    field: str
    focus: str
    value: str
    description: str
    url: str


@dataclass(frozen=True, slots=True)
class Variant:
    """What is wrong, in the same words at all its places, of which the first are told."""

    problem: str
    mend: str
    count: int
    places: tuple[Place, ...]


@dataclass(frozen=True, slots=True)
class Trouble:
    """One cause: a rule about a field that is broken `count` times in `descriptions` descriptions.

    `more` of them are in the downloads alone. `mend` is told once where it holds for all variants.
    """

    finding: Finding
    words: Explanation
    mend: str
    variants: tuple[Variant, ...]
    count: int
    descriptions: int
    more: int


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


_Found = tuple[int, Verdict, Located]  # the number of the description, and what was found in it


@dataclass(slots=True)
class _Gathered:
    """What is gathered of one cause: its findings by the value that is wrong, which words mostly depend on."""

    count: int = 0
    descriptions: set[int] = field(default_factory=set)
    by_value: dict[str, list[_Found]] = field(default_factory=dict)

    def add(self, found: _Found) -> None:
        number, _, located = found
        value = located.finding.value
        self.count += 1
        self.descriptions.add(number)
        # The label of a blank node tells nobody anything.
        self.by_value.setdefault("" if value.startswith("_:") else value, []).append(found)


@dataclass(frozen=True, slots=True)
class _Telling:
    """How findings are told: in which words, with the addresses of the descriptions' pages."""

    words: Words
    urls: Sequence[str]

    def trouble(self, found: _Gathered) -> Trouble:
        """A cause with its most frequent variants."""
        values = sorted(found.by_value.values(), key=len, reverse=True)
        grouped: dict[tuple[str, str], list[_Found]] = {}
        for same in values[:VARIANTS]:
            told = self.words.explain(same[0][2])
            grouped.setdefault((told.problem, told.mend), []).extend(same)
        mends = {mend for _, mend in grouped}
        head = values[0][0][2]
        alone = found.count == 1
        return Trouble(
            finding=head.finding,
            words=self.words.explain(head if alone else Located(head.finding)),
            mend=mends.pop() if len(mends) == 1 else "",
            variants=tuple(self._variant(key, same, len(grouped)) for key, same in grouped.items()),
            count=found.count,
            descriptions=len(found.descriptions),
            more=found.count - sum(map(len, grouped.values())),
        )

    def _variant(self, words: tuple[str, str], found: list[_Found], beside: int) -> Variant:
        shown = sorted(found, key=self._sequence)[: PLACES if beside == 1 else 2]
        return Variant(*words, len(found), tuple(map(self._place, shown)))

    def _sequence(self, found: _Found) -> tuple[object, ...]:
        number, _, located = found
        return number, in_sequence(located.place, self.words.profile)

    def _place(self, found: _Found) -> Place:
        number, verdict, located = found
        several = len(self.urls) > 1
        return Place(
            field=self.words.explain(located).field,
            focus=located.finding.focus,
            value=located.finding.value,
            description=quoted(verdict.title or verdict.iri) if several else "",
            url=self.urls[number] if several else "",
        )


def context(verdict: Verdict, words: Words) -> dict[str, Any]:
    """What the pages about one verdict show of it, by the names that templates have for it."""
    complete = verdict.completeness
    return {
        "verdict": verdict,
        "level": words.profile.level_label(verdict.level, words.language),
        "found": troubles([("", verdict)], words),
        "gauges": gauges(complete, words) if complete else [],
        "elements": elements(complete, words.language) if complete else None,
    }


def counts(verdict: Verdict, words: Words) -> tuple[int, int]:
    """How many findings must be mended, and how many are recommended."""
    severities = [located.finding.severity for located in words.worth_telling(verdict)]
    return severities.count(Severity.VIOLATION), severities.count(Severity.WARNING)


def troubles(verdicts: Sequence[tuple[str, Verdict]], words: Words) -> list[Troubles]:
    """The findings of descriptions, each given with the address of its page, by severity and cause.

    What most descriptions have comes first; of one description, what has most places.
    """
    gathered: dict[tuple[str, ...], _Gathered] = {}
    for number, (_, verdict) in enumerate(verdicts):
        for located in words.worth_telling(verdict):
            found = located.finding
            key = (found.severity, found.focus_class, found.path, found.component)
            gathered.setdefault(key, _Gathered()).add((number, verdict, located))
    telling = _Telling(words, [url for url, _ in verdicts])
    told = (
        _of(severity, [found for key, found in gathered.items() if key[0] == severity], telling)
        for severity in Severity
    )
    return [each for each in told if each.count]


def _of(severity: Severity, causes: list[_Gathered], telling: _Telling) -> Troubles:
    causes.sort(key=lambda found: (-len(found.descriptions), -found.count))
    told = [telling.trouble(found) for found in causes[:TROUBLES]]
    sight = len(told) if len(told) <= SHOWN + 2 else SHOWN
    count = sum(found.count for found in causes)
    return Troubles(severity, count, tuple(told[:sight]), tuple(told[sight:]), len(causes) - len(told))


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
    by_state: dict[ElementState, list[tuple[str, str]]] = {state: [] for state in ElementState}
    for each in complete.elements:
        by_state[each.state].append(_element(each, language))
    return Elements(
        missing=tuple(by_state[ElementState.MISSING]),
        conditional=tuple(by_state[ElementState.CONDITIONAL]),
        given=tuple(by_state[ElementState.GIVEN]),
        not_applicable=tuple(by_state[ElementState.NOT_APPLICABLE]),
    )


def _element(each: Judged, language: str) -> tuple[str, str]:
    condition = pick(each.condition, (language,)) if each.condition else ""
    return pick(each.label, (language,)), condition
