"""Getting a page over HTTP from an address that we do not control: bounded in size and in time.

A harvest of a source and an import from a URL both fetch through here. `harvesters.connecting` holds the
connection, `harvesters.addresses` says where it may lead.
"""

import codecs
import math
import re
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from email.message import Message
from email.utils import parsedate_to_datetime
from http import HTTPStatus
from pathlib import Path
from typing import Final, Self
from urllib.parse import urlsplit

from tenacity import RetryCallState, Retrying, retry_if_exception_type, stop_after_attempt

from catalogue import __version__
from catalogue.domain.errors import BadInput, Unreachable
from catalogue.domain.harvest import PageState
from catalogue.domain.sentences import Sentence, quoted
from catalogue.rdf.formats import Format, by_extension, by_media_type
from catalogue.rdf.reading import is_web_page
from catalogue.settings import Settings
from harvesters.addresses import NO_ADDRESS, Guard, Resolve, addresses_of, joined, told
from harvesters.connecting import Exchange, Interrupted

_ACCEPT: Final = (
    "text/turtle, application/n-triples;q=0.9, application/ld+json;q=0.8, application/rdf+xml;q=0.7, "
    "application/trig;q=0.6, application/n-quads;q=0.6, */*;q=0.1"
)
_MAX_REDIRECTS: Final = 5
_LONGEST_WAIT: Final = 300.0  # seconds that a Retry-After may ask for
_IN_MEMORY: Final = 8 * 2**20
_COME_AGAIN: Final = frozenset({429, 502, 503, 504})
# Types that servers give to anything: the address or the content says more.
_VAGUE: Final = frozenset(
    {
        "",
        "text/plain",
        "text/html",
        "text/xml",
        "application/xml",
        "application/json",
        "application/octet-stream",
    }
)
# Python knows others under this heading that are no encodings of text, or slow.
_CHARSET: Final = re.compile(
    r"utf-?(16|32)(le|be)?|iso-8859-\d+|latin-?1|(windows-|cp)125\d|koi8-[ru]|gb18030|gbk|big5|shift_jis|euc-(jp|kr)"
)


@dataclass(frozen=True, slots=True)
class Fetched:
    """What an address gave. Use it as a context manager: a large body lies in a file that goes with it.

    `url` is where the body came from in the end, `next` what its Link header names as the next page. With
    `not_modified` there is no body.
    """

    url: str
    body: bytes | Path = b""
    content_type: str = ""
    etag: str = ""
    last_modified: str = ""
    next: str | None = None
    not_modified: bool = False

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if isinstance(self.body, Path):
            self.body.unlink(missing_ok=True)

    @property
    def format(self) -> Format | None:
        """The serialisation by media type, or by the address's ending; None where only the content tells."""
        media_type = self.content_type.partition(";")[0].strip().lower()
        if media_type not in _VAGUE:
            return by_media_type(media_type)
        return by_extension(Path(urlsplit(self.url).path).suffix)

    def start(self, size: int = 1024) -> bytes:
        """The first bytes of the body."""
        if isinstance(self.body, bytes):
            return self.body[:size]
        with self.body.open("rb") as file:
            return file.read(size)


@dataclass(frozen=True, slots=True)
class Fetcher:
    """Fetches the pages of one source, whose address `source` the operator typed and so vouches for.

    With `vouched` false anybody typed it. `until` ends every fetch at a moment of `time.monotonic`.
    """

    settings: Settings
    source: str
    attempts: int = 4
    sleep: Callable[[float], None] = time.sleep
    resolve: Resolve = addresses_of
    vouched: bool = True
    until: float = math.inf

    def fetch(self, url: str, known: PageState | None = None) -> Fetched:
        """What `url` gives, asked with the validators of `known`, if any.

        A passing failure is tried again. Raises NotAskable for a source that may not or cannot be asked,
        Unreachable with the reason, TooLarge, or BadInput when the body is not in the encoding that its type says.
        """
        retrying = Retrying(
            retry=retry_if_exception_type(_Passing),
            stop=stop_after_attempt(self.attempts),
            wait=_pause,
            sleep=self.sleep,
            reraise=True,
        )
        return retrying(self._fetch, url, known or PageState())

    def _fetch(self, url: str, known: PageState) -> Fetched:
        guard = Guard(self.source, self.settings.allow_private_addresses, self.resolve, self.vouched)
        for _ in range(_MAX_REDIRECTS + 1):
            guard.check(url)
            try:
                with Exchange(url, guard, self._bounds(url)) as exchange:
                    exchange.ask(self._headers(known))
                    if exchange.redirect is None:
                        return _answer(exchange, known)
                    url = joined(url, exchange.redirect)
            except Interrupted as error:
                if error.reason is NO_ADDRESS:
                    raise guard.refusal(url, error.reason) from error
                kind = _Passing if error.passing else Unreachable
                raise kind(url=told(url), reason=error.reason) from error
        reason = Sentence("it redirects more than %(count)s times", count=_MAX_REDIRECTS)
        raise Unreachable(url=told(url), reason=reason)

    def _bounds(self, url: str) -> Settings:
        """The settings, with no more time than is left."""
        if self.until == math.inf:
            return self.settings
        left = self.until - time.monotonic()
        if left <= 0:
            raise Unreachable(url=told(url), reason=Sentence("the time for it is over"))
        # The head of an answer may take three times the timeout.
        timeout = min(self.settings.fetch_timeout, left / 3)
        times = {"fetch_timeout": timeout, "fetch_time": min(self.settings.fetch_time, left)}
        return self.settings.model_copy(update=times)

    def _headers(self, known: PageState) -> dict[str, str]:
        headers = {
            "User-Agent": f"health-catalogue/{__version__} (+{self.settings.base_url}/)",
            "Accept": _ACCEPT,
            "Accept-Encoding": "gzip, deflate",
            "If-None-Match": known.etag,
            "If-Modified-Since": known.last_modified,
        }
        return {name: value for name, value in headers.items() if value}


