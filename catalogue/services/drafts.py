"""What people are writing and have not saved: one working copy for each record and person."""

from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property
from typing import Protocol

from rdflib import DCTERMS, URIRef

from catalogue.domain.errors import Gone, HeldElsewhere, NotFound, OtherWindow, Stale, TooLarge
from catalogue.domain.people import Actor, Permission
from catalogue.domain.profile import Profile
from catalogue.domain.record import Record, State
from catalogue.domain.report import Report
from catalogue.domain.sentences import Sentence
from catalogue.rdf import graphs
from catalogue.rdf.statements import MEGABYTES, VALUE_LIMIT
from catalogue.rdf.working import WorkingGraph
from catalogue.services.auditing import now
from catalogue.store.base import History, RecordStore
from catalogue.store.holder_base import Copy, CopyStore, PeopleStore
from catalogue.store.listing_base import ListingStore


class Store(RecordStore, History, CopyStore, PeopleStore, ListingStore, Protocol):
    """What is read and written here."""


@dataclass(frozen=True)
class Draft:
    """A description as somebody edits it.

    `graph` may be read and thrown away; it is changed by `Editing.change` alone. `base` is the revision that it
    began from, `version` counts what was kept since (0: nothing), `kept` is when that last was. `report` is that of
    the newest revision.
    """

    record: Record
    root: URIRef
    base: int
    version: int
    report: Report
    level: str
    ntriples: str
    kept: datetime | None = None

    @cached_property
    def graph(self) -> WorkingGraph:
        """What it says, made when it is first asked for."""
        return WorkingGraph(self.ntriples)

    @property
    def is_changed(self) -> bool:
        """Whether something is kept that is not saved."""
        return self.version > 0

    @property
    def is_stale(self) -> bool:
        """Whether somebody else has saved a revision since it was begun."""
        return self.base != self.record.head.number


class Drafts:
    """Working copies. `limit` is the largest description in bytes."""

    def __init__(self, store: Store, profile: Profile, limit: int) -> None:
        self._store = store
        self._profile = profile
        self._limit = limit

    def open(self, actor: Actor, id: str, base: int = 0) -> Draft:
        """What the actor is editing of a record, or else its newest revision. Raises NotFound.

        `base` is the revision that the actor was shown: where nothing is kept yet, it is what they are editing,
        however many revisions came since.
        """
        record = self.find(actor, id)
        copy = self._store.copy(record.number, actor.id)
        if copy is None and 0 < base < record.head.number:
            return self._earlier(record, base)
        return self._draft(record, copy)

    def _earlier(self, record: Record, base: int) -> Draft:
        return replace(self._draft(record, None), base=base, ntriples=self.revision_text(record, base))

    def revision_text(self, record: Record, number: int) -> str:
        """The N-Triples of a revision. Raises NotFound."""
        for revision in self._store.revisions(record.number):
            if revision.number == number:
                return self.text(record, revision.hash)
        raise NotFound(name=record.id)

    def find(self, actor: Actor, id: str) -> Record:
        """The record of an id. Raises NotFound, also for what the actor may not read."""
        record = self._store.find("id", [id]).get(id)
        if record is None or not actor.may(Permission.READ, record.organisation):
            raise NotFound(name=id)
        return record

    def _draft(self, record: Record, copy: Copy | None) -> Draft:
        text = copy.ntriples if copy else self.text(record, record.head.hash)
        level = self._profile.level_for(graphs.values(text, record.iri, str(DCTERMS.accessRights)))
        if copy is None:
            base, version, kept = record.head.number, 0, None
        else:
            base, version, kept = copy.base, copy.version, copy.at
        return Draft(record, URIRef(record.iri), base, version, record.head.report, level, text, kept)

    def text(self, record: Record, content: str) -> str:
        """The stored N-Triples of a hash. Raises NotFound when the record was removed meanwhile."""
        found = self._store.ntriples([content]).get(content)
        if found is None:
            raise NotFound(name=record.id)
        return found

    def keep(self, actor: Actor, draft: Draft, text: str, base: int) -> Draft:
        """Keep a text as what the actor edits. Raises TooLarge, and OtherWindow when another was kept meanwhile."""
        if len(text) > self._limit:
            raise TooLarge(
                source=draft.record.iri, limit=Sentence("%(number)s MB", number=self._limit // 2**20)
            )
        if _longest(text) > VALUE_LIMIT:  # forms have a lower bound, of which they tell at the field
            raise TooLarge(source=Sentence("What was typed into one field"), limit=MEGABYTES)
        copy = Copy(draft.record.number, actor.id, base, draft.version + 1, now(), text)
        try:
            self._store.keep_copy(copy)
        except Stale as stale:
            raise OtherWindow(**stale.fields) from None
        return self._draft(draft.record, copy)


def _longest(text: str) -> int:
    """The bytes of the longest line that may be too long."""
    lines = (line for line in text.split("\n") if len(line) > VALUE_LIMIT // 4)
    return max((len(line.encode()) for line in lines), default=0)


def demand_editable(actor: Actor, record: Record) -> None:
    """Raises Forbidden, HeldElsewhere for what comes from a source, Gone for what was withdrawn."""
    actor.demand(Permission.EDIT, record.organisation)
    if record.source is not None:
        raise HeldElsewhere(name=record.iri, holder=holder_of(record))
    if record.state is State.WITHDRAWN:
        day = record.withdrawn.date() if record.withdrawn else ""
        raise Gone(name=record.iri, date=day, reason=record.withdrawal_reason)


def holder_of(record: Record) -> Sentence:
    if record.source:
        return Sentence("the source “%(source)s”", source=record.source)
    return Sentence("another description of this catalogue")
