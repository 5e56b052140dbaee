"""The verdict on one description: what is wrong with it, where, and how complete it is."""

from dataclasses import asdict, dataclass
from typing import Any, Self

from catalogue.domain import sentences
from catalogue.domain.completeness import Completeness
from catalogue.domain.places import Step
from catalogue.domain.report import Finding, Severity


@dataclass(frozen=True, slots=True)
class Located:
    """A finding, and the way to the node that it is about: empty for the described thing itself.

    `term` is the offending value as N-Triples write it, where the description has it.
    """

    finding: Finding
    place: tuple[Step, ...] = ()
    term: str = ""

    def to_json(self) -> dict[str, Any]:
        place = [step.to_json() for step in self.place]
        return {"finding": asdict(self.finding), "place": place, "term": self.term}

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> Self:
        row = data["finding"]
        finding = Finding(**{**row, "severity": Severity(row["severity"])})
        return cls(finding, tuple(map(Step.from_json, data["place"])), data["term"])


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a check says of one description. `source` is the file or address that it came from.

    `profile` is the profile's id, `level` PUBLIC, RESTRICTED or NON_PUBLIC. `stated` tells whether the description
    names one of the profile's levels, whichever it was held to. `error` says why something could
    not be read or checked at all, a `Sentence` where it is ours; then there is nothing else to say.
    """

    source: str
    iri: str
    title: str
    profile: str
    level: str
    findings: tuple[Located, ...] = ()
    completeness: Completeness | None = None
    error: str = ""
    stated: bool = True

    @property
    def conforms(self) -> bool:
        refused = any(each.finding.severity is Severity.VIOLATION for each in self.findings)
        return not self.error and not refused

    def to_json(self) -> dict[str, Any]:
        """All of it without words of any language, to be kept and worded later."""
        return {
            "source": self.source,
            "iri": self.iri,
            "title": self.title,
            "profile": self.profile,
            "level": self.level,
            "findings": [each.to_json() for each in self.findings],
            "completeness": self.completeness.to_json() if self.completeness else None,
            "error": sentences.to_json(self.error),
            "stated": self.stated,
        }

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> Self:
        complete = data["completeness"]
        return cls(
            **{
                **data,
                "findings": tuple(map(Located.from_json, data["findings"])),
                "completeness": Completeness.from_json(complete) if complete else None,
                "error": sentences.from_json(data["error"]),
            }
        )


@dataclass(frozen=True, slots=True)
class Worded(Verdict):
    """A verdict that was put into words already, as `text`; its findings stay where that was done."""

    text: str = ""
    passes: bool = True

    @classmethod
    def of(cls, verdict: Verdict, text: str) -> Self:
        return cls(
            source=verdict.source,
            iri=verdict.iri,
            title=verdict.title,
            profile=verdict.profile,
            level=verdict.level,
            error=verdict.error,
            stated=verdict.stated,
            text=text,
            passes=verdict.conforms,
        )

    @property
    def conforms(self) -> bool:
        return self.passes
