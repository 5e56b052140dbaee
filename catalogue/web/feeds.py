"""The catalogue for programs: the DCAT feed, the site map and what robots may do."""

import re
from collections.abc import Iterable
from typing import Final

from flask import Blueprint, Response, redirect, request

from catalogue.rdf.formats import Format
from catalogue.services.feeds import Ask
from catalogue.services.listing import Paging
from catalogue.settings import LARGEST_PAGE
from catalogue.web import languages, parameters
from catalogue.web.answers import EXTENSION, Document, answer, open_to_all, served
from catalogue.web.context import services
from catalogue.web.negotiation import PAGE, wanted

feeds = Blueprint("feeds", __name__)
feeds.after_request(open_to_all)

_NOT_IN_IRI: Final = re.compile(r"%(?![0-9A-Fa-f]{2})|[^!$%&'()*+,\-./:;=?@_~0-9A-Za-z]")
_RELATIONS: Final = {"first": "first", "last": "last", "next": "next", "previous": "prev"}


@feeds.get("/catalog")
def catalog() -> Response:
    """A page of the catalogue in the serialisation that is asked for; who asks for HTML is led to the page."""
    form = wanted()
    if form is PAGE:
        page = redirect(f"{services().settings.base_url}/{languages.preferred(request)}/catalogue")
        page.headers["Vary"] = "Accept, Accept-Language"
        return page  # type: ignore[return-value]  # Flask's redirect gives a Flask response
    return _answer(form, negotiated=True)


@feeds.get(f"/catalog.{EXTENSION}")
def catalog_as(extension: str) -> Response:
    """A page of the catalogue; the extension decides, whatever the Accept header says."""
    return _answer(served(extension))


def _answer(form: Format, *, negotiated: bool = False) -> Response:
    given = services()
    ask = _ask(given.settings.base_url + request.path, given.settings.page_size)
    page = given.feeds.page(ask, form)
    return answer(
        Document(
            form=form,
            etag=page.etag,
            modified=page.modified,
            body=page.body,
            link=_links(page.paging),
            negotiated=negotiated,
        )
    )


def _ask(feed: str, size: int) -> Ask:
    """What this request asks for. Raises BadParameter."""
    query = request.query_string.decode("latin-1")
    url = f"{feed}?{query}" if query else feed
    given = request.args
    kept = [(name, given[name]) for name in ("page_size", "modified_since") if given.get(name)]
    return Ask(
        url=_NOT_IN_IRI.sub(lambda found: f"%{ord(found[0]):02X}", url),
        feed=feed,
        size=min(parameters.whole("page_size", 1) or size, LARGEST_PAGE),
        after=parameters.whole("after", 0) or 0,
        since=parameters.moment("modified_since"),
        kept=tuple(kept),
    )


@feeds.get("/sitemap.xml")
def sitemap() -> Response:
    """Every page for search engines: all of them, or where the parts are."""
    return _map(services().sitemap.start())


@feeds.get("/sitemap-<int:part>.xml")
def sitemap_part(part: int) -> Response:
    """One part of a large site map."""
    return _map(services().sitemap.part(part))


def _map(pieces: Iterable[bytes]) -> Response:
    return Response(pieces, content_type="application/xml", headers={"Cache-Control": "public, max-age=3600"})


@feeds.get("/robots.txt")
def robots() -> Response:
    """Robots may read everything but the endless combinations of a search, and what is checked for one reader."""
    given = services().settings
    places = ("datasets?", "datasets.", "compare", "list", "validate/", "dataset/*/conformance")
    closed = "".join(f"Disallow: /{language}/{place}\n" for language in given.languages for place in places)
    text = f"User-agent: *\n{closed}\nSitemap: {given.base_url}/sitemap.xml\n"
    return Response(
        text, content_type="text/plain; charset=utf-8", headers={"Cache-Control": "public, max-age=3600"}
    )


def _links(paging: Paging) -> str:
    """The other pages as a Link header (RFC 8288)."""
    others = ((relation, getattr(paging, name)) for name, relation in _RELATIONS.items())
    return ", ".join(f'<{url}>; rel="{relation}"' for relation, url in others if url)
