"""Letting one entry of a register take the place of another, and bringing the other back."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime

from rdflib import Graph, URIRef

from catalogue.domain.errors import Conflict
from catalogue.domain.people import Actor
from catalogue.domain.profile import Profile
from catalogue.domain.register import Action, Change, RegisterEntry, exchange, exchange_back
from catalogue.domain.sentences import Sentence
from catalogue.rdf import graphs
from catalogue.services.auditing import now
from catalogue.services.register import Register, Store


class Merging:
    """Merges entries of the register, and undoes it."""

    def __init__(self, register: Register, store: Store, profile: Profile) -> None:
        self._register = register
        self._store = store
        self._profile = profile

    def partners(self, actor: Actor, entry: RegisterEntry) -> list[RegisterEntry]:
        """The entries that one may be merged into: of its register, its organisation's or shared."""
        return [
            each
            for each in self._register.entries(actor, entry.kind)
            if each.iri != entry.iri and each.organisation in ("", entry.organisation)
        ]

    def merge(self, actor: Actor, gone: str, stays: str) -> Change:
        """Let descriptions name one entry where they named another, which is kept aside.

        Raises Conflict for two that do not fit together, Forbidden, NotFound.
        """
        old, new = self._register.entry(actor, gone), self._register.entry(actor, stays)
        self._register.demand(actor, old.organisation)
        self._check(old, new)
        copy, entries = graphs.graph(new.ntriples), [_moved(old, stays, actor)]
        for entry, graph in self._register.naming(gone, old.organisation):
            exchange(graph, URIRef(gone), copy, self._profile, (URIRef(entry.iri), URIRef(stays)))
            entries.append(self._register.next(actor, entry, graph))
        change = self._register.change(actor, Action.MERGE, old, stays)
        self._store.start_change(change, [each.number for each in self._register.concerned(old)], entries)
        self._register.note(actor, "register-merged", old, f"{old.name} → {new.name} <{stays}>")
        return change

    def undo(self, actor: Actor, gone: str) -> Change:
        """Bring back an entry that was merged, and let descriptions name it as before.

        Raises Conflict for one that is not merged, or whose merge is under way; Forbidden, NotFound.
        """
        entry = self._register.entry(actor, gone)
        self._register.demand(actor, entry.organisation)
        merge = self.last(gone)
        if not entry.merged_into or merge is None:
            raise Conflict(reason=Sentence("“%(name)s” is not merged into another.", name=entry.name))
        if merge.finished is None:
            raise Conflict(reason=Sentence("The merge has not reached every description yet; wait for it."))
        back = _moved(entry, "", actor)
        change = self._register.change(actor, Action.UNDO, back, merge.id)
        records = [item.record for item in self._store.items(merge.id)]
        self._store.start_change(change, records, [back, *self._restored(actor, back, merge)])
        self._register.note(actor, "register-merge-undone", entry)
        return change

    def last(self, gone: str) -> Change | None:
        """The last merge of an entry into another."""
        changes = self._store.register_changes(gone)
        return next((each for each in changes if each.action is Action.MERGE and each.iri == gone), None)

    def _check(self, old: RegisterEntry, new: RegisterEntry) -> None:
        if old.iri == new.iri or old.kind != new.kind:
            raise Conflict(reason=Sentence("Two different entries of the same register can be merged."))
        if old.merged_into or new.merged_into:
            raise Conflict(reason=Sentence("One of them is merged into another already."))
        if new.organisation not in ("", old.organisation):
            raise Conflict(
                reason=Sentence(
                    "“%(name)s” belongs to another organisation, and cannot take its place.", name=new.name
                )
            )
        if f"<{new.iri}>" in old.ntriples or f"<{old.iri}>" in new.ntriples:
            raise Conflict(reason=Sentence("One of them is a part of the other."))

    def _restored(self, actor: Actor, back: RegisterEntry, merge: Change) -> Iterator[RegisterEntry]:
        """The entries that name again the one that comes back, where they named it before the merge."""
        gone, stays = URIRef(merge.iri), URIRef(merge.other)
        copy = graphs.graph(self._store.entry_versions(merge.iri)[-1].ntriples)
        for entry, graph in self._register.naming(merge.other, back.organisation):
            before = self._before(entry.iri, merge.at)
            if before is not None:
                pair = (gone, stays)
                exchange_back((graph, before), pair, copy, self._profile, URIRef(entry.iri))
                yield self._register.next(actor, entry, graph)

    def _before(self, iri: str, moment: datetime) -> Graph | None:
        """What an entry said before a moment."""
        earlier = [each for each in self._store.entry_versions(iri) if each.at < moment]
        return graphs.graph(earlier[-1].ntriples) if earlier else None


def _moved(entry: RegisterEntry, into: str, actor: Actor) -> RegisterEntry:
    return replace(entry, version=entry.version + 1, merged_into=into, at=now(), author=actor.name)
