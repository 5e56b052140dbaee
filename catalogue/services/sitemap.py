"""Every page of the catalogue for search engines, in each language with its alternates (sitemaps.org 0.9).

A map of more than 50,000 addresses is an index of parts. A part is a range of record numbers, so that a
description stays in its part for ever.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Final
from xml.sax.saxutils import escape

from catalogue.domain.errors import NotFound
from catalogue.domain.record import Record, State
from catalogue.store.base import RecordStore, Selection

LIMIT: Final = 50_000
_AT_ONCE: Final = 500
_PAGES: Final = ("", "datasets", "catalogue")
_PUBLISHED: Final = frozenset({State.PUBLISHED})
_HEAD: Final = '<?xml version="1.0" encoding="UTF-8"?>\n'
_NAMESPACE: Final = "http://www.sitemaps.org/schemas/sitemap/0.9"
Paths = Callable[[], Sequence[str]]


@dataclass(frozen=True, slots=True)
class Site:
    """Where the pages are, in which languages, and how many addresses one file may have."""

    base: str
    languages: Sequence[str]
    limit: int = LIMIT


class Sitemap:
    """The site map of an instance.

    `paths` gives those of pages that are no descriptions, below the language: of themes, holders, series.
    """

    def __init__(self, store: RecordStore, site: Site, paths: Paths = tuple) -> None:
        self._store = store
        self._base = site.base
        self._languages = site.languages
        self._most = site.limit // len(site.languages)
        self._paths = paths
        self._range = self._most - len(_PAGES)

    def start(self) -> Iterator[bytes]:
        """The whole map, or the index of its parts."""
        newest, others = self._newest(), self._paths()
        if newest + len(others) <= self._range:
            return self._urls(1, others)
        return iter([self._index(range(0 if others else 1, self._parts() + 1))])

    def part(self, number: int) -> Iterator[bytes]:
        """One part, counted from 1; 0 is that of the other pages. Raises NotFound."""
        others = self._paths() if number == 0 else ()
        if others:
            return self._whole(iter([self._each(others[: self._most])]))
        if not 1 <= number <= self._parts():
            raise NotFound(name=f"sitemap-{number}.xml")
        return self._urls(number)

    def _parts(self) -> int:
        return max(1, -(-self._newest() // self._range))

    def _newest(self) -> int:
        """The number of the newest record."""
        newest = self._store.select(Selection(limit=1, states=_PUBLISHED, backwards=True))
        return newest[0].number if newest else 0

    def _index(self, parts: Iterable[int]) -> bytes:
        files = "".join(
            f"<sitemap><loc>{escape(self._base)}/sitemap-{part}.xml</loc></sitemap>\n" for part in parts
        )
        return f'{_HEAD}<sitemapindex xmlns="{_NAMESPACE}">\n{files}</sitemapindex>\n'.encode()

    def _urls(self, part: int, others: Sequence[str] = ()) -> Iterator[bytes]:
        first = iter([self._each((*_PAGES, *others))] if part == 1 else [])
        records = self._records((part - 1) * self._range, part * self._range)
        return self._whole(chain(first, ("".join(map(self._page, some)).encode() for some in records)))

    def _whole(self, pieces: Iterable[bytes]) -> Iterator[bytes]:
        yield f'{_HEAD}<urlset xmlns="{_NAMESPACE}" xmlns:xhtml="http://www.w3.org/1999/xhtml">\n'.encode()
        yield from pieces
        yield b"</urlset>\n"

    def _each(self, paths: Iterable[str]) -> bytes:
        return "".join(self._in_each_language(path, "") for path in paths).encode()

    def _records(self, after: int, last: int) -> Iterator[list[Record]]:
        """The published records with numbers beyond `after`, up to `last`, some at a time."""
        while found := self._store.select(Selection(after, _AT_ONCE, states=_PUBLISHED)):
            yield [record for record in found if record.number <= last]
            after = found[-1].number
            if after >= last:
                return

    def _page(self, record: Record) -> str:
        return self._in_each_language(f"dataset/{record.id}", f"<lastmod>{record.changed:%Y-%m-%d}</lastmod>")

    def _in_each_language(self, path: str, more: str) -> str:
        """A page's address in every language, each with all of them, as search engines ask."""
        urls = {language: escape(f"{self._base}/{language}/{path}") for language in self._languages}
        alternates = "".join(
            f'<xhtml:link rel="alternate" hreflang="{language}" href="{url}"/>'
            for language, url in urls.items()
        )
        return "".join(f"<url><loc>{url}</loc>{more}{alternates}</url>\n" for url in urls.values())
