"""The catalogue as other catalogues harvest it: pages of dcat:Catalog, put together from stored bytes.

A page goes on from a record number, which is given once and never reused: while descriptions come, change and
go, a harvester that follows `next` meets each exactly once. Its ETag is weak and speaks of what the page lists:
a change elsewhere in the catalogue leaves it as it was, though totals and the catalogue's date go on.
"""

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from itertools import chain
from typing import Final, Protocol
from urllib.parse import urlencode

from rdflib import DCAT, DCTERMS, RDF, RDFS, Literal

from catalogue.domain.errors import NotFound, NotRepresentable
from catalogue.domain.record import Record, State
from catalogue.domain.terms import HYDRA
from catalogue.rdf import graphs, writing
from catalogue.rdf.formats import Format
from catalogue.services.bodies import Bodies, Memory
from catalogue.services.listing import Listing, Paging, Told
from catalogue.store.base import History, RecordStore, Selection, SourceStore
from harvesters.addresses import public

# As they stand in canonical N-Triples.
_IS_DATASET: Final = f"{RDF.type.n3()} {DCAT.Dataset.n3()} ."
_IS_PAGING: Final = tuple(
    f"{RDF.type.n3()} {name.n3()} ." for name in (HYDRA.PagedCollection, HYDRA.PartialCollectionView)
)
_TITLE: Final = DCTERMS.title.n3()
_IDENTIFIER: Final = DCTERMS.identifier.n3()
# A page up to this size is put together before it is sent; a larger one is sent piece by piece.
_WHOLE: Final = 8 * 2**20
_OUTLINE: Final = 2000  # bytes that a listed record takes in memory, about


class Store(RecordStore, History, SourceStore, Protocol):
    """What a feed reads of the store."""


@dataclass(frozen=True, slots=True)
class Ask:
    """A page as it is asked for: `url` exactly, `feed` the same without its query.

    `after` is the record number to go on from; `kept` are the parameters that the other pages' URLs keep.
    """

    url: str
    feed: str
    size: int
    after: int = 0
    since: datetime | None = None
    kept: tuple[tuple[str, str], ...] = ()

    def page(self, after: int = 0) -> str:
        """The URL of the page that goes on from a number."""
        query = urlencode([*self.kept, *([("after", str(after))] if after else [])])
        return f"{self.feed}?{query}" if query else self.feed


@dataclass(frozen=True, slots=True)
class Page:
    """A page's validators and links; `body` gives its bytes, whole, or piece by piece when it is large."""

    etag: str
    modified: datetime
    paging: Paging
    body: Callable[[], bytes | Iterable[bytes]]


@dataclass(frozen=True, slots=True)
class _Outline:
    """What a page lists, at a position of the change feed."""

    records: Sequence[Record]
    paging: Paging
    modified: datetime
    digest: str


