"""Taking descriptions in, publishing and withdrawing them.

Taking in goes in three steps, so that the second can run in other processes: `plan` compares hashes,
a judge validates what is left, `carry_out` stores it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from rdflib import DCAT, DCTERMS

from catalogue.domain.characters import check_name
from catalogue.domain.errors import BadInput, Conflict, Gone, HeldElsewhere, NotFound, Stale, TooLarge
from catalogue.domain.record import (
    ChangeKind,
    Description,
    Kind,
    Outcome,
    OutcomeKind,
    Publish,
    Record,
    State,
    Write,
)
from catalogue.domain.report import Finding, Report, Severity
from catalogue.rdf.writing import check_characters
from catalogue.services.becoming import barred_as_draft, barred_by_draft
from catalogue.services.identities import Identities
from catalogue.services.judging import Judge, Judgement
from catalogue.store.base import RecordStore

# Constraints of the catalogue as a whole, which no shape of one description can state.
UNIQUE_IDENTIFIER = "urn:catalogue:UniqueIdentifier"
NOTHING_LISTED = "urn:catalogue:NothingListed"
Entry = tuple[Description, Record | None]  # what came, and what is here of it
LONGEST_IRI = 2_000  # bytes; what is longer no index of PostgreSQL takes, and hardly any server


@dataclass(frozen=True, slots=True)
class Intake:
    """On whose behalf descriptions are taken in, and what is published of them."""

    publish: Publish = Publish.CONFORMING
    source: str | None = None
    author: str = ""
    reason: str = ""


@dataclass(slots=True)
class Plan:
    """What comparing hashes has told: outcomes that are settled, and descriptions to judge and store."""

    intake: Intake
    settled: list[Outcome] = field(default_factory=list)
    open: list[Entry] = field(default_factory=list)

    @property
    def descriptions(self) -> list[Description]:
        return [description for description, _ in self.open]


class Records:
    """What can be done with records. `limit` is the largest description in bytes of N-Triples."""

    def __init__(self, store: RecordStore, identities: Identities, limit: int) -> None:
        self._store = store
        self._identities = identities
        self._limit = limit

    def take_in(self, descriptions: Sequence[Description], intake: Intake, judge: Judge) -> list[Outcome]:
        """Store descriptions; gives an outcome for each, those that are settled by their hash first."""
        plan = self.plan(descriptions, intake)
        return plan.settled + self.carry_out(plan, judge.judge(plan.descriptions))

    def named(self, name: str) -> Record:
        """The record of an IRI or id. Raises NotFound."""
        found = self._store.find("iri", [name]).get(name) or self._store.find("id", [name]).get(name)
        if found is None:
            raise NotFound(name=name)
        return found

    def plan(self, descriptions: Sequence[Description], intake: Intake) -> Plan:
        """Settle what needs no validation: unchanged, too large, or held by somebody else."""
        known = self._store.find("iri", [description.iri for description in descriptions])
        plan = Plan(intake)
        for description in descriptions:
            record = known.get(description.iri)
            settled = self._settle(description, record, intake)
            if settled is None:
                plan.open.append((description, record))
            else:
                plan.settled.append(settled)
        return plan

    def _settle(self, description: Description, record: Record | None, intake: Intake) -> Outcome | None:
        error = self._unfit(description, record)
        if error:
            return Outcome(OutcomeKind.REFUSED, description.iri, str(error))
        if record is None:
            return None
        if record.source != intake.source:
            holder = f"the source {record.source}" if record.source else "this catalogue itself"
            return Outcome(
                OutcomeKind.REFUSED, description.iri, str(HeldElsewhere(name=description.iri, holder=holder))
            )
        if reason := barred_by_draft(record, description):
            return Outcome(OutcomeKind.REFUSED, description.iri, reason)
        if record.head.hash != description.hash:
            return None
        stays = record.state is not State.WITHDRAWN and not self._is_due(record, intake.publish)
        return Outcome(OutcomeKind.UNCHANGED, description.iri) if stays else None

    def demand_size(self, description: Description) -> None:
        """Raises TooLarge for a description that is, or has an IRI that is, and Unsayable and RunByBrowsers for what
        none can hold (`catalogue.domain.characters`).
        """
        error = self._too_large(description)
        if error:
            raise error
        check_name(description.iri)
        check_characters(description.iri, description.ntriples)

    def _unfit(self, description: Description, record: Record | None) -> BadInput | None:
        """Why a description cannot be taken in; what is here already may say what it says."""
        if record and record.head.hash == description.hash:
            return self._too_large(description)
        try:
            self.demand_size(description)
        except BadInput as error:
            return error
        return None

    def _too_large(self, description: Description) -> TooLarge | None:
        if len(description.ntriples) > self._limit:
            return TooLarge(source=description.iri, limit=f"{self._limit // 2**20} MB")
        if len(description.iri.encode()) > LONGEST_IRI:
            return TooLarge(source=f"The IRI {description.iri[:80]}…", limit=f"{LONGEST_IRI:,} bytes")
        return None

    def _is_due(self, record: Record, publish: Publish) -> bool:
        """Whether a stored draft would now be published, as it stands."""
        return record.has_draft and _publishes(publish, record.head.report)

    def carry_out(self, plan: Plan, judgements: Sequence[Judgement]) -> list[Outcome]:
        """Store what was judged, all at once; if somebody was faster with one, each for itself."""
        judged, refused = _changeable(self._with_catalogue_findings(plan, judgements), plan.intake)
        writes = [_write(plan.intake, entry, judgement, self._identities) for entry, judgement in judged]
        pairs = list(zip(writes, judged, strict=True))
        try:
            self._store.put(writes)
        except Conflict:
            return refused + [self._store_alone(write, *each) for write, each in pairs]
        return refused + [_outcome(write, *each) for write, each in pairs]

    def revise(self, record: Record, after: Description, intake: Intake, judgement: Judgement) -> Outcome:
        """Store what became of a revision. Raises Stale when the description has another one meanwhile."""
        plan = self.plan([after], intake)
        for _, current in plan.open:
            if current is None or current.head.number != record.head.number:
                number = current.head.number if current else "none"
                raise Stale(name=record.iri, current=number, expected=record.head.number)
        return [*plan.settled, *self.carry_out(plan, [judgement] if plan.open else [])][0]

    def _store_alone(self, write: Write, entry: Entry, judgement: Judgement) -> Outcome:
        try:
            self._store.put([write])
        except Conflict as error:
            return Outcome(OutcomeKind.REFUSED, write.iri, str(error), judgement.title)
        return _outcome(write, entry, judgement)

    def _with_catalogue_findings(
        self, plan: Plan, judgements: Sequence[Judgement]
    ) -> list[tuple[Entry, Judgement]]:
        wanted = {value for judgement in judgements for value in judgement.identifiers}
        holders: dict[str, str] = {
            str(key): record.iri for key, record in self._store.find("identifier", wanted).items()
        }
        judged = []
        for entry, judgement in zip(plan.open, judgements, strict=True):
            description = entry[0]
            more = [*_taken(description, judgement, holders), *_unlisted(description)]
            holders.update(
                {value: description.iri for value in judgement.identifiers if value not in holders}
            )
            judged.append((entry, replace(judgement, report=judgement.report.with_findings(more))))
        return judged

    def held_against(self, description: Description, judgement: Judgement) -> Judgement:
        """A judgement with what the catalogue as a whole has against the description."""
        plan = Plan(Intake(), open=[(description, None)])
        [(_, held)] = self._with_catalogue_findings(plan, [judgement])
        return held

    def withdraw(self, iri: str, reason: str, author: str = "") -> Record:
        """Take a published description back; a tombstone stays. Raises NotFound, Gone, Stale."""
        record = self._existing(iri)
        if record.state is State.WITHDRAWN:
            raise _gone(record)
        return self._change(record, ChangeKind.WITHDRAWN, State.WITHDRAWN, (author, reason))

    def publish(self, iri: str, author: str = "") -> Record:
        """Publish the newest revision of a description. Raises NotFound, Stale."""
        return self._change(self._existing(iri), ChangeKind.PUBLISHED, State.PUBLISHED, (author, ""))

    def remove(self, iri: str) -> None:
        """Delete a record with all its revisions, and leave no tombstone. Raises NotFound, Stale."""
        self._change(self._existing(iri), ChangeKind.REMOVED, State.DRAFT, ("", ""))

    def _existing(self, iri: str) -> Record:
        record = self._store.find("iri", [iri]).get(iri)
        if record is None:
            raise NotFound(name=iri)
        return record

    def _change(self, record: Record, change: ChangeKind, state: State, told: tuple[str, str]) -> Record:
        author, reason = told
        stored = self._store.put(
            [Write(record.iri, record.head.number, change, state, author=author, reason=reason)]
        )
        return stored[0] if stored else record


def _gone(record: Record) -> Gone:
    assert record.withdrawn is not None
    return Gone(name=record.iri, date=record.withdrawn.date(), reason=record.withdrawal_reason)


def _publishes(publish: Publish, report: Report) -> bool:
    return publish is Publish.ALWAYS or (publish is Publish.CONFORMING and report.conforms)


def _changeable(
    judged: Sequence[tuple[Entry, Judgement]], intake: Intake
) -> tuple[list[tuple[Entry, Judgement]], list[Outcome]]:
    """Those that can be stored, and the outcomes of those that would be drafts of another kind."""
    kept, refused = [], []
    for (description, record), judgement in judged:
        reason = barred_as_draft(record, description, _publishes(intake.publish, judgement.report))
        if reason:
            refused.append(Outcome(OutcomeKind.REFUSED, description.iri, reason, judgement.title))
        else:
            kept.append(((description, record), judgement))
    return kept, refused


def _write(intake: Intake, entry: Entry, judgement: Judgement, identities: Identities) -> Write:
    description, record = entry
    published = _publishes(intake.publish, judgement.report)
    same = record is not None and record.head.hash == description.hash
    return Write(
        iri=description.iri,
        expected=record.head.number if record else None,
        change=ChangeKind.PUBLISHED if published else ChangeKind.SAVED,
        state=State.PUBLISHED if published else State.DRAFT,
        description=None if same else description,
        report=judgement.report,
        identifiers=judgement.identifiers,
        id=identities.id(description.iri),
        source=intake.source,
        author=intake.author,
        reason=intake.reason,
    )


def _outcome(write: Write, entry: Entry, judgement: Judgement) -> Outcome:
    description, record = entry
    if write.state is State.PUBLISHED:
        kind = OutcomeKind.UPDATED if record else OutcomeKind.CREATED
        return Outcome(kind, description.iri, title=judgement.title)
    return Outcome(OutcomeKind.DRAFT, description.iri, _why(judgement.report), judgement.title)


def _why(report: Report) -> str:
    """How many violations, for the summary; what they are stands in the record's report."""
    count = sum(finding.severity is Severity.VIOLATION for finding in report.findings)
    return f"{count} violation(s) at level {report.level}" if count else "publishing was not asked for"


def _taken(description: Description, judgement: Judgement, holders: Mapping[str, str]) -> list[Finding]:
    """Identifiers that another description in the catalogue has already."""
    return [
        Finding(
            Severity.VIOLATION,
            description.iri,
            str(DCAT.Dataset),
            str(DCTERMS.identifier),
            UNIQUE_IDENTIFIER,
            value,
            f"{holders[value]} has this identifier",
        )
        for value in judgement.identifiers
        if holders.get(value, description.iri) != description.iri
    ]


def _unlisted(description: Description) -> list[Finding]:
    """A part alone (a distribution, an agent) is no entry of a catalogue."""
    if description.kind is not Kind.OTHER:
        return []
    return [Finding(Severity.VIOLATION, description.iri, "", "", NOTHING_LISTED)]
