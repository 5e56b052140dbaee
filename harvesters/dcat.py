"""DCAT catalogues on the web: one document or many pages, in any serialisation.

Pages are followed by `hydra:next` (and `hydra:nextPage`, its first name) or a `Link: <…>; rel="next"` header.
"""

from collections.abc import Callable, Iterator
from hashlib import sha256
from itertools import islice
from typing import Final

from catalogue.domain.errors import Endless, NoDescription, Unreachable
from catalogue.domain.harvest import PageState, Source
from catalogue.domain.record import Kind
from catalogue.domain.sentences import Sentence
from catalogue.rdf import listing
from catalogue.rdf.reading import read
from catalogue.rdf.splitting import AS_A_LIST, Split, split
from catalogue.rdf.statements import Statements
from catalogue.settings import Settings
from harvesters.addresses import told
from harvesters.base import HarvestedPage, Tombstone, minted
from harvesters.fetching import Fetched, Fetcher

_HARVESTED: Final = frozenset({Kind.DATASET, Kind.SERIES, Kind.SERVICE})
_PART: Final = 500  # descriptions that are handed over at once


class DcatHarvester:
    """Harvester of DCAT (see `base`). `fetcher` makes what fetches a source's pages.

    What describes the catalogue itself and loose parts is not harvested. With `gathers`, pages give everything, as
    it was gathered.
    """

    def __init__(
        self,
        settings: Settings,
        fetcher: Callable[[Settings, str], Fetcher] = Fetcher,
        gathers: bool = False,
    ) -> None:
        self._settings = settings
        self._fetcher = fetcher
        self._gathers = gathers

    def pages(self, source: Source) -> Iterator[HarvestedPage]:
        fetcher = self._fetcher(self._settings, source.url)
        trail = _Trail(self._settings.fetch_pages)
        url: str | None = source.url
        while url:
            trail.enter(url)
            state = PageState()
            with fetcher.fetch(url, source.pages.get(url)) as fetched:
                for part in self._parts(source, url, fetched):
                    state = part.state or state
                    yield part
            trail.leave(url, state)
            url = state.next

    def _parts(self, source: Source, url: str, fetched: Fetched) -> Iterator[HarvestedPage]:
        if fetched.not_modified:
            yield HarvestedPage(url, source.pages[url], unchanged=True)
            return
        with read(fetched.body, told(fetched.url), fetched.format, base=fetched.url) as statements:
            found = self._split(statements, source)
            members: list[str] = []
            for part in self._taken(url, found):
                members += [each.iri for each in part.descriptions] + [each.iri for each in part.gathered]
                yield part
            yield _last_part(url, fetched, statements, (members, found))

    def _split(self, statements: Statements, source: Source) -> Split:
        """The descriptions of a page. It may well have none: the last one, or one of tombstones."""
        try:
            found = split(statements, self._mint(source))
        except NoDescription:
            return Split(0, iter(()))
        harvested = (description for description in found.descriptions if description.kind in _HARVESTED)
        return Split(found.count, harvested, found.notes, found.refused, found.gathered)

    def _taken(self, url: str, found: Split) -> Iterator[HarvestedPage]:
        if self._gathers:
            while gathered := tuple(islice(found.gathered, _PART)):
                yield HarvestedPage(url, None, gathered=gathered)
            return
        while part := tuple(islice(found.descriptions, _PART)):
            yield HarvestedPage(url, None, part)

    def _mint(self, source: Source) -> Callable[[str], str]:
        """IRIs for what the source gives none: the same ones at every run, and of no other source."""
        base = minted(self._settings, source)
        return lambda identity: base + sha256(identity.encode()).hexdigest()[:20]


def _last_part(
    url: str, fetched: Fetched, statements: Statements, told_of: tuple[list[str], Split]
) -> HarvestedPage:
    """What stands when a page was read to its end: what it says of the list, and what it was."""
    members, found = told_of
    state = PageState(
        etag=fetched.etag,
        last_modified=fetched.last_modified,
        members=(*members, *(iri for iri, _ in found.refused)),
        next=listing.next_page(statements, fetched.url) or fetched.next,
    )
    notes = tuple(
        note for note in found.notes if not (isinstance(note, Sentence) and note.template == AS_A_LIST)
    )  # which is no news of a source
    gone = tuple(Tombstone(iri, reason) for iri, reason in listing.withdrawn(statements))
    return HarvestedPage(url, state, (), gone, notes=notes, refused=tuple(found.refused))


class _Trail:
    """The pages that were read in this run, so that it comes to an end."""

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._urls: set[str] = set()
        self._members: tuple[str, ...] = ()

    def enter(self, url: str) -> None:
        if url in self._urls:
            raise Unreachable(
                url=told(url), reason=Sentence("its pages lead in a circle: this one was read already")
            )
        if len(self._urls) >= self._limit:
            reason = Sentence(
                "the source goes on after %(count)s pages (CATALOGUE_FETCH_PAGES)", count=self._limit
            )
            raise Endless(url=told(url), reason=reason)
        self._urls.add(url)

    def leave(self, url: str, state: PageState) -> None:
        if state.members and state.members == self._members:
            raise Unreachable(
                url=told(url), reason=Sentence("it says the same as the page before, and has no end")
            )
        self._members = state.members
