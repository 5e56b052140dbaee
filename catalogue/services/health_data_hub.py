"""The contract of the French Health Data Hub's catalogue, so that its clients push here as they do there.

They name a dataset by an id of their own, `<dataset:ID>`, and its publisher as `<publisher:UUID>`: neither is an
address. Here the dataset gets an IRI that follows from its id and the organisation, so that the same id is the same
record; an organisation that it names, one that is the same in all descriptions; and another node, a part of its
dataset's address. Its description is turned into the profile of this catalogue; what has no place there is kept.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final
from urllib.parse import quote

from rdflib import DCTERMS, FOAF, Literal, URIRef

from catalogue.domain.deliveries import SeveralDescriptions
from catalogue.domain.errors import CatalogueError, NoDescription, NotFound, Stale
from catalogue.domain.people import Actor, Permission
from catalogue.domain.record import Description, Kind, Record, State
from catalogue.rdf import graphs
from catalogue.rdf.converting import Converter
from catalogue.rdf.renaming import iris, renamed, typed
from catalogue.services.bringing_back import BringingBack
from catalogue.services.deliveries import BATCH_ADDRESS, Body, Deliveries, Refused
from catalogue.services.identities import Identities
from catalogue.services.submitting import Submitting, home
from catalogue.services.workflow import Workflow
from catalogue.store.base import RecordStore

_SCHEME: Final = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*):(.*)", re.DOTALL)
# What means the same everywhere; any other scheme is the client's own.
_KNOWN: Final = frozenset(
    "http https urn mailto tel ftp ftps sftp doi hdl info tag geo data did ark orcid ror w3id".split()
)
_TRIES: Final = 5  # of a push that somebody else's comes before


@dataclass(frozen=True, slots=True)
class Pushed:
    """What became of a dataset: its record, and whether readers get this very version of it.

    `refused` are the series and data services of the same body that were not taken, with the reason.
    """

    record: Record
    published: bool
    refused: tuple[tuple[str, CatalogueError | str], ...] = ()


class HealthDataHub:
    """Takes, replaces and removes datasets by the ids that their senders gave them."""

    def __init__(
        self,
        store: RecordStore,
        identities: Identities,
        deliveries: Deliveries,
        steps: tuple[Submitting, Workflow, BringingBack],
        converter: Converter | None,
    ) -> None:
        self._store = store
        self._identities = identities
        self._deliveries = deliveries
        self._submitting, self._workflow, self._bringing_back = steps
        self._converter = converter

    def push(self, actor: Actor, body: Body, origin: str = "") -> Pushed:
        """Take a dataset in, or put it in place of the one before; published if it conforms, else kept as a draft.

        `origin` is the id that the sender gave it; without, the node in the body says it. Raises Forbidden,
        SeveralDescriptions, NoDescription, NotPublishable for what was withdrawn and does not conform now, and what is
        wrong with a body.
        """
        organisation = home(actor)
        found = list(self._deliveries.many(body, organisation))
        dataset = _only_dataset([each for each in found if isinstance(each, Description)], body)
        iri = self._iri(actor, origin) if origin else ""
        names = self._names(dataset, organisation, iri)
        record = self._store_one(actor, self._ours(dataset, names))
        refused = [(each.iri, each.error) for each in found if isinstance(each, Refused)]
        for other in found:
            if isinstance(other, Description) and other is not dataset:
                refused += self._beside(actor, other, self._names(other, organisation, "") | names)
        return Pushed(record, not record.has_draft, tuple(refused))

    def remove(self, actor: Actor, id: str, reason: str) -> Record:
        """Delete a draft, or withdraw what was published, for which readers are told the reason. Raises NotFound."""
        record = self._store.find("id", [id]).get(id) or self._of_origin(actor, id)
        if record is None or not actor.may(Permission.READ, record.organisation):
            raise NotFound(name=id)
        if record.listed is None:
            self._submitting.delete(actor, record)
            return record
        if record.state is State.WITHDRAWN:
            return record
        return self._workflow.withdraw(actor, record.id, reason)

    def _beside(
        self, actor: Actor, other: Description, names: dict[str, str]
    ) -> list[tuple[str, CatalogueError | str]]:
        try:
            self._store_one(actor, self._ours(other, names))
        except CatalogueError as error:
            return [(other.iri, error)]
        return []

    def _store_one(self, actor: Actor, description: Description) -> Record:
        """Store it as the newest revision, whoever else does the same at this moment, and publish it if that can be."""
        for _ in range(_TRIES - 1):
            try:
                return self._try(actor, description)
            except Stale:
                continue
        return self._try(actor, description)

    def _try(self, actor: Actor, description: Description) -> Record:
        known = self._store.find("iri", [description.iri]).get(description.iri)
        if known is None or not actor.may(Permission.READ, known.organisation):
            return self._submitting.publish(actor, self._submitting.create(actor, description, ""))
        if known.state is State.WITHDRAWN:
            return self._bringing_back.run(actor, known, description)
        if known.head.hash != description.hash:
            known = self._submitting.replace(actor, known, description, "")
        return self._submitting.publish(actor, known)

    def _ours(self, description: Description, names: dict[str, str]) -> Description:
        """The description under our names, in our profile, with the identifier that its sender gave it."""
        origin = _local(description.iri)
        self._deliveries.check_place(names.get(description.iri, description.iri))
        after = renamed(description, names) if names else description
        if self._converter is not None:
            after = self._converter.convert(after).description
        if graphs.values(after.ntriples, after.iri, str(DCTERMS.identifier)):
            return after
        graph = graphs.graph(after.ntriples)
        graph.add((URIRef(after.iri), DCTERMS.identifier, Literal(origin)))
        return graphs.describe(after.iri, after.kind, graph)

    def _names(self, description: Description, organisation: str, iri: str) -> dict[str, str]:
        """New IRIs for the nodes that have none of the web's; `iri` is what the description itself is to be called."""
        own = iri or self._own(description.iri, organisation)
        agents = typed(description, str(FOAF.Agent))
        names = {each: self._part(own, each) for each in iris(description) if _is_private(each)}
        names |= {
            each: self._identities.entry_of("agent", organisation, each) for each in names.keys() & agents
        }
        if own != description.iri:
            names[description.iri] = own
        return names

    def _own(self, iri: str, organisation: str) -> str:
        return self._identities.of(organisation, _local(iri)) if _is_private(iri) else iri

    def _part(self, own: str, iri: str) -> str:
        scheme, _, rest = iri.partition(":")
        return f"{own}#{scheme}-{quote(rest, safe='')}"

    def _iri(self, actor: Actor, origin: str) -> str:
        """The IRI of what the sender calls so, which may not be here yet."""
        known = self._of_origin(actor, origin)
        if known is not None:
            return known.iri
        local = _local(origin)
        is_web = not _is_private(origin) and _SCHEME.fullmatch(origin)
        return origin if is_web else self._identities.of(home(actor), local)

    def _of_origin(self, actor: Actor, origin: str) -> Record | None:
        """The record of the actor's organisation that is called so: by the name it was given, IRI, or identifier."""
        organisation, local = home(actor), _local(origin)
        by_iri = self._store.find("iri", [self._identities.of(organisation, local), origin])
        by_name = self._store.find("identifier", [origin, local])
        by_id = self._store.find("id", [origin])
        found = [*by_iri.values(), *by_id.values(), *by_name.values()]
        return next((each for each in found if each.organisation == organisation), None)


def _only_dataset(found: Sequence[Description], body: Body) -> Description:
    datasets = [each for each in found if each.kind is Kind.DATASET]
    if len(datasets) > 1:
        named = ", ".join(each.iri for each in datasets[:5])
        raise SeveralDescriptions(count=len(datasets), found=named, batch=BATCH_ADDRESS)
    if not datasets:
        raise NoDescription(source=body.source)
    return datasets[0]


def _is_private(iri: str) -> bool:
    """Whether an IRI has a scheme that only its sender knows: `dataset:12`."""
    found = _SCHEME.fullmatch(iri)
    return found is not None and found[1].lower() not in _KNOWN


def _local(iri: str) -> str:
    """The id in `dataset:ID`; anything else as it is."""
    return iri.partition(":")[2] if _is_private(iri) else iri
