"""Repeats an answer that was given before, as long as nothing in the catalogue has changed.

Data depend on the change feed and on the settings alone, so that a program that asks again, or asks whether
what it has still holds, need not go through routing, negotiation and the store.
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from catalogue.domain.errors import CatalogueError
from catalogue.services.bodies import Memory
from catalogue.web.actors import is_named
from catalogue.web.answers import CACHING, is_known

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

_DATA: Final = re.compile(r"(/[\w-]+)?/(dataset|record)/|/resource$|/catalog(\.\w+)?$")
_MEMORY: Final = 24 * 2**20
_OVERHEAD: Final = 2000  # bytes of a key and headers, about
# RFC 9110, section 15.4.5: what a 304 does not repeat.
_OF_THE_BODY: Final = ("content-type", "content-length")
Headers = list[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class _Given:
    """An answer as it was sent, and the position of the change feed at which it held."""

    position: int
    headers: Headers
    etag: str
    modified: str
    body: bytes


class Repeating:
    """Stands before an application. `position` gives the position of the change feed, as it was last polled."""

    def __init__(self, application: "WSGIApplication", position: Callable[[], int]) -> None:
        self._application = application
        self._position = position
        self._given: Memory[_Given] = Memory(_MEMORY)

    def __call__(self, environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        plain = environ["REQUEST_METHOD"] in ("GET", "HEAD") and not is_named(environ)
        if not plain or not _DATA.match(environ["PATH_INFO"]):
            return self._application(environ, start_response)
        key = (environ["PATH_INFO"], environ.get("QUERY_STRING"), environ.get("HTTP_ACCEPT"))
        try:
            position = self._position()
        except CatalogueError:  # the application knows how to tell that
            return self._application(environ, start_response)
        given = self._given.get(key)
        if given is None or given.position != position:
            return self._ask(environ, start_response, (key, position))
        if is_known(environ, given.etag, given.modified):
            start_response(
                "304 NOT MODIFIED", [pair for pair in given.headers if pair[0].lower() not in _OF_THE_BODY]
            )
            return []
        start_response("200 OK", given.headers)
        return [] if environ["REQUEST_METHOD"] == "HEAD" else [given.body]

    def _ask(
        self, environ: "WSGIEnvironment", start: "StartResponse", at: tuple[tuple[Any, ...], int]
    ) -> Iterable[bytes]:
        """Let the application answer, and keep a whole answer that anybody else would get too."""
        told: list[tuple[str, Headers]] = []

        def listen(status: str, headers: Headers, *rest: Any) -> Callable[[bytes], object]:
            told.append((status, headers))
            return start(status, headers, *rest)

        pieces = self._application(environ, listen)
        if not told or environ["REQUEST_METHOD"] != "GET" or not _may_be_kept(*told[-1]):
            return pieces
        try:
            body = b"".join(pieces)
        finally:
            getattr(pieces, "close", lambda: None)()
        self._keep(at, told[-1][1], body)
        return [body]

    def _keep(self, at: tuple[tuple[Any, ...], int], headers: Headers, body: bytes) -> None:
        key, position = at
        named = {name.lower(): value for name, value in headers}
        given = _Given(position, headers, named["etag"], named.get("last-modified", ""), body)
        self._given.put(key, given, len(body) + _OVERHEAD)


def _may_be_kept(status: str, headers: Headers) -> bool:
    """Whether an answer is whole, public, known by an ETag, and depends on no header but Accept."""
    named = {name.lower(): value for name, value in headers}
    return (
        status.startswith("200")
        and "etag" in named
        and "content-length" in named
        and named.get("cache-control") == CACHING
        and named.get("vary", "Accept") == "Accept"
        and "set-cookie" not in named
    )
