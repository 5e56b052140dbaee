"""Describing datasets by hand: drafts, what is being written and not saved, and two people at one description."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from rdflib import DCTERMS, RDF, Graph, Literal, URIRef

from catalogue.domain.errors import (
    BadInput,
    BadParameter,
    HeldElsewhere,
    NotFound,
    OtherWindow,
    Stale,
)
from catalogue.domain.forms import prune
from catalogue.domain.forms.parts import type_value
from catalogue.domain.people import Actor, Permission
from catalogue.domain.profile import Field, Profile
from catalogue.domain.record import Description, Kind, OutcomeKind, Record
from catalogue.domain.sentences import Sentence
from catalogue.domain.terms import DCATAP
from catalogue.rdf import canonical, graphs
from catalogue.rdf.clashes import Clash, Side, Versions
from catalogue.rdf.splitting import CLASSES
from catalogue.rdf.working import WorkingGraph, has_empty_parts
from catalogue.services.deliveries import DELIVERED
from catalogue.services.drafts import Draft, Drafts, Store, demand_editable, holder_of
from catalogue.services.identities import Identities
from catalogue.services.own_lists import ALL, Asked, Entries, Entry
from catalogue.services.saving import Saved, Saving

__all__ = ("Conflict", "Draft", "Editing", "Saved")

_LONGEST_TITLE: Final = 1_000


@dataclass(frozen=True, slots=True)
class Seen:
    """What somebody chose between: the number of the newest revision, and the version of what they were editing."""

    head: int
    version: int


@dataclass(frozen=True, slots=True)
class Conflict:
    """A description that somebody else has saved meanwhile: what differs by property, and the three versions."""

    draft: Draft
    theirs: Record
    clashes: tuple[Clash, ...]
    versions: Versions

    @property
    def seen(self) -> Seen:
        return Seen(self.theirs.head.number, self.draft.version)


class Editing(Drafts):
    """What members of organisations do with their own descriptions.

    `limit` is the largest one in bytes; `legislation` are the laws that the catalogue serves: a new one names them.
    """

    def __init__(
        self,
        store: Store,
        saving: Saving,
        profile: Profile,
        identities: Identities,
        limit: int,
        legislation: Sequence[str] = (),
    ) -> None:
        super().__init__(store, profile, limit)
        self._saving = saving
        self._identities = identities
        self._legislation = legislation

    @property
    def kinds(self) -> tuple[Kind, ...]:
        """What can be described here: what the profile has fields for, a dataset first."""
        return tuple(kind for kind in DELIVERED if self._profile.fields(CLASSES[kind]))

    def create(
        self,
        actor: Actor,
        organisation: str,
        title: str,
        language: str,
        level: str,
        kind: Kind = Kind.DATASET,
    ) -> Record:
        """A draft with a title, an identifier, the law and the access level. Raises BadInput, NotFound, Forbidden.

        Things of a class without access rights, as series of datasets, get no level.
        """
        if not self._profile.fields(CLASSES.get(kind, "")):
            raise BadParameter(name="kind", value=kind, expected=", ".join(self.kinds))
        if not title.strip():
            raise BadInput(reason=Sentence("Give it a title: it can be changed at any time."))
        if level and level not in self._profile.levels:
            raise BadParameter(name="level", value=level, expected=", ".join(self._profile.levels))
        iri = self._identities.iri(self._identities.new())
        graph = self._blank(URIRef(iri), kind, level)
        graph.add(
            (URIRef(iri), DCTERMS.title, Literal(title.strip()[:_LONGEST_TITLE], lang=language or None))
        )
        return self.take(actor, organisation, graphs.describe(iri, kind, graph), "")

    def _blank(self, root: URIRef, kind: Kind, level: str) -> Graph:
        """What every description says that is made here: its class, identifier, law and access level."""
        graph, owner = Graph(), CLASSES[kind]
        graph.add((root, RDF.type, URIRef(owner)))
        if self._profile.field(owner, str(DCTERMS.identifier)):
            graph.add((root, DCTERMS.identifier, Literal(str(root))))
        rights = [self._profile.levels[level].iri] if level else []
        for path, iris in ((DCTERMS.accessRights, rights), (DCATAP.applicableLegislation, self._legislation)):
            if field := self._profile.field(owner, str(path)):
                self._say(graph, root, field, iris)
        return graph

    def _say(self, graph: Graph, root: URIRef, field: Field, iris: Sequence[str]) -> None:
        for value in map(URIRef, iris):
            graph.add((root, URIRef(field.path), value))
            type_value(graph, value, field, self._profile)

    def take(self, actor: Actor, organisation: str, description: Description, reason: str) -> Record:
        """A new draft of an organisation from any description, under the IRI that it has.

        Raises NotFound for an unknown organisation, Forbidden, TooLarge, and HeldElsewhere when the IRI or its id
        is taken.
        """
        self._demand_organisation(actor, organisation)
        known = self._store.find("iri", [description.iri]).get(description.iri)
        if known is not None:
            raise HeldElsewhere(name=description.iri, holder=holder_of(known))
        return self._saving.first(actor, organisation, description, reason)

    def _demand_organisation(self, actor: Actor, organisation: str) -> None:
        known = {each.id for each in self._store.organisations()}
        if organisation and organisation not in known:
            raise NotFound(name=organisation)
        actor.demand(Permission.EDIT, organisation)

    def mine(self, actor: Actor, asked: Asked = ALL) -> Entries:
        """A page of the descriptions of the actor's organisations, or of one; of administrators all own ones.

        Raises Forbidden for an organisation of which the actor is no member.
        """
        found, total = self._store.listed(asked.wanted(self._organisations(actor, asked.organisation)))
        titles = self._store.titles([record.number for record in found])
        kept = {copy.record: copy.at for copy in self._store.copies(person=actor.id)}
        told = (Entry(each, titles.get(each.number, {}), kept.get(each.number)) for each in found)
        return Entries(tuple(told), total)

    def _organisations(self, actor: Actor, organisation: str | None) -> frozenset[str]:
        if organisation is not None:
            actor.demand(Permission.READ, organisation)
            return frozenset({organisation})
        if actor.administrator:
            return frozenset({"", *(each.id for each in self._store.organisations())})
        return actor.where(Permission.READ)

    def change(
        self, actor: Actor, id: str, version: int, edit: Callable[[Graph], None], base: int = 0
    ) -> Draft:
        """Change the graph of what the actor edits, and keep it; nothing is kept where nothing changes.

        `version` is that of the draft that was shown, `base` the revision that it began from. Raises OtherWindow
        when something else was kept since, unless the edit changes nothing any more; Forbidden, Gone, HeldElsewhere
        for what cannot be edited here, and TooLarge.
        """
        draft = self.open(actor, id, base)
        demand_editable(actor, draft.record)
        edit(draft.graph)
        text = draft.graph.ntriples()
        if text == draft.ntriples:
            return draft
        if draft.version != version or base not in (0, draft.base):
            raise OtherWindow(name=draft.record.iri, current=draft.version, expected=version)
        return self.keep(actor, draft, text, draft.base)

    def save(self, actor: Actor, id: str, version: int, reason: str = "") -> Saved:
        """Make a revision of what the actor edits; without a change there is none.

        Raises OtherWindow as `change` does, Stale when somebody else has saved meanwhile (see `conflict`), TooLarge
        and TooAlike; what was written is kept then.
        """
        draft = self.open(actor, id)
        demand_editable(actor, draft.record)
        if not draft.is_changed and version in (0, draft.version):
            return Saved(draft.record, draft.report, OutcomeKind.UNCHANGED)
        if draft.version != version:
            raise OtherWindow(name=draft.record.iri, current=draft.version, expected=version)
        description = self._description(draft)
        if draft.is_stale and description.hash != draft.record.head.hash:
            raise Stale(name=draft.record.iri, current=draft.record.head.number, expected=draft.base)
        saved = self._saving.next(actor, draft.record, description, reason)
        head = saved.record.head.number
        self._store.settle_copy(draft.record.number, actor.id, draft.version, head)
        return saved

    def _description(self, draft: Draft) -> Description:
        """What is edited in the form in which it is stored, without the parts that were added and left empty."""
        before = self.text(draft.record, draft.record.head.hash)
        text = draft.ntriples
        if has_empty_parts(text, f"{draft.record.iri.partition('#')[0]}#", before):
            graph = WorkingGraph(text)
            prune(graph, draft.root, before)
            text = graph.ntriples()
        classes = graphs.values(text, draft.record.iri, str(RDF.type))
        kind = next((each for each, iri in CLASSES.items() if iri in classes), draft.record.kind)
        return canonical.describe_text(draft.record.iri, kind, text)

    def discard(self, actor: Actor, id: str) -> None:
        """Forget what the actor has written and not saved. Raises NotFound."""
        self._store.drop_copy(self.find(actor, id).number, actor.id)

    def conflict(self, actor: Actor, id: str) -> Conflict:
        """What the actor's version and the newest revision have made of the revision that the actor began from."""
        draft = self.open(actor, id)
        base = self.revision_text(draft.record, draft.base)
        theirs = self.text(draft.record, draft.record.head.hash)
        versions = Versions(draft.record.iri, base, theirs, draft.ntriples)
        return Conflict(draft, draft.record, versions.clashes(), versions)

    def resolve(self, actor: Actor, id: str, choices: Mapping[str, Side], seen: Seen | None = None) -> Draft:
        """Bring both versions together on top of the newest revision: `choices` by property, as clashes name them.

        What one of both has changed alone is taken without a choice; of what both have changed, mine. It is kept and
        not saved. Raises as `change` does, and Stale or OtherWindow when the versions are others than those `seen`.
        """
        conflict = self.conflict(actor, id)
        demand_editable(actor, conflict.draft.record)
        name, now = conflict.draft.record.iri, conflict.seen
        if seen is not None and seen.head != now.head:
            raise Stale(name=name, current=now.head, expected=seen.head)
        if seen is not None and seen.version != now.version:
            raise OtherWindow(name=name, current=now.version, expected=seen.version)
        text = conflict.versions.merged(choices)
        return self.keep(actor, conflict.draft, text, conflict.theirs.head.number)

    def replace(
        self, actor: Actor, id: str, description: Description, expected: int | None, reason: str
    ) -> Saved:
        """A new revision from outside the forms; what people are editing stays, and is then out of date.

        Raises NotFound, Forbidden, BadInput, and Stale unless `expected` is the head's number or None.
        """
        record = self.find(actor, id)
        demand_editable(actor, record)
        if expected is not None and expected != record.head.number:
            raise Stale(name=record.iri, current=record.head.number, expected=expected)
        return self._saving.next(actor, record, replace(description, mentions=()), reason)

    def judged(self, record: Record) -> Record:
        """The record with the whole report of its newest revision, for who waits for that however large it is."""
        return self._saving.judge_now(record)
