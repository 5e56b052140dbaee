"""Findings of many descriptions by what causes them, most frequent first, in bounded memory.

A value that comes again in other descriptions (a dead address, a misspelt code, an organisation without contact
point) is a cause of its own; values that are different everywhere are counted together.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Final

from catalogue.domain.places import Step
from catalogue.domain.profile import Profile
from catalogue.domain.report import VARIOUS, Finding, Severity
from catalogue.domain.verdict import Located, Verdict
from catalogue.domain.worth import worth_telling

# How much is remembered: kinds of findings, values for each of them, and examples for each of these.
KINDS: Final = 1_000
VALUES: Final = 200
EXAMPLES: Final = 5
_LONGEST: Final = 300

_Sort = tuple[Severity, str, str, str]
Example = tuple[str, tuple[Step, ...]]


@dataclass(frozen=True, slots=True)
class Cause:
    """One cause: how many findings it has in how many descriptions, with examples of where (IRI and place).

    `value` is empty where the values differ from one description to the next.
    """

    severity: Severity
    focus_class: str
    path: str
    component: str
    value: str
    findings: int
    descriptions: int
    examples: tuple[Example, ...]

    @property
    def finding(self) -> Finding:
        """The finding that stands for all of them, to be explained in words."""
        value = self.value or VARIOUS
        return Finding(self.severity, "", self.focus_class, self.path, self.component, value)


class Causes:
    """Gathers the causes of the findings in verdicts, one verdict after the other.

    With the profile of the verdicts, what people are spared is not counted either (`worth_telling`).
    """

    def __init__(self, profile: Profile | None = None) -> None:
        self._profile = profile
        self._groups: dict[_Sort, _Group] = {}
        self._verdicts = 0

    def add(self, verdict: Verdict) -> None:
        """Count the findings of a verdict, without those that say again what another says."""
        self._verdicts += 1
        worth = set(worth_telling((each.finding for each in verdict.findings), self._profile))
        found: dict[_Sort, dict[str, list[Example]]] = {}
        for each in verdict.findings:
            if each.finding in worth:
                kind, value = self._kind(each), _value(each.finding)
                found.setdefault(kind, {}).setdefault(value, []).append((verdict.iri, each.place))
        for kind, values in found.items():
            self._groups.setdefault(kind, _Group()).add(values, self._verdicts)

    def __iter__(self) -> Iterator[Cause]:
        causes = (
            Cause(*kind, value, count.findings, count.descriptions, tuple(count.examples))
            for kind, group in self._groups.items()
            for value, count in group.causes()
        )
        return iter(sorted(causes, key=_by_frequency))

    def _kind(self, located: Located) -> _Sort:
        """The kind of a finding; of the component alone when there are too many kinds to remember."""
        each = located.finding
        kind = (each.severity, each.focus_class, each.path, each.component)
        known = kind in self._groups or len(self._groups) < KINDS
        return kind if known else (each.severity, "", "", each.component)


@dataclass(slots=True)
class _Count:
    """What is counted. `verdict` is the number of the first one, 0 where that one is counted elsewhere too."""

    findings: int = 0
    descriptions: int = 0
    examples: list[Example] = field(default_factory=list)
    verdict: int = 0

    def add(self, examples: list[Example]) -> None:
        """Count the findings of a description; its first is an example, and more of them while others lack."""
        self.findings += len(examples)
        self.descriptions += 1
        self.examples = _one_each([*self.examples, *examples[:EXAMPLES]])


@dataclass(slots=True)
class _Group:
    """The findings of one kind: by value as long as there is room, and the rest together."""

    values: dict[str, _Count] = field(default_factory=dict)
    rest: _Count = field(default_factory=_Count)

    def add(self, found: dict[str, list[Example]], verdict: int) -> None:
        together: list[Example] = []
        fresh: list[_Count] = []
        for value, examples in found.items():
            if value and (value in self.values or len(self.values) < VALUES):
                count = self.values.setdefault(value, _Count(verdict=verdict))
                count.add(examples)
                fresh += [count] if count.verdict == verdict else []
            else:
                together += examples
        if together:
            self.rest.add(together)
            for count in fresh:
                count.verdict = 0

    def causes(self) -> Iterator[tuple[str, _Count]]:
        """The values that come again, and all others together: a single one by its value."""
        alone = {value: count for value, count in self.values.items() if count.descriptions == 1}
        yield from ((value, count) for value, count in self.values.items() if value not in alone)
        if len(alone) == 1 and not self.rest.findings:
            yield from alone.items()
        elif alone or self.rest.findings:
            yield "", self._together(alone.values())

    def _together(self, alone: Iterable[_Count]) -> _Count:
        counts = list(alone)
        examples = [*self.rest.examples, *(each for count in counts for each in count.examples)]
        verdicts = {count.verdict for count in counts if count.verdict}
        return _Count(
            self.rest.findings + sum(count.findings for count in counts),
            self.rest.descriptions + len(verdicts),
            _one_each(examples),
        )


def _one_each(examples: list[Example]) -> list[Example]:
    """A few examples from as many descriptions as possible."""
    first: dict[str, tuple[Step, ...]] = {}
    for iri, place in examples:
        first.setdefault(iri, place)
    chosen = [*first.items(), *examples]
    return list(dict.fromkeys(chosen))[:EXAMPLES]


def _value(finding: Finding) -> str:
    """The value that may be a cause: not a blank node, whose label says nothing, nor an endless text."""
    value = finding.value
    return "" if value.startswith("_:") or len(value) > _LONGEST else value


def _by_frequency(cause: Cause) -> tuple[object, ...]:
    order = (cause.severity, cause.focus_class, cause.path, cause.component, cause.value)
    return (-cause.descriptions, -cause.findings, *order)
