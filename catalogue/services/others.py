"""What a description tells of other entries of the catalogue: that is for those who may edit these."""

from dataclasses import replace
from typing import Final, Protocol

from catalogue.domain.deliveries import NoPlaceForIt
from catalogue.domain.errors import HeldElsewhere
from catalogue.domain.people import Actor, Permission
from catalogue.domain.record import Description, Record
from catalogue.domain.sentences import Sentence, quoted
from catalogue.rdf.renaming import described
from catalogue.services.identities import Identities
from catalogue.store.base import RecordStore
from catalogue.store.register_base import RegisterStore

# What only the catalogue itself tells of: itself, and its records.
_RESERVED: Final = ("catalog", "record")


class Store(RecordStore, RegisterStore, Protocol):
    """What is needed of the store."""


class Others:
    """Keeps what somebody describes apart from what others do: it would stand in our feed beside what they say."""

    def __init__(self, store: Store, identities: Identities) -> None:
        self._store = store
        self._identities = identities
        self._reserved = tuple(identities.entry(name, "").rstrip("/") for name in _RESERVED)

    def check(self, actor: Actor, description: Description, record: Record | None = None) -> None:
        """Refuse what tells something of an entry that the actor may not edit; what `record` says already may stay.

        Raises HeldElsewhere, and NoPlaceForIt for what only the catalogue tells of.
        """
        error = self._fault(actor, description)
        if error is not None and record is not None:
            before = self._store.ntriples([record.head.hash]).get(record.head.hash, "")
            known = set(before.split("\n"))
            added = [line for line in description.ntriples.split("\n") if line not in known]
            error = self._fault(actor, replace(description, ntriples="\n".join(added)))
        if error is not None:
            raise error

    def _fault(self, actor: Actor, description: Description) -> HeldElsewhere | NoPlaceForIt | None:
        told = described(description) - {description.iri}
        reserved = next((iri for iri in sorted(told) if iri.startswith(self._reserved)), None)
        if reserved is not None:
            return NoPlaceForIt(iri=quoted(reserved))
        for record in self._store.find("iri", told).values():
            if not actor.may(Permission.EDIT, record.organisation):
                return HeldElsewhere(name=quoted(record.iri), holder=Sentence("somebody else"))
        ours = [iri for iri in told if self._identities.is_ours(iri)]
        for entry in self._store.entries(None, ours):
            is_theirs = entry.organisation and not actor.may(Permission.EDIT, entry.organisation)
            if is_theirs and not self._is_copy(entry.iri, description):
                return HeldElsewhere(name=quoted(entry.iri), holder=Sentence("somebody else"))
        return None

    def _is_copy(self, iri: str, description: Description) -> bool:
        """Whether a description says of an entry of the register only what some version of that says."""
        versions = self._store.entry_versions(iri)
        return _said(iri, description.ntriples) <= {
            line for each in versions for line in _said(iri, each.ntriples)
        }


def _said(iri: str, ntriples: str) -> set[str]:
    """The statements of an IRI, but for blank nodes, whose names differ."""
    lines = ntriples.split("\n")
    return {line for line in lines if line.startswith(f"<{iri}> ") and "> _:" not in line}
