"""Atom feeds (RFC 4287): what all of them have, whatever they tell."""

from collections.abc import Iterable
from typing import Final
from xml.etree.ElementTree import Element, SubElement, tostring

from flask import Response

from catalogue.domain.characters import FORBIDDEN_IN_XML
from catalogue.web import languages
from catalogue.web.answers import open_to_all
from catalogue.web.context import services

MEDIA_TYPE: Final = "application/atom+xml"
_NAMESPACE: Final = "http://www.w3.org/2005/Atom"


def feed(id: str, title: str, updated: str, links: Iterable[tuple[str, str]]) -> Element:
    """A feed without entries, by the publisher of the catalogue; `links` are relations with addresses."""
    made = Element("feed", {"xmlns": _NAMESPACE, "xml:lang": languages.current()})
    for name, said in (("id", id), ("title", title), ("updated", updated)):
        text(made, name, said)
    settings = services().settings
    publisher = languages.text(settings.publisher) or languages.text(settings.title)
    text(SubElement(made, "author"), "name", publisher)
    for relation, address in links:
        SubElement(made, "link", {"rel": relation, "href": address})
    return made


def text(parent: Element, name: str, said: str, language: str = "") -> None:
    """Add an element with a text, and its language where it is another than the feed's."""
    made = SubElement(parent, name, {"xml:lang": language} if language else {})
    made.text = FORBIDDEN_IN_XML.sub(" ", said)


def turtle(entry: Element, address: str) -> None:
    """Say where an entry's description is had as RDF."""
    SubElement(entry, "link", {"rel": "alternate", "type": "text/turtle", "href": address})


def answer(feed: Element) -> Response:
    """A feed as it is sent: for anybody's programs, and for no search engine."""
    response = Response(
        b'<?xml version="1.0" encoding="utf-8"?>\n' + tostring(feed, "utf-8"),
        content_type=f"{MEDIA_TYPE}; charset=utf-8",
    )
    response.headers["X-Robots-Tag"] = "noindex"
    return open_to_all(response)
