"""What programs do with the descriptions of their organisation: as people do in the forms, by whole documents."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, Protocol

from catalogue.domain.deliveries import ThereAlready
from catalogue.domain.errors import Forbidden, Gone, HeldElsewhere, NotFound, NotPublishable
from catalogue.domain.people import Actor, Permission
from catalogue.domain.record import Description, Kind, Record, Revision, State
from catalogue.domain.review import Stage
from catalogue.domain.sentences import Sentence
from catalogue.rdf.patching import patched
from catalogue.services.deliveries import THE_BODY, check_kind
from catalogue.services.editing import Editing
from catalogue.services.workflow import Workflow
from catalogue.store.base import History, RecordStore, Selection
from catalogue.store.listing_base import ListingStore

Version = Literal["head", "published"]


class Store(RecordStore, History, ListingStore, Protocol):
    """What is read and written here."""


@dataclass(frozen=True, slots=True)
class Listed:
    """A record in a list, with the title of its newest revision, and where that stands."""

    record: Record
    title: str
    stage: Stage


@dataclass(frozen=True, slots=True)
class Ask:
    """Which records of an actor's organisations: `after` is a record's number, `limit` how many at most."""

    kind: Kind
    after: int = 0
    limit: int = 100
    states: frozenset[State] | None = None
    changed_since: datetime | None = None


class Submitting:
    """Reads and changes descriptions for programs. Every change names the revision that it is a change of."""

    def __init__(self, store: Store, editing: Editing, workflow: Workflow) -> None:
        self._store = store
        self._editing = editing
        self._workflow = workflow

    def mine(self, actor: Actor, ask: Ask) -> tuple[list[Listed], int | None]:
        """The records of the actor's organisations by number, and the number to go on after; None at the end."""
        found = self._store.select(
            Selection(
                ask.after,
                ask.limit + 1,
                kinds=frozenset({ask.kind}),
                organisations=actor.where(Permission.READ),
                states=ask.states,
                changed_since=ask.changed_since,
            )
        )
        shown = found[: ask.limit]
        return self.listed(shown), shown[-1].number if len(found) > ask.limit else None

    def listed(self, records: Sequence[Record]) -> list[Listed]:
        """Records with their titles, and where they stand."""
        titles = self._store.titles([record.number for record in records])
        stages = self._workflow.stages(records)
        return [
            Listed(each, min(titles.get(each.number, {}).values(), default=""), stages[each.number])
            for each in records
        ]

    def find(self, actor: Actor, kind: Kind, id: str) -> Record:
        """The record of an id. Raises NotFound, also for what the actor may not know of."""
        record = self._store.find("id", [id]).get(id)
        if record is None or record.kind is not kind or not _knows(actor, record):
            raise NotFound(name=id)
        return record

    def revision(self, actor: Actor, record: Record, version: Version | int | None) -> Revision:
        """A version to read: by its number, the newest or the published one; None gives the newest that one may.

        Raises NotFound, Forbidden, and Gone for a withdrawn one to who is not of its organisation.
        """
        if actor.may(Permission.READ, record.organisation):
            return self._of_ours(record, version or "head")
        if version not in (None, "published"):
            raise Forbidden
        if record.published is None:
            raise gone(record)
        return record.published

    def _of_ours(self, record: Record, version: Version | int) -> Revision:
        if version == "head":
            return record.head
        if version == "published":
            if record.published is None:
                raise NotFound(name=f"{record.id}?version=published")
            return record.published
        revisions = self._store.revisions(record.number)
        found = next((each for each in revisions if each.number == version), None)
        if found is None:
            raise NotFound(name=f"{record.id}/revisions/{version}")
        return found

    def revisions(self, actor: Actor, record: Record) -> Sequence[Revision]:
        """All versions, the oldest first. Raises Forbidden for who is not of its organisation."""
        actor.demand(Permission.READ, record.organisation)
        return self._store.revisions(record.number)

    def text(self, revision: Revision, iri: str) -> str:
        """The canonical N-Triples of a version. Raises NotFound when it was removed meanwhile."""
        found = self._store.ntriples([revision.hash]).get(revision.hash)
        if found is None:
            raise NotFound(name=iri)
        return found

    def create(self, actor: Actor, description: Description, reason: str) -> Record:
        """A new draft. Raises Forbidden, ThereAlready when one has its IRI, HeldElsewhere when that is not ours."""
        organisation = home(actor)
        known = self._store.find("iri", [description.iri]).get(description.iri)
        if known is not None:
            raise self._taken(actor, known)
        return self._editing.judged(self._editing.take(actor, organisation, description, reason))

    def replace(self, actor: Actor, record: Record, description: Description, reason: str) -> Record:
        """A new revision on top of the one that `record` has; the same again makes none. Raises Forbidden, Stale."""
        actor.demand(Permission.EDIT, record.organisation)
        check_kind(description)
        saved = self._editing.replace(actor, record.id, description, record.head.number, reason)
        return self._editing.judged(saved.record)

    def patch(self, actor: Actor, record: Record, patch: bytes, reason: str) -> Record:
        """A new revision, changed by an RDF Patch. Raises Forbidden, Stale, Unreadable, DoesNotApply."""
        actor.demand(Permission.EDIT, record.organisation)
        text = self.text(record.head, record.iri)
        before = Description(record.iri, record.kind, text, record.head.hash)
        return self.replace(actor, record, patched(before, patch, THE_BODY), reason)

    def delete(self, actor: Actor, record: Record) -> None:
        """Delete what was never published, with all its revisions. Raises Forbidden, Conflict, Stale."""
        actor.demand(Permission.EDIT, record.organisation)
        self._workflow.remove(actor, record.id, record.head.number)

    def publish(self, actor: Actor, record: Record) -> Record:
        """Give the newest revision to readers, if nothing stands against it; else it stays a draft."""
        if not record.has_draft or not record.head.report.conforms:
            return record
        try:
            return self._workflow.publish(actor, record.id, record.head.number)
        except (NotPublishable, Forbidden):  # by the rules of this moment, or somebody else has to review it
            return record

    def _taken(self, actor: Actor, known: Record) -> ThereAlready | HeldElsewhere:
        if actor.may(Permission.READ, known.organisation):
            return ThereAlready(iri=known.iri, id=known.id)
        return HeldElsewhere(name=known.iri, holder=Sentence("somebody else"))


def home(actor: Actor) -> str:
    """The organisation for which an actor makes descriptions. Raises Forbidden."""
    found = sorted(actor.where(Permission.EDIT))
    if not found:
        raise Forbidden
    return found[0]


def gone(record: Record) -> Gone | NotFound:
    """What is to be said of a record without a published version."""
    if record.withdrawn is None:
        return NotFound(name=record.id)
    return Gone(name=record.id, date=record.withdrawn.date(), reason=record.withdrawal_reason)


def _knows(actor: Actor, record: Record) -> bool:
    return record.listed is not None or actor.may(Permission.READ, record.organisation)
