"""What validation found: findings about one description, against one profile and access level."""

from collections.abc import Iterable
from dataclasses import dataclass, fields, replace
from enum import StrEnum
from typing import Any, Final, Self

# Stands for a value where many findings are told as one, and each has a value of its own.
VARIOUS: Final = "…"
# What the components of hints begin with: no report has them (`catalogue.domain.hints`).
HINTS: Final = "urn:catalogue:hint:"


class Severity(StrEnum):
    """How severe a finding is, the most severe first."""

    VIOLATION = "Violation"
    WARNING = "Warning"
    INFO = "Info"


RANKS: Final = {severity: rank for rank, severity in enumerate(Severity)}


@dataclass(frozen=True, slots=True, order=True)
class Finding:
    """One result of a constraint; the terms are full IRIs, empty where there is none.

    `value` is the offending value's text. `message` is the shape's own, for the technical view only:
    what people read is worded from `component`, `focus_class` and `path`.
    """

    severity: Severity
    focus: str
    focus_class: str
    path: str
    component: str
    value: str = ""
    message: str = ""


_NAMES = tuple(each.name for each in fields(Finding))


@dataclass(frozen=True, slots=True)
class Report:
    """The findings of one description. `level` is PUBLIC, RESTRICTED or NON_PUBLIC.

    Where it is not `complete`, the whole is still to be judged, and the findings are those of before.
    """

    profile: str
    level: str
    findings: tuple[Finding, ...] = ()
    complete: bool = True

    @property
    def conforms(self) -> bool:
        return not any(finding.severity is Severity.VIOLATION for finding in self.findings)

    def with_findings(self, more: Iterable[Finding]) -> Self:
        return replace(self, findings=(*self.findings, *more))

    def by_severity(self) -> Self:
        """The same, the most severe findings first."""
        return replace(self, findings=tuple(sorted(self.findings, key=lambda each: RANKS[each.severity])))

    def to_json(self) -> dict[str, Any]:
        rows = [{name: getattr(finding, name) for name in _NAMES} for finding in self.findings]
        told = {"profile": self.profile, "level": self.level, "findings": rows}
        return told if self.complete else {**told, "complete": False}

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> Self:
        found = tuple(Finding(**{**row, "severity": Severity(row["severity"])}) for row in data["findings"])
        return cls(data["profile"], data["level"], found, data.get("complete", True))