class Feeds:
    """The feed of an instance. `position` gives the position of the change feed, as it was last polled."""

    def __init__(self, store: Store, bodies: Bodies, listing: Listing, position: Callable[[], int]) -> None:
        self._store = store
        self._bodies = bodies
        self._listing = listing
        self._position = position
        self._started = datetime.now(UTC)
        self._outlines: Memory[_Outline] = Memory(16 * 2**20)
        self._kept_ends: Memory[tuple[int, int]] = Memory(2**16)

    def page(self, ask: Ask, form: Format) -> Page:
        """A page in a serialisation. Between two changes it costs no question to the store."""
        position = self._position()
        outline = self._outlines.get((ask, position))
        if outline is None:
            outline = self._outline(ask, position)
            self._outlines.put((ask, position), outline, _OUTLINE * (len(outline.records) + 1))
        etag = f'W/"{outline.digest}-{form.extension}"'
        return Page(etag, outline.modified, outline.paging, partial(self._body, outline, form))

    def record(self, record: Record, form: Format) -> bytes:
        """Our record of a description; of a withdrawn one it is the tombstone."""
        about = self._listing.record(record, self._sources([record]))
        return writing.document([own_fragment(about, form)], form)

    def _outline(self, ask: Ask, position: int) -> _Outline:
        beyond = Selection(ask.after, ask.size + 1, public=True, changed_since=ask.since)
        found = self._store.select(beyond)
        following = ask.page(found[ask.size - 1].number) if len(found) > ask.size else None
        # A draft that was taken back before anybody saw it has no tombstone.
        records = [record for record in found[: ask.size] if record.listed is not None]
        total, last = self._ends(ask, position)
        paging = Paging(
            url=ask.url,
            first=ask.page(),
            last=ask.page(last),
            next=following,
            previous=self._previous(ask),
            total=total,
            size=ask.size,
        )
        return _Outline(records, paging, self._modified(), self._digest(ask, records, following))

    def _ends(self, ask: Ask, position: int) -> tuple[int, int]:
        """How many descriptions the feed has, and the number that its last page goes on from."""
        key = (ask.since, ask.size, position)
        ends = self._kept_ends.get(key)
        if ends is None:
            published = Selection(states=frozenset({State.PUBLISHED}), changed_since=ask.since)
            ends = self._store.count(published), self._last(ask)
            self._kept_ends.put(key, ends, 200)
        return ends

    def _last(self, ask: Ask) -> int:
        listed = self._store.count(Selection(public=True, changed_since=ask.since))
        if listed <= ask.size:
            return 0
        rest = listed % ask.size or ask.size
        tail = Selection(None, rest + 1, public=True, changed_since=ask.since, backwards=True)
        found = self._store.select(tail)
        return found[rest].number if len(found) > rest else 0

    def _previous(self, ask: Ask) -> str | None:
        if not ask.after:
            return None
        before = Selection(ask.after + 1, ask.size + 1, public=True, changed_since=ask.since, backwards=True)
        found = self._store.select(before)
        return ask.page(found[ask.size].number if len(found) > ask.size else 0) if found else None

    def _modified(self) -> datetime:
        return self._store.changed_for_readers() or self._started

    def _digest(self, ask: Ask, records: Iterable[Record], following: str | None) -> str:
        said = [self._listing.signature, ask.url, following or ""]
        for record in records:
            content = record.published.hash if record.published else record.withdrawal_reason
            said.append(f"{record.number} {record.state} {record.changed.isoformat()} {content}")
        return hashlib.sha256("\n".join(said).encode()).hexdigest()[:32]

    def _body(self, outline: _Outline, form: Format) -> bytes | Iterable[bytes]:
        pieces = self._pieces(outline, form)
        start: list[bytes] = []
        size = 0
        for piece in pieces:
            start.append(piece)
            size += len(piece)
            if size > _WHOLE:
                return chain(start, pieces)
        return b"".join(start)

    def _pieces(self, outline: _Outline, form: Format) -> Iterator[bytes]:
        yield writing.head(form)
        yield own_fragment(self._front(outline), form)
        unsaid: Told = set()
        for record in outline.records:
            try:
                if record.published is not None:
                    yield writing.separator(form) + self.fragment(record, form)
            except NotRepresentable as error:
                unsaid.add((self._listing.record_iri(record), RDFS.comment, Literal(str(error), lang="en")))
            except NotFound:
                continue  # removed since the page was outlined
        if unsaid:
            yield writing.separator(form) + own_fragment(unsaid, form)
        yield writing.foot(form)

    def _front(self, outline: _Outline) -> Told:
        """All that is not description: the catalogue, the paging, and our records."""
        told: Told = set()
        self._listing.about_catalogue(told, outline.modified)
        self._listing.about_paging(told, outline.paging)
        sources = self._sources(outline.records)
        for record in outline.records:
            self._listing.about_member(told, record, sources)
        return told

    def _sources(self, records: Iterable[Record]) -> Mapping[str, str]:
        """The public addresses of the sources by id, where any of the records comes from one."""
        harvested = any(record.source for record in records)
        return {source.id: public(source.url) for source in self._store.sources()} if harvested else {}

    def source(self, record: Record) -> str:
        """The address that a record was harvested from, as everybody may know it; empty where there is none."""
        return self._sources([record]).get(record.source or "", "")

    def fragment(self, record: Record, form: Format) -> bytes:
        """A published description as a part of a larger document. Raises NotFound, and NotRepresentable."""
        assert record.published is not None
        content = record.published.hash

        def make() -> bytes:
            found = self._store.ntriples([content])
            if content not in found:
                raise NotFound(name=record.iri)
            return writing.fragment(as_listed(record.iri, found[content]), form, f"r{content[:16]}")

        return self._bodies.get(content, f"feed-{form.extension}", make)


def own_fragment(told: Told, form: Format) -> bytes:
    """A fragment of our own statements, subject by subject."""
    lines = sorted(graphs.ntriples(told).split("\n"))
    return writing.fragment("\n".join(lines), form)


def as_listed(iri: str, ntriples: str) -> str:
    """A stored description as the feed tells it.

    It has an identifier, because harvesters know datasets by it. What it merely refers to is no dcat:Dataset,
    and no paging node but ours is there, because harvesters would take the one in and follow the other.
    """
    lines = ntriples.split("\n")  # and not splitlines: a text may hold other line separators
    kept = [line for line in lines if not line.endswith(_IS_PAGING) and not _is_mention(line, iri, lines)]
    if not any(line.startswith(f"<{iri}> {_IDENTIFIER} ") for line in lines):
        kept.insert(0, f'<{iri}> {_IDENTIFIER} "{iri}" .')
    return "\n".join(kept)


def _is_mention(line: str, iri: str, lines: Iterable[str]) -> bool:
    """Whether a line types something as a dataset of which the description has no title."""
    if not line.endswith(_IS_DATASET):
        return False
    subject = line.removesuffix(_IS_DATASET).rstrip()
    if subject == f"<{iri}>" or " " in subject:  # a longer line only ends so, in a text
        return False
    return not any(other.startswith(f"{subject} {_TITLE} ") for other in lines)
