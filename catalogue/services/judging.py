"""Saying of descriptions what the profile says of them."""

from collections.abc import Callable, Sequence
from concurrent.futures import Future
from dataclasses import dataclass
from typing import TypeVar

from rdflib import DCTERMS, URIRef

from catalogue.domain.profile import Profile
from catalogue.domain.record import Description
from catalogue.domain.report import Finding, Report
from catalogue.rdf import graphs
from catalogue.services.pools import cross
from catalogue.validation.base import Validator

Asked = TypeVar("Asked")
Told = TypeVar("Told")


@dataclass(frozen=True, slots=True)
class Judgement:
    """What is to know of a description before it is stored."""

    report: Report
    identifiers: tuple[str, ...]
    title: str


cross(Description, Judgement, Report, Finding)


class Judge:
    """Validates descriptions one by one."""

    def __init__(self, validator: Validator, profile: Profile) -> None:
        self._validator = validator
        self._profile = profile

    def judge(self, descriptions: Sequence[Description]) -> list[Judgement]:
        """A judgement for each description, in their order."""
        return [self._one(description) for description in descriptions]

    def glance(self, description: Description, before: Report | None = None) -> Judgement:
        """What is to know of a description but its conformity: of that, what was known before, marked as incomplete."""
        level = self._level(description)
        findings = before.findings if before else ()
        report = Report(self._profile.id, level, findings, complete=False)
        return Judgement(report, _said(description, DCTERMS.identifier), _title(description))

    def submit(self, descriptions: Sequence[Description]) -> "Future[list[Judgement]]":
        """The judgements, ready at once."""
        done: Future[list[Judgement]] = Future()
        done.set_result(self.judge(descriptions))
        return done

    def apply(self, work: Callable[[Asked], Told], asked: Asked) -> "Future[Told]":
        """What other work says, done at once."""
        done: Future[Told] = Future()
        done.set_result(work(asked))
        return done

    def _one(self, description: Description) -> Judgement:
        report = self._validator.validate(
            description.ntriples, self._level(description), description.mentions
        )
        return Judgement(report, _said(description, DCTERMS.identifier), _title(description))

    def _level(self, description: Description) -> str:
        return self._profile.level_for(_said(description, DCTERMS.accessRights))


def _title(description: Description) -> str:
    return next(iter(_said(description, DCTERMS.title)), "")


def _said(description: Description, predicate: URIRef) -> tuple[str, ...]:
    return tuple(sorted(graphs.values(description.ntriples, description.iri, str(predicate))))
