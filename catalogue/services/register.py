"""Agents and contacts that are described once: who may see and change them, and what a change sets going.

A change of an entry is stored with the list of the descriptions that it concerns, in one transaction; `spreading`
brings it to each of them afterwards.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final, Protocol

from rdflib import RDF, Graph, URIRef

from catalogue.domain.errors import Conflict, NotFound, Stale
from catalogue.domain.people import Actor, Permission
from catalogue.domain.profile import Profile
from catalogue.domain.record import Description, Kind, Record, State
from catalogue.domain.register import Action, Change, RegisterEntry, called, part, put
from catalogue.domain.sentences import Sentence
from catalogue.rdf import graphs
from catalogue.services.auditing import Auditing, now
from catalogue.services.identities import Identities
from catalogue.store.base import RecordStore
from catalogue.store.register_base import ChangeStore, RegisterStore

_NAMED: Final = re.compile(r"<([^<>\s]+)>")


class Store(RegisterStore, ChangeStore, RecordStore, Protocol):
    """What the register needs of the store."""


@dataclass(frozen=True, slots=True)
class Draft:
    """An entry that is being written: its IRI, its register and class, and what it says."""

    iri: str
    kind: str
    class_iri: str
    organisation: str
    graph: Graph


class Register:
    """The registers of an instance. `review` says that only some may publish."""

    def __init__(
        self,
        store: Store,
        profile: Profile,
        identities: Identities,
        auditing: Auditing,
        *,
        review: bool = True,
    ) -> None:
        self._store = store
        self._profile = profile
        self._identities = identities
        self._auditing = auditing
        self._review = review

    def entries(self, actor: Actor, kind: str = "", question: str = "") -> Sequence[RegisterEntry]:
        """The entries that an actor may see, by name: the shared ones and those of the actor's organisations."""
        wanted = question.casefold().split()
        return [
            entry
            for entry in self._store.entries(self._organisations(actor))
            if not entry.merged_into
            and kind in ("", entry.kind)
            and all(word in f"{entry.name} {entry.ntriples}".casefold() for word in wanted)
        ]

    def choices(self, organisation: str, class_iri: str) -> Sequence[RegisterEntry]:
        """What descriptions of an organisation can name where nodes of a class are expected: its own and the shared."""
        kind = self._profile.register.get(class_iri)
        found = self._store.entries({organisation, ""}) if kind else ()
        typed = f"<{RDF.type}> <{class_iri}> ."
        return [
            each for each in found if each.kind == kind and not each.merged_into and typed in each.ntriples
        ]

    def entry(self, actor: Actor, iri: str) -> RegisterEntry:
        """The newest version of an entry. Raises NotFound, for who may not see it too."""
        found = self.known(iri)
        if found.organisation and not actor.may(Permission.READ, found.organisation):
            raise NotFound(name=iri)
        return found

    def known(self, iri: str) -> RegisterEntry:
        """The newest version of an entry, whoever asks. Raises NotFound."""
        found = next(iter(self._store.entries(None, [iri])), None)
        if found is None:
            raise NotFound(name=iri)
        return found

    def versions(self, actor: Actor, iri: str) -> Sequence[RegisterEntry]:
        """All versions of an entry, the newest first. Raises NotFound."""
        self.entry(actor, iri)
        return list(reversed(self._store.entry_versions(iri)))

    def draft(self, actor: Actor, class_iri: str, organisation: str) -> Draft:
        """A new entry of a class, not stored yet. Raises NotFound for a class without a register, Forbidden."""
        self.demand(actor, organisation)
        kind = self._profile.register.get(class_iri)
        if kind is None:
            raise NotFound(name=class_iri)
        iri = self._identities.entry(kind, self._identities.new())
        graph = Graph()
        graph.add((URIRef(iri), RDF.type, URIRef(class_iri)))
        return Draft(iri, kind, class_iri, organisation, graph)

    def opened(self, actor: Actor, iri: str) -> Draft:
        """An entry to be changed. Raises NotFound."""
        entry = self.entry(actor, iri)
        graph = graphs.graph(entry.ntriples)
        return Draft(iri, entry.kind, self._class(graph, iri), entry.organisation, graph)

    def class_of(self, entry: RegisterEntry) -> str:
        """The class that has a register by which an entry stands in it."""
        return self._class(graphs.graph(entry.ntriples), entry.iri)

    def create(self, actor: Actor, draft: Draft) -> RegisterEntry:
        """Store a new entry. Raises Forbidden, Conflict for one without a name or address."""
        self.demand(actor, draft.organisation)
        entry = self._version(actor, draft, 1)
        self._store.save_entry(entry)
        self.note(actor, "register-created", entry)
        return entry

    def save(self, actor: Actor, draft: Draft, version: int) -> Change:
        """Store the next version of an entry; the change waits for the descriptions that use it.

        Raises Forbidden, Stale when the entry is not of this version any more, Conflict without a name.
        """
        before = self.entry(actor, draft.iri)
        self.demand(actor, before.organisation)
        if before.merged_into:
            raise Conflict(reason=Sentence("“%(name)s” was merged into another entry.", name=before.name))
        if before.version != version:
            raise Stale(name=before.name, current=before.version, expected=version)
        entry = self._version(actor, replace(draft, organisation=before.organisation), version + 1)
        copy, entries = graphs.graph(entry.ntriples), [entry]
        for other, graph in self.naming(entry.iri, entry.organisation):
            put(graph, copy, self._profile, URIRef(other.iri))
            entries.append(self.next(actor, other, graph))
        change = self.change(actor, Action.CHANGE, entry)
        self._store.start_change(change, [each.number for each in self.concerned(entry)], entries)
        self.note(actor, "register-saved", entry)
        return change

    def intended(self, actor: Actor, draft: Draft) -> tuple[Change, RegisterEntry]:
        """The change that saving a draft would set going, with the entry as it would be; nothing is stored."""
        before = self.entry(actor, draft.iri)
        self.demand(actor, before.organisation)
        entry = self._version(actor, replace(draft, organisation=before.organisation), before.version + 1)
        return self.change(actor, Action.CHANGE, entry), entry

    def may_publish(self, actor: Actor, entry: RegisterEntry) -> bool:
        """Whether what an actor changes in an entry reaches readers at once."""
        return not self._review or actor.may(Permission.PUBLISH, entry.organisation)

    def uses(self, actor: Actor, iri: str) -> list[Record]:
        """The descriptions that name an entry, as far as the actor may know of them. Raises NotFound."""
        self.entry(actor, iri)
        found = self._store.find("number", self._store.uses(iri)).values()
        public = set(self._store.uses(iri, public=True))
        return [
            record
            for record in found
            if record.number in public or actor.may(Permission.READ, record.organisation)
        ]

    def counts(self, entries: Iterable[RegisterEntry]) -> dict[str, int]:
        """How many descriptions use each entry, by IRI; nothing for those that none uses."""
        return dict(self._store.use_counts([entry.iri for entry in entries]))

    def remove(self, actor: Actor, iri: str) -> None:
        """Remove an entry that no description uses. Raises Conflict for one that is used, Forbidden, NotFound."""
        entry = self.entry(actor, iri)
        self.demand(actor, entry.organisation)
        named = [other.name for other, _ in self.naming(iri, entry.organisation)]
        if named or not self._store.remove_entry(iri):
            reason = Sentence(
                "“%(name)s” is used, and so it stays. Merge it into another instead.", name=entry.name
            )
            raise Conflict(reason=reason)
        self.note(actor, "register-removed", entry)

    def complete(self, graph: Graph, root: URIRef, organisation: str) -> None:
        """Let the graph of an organisation's description hold a copy of each entry that it names, as it is now.

        Entries of other organisations are left as the description has them.
        """
        named = {str(value) for value in graph.objects() if isinstance(value, URIRef)}
        for entry in self._store.entries({organisation, ""}, named):
            put(graph, graphs.graph(entry.ntriples), self._profile, root)

    def completed(self, description: Description, organisation: str) -> Description:
        """As `complete`, of a description as it is stored."""
        named = set(_NAMED.findall(description.ntriples))
        if not self._store.entries({organisation, ""}, named):
            return description
        graph = graphs.graph(description.ntriples)
        self.complete(graph, URIRef(description.iri), organisation)
        whole = graphs.describe(description.iri, description.kind, graph)
        return replace(whole, mentions=description.mentions)

    def concerned(self, entry: RegisterEntry) -> list[Record]:
        """The records that a change of an entry reaches: own ones of its organisation, all of them if shared."""
        found = self._store.find("number", self._store.uses(entry.iri)).values()
        return [
            record
            for record in found
            if record.source is None
            and record.state is not State.WITHDRAWN
            and entry.organisation in ("", record.organisation)
        ]

    def naming(self, iri: str, organisation: str) -> Iterator[tuple[RegisterEntry, Graph]]:
        """The other entries that name an entry, as its part, with what they say; as `concerned`, of an organisation."""
        for entry in self._store.entries({organisation} if organisation else None):
            if entry.iri != iri and f"<{iri}>" in entry.ntriples:
                yield entry, graphs.graph(entry.ntriples)

    def next(self, actor: Actor, entry: RegisterEntry, graph: Graph) -> RegisterEntry:
        """The next version of an entry, which is not stored yet."""
        return replace(
            entry,
            version=entry.version + 1,
            ntriples=graphs.describe(entry.iri, Kind.OTHER, graph).ntriples,
            name=called(graph, URIRef(entry.iri)),
            at=now(),
            author=actor.name,
        )

    def demand(self, actor: Actor, organisation: str) -> None:
        """Raises Forbidden for who may not change entries of an organisation, or the shared ones."""
        actor.demand(Permission.EDIT if organisation else Permission.MANAGE_INSTANCE, organisation)

    def note(self, actor: Actor, action: str, entry: RegisterEntry, detail: str = "") -> None:
        """Note in the audit log what somebody did to an entry."""
        self._auditing.note(actor, action, entry.iri, entry.organisation, detail or entry.name)

    def _version(self, actor: Actor, draft: Draft, version: int) -> RegisterEntry:
        """What a draft says of its entry, and of nothing else, as a version of it."""
        node = URIRef(draft.iri)
        own = part(draft.graph, node, self._profile)
        others = {str(each) for each in own.subjects() if isinstance(each, URIRef) and each != node}
        for entry in self._store.entries({draft.organisation, ""}, others):
            put(own, graphs.graph(entry.ntriples), self._profile, node)
        name = called(own, node)
        if not name:
            raise Conflict(reason=Sentence("Give it a name or an address, so that people can tell it apart."))
        ntriples = graphs.describe(draft.iri, Kind.OTHER, own).ntriples
        given = (draft.iri, version, draft.kind, draft.organisation, name, ntriples)
        return RegisterEntry(*given, now(), actor.name)

    def change(self, actor: Actor, action: Action, entry: RegisterEntry, other: str = "") -> Change:
        """A change of an entry, which is not stored yet; `spreading` brings it to records."""
        return Change(
            id=self._identities.new(),
            action=action,
            iri=entry.iri,
            other=other,
            organisation=entry.organisation,
            person=actor.id,
            author=actor.name,
            publishes=self.may_publish(actor, entry),
            at=now(),
        )

    def _organisations(self, actor: Actor) -> frozenset[str] | None:
        return None if actor.administrator else actor.where(Permission.READ) | {""}

    def _class(self, graph: Graph, iri: str) -> str:
        types = sorted(map(str, graph.objects(URIRef(iri), RDF.type)))
        return next((each for each in types if each in self._profile.register), types[0] if types else "")
