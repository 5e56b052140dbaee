"""Checking one description against a profile: what is wrong, where it is, and how complete it is."""

from functools import cached_property

from rdflib import DCTERMS, Graph

from catalogue.domain.completeness import completeness
from catalogue.domain.places import Places, Step
from catalogue.domain.profile import Profile
from catalogue.domain.record import Description
from catalogue.domain.report import Finding
from catalogue.domain.verdict import Located, Verdict
from catalogue.domain.vocabulary import Vocabularies
from catalogue.rdf import graphs
from catalogue.validation.base import Validator


class Checker:
    """Checks descriptions with one engine against one profile, whose words are at hand beside it."""

    def __init__(self, profile: Profile, vocabularies: Vocabularies, validator: Validator) -> None:
        self.profile = profile
        self.vocabularies = vocabularies
        self._validator = validator

    def check(
        self, description: Description, source: str, level: str | None = None, complete: bool = False
    ) -> Verdict:
        """The verdict on a description that came from `source` (a file's name, an address).

        `level` None holds it to the access level that it states. `complete` adds how much of the profile it
        fills, and which elements of the minimum that the law asks for it has.
        """
        text, iri = description.ntriples, description.iri
        level = level or self.profile.level_for(graphs.values(text, iri, str(DCTERMS.accessRights)))
        report = self._validator.validate(text, level, description.mentions)
        read = _Reading(description, self.profile)
        return Verdict(
            source=source,
            iri=iri,
            title=min(graphs.values(text, iri, str(DCTERMS.title)), default=""),
            profile=self.profile.id,
            level=level,
            findings=tuple(Located(finding, read.place(finding)) for finding in report.findings),
            completeness=completeness(read.graph, iri, self.profile, level) if complete else None,
        )


class _Reading:
    """A description as a graph, made only where one is needed: what is said of the whole needs none."""

    def __init__(self, description: Description, profile: Profile) -> None:
        self._description = description
        self._profile = profile

    @cached_property
    def graph(self) -> Graph:
        return graphs.graph(self._description.ntriples)

    @cached_property
    def _places(self) -> Places:
        return Places(self.graph, self._description.iri, self._profile)

    def place(self, finding: Finding) -> tuple[Step, ...]:
        if finding.focus == self._description.iri and not self._is_described(finding.value):
            return ()
        return self._places.of(finding.focus, finding.path, finding.value)

    def _is_described(self, value: str) -> bool:
        """Whether a value is a node with statements of its own, as far as can be told without a graph."""
        return value.startswith("_:") or (bool(value) and f"\n<{value}> " in self._description.ntriples)
