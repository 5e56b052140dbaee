"""Entries of the register as somebody types them: kept from one page to the next, and stored when they are saved."""

import hashlib
import json
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from rdflib import RDF, URIRef

from catalogue.domain.errors import NotFound
from catalogue.domain.people import Actor
from catalogue.domain.register import RegisterEntry
from catalogue.rdf import graphs
from catalogue.services.auditing import now
from catalogue.services.register import Draft, Register
from catalogue.store.register_base import Pending, StartStore

_KEPT: Final = timedelta(days=14)


@dataclass(frozen=True, slots=True)
class EntryDraft:
    """An entry as somebody types it. `entry` is the version that it began from, None for a new one."""

    draft: Draft
    entry: RegisterEntry | None
    version: int
    is_changed: bool = False

    @property
    def is_stale(self) -> bool:
        """Whether somebody else has saved the entry since."""
        return self.entry is not None and self.entry.version != self.version


class EntryDrafts:
    """What people type about entries."""

    def __init__(self, store: StartStore, register: Register) -> None:
        self._store = store
        self._register = register

    def begin(self, actor: Actor, class_iri: str, organisation: str) -> EntryDraft:
        """A new entry. Raises NotFound, Forbidden."""
        begun = EntryDraft(self._register.draft(actor, class_iri, organisation), None, 0)
        self.keep(actor, begun)
        return begun

    def open(self, actor: Actor, iri: str) -> EntryDraft:
        """What an actor has typed of an entry, or the entry. Raises NotFound."""
        kept = self._store.pending(actor.id, _place(iri), now())
        if kept is None:
            draft, entry = self._register.opened(actor, iri), self._register.entry(actor, iri)
            return EntryDraft(draft, entry, entry.version)
        told = json.loads(kept.data)
        graph = graphs.graph(told["ntriples"])
        draft = Draft(iri, told["kind"], told["class"], told["organisation"], graph)
        return EntryDraft(draft, self._entry(actor, iri), told["version"], is_changed=True)

    def keep(self, actor: Actor, typed: EntryDraft) -> None:
        """Keep what was typed."""
        draft = typed.draft
        told = {"kind": draft.kind, "class": draft.class_iri, "organisation": draft.organisation}
        told |= {"ntriples": graphs.ntriples(draft.graph), "version": typed.version}  # type: ignore[dict-item]
        data = json.dumps(told).encode()
        self._store.keep_pending(Pending(actor.id, _place(draft.iri), now() + _KEPT, data))

    def drop(self, actor: Actor, iri: str) -> None:
        """Forget what was typed."""
        self._store.drop_pending(actor.id, _place(iri))

    def _entry(self, actor: Actor, iri: str) -> RegisterEntry | None:
        try:
            return self._register.entry(actor, iri)
        except NotFound:
            return None


def is_empty(draft: Draft) -> bool:
    """Whether nothing is said of an entry but what it is."""
    return set(draft.graph) <= {(URIRef(draft.iri), RDF.type, URIRef(draft.class_iri))}


def _place(iri: str) -> str:
    return f"register:{hashlib.sha256(iri.encode()).hexdigest()}"
