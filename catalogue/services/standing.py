"""Where the newest versions of descriptions stand on their way to readers, and what somebody may do with them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from catalogue.domain.people import Actor, Permission, Person
from catalogue.domain.record import Record
from catalogue.domain.review import Act, Review, Rules, Stage, acts, stage
from catalogue.domain.sentences import Sentence
from catalogue.services.own_records import OwnRecords
from catalogue.store.review_base import ReviewStore


@dataclass(frozen=True, slots=True)
class Standing:
    """Where the newest version of a record stands, and which steps somebody may take now.

    `reviewers` are those who may be asked; `obstacle` says why somebody who may review may not approve this version.
    """

    record: Record
    review: Review | None
    stage: Stage
    acts: frozenset[Act]
    reviewers: Sequence[Person]
    obstacle: str = ""
    is_reviewed: bool = True
    speaks: bool = False  # whether they may comment


class Standings:
    """`reviewed` says whether somebody else looks at a version before it is published."""

    def __init__(self, store: ReviewStore, records: OwnRecords, reviewed: bool) -> None:
        self._store = store
        self.records = records
        self._reviewed = reviewed

    def of(self, actor: Actor, record: Record) -> Standing:
        """Where a record stands, for somebody."""
        review = self._store.reviews([record.number]).get(record.number)
        at = stage(record, review)
        reviewers = self.records.who_may(Permission.REVIEW, record.organisation)
        authors = self.records.authors(record)
        others = [each for each in reviewers if each.id not in authors]
        rules = Rules(self._reviewed, authors, alone=not others)
        may = acts(actor, record, at, rules)
        obstacle = _obstacle(actor, record, rules, others) if self._reviewed else ""
        speaks = any(actor.may(each, record.organisation) for each in (Permission.EDIT, Permission.REVIEW))
        return Standing(record, review, at, may, reviewers, obstacle, self._reviewed, speaks)

    def stages(self, records: Sequence[Record]) -> Mapping[int, Stage]:
        """Where records stand, by their numbers."""
        reviews = self._store.reviews([record.number for record in records])
        return {record.number: stage(record, reviews.get(record.number)) for record in records}


def _obstacle(actor: Actor, record: Record, rules: Rules, others: Sequence[Person]) -> str:
    """Why somebody who may review may not approve what they wrote; empty where they may."""
    may_review = actor.may(Permission.REVIEW, record.organisation)
    if not may_review or rules.may_approve(actor, record.organisation):
        return ""
    if others:
        names = ", ".join(each.name or each.email for each in others)
        return Sentence("Those who may: %(names)s.", names=names)
    return Sentence("Nobody else here can: an administrator may, or may name another reviewer.")
