"""What a harvester is: it reads one kind of source, page by page, and knows nothing of our store."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Protocol

from catalogue.domain.harvest import PageState, Source
from catalogue.domain.record import Description


@dataclass(frozen=True, slots=True)
class Tombstone:
    """An IRI that the source says it has withdrawn."""

    iri: str
    reason: str


@dataclass(frozen=True, slots=True)
class HarvestedPage:
    """One page of a source. An unchanged page (304) has no descriptions; its members are in `state`."""

    url: str
    state: PageState
    descriptions: tuple[Description, ...] = ()
    tombstones: tuple[Tombstone, ...] = ()
    unchanged: bool = False
    notes: tuple[str, ...] = ()


class Harvester(Protocol):
    """A reader of one kind of source."""

    def pages(self, source: Source) -> Iterator[HarvestedPage]:
        """The pages in the source's order.

        Raises Unreachable, Unreadable or TooLarge when the source breaks off: what came before stands, and
        the run is partial.
        """
