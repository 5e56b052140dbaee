"""Many descriptions of a program at once: each is taken for itself, and has an outcome of its own."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import StrEnum

from catalogue.domain.deliveries import ThereAlready, TooMany
from catalogue.domain.errors import CatalogueError, Unavailable
from catalogue.domain.people import Actor, Permission
from catalogue.domain.record import Description, Record
from catalogue.domain.versions import check_version
from catalogue.services.deliveries import Refused
from catalogue.services.submitting import Submitting
from catalogue.store.base import RecordStore


class Became(StrEnum):
    """What became of one description."""

    CREATED = "created"
    UPDATED = "updated"
    UNCHANGED = "unchanged"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Wish:
    """What is to be done with each: published if it conforms; put in place of what is there; and why."""

    publish: bool = False
    replace: bool = False
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Given:
    """One description of a batch, or why there is none. `versions` are those of which it may take the place."""

    description: Description | Refused
    versions: frozenset[str] | None = None


@dataclass(frozen=True, slots=True)
class Done:
    """The outcome of one: its record where it was taken, or the error. `published` says that it was just now."""

    iri: str
    became: Became
    record: Record | None = None
    error: CatalogueError | str | None = None
    published: bool = False


class Batching:
    """Takes in batches of at most `most` descriptions."""

    def __init__(self, store: RecordStore, submitting: Submitting, most: int) -> None:
        self._store = store
        self._submitting = submitting
        self._most = most

    def run(self, actor: Actor, batch: Iterable[Given], wish: Wish) -> list[Done]:
        """An outcome for each, in their order. Raises TooMany, before anything is stored, and Unavailable."""
        given = []
        for each in batch:
            given.append(each)
            if len(given) > self._most:
                raise TooMany(most=self._most)
        return [self._one(actor, each, wish) for each in given]

    def _one(self, actor: Actor, given: Given, wish: Wish) -> Done:
        description = given.description
        if isinstance(description, Refused):
            return Done(description.iri, Became.REFUSED, error=description.error)
        try:
            done = self._stored(actor, description, given.versions, wish)
            return self._published(actor, done) if wish.publish else done
        except Unavailable:
            raise
        except CatalogueError as error:
            return Done(description.iri, Became.REFUSED, error=error)

    def _stored(
        self, actor: Actor, description: Description, versions: frozenset[str] | None, wish: Wish
    ) -> Done:
        known = self._store.find("iri", [description.iri]).get(description.iri)
        if known is None or not actor.may(Permission.READ, known.organisation):
            record = self._submitting.create(actor, description, wish.reason)
            return Done(record.iri, Became.CREATED, record)
        if known.head.hash == description.hash:
            return Done(known.iri, Became.UNCHANGED, known)
        if versions is not None:
            check_version(known, versions)
        elif not wish.replace:
            raise ThereAlready(iri=known.iri, id=known.id)
        record = self._submitting.replace(actor, known, description, wish.reason)
        # What the register adds to it counts: the same delivery as before makes no revision.
        is_new = record.head.number != known.head.number
        return Done(known.iri, Became.UPDATED if is_new else Became.UNCHANGED, record)

    def _published(self, actor: Actor, done: Done) -> Done:
        before = done.record
        if before is None or not before.has_draft:
            return done
        record = self._submitting.publish(actor, before)
        return replace(done, record=record, published=not record.has_draft)
