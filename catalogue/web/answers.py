"""Answers that are data: validators, conditional requests, and headers that let anybody read them (RFC 9110)."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any, Final

from flask import Response, request
from werkzeug.http import http_date, parse_date, parse_etags

from catalogue.rdf.formats import SERVED, Format, by_extension

# A cache may keep an answer, and asks each time whether it still holds: a change is seen at once.
CACHING: Final = "public, no-cache"
# The part of a route that names a serialisation.
EXTENSION: Final = f"<any({','.join(form.extension for form in SERVED)}):extension>"
_EXPOSED: Final = "Content-Location, ETag, Last-Modified, Link"


@dataclass(frozen=True, slots=True)
class Document:
    """A document with its validators. `body` is called only when it has to be sent.

    `location` is the path of this very document, `link` the value of a Link header; `negotiated` says that
    another Accept header would have had another answer.
    """

    form: Format
    etag: str
    modified: datetime
    body: Callable[[], bytes | Iterable[bytes]]
    location: str = ""
    link: str = ""
    negotiated: bool = False


def answer(document: Document) -> Response:
    """The document, or 304 when the client has it."""
    headers = {
        "ETag": document.etag,
        "Last-Modified": _date(document.modified),
        "Cache-Control": CACHING,
        "Content-Location": document.location,
        "Link": document.link,
        "Vary": "Accept" if document.negotiated else "",
    }
    told = [(name, value) for name, value in headers.items() if value]
    if is_known(request.environ, document.etag, headers["Last-Modified"]):
        return Response(status=304, headers=told)
    told.append(("Content-Type", content_type(document.form)))
    return Response(document.body(), headers=told)


def served(extension: str) -> Format:
    """The serialisation that an `EXTENSION` names."""
    form = by_extension(extension)
    assert form is not None, "the route takes only extensions of what is served"
    return form


def content_type(form: Format) -> str:
    """The Content-Type of a serialisation: always UTF-8, said where the type has the parameter."""
    return f"{form.media_type}; charset=utf-8" if form.media_type.startswith("text/") else form.media_type


def open_to_all(response: Response) -> Response:
    """Let scripts of any site read an answer, its errors too."""
    headers = response.headers
    headers["Access-Control-Allow-Origin"] = "*"
    headers["Access-Control-Expose-Headers"] = _EXPOSED
    if request.method == "OPTIONS":
        headers["Access-Control-Allow-Methods"] = "GET, HEAD, OPTIONS"
        headers["Access-Control-Allow-Headers"] = "Accept, If-Modified-Since, If-None-Match"
        headers["Access-Control-Max-Age"] = "86400"
    return response


def is_known(environ: Mapping[str, Any], etag: str, modified: str) -> bool:
    """Whether the client has this document; If-Modified-Since counts only without If-None-Match."""
    sent = environ.get("HTTP_IF_NONE_MATCH")
    if sent is not None:
        return sent == etag or parse_etags(sent).contains_weak(etag.removeprefix("W/").strip('"'))
    since = environ.get("HTTP_IF_MODIFIED_SINCE")
    return since is not None and (since == modified or _is_older(modified, since))


def _is_older(modified: str, since: str) -> bool:
    date, asked = parse_date(modified), parse_date(since)
    return date is not None and asked is not None and date <= asked


@lru_cache(maxsize=4096)
def _date(moment: datetime) -> str:
    return http_date(moment.astimezone(UTC))
