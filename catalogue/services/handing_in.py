"""Files from which descriptions begin: what is in one is shown before anything is stored, and taken as somebody says.

What was handed in is kept for a day for the one who did, and for nobody else.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta
from enum import StrEnum
from typing import Any, Final, Protocol

from rdflib import DCTERMS, Literal, URIRef

from catalogue.domain.copying import moved, unmark
from catalogue.domain.errors import (
    BadInput,
    CatalogueError,
    Conflict,
    FileTooLarge,
    NoDescription,
    NotFound,
    TooLarge,
)
from catalogue.domain.people import Actor, Permission
from catalogue.domain.profile import Profile
from catalogue.domain.record import Description, Kind, Record
from catalogue.domain.sentences import Sentence, from_json, megabytes, to_json
from catalogue.domain.sheets import Trouble
from catalogue.rdf import canonical, formats, graphs
from catalogue.rdf.formats import N_TRIPLES, Format
from catalogue.rdf.reading import read
from catalogue.rdf.splitting import CLASSES, split
from catalogue.rdf.working import WorkingGraph
from catalogue.services import xlsx
from catalogue.services.auditing import now
from catalogue.services.drafts import demand_editable
from catalogue.services.editing import Editing
from catalogue.services.identities import Identities
from catalogue.services.sheet_reading import Sheets
from catalogue.services.sheet_writing import About
from catalogue.services.spreadsheets import Spreadsheets
from catalogue.services.translating import told
from catalogue.store.base import History, RecordStore
from catalogue.store.register_base import Pending, StartStore

MOST: Final = 200  # descriptions of a file
_DAY: Final = timedelta(days=1)


class Store(RecordStore, History, StartStore, Protocol):
    """What is needed of the store."""


class Way(StrEnum):
    """What to do with a description of a file: leave it, take it with its address or a new one, or as a revision."""

    LEAVE = "leave"
    KEEP = "keep"
    NEW = "new"
    REVISE = "revise"


@dataclass(frozen=True, slots=True)
class Item:
    """One description of a file. `ways` are those that are open to it, the first is the usual one.

    `record` is one's own of the same address, where there is one; `head` the revision that it was at.
    """

    description: Description
    titles: Mapping[str, str]
    ways: tuple[Way, ...]
    record: Record | None = None
    held: bool = False

    @property
    def statements(self) -> int:
        return self.description.ntriples.count("\n")


@dataclass(frozen=True, slots=True)
class HandedIn:
    """A file that somebody has handed in: its name, for which organisation, and what is in it."""

    id: str
    source: str
    organisation: str
    items: Sequence[Item]
    notes: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Received:
    """What became of a file: it is kept under an `id`, or it has `troubles` in its cells.

    A spreadsheet that was made from a description of one's own has become what one edits of that `record`.
    """

    id: str = ""
    record: Record | None = None
    troubles: Sequence[Trouble] = ()


@dataclass(frozen=True, slots=True)
class Taken:
    """What became of one description of a file: its record, or why there is none."""

    item: Item
    record: Record | None = None
    error: CatalogueError | None = None


@dataclass(slots=True)
class _File:
    """What is kept of a file."""

    source: str
    organisation: str
    descriptions: list[Description]
    notes: list[str] = field(default_factory=list)

    def data(self) -> bytes:
        descriptions = [
            {"iri": each.iri, "kind": each.kind, "ntriples": each.ntriples, "hash": each.hash}
            for each in self.descriptions
        ]
        notes = [to_json(note) for note in self.notes]
        return json.dumps([self.source, self.organisation, descriptions, notes]).encode()

    @classmethod
    def of(cls, data: bytes) -> "_File":
        source, organisation, descriptions, notes = json.loads(data)
        return cls(source, organisation, list(map(_description, descriptions)), list(map(from_json, notes)))


def _description(kept: Mapping[str, Any]) -> Description:
    return Description(kept["iri"], Kind(kept["kind"]), kept["ntriples"], kept["hash"])


class HandingIn:
    """Takes files in. `limit` is the largest one in bytes."""

    def __init__(
        self,
        store: Store,
        editing: Editing,
        sheets: Spreadsheets,
        minting: tuple[Identities, Profile],
        limit: int,
    ) -> None:
        self._store = store
        self._editing = editing
        self._sheets = sheets
        self._identities, self._profile = minting
        self.limit = limit

    def receive(self, actor: Actor, data: bytes, source: str, organisation: str) -> Received:
        """Keep what is in a file, of RDF or a spreadsheet, until somebody says what to take of it.

        Raises Forbidden, TooLarge, and what is wrong with the file as BadInput.
        """
        actor.demand(Permission.EDIT, organisation)
        if len(data) > self.limit:
            raise FileTooLarge(source=source, size=megabytes(len(data)), limit=megabytes(self.limit))
        form = formats.by_extension("." + source.rpartition(".")[2].lower()) if "." in source else None
        if xlsx.is_spreadsheet(data):
            sheets = self._sheets.read(data, source)
            own = self._own(actor, sheets.about)
            if own is not None:
                return self._bring_back(actor, own, sheets, source)
            answer = self._sheets.take_up(sheets, source)
            if answer.troubles:
                return Received(troubles=answer.troubles)
            data, form = answer.ntriples.encode(), N_TRIPLES
        file = replace(self._read(data, source, form), organisation=organisation)
        return Received(self._keep(actor, file, self._identities.new()))

    def _own(self, actor: Actor, about: About) -> Record | None:
        """The description of one's own that a spreadsheet was made from."""
        record = self._store.find("iri", [about.record]).get(about.record) if about.record else None
        is_own = record and record.source is None and actor.may(Permission.EDIT, record.organisation)
        return record if is_own else None

    def _bring_back(self, actor: Actor, record: Record, sheets: Sheets, source: str) -> Received:
        """Let what a spreadsheet says be what somebody edits, on top of the revision that it was made from."""
        draft = self._editing.open(actor, record.id)
        demand_editable(actor, record)
        if draft.is_changed:
            raise Conflict(
                reason=Sentence(
                    "You have changes of this description that are not saved. Save or discard them first."
                )
            )
        revisions = {each.number: each.hash for each in self._store.revisions(record.number)}
        hash = revisions.get(sheets.about.revision)
        if hash is None:
            raise BadInput(reason=Sentence("This spreadsheet does not say which version it was made from."))
        before = Description(record.iri, record.kind, self._editing.text(record, hash), hash)
        answer = self._sheets.take_into(sheets, before, source)
        if answer.troubles:
            return Received(troubles=answer.troubles)
        if canonical.canonical_text(answer.ntriples)[1] != hash:
            text = WorkingGraph(answer.ntriples).ntriples()
            self._editing.keep(actor, draft, text, sheets.about.revision)
        return Received(record=record)

    def _read(self, data: bytes, source: str, form: Format | None) -> _File:
        file = _File(source, "", [])
        with read(data, source, form, self._identities.iri("")) as statements:
            found = split(statements, lambda _key: self._identities.iri(self._identities.new()))
            if found.count > MOST:
                raise TooLarge(source=source, limit=Sentence("%(count)s descriptions", count=MOST))
            file.descriptions = list(found.descriptions)
            file.notes = [*found.notes, *(reason for _, reason in found.refused)]
        if not file.descriptions:
            raise NoDescription(source=source)
        return file

    def _keep(self, actor: Actor, file: _File, id: str) -> str:
        self._store.keep_pending(Pending(actor.id, f"file:{id}", now() + _DAY, file.data()))
        return id

    def open(self, actor: Actor, id: str) -> HandedIn:
        """What was handed in, and what can be done with it. Raises NotFound, for what others handed in too."""
        file = self._file(actor, id)
        known = self._store.find("iri", [each.iri for each in file.descriptions])
        items = [self._item(actor, each, known.get(each.iri)) for each in file.descriptions]
        return HandedIn(id, file.source, file.organisation, items, file.notes)

    def _file(self, actor: Actor, id: str) -> _File:
        kept = self._store.pending(actor.id, f"file:{id}", now())
        if kept is None:
            raise NotFound(name=id)
        return _File.of(kept.data)

    def _item(self, actor: Actor, description: Description, record: Record | None) -> Item:
        titles = graphs.texts(description.ntriples, description.iri, str(DCTERMS.title))
        if record is None:
            is_new = self._identities.is_ours(description.iri)
            ways = (Way.KEEP, Way.LEAVE) if is_new else (Way.KEEP, Way.NEW, Way.LEAVE)
            return Item(description, titles, ways)
        if record.source is None and actor.may(Permission.EDIT, record.organisation):
            return Item(description, titles, (Way.REVISE, Way.NEW, Way.LEAVE), record)
        return Item(description, titles, (Way.NEW, Way.LEAVE), held=True)

    def take(self, actor: Actor, id: str, ways: Mapping[int, Way], heads: Mapping[int, int]) -> list[Taken]:
        """Make drafts, or revisions on top of the `heads` that were seen, as `ways` say for each place in the file.

        What is not named is taken in its usual way; what could not be is kept in the file, and no more than that.
        Raises NotFound, for a file that somebody is taking already too.
        """
        handed, file = self.open(actor, id), self._file(actor, id)
        if not self._store.drop_pending(actor.id, f"file:{id}"):
            raise NotFound(name=id)
        taken: list[Taken] = []
        left = dict(enumerate(file.descriptions))
        try:
            for place, item in enumerate(handed.items):
                way = ways.get(place, item.ways[0])
                chosen = replace(item, ways=(way if way in item.ways else item.ways[0],))
                if chosen.ways != (Way.LEAVE,):
                    taken.append(self._take(actor, handed, chosen, heads.get(place)))
                if chosen.ways == (Way.LEAVE,) or taken[-1].error is None:
                    del left[place]
        finally:
            if left:
                self._keep(actor, replace(file, descriptions=list(left.values())), id)
        return taken

    def _take(self, actor: Actor, handed: HandedIn, item: Item, expected: int | None) -> Taken:
        reason = told(Sentence("From the file %(name)s", name=handed.source), actor.language)
        try:
            if item.ways == (Way.REVISE,) and item.record is not None:
                saved = self._editing.replace(actor, item.record.id, item.description, expected or 0, reason)
                return Taken(item, saved.record)
            description = self._renamed(item) if item.ways == (Way.NEW,) else item.description
            return Taken(item, self._editing.take(actor, handed.organisation, description, reason))
        except CatalogueError as error:
            return Taken(item, error=error)

    def _renamed(self, item: Item) -> Description:
        """A description under a new address; what another one here is, it begins as a copy of."""
        new, old = URIRef(self._identities.iri(self._identities.new())), URIRef(item.description.iri)
        graph = moved(graphs.graph(item.description.ntriples), old, new)
        if item.record or item.held:
            unmark(graph, new, self._profile)
        named = (new, DCTERMS.identifier, None) in graph
        if not named and self._profile.field(CLASSES.get(item.description.kind, ""), str(DCTERMS.identifier)):
            graph.add((new, DCTERMS.identifier, Literal(str(new))))
        return graphs.describe(new, item.description.kind, graph)

    def drop(self, actor: Actor, id: str) -> None:
        """Forget a file."""
        self._store.drop_pending(actor.id, f"file:{id}")

    def purge(self) -> int:
        """Remove the files that are over; gives how many."""
        return self._store.purge_pending(now())
