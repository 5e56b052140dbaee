"""A search as an Atom feed (RFC 4287), in pages (RFC 5005): what changed last comes first."""

from collections.abc import Iterator
from typing import Final
from urllib.parse import urlencode
from xml.etree.ElementTree import Element, SubElement, tostring

from flask import Response, request

from catalogue.domain.characters import FORBIDDEN_IN_XML
from catalogue.domain.languages import best, foreign
from catalogue.domain.search import Pairs, Sort
from catalogue.services.search_page import Found, SearchPage
from catalogue.services.search_words import in_words
from catalogue.web import languages
from catalogue.web.answers import open_to_all
from catalogue.web.context import services
from catalogue.web.languages import gettext

SIZE: Final = 50  # entries of a page
_NEVER: Final = "1970-01-01T00:00:00+00:00"
_ATOM: Final = "http://www.w3.org/2005/Atom"


def feed() -> Response:
    """The feed of this search."""
    parameters = {**request.args.to_dict(flat=False), "sort": [str(Sort.UPDATED)]}
    found = services().searching.search(parameters, languages.reader(), SIZE)
    response = Response(
        b'<?xml version="1.0" encoding="utf-8"?>\n' + tostring(_feed(found), "utf-8"),
        content_type="application/atom+xml; charset=utf-8",
    )
    response.headers["X-Robots-Tag"] = "noindex"
    return open_to_all(response)


def _feed(found: SearchPage) -> Element:
    made = Element("feed", {"xmlns": _ATOM, "xml:lang": languages.current()})
    _text(made, "id", _address(_first(found)))
    _text(made, "title", title(found))
    _text(made, "updated", max((hit.card["changed"] for hit in found.hits), default=_NEVER))
    settings = services().settings
    _text(
        SubElement(made, "author"),
        "name",
        languages.text(settings.publisher) or languages.text(settings.title),
    )
    for relation, address in _links(found):
        SubElement(made, "link", {"rel": relation, "href": address})
    for hit in found.hits:
        _add(made, hit)
    return made


def title(found: SearchPage) -> str:
    """A search in words: what was typed and chosen, and where."""
    own = services()
    words = in_words(found.query, own.search_labels, languages.reader())
    return f"{words} – {languages.text(own.settings.title)}"


def _links(found: SearchPage) -> Iterator[tuple[str, str]]:
    page = found.query.page
    yield "self", _address(found.at(page))
    yield "alternate", _address(_first(found), "datasets")
    yield "first", _address(_first(found))
    if page > 1:
        yield "previous", _address(found.at(page - 1))
    if page < found.pages:
        yield "next", _address(found.at(page + 1))


def _first(found: SearchPage) -> Pairs:
    return tuple(pair for pair in found.at(1) if pair[0] != "sort")


def _address(pairs: Pairs, name: str = "datasets.atom") -> str:
    pairs = tuple(pair for pair in pairs if pair[0] != "sort")
    base = f"{services().settings.base_url}/{languages.current()}/{name}"
    return f"{base}?{urlencode(pairs)}" if pairs else base


def _add(feed: Element, hit: Found) -> None:
    card, reader = hit.card, languages.reader()
    entry = SubElement(feed, "entry")
    base = services().settings.base_url
    _text(entry, "id", f"{base}/dataset/{card['id']}")
    name, language = best(card["titles"], reader.languages)
    _text(entry, "title", name or gettext("Untitled dataset"), foreign(language, reader.language))
    _text(entry, "updated", card["changed"])
    SubElement(entry, "link", {"href": f"{base}/{reader.language}/dataset/{card['id']}"})
    turtle = {"rel": "alternate", "type": "text/turtle", "href": f"{base}/dataset/{card['id']}.ttl"}
    SubElement(entry, "link", turtle)
    summary, language = best(card["descriptions"], reader.languages)
    _text(entry, "summary", summary, foreign(language, reader.language))
    if hit.access:
        SubElement(entry, "category", {"term": card["access"], "label": hit.access})


def _text(parent: Element, name: str, text: str, language: str = "") -> None:
    made = SubElement(parent, name, {"xml:lang": language} if language else {})
    made.text = FORBIDDEN_IN_XML.sub(" ", text)
