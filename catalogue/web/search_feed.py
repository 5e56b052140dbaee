"""A search as an Atom feed in pages (RFC 5005): what changed last comes first."""

from collections.abc import Iterator
from typing import Final
from urllib.parse import urlencode
from xml.etree.ElementTree import Element, SubElement

from flask import Response, request

from catalogue.domain.languages import best, foreign
from catalogue.domain.search import Pairs, Sort
from catalogue.services.search_page import Found, SearchPage
from catalogue.services.search_words import in_words
from catalogue.web import atom, languages
from catalogue.web.context import services
from catalogue.web.languages import gettext

SIZE: Final = 50  # entries of a page
_NEVER: Final = "1970-01-01T00:00:00+00:00"


def feed() -> Response:
    """The feed of this search."""
    parameters = {**request.args.to_dict(flat=False), "sort": [str(Sort.UPDATED)]}
    found = services().searching.listed(parameters, languages.reader(), SIZE)
    made = atom.feed(
        _address(found.at(1)),
        _title(found),
        max((hit.card["changed"] for hit in found.hits), default=_NEVER),
        _links(found),
    )
    for hit in found.hits:
        _add(made, hit)
    return atom.answer(made)


def _title(found: SearchPage) -> str:
    """A search in words: what was typed and chosen, and where."""
    own = services()
    words = in_words(found.query, own.search_labels, languages.reader())
    return f"{words} – {languages.text(own.settings.title)}"


def _links(found: SearchPage) -> Iterator[tuple[str, str]]:
    page = found.query.page
    yield "self", _address(found.at(page))
    yield "alternate", _address(found.at(1), "datasets")
    yield "first", _address(found.at(1))
    if page > 1:
        yield "previous", _address(found.at(page - 1))
    if page < found.pages:
        yield "next", _address(found.at(page + 1))


def _address(pairs: Pairs, name: str = "datasets.atom") -> str:
    pairs = tuple(pair for pair in pairs if pair[0] != "sort")
    base = f"{services().settings.base_url}/{languages.current()}/{name}"
    return f"{base}?{urlencode(pairs)}" if pairs else base


def _add(feed: Element, hit: Found) -> None:
    card, reader = hit.card, languages.reader()
    entry = SubElement(feed, "entry")
    base = services().settings.base_url
    atom.text(entry, "id", f"{base}/dataset/{card['id']}")
    name, language = best(card["titles"], reader.languages)
    atom.text(entry, "title", name or gettext("Untitled dataset"), foreign(language, reader.language))
    atom.text(entry, "updated", card["changed"])
    SubElement(entry, "link", {"href": f"{base}/{reader.language}/dataset/{card['id']}"})
    atom.turtle(entry, f"{base}/dataset/{card['id']}.ttl")
    summary, language = best(card["descriptions"], reader.languages)
    atom.text(entry, "summary", summary, foreign(language, reader.language))
    if hit.access:
        SubElement(entry, "category", {"term": card["access"], "label": hit.access})
