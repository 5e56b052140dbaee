"""What a harvester is: it reads one kind of source, page by page, and knows nothing of our store.

Others can add theirs: a package that names a class under the entry point `catalogue.harvesters` is found by that
name. The class is called with the settings of the instance, and gives a `Harvester`.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from typing import Protocol

from catalogue.domain.harvest import PageState, Source
from catalogue.domain.record import Description
from catalogue.rdf.splitting import Gathered
from catalogue.settings import Settings


@dataclass(frozen=True, slots=True)
class Tombstone:
    """An IRI that the source says it has withdrawn."""

    iri: str
    reason: str


@dataclass(frozen=True, slots=True)
class HarvestedPage:
    """One page of a source, or a part of a large one: only the last part of a page has its `state`.

    `gathered` stands in place of `descriptions` for who asked for them before they are in their stored form. An
    unchanged page (304) has no descriptions; its members are in `state`. `refused` names what the page holds
    and cannot be taken from it, with the reason; it is among the members.
    """

    url: str
    state: PageState | None
    descriptions: tuple[Description, ...] = ()
    tombstones: tuple[Tombstone, ...] = ()
    unchanged: bool = False
    refused: tuple[tuple[str, str], ...] = ()
    notes: tuple[str, ...] = ()
    gathered: tuple[Gathered, ...] = ()


class Harvester(Protocol):
    """A reader of one kind of source."""

    def pages(self, source: Source) -> Iterator[HarvestedPage]:
        """The pages in the source's order.

        Raises NotAskable, Unreachable, Unreadable or TooLarge when the source breaks off: what came before stands, and
        the run is partial.
        """


class HarvesterFactory(Protocol):
    """What stands behind an entry point."""

    def __call__(self, settings: Settings) -> Harvester:
        """The harvester of an instance."""


def minted(settings: Settings, source: Source) -> str:
    """How the IRIs begin that a harvester gives to what the source describes without one."""
    name = source.id if source.id.replace("-", "").isalnum() else sha256(source.id.encode()).hexdigest()[:12]
    return f"{settings.base_url}/dataset/{name}-"
