"""What programs hand in, read: a body becomes the descriptions of an organisation, or is refused for what it is.

A description keeps its own IRI, if that is not below our base address. A blank node gets one of ours, the same for
the same organisation and identifier (or title): what is handed in twice is one description.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Final

from catalogue.domain.deliveries import NoPlaceForIt, OtherDescription, SeveralDescriptions
from catalogue.domain.errors import CatalogueError, NoDescription
from catalogue.domain.record import Description, Kind
from catalogue.domain.sentences import Sentence, quoted
from catalogue.rdf.formats import Format
from catalogue.rdf.reading import read
from catalogue.rdf.renaming import typed
from catalogue.rdf.splitting import CLASSES, Gathered, split
from catalogue.services.identities import Identities

BATCH_ADDRESS: Final = "/api/v1/batch"
DELIVERED: Final = (Kind.DATASET, Kind.SERIES, Kind.SERVICE)
THE_BODY: Final = Sentence("The body")
_NAMED: Final = 5


@dataclass(frozen=True, slots=True)
class Body:
    """What came, and in which serialisation; None lets the content decide. `source` is how errors call it."""

    data: bytes
    form: Format | None = None
    source: str = THE_BODY


@dataclass(frozen=True, slots=True)
class Refused:
    """A description that cannot be taken, and why."""

    iri: str
    error: CatalogueError | str


class Deliveries:
    """Reads what is handed in."""

    def __init__(self, identities: Identities) -> None:
        self._identities = identities

    def one(self, body: Body, kind: Kind, organisation: str, iri: str = "") -> Description:
        """The only description of a body. With `iri` it is about that; relative IRIs are read against it.

        Raises SeveralDescriptions, OtherDescription, NoPlaceForIt, and what `rdf.reading.read` raises.
        """
        with read(body.data, body.source, body.form, iri or None) as statements:
            found = split(statements, (lambda _: iri) if iri else partial(self._identities.of, organisation))
            gathered = [each for each in found.gathered if each.kind in DELIVERED]
            if not gathered:
                raise NoDescription(source=body.source)
            if len(gathered) > 1:
                raise _several(gathered)
            description = gathered[0].description()
        if description.kind is not kind:
            raise OtherDescription(found=quoted(f"{description.iri} ({description.kind})"), wanted=kind)
        if iri and description.iri != iri:
            raise OtherDescription(found=quoted(description.iri), wanted=iri)
        if not iri:
            self.check_place(description.iri)
        return description

    def many(self, body: Body, organisation: str) -> Iterator[Description | Refused]:
        """Every description of a body, or why it cannot be told. Raises what `read` raises, and NoDescription."""
        with read(body.data, body.source, body.form) as statements:
            found = split(statements, partial(self._identities.of, organisation))
            met = False
            for each in found.gathered:
                if each.kind in DELIVERED:
                    met = True
                    yield self._placed(each)
            yield from (Refused(iri, reason) for iri, reason in found.refused)
            if not met and not found.refused:
                raise NoDescription(source=body.source)

    def check_place(self, iri: str) -> None:
        """Raises NoPlaceForIt for an IRI below our address that is no description's."""
        if self._identities.is_ours(iri) and self._identities.iri(self._identities.id(iri)) != iri:
            raise NoPlaceForIt(iri=quoted(iri))

    def _placed(self, gathered: Gathered) -> Description | Refused:
        try:
            self.check_place(gathered.iri)
            return gathered.description()
        except CatalogueError as error:
            return Refused(gathered.iri, error)


def check_kind(description: Description) -> None:
    """Raises OtherDescription for a description that does not say any more what it describes."""
    if description.iri not in typed(description, CLASSES[description.kind]):
        raise OtherDescription(found=Sentence("something without that type"), wanted=description.kind)


def _several(gathered: Sequence[Gathered]) -> SeveralDescriptions:
    named = ", ".join(quoted(each.iri) for each in gathered[:_NAMED])
    found = named + (", …" if len(gathered) > _NAMED else "")
    return SeveralDescriptions(count=len(gathered), found=found, batch=BATCH_ADDRESS)
