"""Which of the things that there are a request asks for, by its Accept header (RFC 9110, section 12.5.1).

Machines get RDF unless they ask for a page by name: a harvester sends `*/*`, a browser names `text/html`.
"""

from collections.abc import Iterable
from functools import lru_cache
from typing import Final, NamedTuple

from flask import request
from werkzeug.http import parse_accept_header

from catalogue.domain.errors import NotAcceptable
from catalogue.rdf.formats import SERVED, Format

PAGE: Final = Format("html", "HTML", "text/html", "html", ("application/xhtml+xml",))

_NAMED, _ALIAS, _FAMILY, _ANY = 4, 3, 2, 1


class _Claim(NamedTuple):
    """How well a format suits: by quality, by how exactly it is named, and by its place in the header."""

    quality: float
    exactness: int
    place: int


def wanted(*, page: bool = True) -> Format:
    """The format that this request asks for: PAGE, where there is one, or a serialisation.

    Raises NotAcceptable, which says what there is.
    """
    header = request.environ.get("HTTP_ACCEPT", "")
    found = choose(header, page=page)
    if found is None:
        there_is = ", ".join(form.media_type for form in (PAGE, *SERVED) if page or form is not PAGE)
        raise NotAcceptable(asked=header, available=there_is)
    return found


@lru_cache(maxsize=1024)
def choose(header: str, *, page: bool = True) -> Format | None:
    """The format for an Accept header; None when it takes nothing of what there is.

    The highest quality wins, then what is named more exactly, then what is named first, then our own order.
    PAGE is only given when the header names it.
    """
    ranges = [(name, quality) for name, quality in parse_accept_header(header.lower()) if "/" in name]
    if not ranges:
        return SERVED[0]
    order = [part.partition(";")[0].strip() for part in header.lower().split(",")]
    claims = {form: _claim(form, ranges, order) for form in SERVED}
    if page and (claim := _claim(PAGE, ranges, order)).exactness >= _ALIAS:
        claims[PAGE] = claim
    form, best = max(claims.items(), key=lambda entry: entry[1])
    return form if best.quality > 0 else None


def _claim(form: Format, ranges: Iterable[tuple[str, float]], order: list[str]) -> _Claim:
    """The claim of the range that fits most exactly: `text/turtle;q=0` takes Turtle out of `*/*`."""
    fitting = [
        (exactness, quality, name)
        for name, quality in ((text.partition(";")[0].strip(), quality) for text, quality in ranges)
        if (exactness := _exactness(name, form))
    ]
    if not fitting:
        return _Claim(0, 0, 0)
    exactness, quality, name = max(fitting)
    return _Claim(quality, exactness, -order.index(name) if name in order else 0)


def _exactness(name: str, form: Format) -> int:
    if name == form.media_type:
        return _NAMED
    if name in form.aliases:
        return _ALIAS
    if name == "*/*":
        return _ANY
    return _FAMILY if name == form.media_type.partition("/")[0] + "/*" else 0