class _Passing(Unreachable):
    """A failure that may be over in a moment; the field `wait` says when, if the server did."""


def _pause(state: RetryCallState) -> float:
    """Seconds before the next attempt: what the server asked for, else 1, 2, 4 …"""
    error = state.outcome.exception() if state.outcome else None
    asked = error.fields.get("wait") if isinstance(error, _Passing) else None
    return asked if isinstance(asked, float) else 2.0 ** (state.attempt_number - 1)


def _answer(exchange: Exchange, known: PageState) -> Fetched:
    status, url = exchange.status, exchange.url
    asked_for_change = bool(known.etag or known.last_modified)
    if status == HTTPStatus.NOT_MODIFIED and asked_for_change:
        return Fetched(url, etag=known.etag, last_modified=known.last_modified, not_modified=True)
    if status in _COME_AGAIN:
        raise _come_again(url, status, exchange.header("Retry-After"))
    if status != HTTPStatus.OK:
        raise Unreachable(url=told(url), reason=_answers(status))
    _check_encoding(exchange)
    content_type = exchange.header("Content-Type")
    fetched = Fetched(
        url,
        body=_save(_in_utf8(exchange, content_type)),
        content_type=content_type,
        etag=exchange.header("ETag"),
        last_modified=exchange.header("Last-Modified"),
        next=joined(url, exchange.next) if exchange.next else None,
    )
    return _no_web_page(fetched)


def _come_again(url: str, status: int, retry_after: str) -> Unreachable:
    wait = _seconds(retry_after)
    if wait is None or wait <= _LONGEST_WAIT:
        return _Passing(url=told(url), reason=_answers(status), wait=wait)
    reason = Sentence(
        "it answers %(status)s and asks to come back in %(seconds)s seconds",
        status=_worded(status),
        seconds=f"{wait:.0f}",
    )
    return Unreachable(url=told(url), reason=reason)


def _answers(status: int) -> Sentence:
    return Sentence("it answers %(status)s", status=_worded(status))


def _seconds(retry_after: str) -> float | None:
    """A Retry-After header in seconds from now; None when there is none that can be read (RFC 9110, 10.2.3)."""
    if retry_after.strip().isdecimal():
        return float(retry_after)
    try:
        at = parsedate_to_datetime(retry_after)
    except ValueError:
        return None
    return max(0.0, (at.replace(tzinfo=at.tzinfo or UTC) - datetime.now(UTC)).total_seconds())


def _worded(status: int) -> str:
    try:
        return f"{status} {HTTPStatus(status).phrase}"
    except ValueError:
        return str(status)


def _check_encoding(exchange: Exchange) -> None:
    encoding = exchange.header("Content-Encoding").lower()
    if encoding not in ("", "identity", "gzip", "x-gzip", "deflate"):
        reason = Sentence(
            "it answers in the encoding “%(encoding)s”, which was not asked for", encoding=quoted(encoding)
        )
        raise Unreachable(url=told(exchange.url), reason=reason)


def _in_utf8(exchange: Exchange, content_type: str) -> Iterator[bytes]:
    """The body's chunks; what the Content-Type says to be in another encoding becomes UTF-8.

    XML is left alone: it says its encoding itself.
    """
    message = Message()
    message["Content-Type"] = content_type
    charset = message.get_content_charset("utf-8")
    if charset in ("utf-8", "utf8", "us-ascii") or message.get_content_type().endswith("xml"):
        yield from exchange.chunks()
        return
    try:
        if not _CHARSET.fullmatch(charset):
            raise LookupError(charset)
        decoder = codecs.getincrementaldecoder(charset)()
        for chunk in exchange.chunks():
            yield decoder.decode(chunk).encode()
        yield decoder.decode(b"", final=True).encode()
    except (LookupError, UnicodeError):
        url = told(exchange.url)
        reason = Sentence(
            "%(url)s is not in the encoding that it says, “%(charset)s”.", url=url, charset=quoted(charset)
        )
        raise BadInput(reason=reason) from None


def _save(chunks: Iterator[bytes]) -> bytes | Path:
    """All chunks: in memory up to a size, beyond that in a temporary file."""
    start = bytearray()
    for chunk in chunks:
        start += chunk
        if len(start) > _IN_MEMORY:
            return _save_as_file(start, chunks)
    return bytes(start)


def _save_as_file(start: bytearray, rest: Iterator[bytes]) -> Path:
    with tempfile.NamedTemporaryFile(prefix="catalogue-page-", delete=False) as file:
        try:
            file.write(start)
            file.writelines(rest)
        except BaseException:
            Path(file.name).unlink()
            raise
        return Path(file.name)


def _no_web_page(fetched: Fetched) -> Fetched:
    if not is_web_page(fetched.start()):
        return fetched
    with fetched:
        reason = Sentence("it answers with a web page (HTML) where RDF is expected")
        raise Unreachable(url=told(fetched.url), reason=reason)
