"""Saying of descriptions what the profile says of them."""

from collections.abc import Callable, Sequence
from concurrent.futures import Future
from dataclasses import dataclass
from typing import TypeVar

from rdflib import DCTERMS, URIRef

from catalogue.domain.profile import Profile
from catalogue.domain.record import Description
from catalogue.domain.report import Report
from catalogue.rdf import graphs
from catalogue.validation.base import Validator

Asked = TypeVar("Asked")
Told = TypeVar("Told")


@dataclass(frozen=True, slots=True)
class Judgement:
    """What is to know of a description before it is stored."""

    report: Report
    identifiers: tuple[str, ...]
    title: str


class Judge:
    """Validates descriptions one by one."""

    def __init__(self, validator: Validator, profile: Profile) -> None:
        self._validator = validator
        self._profile = profile

    def judge(self, descriptions: Sequence[Description]) -> list[Judgement]:
        """A judgement for each description, in their order."""
        return [self._one(description) for description in descriptions]

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
        def said(predicate: URIRef) -> list[str]:
            return sorted(graphs.values(description.ntriples, description.iri, str(predicate)))

        level = self._profile.level_for(said(DCTERMS.accessRights))
        report = self._validator.validate(description.ntriples, level, description.mentions)
        titles = said(DCTERMS.title)
        return Judgement(report, tuple(said(DCTERMS.identifier)), titles[0] if titles else "")
