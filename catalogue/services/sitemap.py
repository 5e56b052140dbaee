"""Every page of the catalogue for search engines, in each language with its alternates (sitemaps.org 0.9).

A map of more than 50,000 addresses is an index of parts. A part is a range of record numbers, so that a
description stays in its part for ever.
"""

from collections.abc import Iterator, Sequence
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


class Sitemap:
    """The site map of an instance. `limit` is how many addresses one file may have."""

    def __init__(self, store: RecordStore, base: str, languages: Sequence[str], limit: int = LIMIT) -> None:
        self._store = store
        self._base = base
        self._languages = languages
        self._limit = limit
        self._range = (limit - len(_PAGES) * len(languages)) // len(languages)

    def start(self) -> Iterator[bytes]:
        """The whole map, or the index of its parts."""
        parts = self._parts()
        return self.part(1) if parts == 1 else iter([self._index(parts)])

    def part(self, number: int) -> Iterator[bytes]:
        """One part, counted from 1. Raises NotFound."""
        if not 1 <= number <= self._parts():
            raise NotFound(name=f"sitemap-{number}.xml")
        return self._urls(number)

    def _parts(self) -> int:
        newest = self._store.select(Selection(limit=1, states=_PUBLISHED, backwards=True))
        return -(-newest[0].number // self._range) if newest else 1

    def _index(self, parts: int) -> bytes:
        files = "".join(
            f"<sitemap><loc>{escape(self._base)}/sitemap-{part}.xml</loc></sitemap>\n"
            for part in range(1, parts + 1)
        )
        return f'{_HEAD}<sitemapindex xmlns="{_NAMESPACE}">\n{files}</sitemapindex>\n'.encode()

    def _urls(self, part: int) -> Iterator[bytes]:
        yield f'{_HEAD}<urlset xmlns="{_NAMESPACE}" xmlns:xhtml="http://www.w3.org/1999/xhtml">\n'.encode()
        if part == 1:
            yield "".join(self._in_each_language(path, "") for path in _PAGES).encode()
        for records in self._records((part - 1) * self._range, part * self._range):
            yield "".join(map(self._page, records)).encode()
        yield b"</urlset>\n"

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
