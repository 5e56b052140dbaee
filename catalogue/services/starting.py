"""What descriptions begin from: a template, another description, a harvested one, a file of RDF, a spreadsheet.

A description that begins from another one is a new thing: it has an address and an identifier of its own, and none of
the dates and versions that were only the other's.
"""

from collections.abc import Sequence
from typing import Final, Protocol

from rdflib import DCTERMS, RDF, Graph, Literal, URIRef

from catalogue.domain.copying import distinguish, moved, unmark
from catalogue.domain.errors import BadInput, NotFound
from catalogue.domain.people import Actor, Permission
from catalogue.domain.profile import Profile
from catalogue.domain.record import Description, Kind, Record
from catalogue.domain.sentences import Sentence
from catalogue.rdf import graphs
from catalogue.rdf.splitting import CLASSES
from catalogue.services.auditing import Auditing, now
from catalogue.services.editing import Editing
from catalogue.services.identities import Identities
from catalogue.services.translating import told
from catalogue.store.base import RecordStore
from catalogue.store.register_base import StartStore, Template

THIS: Final = "urn:x-template:this"  # what a template describes
_LONGEST_NAME: Final = 200


class Store(RecordStore, StartStore, Protocol):
    """What is needed of the store."""


class Starting:
    """Makes drafts of what there is, and keeps templates."""

    def __init__(
        self, store: Store, editing: Editing, profile: Profile, identities: Identities, auditing: Auditing
    ) -> None:
        self._store = store
        self._editing = editing
        self._profile = profile
        self._identities = identities
        self._auditing = auditing

    def duplicate(self, actor: Actor, id: str, organisation: str) -> Record:
        """A draft that says what the newest revision of a description says. Raises NotFound, Forbidden."""
        record = self._editing.find(actor, id)
        actor.demand(Permission.EDIT, organisation)
        described = self._copy(self._description(record, record.head.hash), distinct=True)
        return self._editing.take(actor, organisation, described, _copied(actor, record))

    def harvested(self, actor: Actor, id: str, organisation: str) -> Record:
        """A draft that says what readers get of a description, with a link to where it came from.

        Raises NotFound for what is not published, Forbidden.
        """
        record = self._store.find("id", [id]).get(id)
        if record is None or record.published is None:
            raise NotFound(name=id)
        actor.demand(Permission.EDIT, organisation)
        described = self._copy(self._description(record, record.published.hash))
        source = self._profile.field(CLASSES.get(record.kind, ""), str(DCTERMS.source))
        if source:
            graph = graphs.graph(described.ntriples)
            graph.add((URIRef(described.iri), DCTERMS.source, URIRef(record.iri)))
            described = graphs.describe(described.iri, described.kind, graph)
        return self._editing.take(actor, organisation, described, _copied(actor, record))

    def templates(self, actor: Actor) -> Sequence[Template]:
        """The templates that an actor may begin from: those of the actor's organisations, and the shared ones."""
        return self._store.templates(None if actor.administrator else actor.where(Permission.READ) | {""})

    def save_template(self, actor: Actor, id: str, name: str, organisation: str) -> Template:
        """Keep what a description says as a template of an organisation, or with "" for all.

        Raises NotFound, Forbidden, BadInput for one without a name.
        """
        record = self._editing.find(actor, id)
        self._demand(actor, organisation)
        if not name.strip():
            raise BadInput(reason=Sentence("Give the template a name."))
        described = self._description(record, record.head.hash)
        template = Template(
            id=self._identities.new(),
            organisation=organisation,
            name=name.strip()[:_LONGEST_NAME],
            ntriples=self._copy(described, THIS).ntriples,
            at=now(),
            author=actor.name,
        )
        self._store.save_template(template)
        self._auditing.note(actor, "template-saved", record.iri, organisation, template.name)
        return template

    def remove_template(self, actor: Actor, id: str) -> None:
        """Remove a template. Raises NotFound, Forbidden."""
        template = self._template(actor, id)
        self._demand(actor, template.organisation)
        self._store.remove_template(id)
        self._auditing.note(actor, "template-removed", template.name, template.organisation)

    def template(self, actor: Actor, id: str, organisation: str) -> Record:
        """A draft that says what a template says. Raises NotFound, Forbidden."""
        template = self._template(actor, id)
        actor.demand(Permission.EDIT, organisation)
        kept = Description(THIS, _kind_of(template.ntriples), template.ntriples, "")
        described = self._copy(kept)
        reason = Sentence("From the template “%(name)s”", name=template.name)
        return self._editing.take(actor, organisation, described, told(reason, actor.language))

    def _template(self, actor: Actor, id: str) -> Template:
        template = self._store.template(id)
        known = template and (not template.organisation or actor.may(Permission.READ, template.organisation))
        if template is None or not known:
            raise NotFound(name=id)
        return template

    def _demand(self, actor: Actor, organisation: str) -> None:
        actor.demand(Permission.EDIT if organisation else Permission.MANAGE_INSTANCE, organisation)

    def _copy(self, described: Description, iri: str = "", *, distinct: bool = False) -> Description:
        """A description of the same under another address, a new one by default; `distinct` lets its title differ."""
        new = URIRef(iri or self._identities.iri(self._identities.new()))
        graph = moved(graphs.graph(described.ntriples), URIRef(described.iri), new)
        unmark(graph, new, self._profile)
        if not iri:
            self._identify(graph, new, described.kind)
        if distinct:
            distinguish(graph, new, DCTERMS.title)
        return graphs.describe(new, described.kind, graph)

    def _identify(self, graph: Graph, root: URIRef, kind: Kind) -> None:
        if self._profile.field(CLASSES.get(kind, ""), str(DCTERMS.identifier)):
            graph.add((root, DCTERMS.identifier, Literal(str(root))))

    def _description(self, record: Record, hash: str) -> Description:
        return Description(record.iri, record.kind, self._editing.text(record, hash), hash)


def _copied(actor: Actor, record: Record) -> str:
    return told(Sentence("A copy of %(iri)s", iri=record.iri), actor.language)


def _kind_of(ntriples: str) -> Kind:
    """What the text of a template describes."""
    types = graphs.values(ntriples, THIS, str(RDF.type))
    return next((kind for kind, class_iri in CLASSES.items() if class_iri in types), Kind.OTHER)
