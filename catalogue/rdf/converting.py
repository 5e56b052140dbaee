"""Turning a description of an older release into the newest one, or back, by the table of `shapes/conversions/`.

Nothing is lost: what no rule takes stays as it is and is told (`Conversion.kept`), and where a rule would have
to guess, it tells that instead (`Conversion.doubts`).
"""

from collections import Counter
from dataclasses import dataclass, replace
from typing import Final

from rdflib import Graph

from catalogue.domain.errors import WrongSetting
from catalogue.domain.profile import Profile
from catalogue.domain.record import Description
from catalogue.domain.vocabulary import Vocabularies
from catalogue.rdf import graphs
from catalogue.rdf.conversion.table import Table
from catalogue.rdf.conversion.work import Doubt, Work

# Rules follow from each other; a table that goes on for longer than this turns in a circle.
_ROUNDS: Final = 8


@dataclass(frozen=True, slots=True)
class Change:
    """What a rule did, and how often."""

    rule: str
    count: int


@dataclass(frozen=True, slots=True, order=True)
class Kept:
    """What is said with a property that the release does not have, by class and property IRI."""

    owner: str
    path: str
    count: int


@dataclass(frozen=True, slots=True)
class Conversion:
    """A description as it became, and how."""

    description: Description
    changes: tuple[Change, ...] = ()
    kept: tuple[Kept, ...] = ()
    doubts: tuple[Doubt, ...] = ()


class Converter:
    """Converts descriptions to a profile that the table leads to. Raises WrongSetting for another."""

    def __init__(self, table: Table, profile: Profile, vocabularies: Vocabularies) -> None:
        if profile.id not in table.targets:
            reason = f"no rules lead to it; they lead to {', '.join(table.targets)}"
            raise WrongSetting(name=profile.id, reason=reason)
        self._steps = table.steps(profile.id)
        self._profile = profile
        self._vocabularies = vocabularies

    def convert(self, description: Description) -> Conversion:
        """The description in the profile's form; the very same one where nothing is to be done.

        About 10 ms for 100 variables. Raises WrongSetting for a table that contradicts itself.
        """
        work = Work(graphs.graph(description.ntriples), self._profile, self._vocabularies)
        changes = self._run(work)
        after = _described(description, work.graph) if changes else description
        return Conversion(
            after,
            tuple(Change(rule, count) for rule, count in changes.items()),
            tuple(Kept(*each) for each in work.unknown()),
            tuple(sorted(work.doubts)),
        )

    def _run(self, work: Work) -> Counter[str]:
        """All rules in their order, again until none finds anything to do."""
        total: Counter[str] = Counter()
        for _ in range(_ROUNDS):
            done = self._round(work)
            if not done:
                return total
            total.update(done)
        reason = f"these rules never come to an end: {', '.join(done)}"
        raise WrongSetting(name="shapes/conversions", reason=reason)

    def _round(self, work: Work) -> Counter[str]:
        done: Counter[str] = Counter()
        work.doubts.clear()
        for rule, step in self._steps:
            work.rule = rule.id
            if count := step(work):
                done[rule.id] += count
        return done


def _described(before: Description, graph: Graph) -> Description:
    after = graphs.describe(before.iri, before.kind, graph)
    return before if after.hash == before.hash else replace(after, mentions=before.mentions)
