"""One request over a connection of its own, that cannot lead astray, hang, or send without end.

The only module that knows requests and urllib3. A new connection for each page costs a moment; in return its
socket can be watched from the first byte to the last.
"""

import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from typing import Any, Final, Self

import requests
from requests.adapters import HTTPAdapter
from requests.auth import HTTPBasicAuth
from requests.utils import get_auth_from_url
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.exceptions import DecodeError, HTTPError, LocationParseError, ReadTimeoutError
from urllib3.poolmanager import ProxyManager

from catalogue.domain.errors import TooLarge
from catalogue.domain.sentences import Sentence
from catalogue.settings import Settings
from harvesters.addresses import NO_ADDRESS, NO_SUCH_HOST, Guard, told

_CHUNK: Final = 64 * 1024
_SLOWEST: Final = 100  # bytes a second


class Interrupted(Exception):
    """The exchange failed; `passing` says whether it may well work in a moment."""

    def __init__(self, reason: str, *, passing: bool = False) -> None:
        super().__init__(reason)
        self.reason = reason
        self.passing = passing


class Watch:
    """Watches the socket of one connection: where it leads, and for how long it is open."""

    def __init__(self, url: str, guard: Guard) -> None:
        self.over = False
        self.allowed = 0.0
        self._url = url
        self._guard = guard
        self._socket: socket.socket | None = None
        self._timer: threading.Timer | None = None

    def connected(self, connection: HTTPConnection, sock: socket.socket) -> socket.socket:
        """The socket, once it is seen that it leads where it may. Nothing has been sent yet.

        Behind a proxy of the operator's, it is the proxy's part to resolve names and to refuse.
        """
        if connection.proxy is None:
            try:
                endpoint = connection.host.strip("[]").lower(), connection.port
                self._guard.check_peer(self._url, endpoint, str(sock.getpeername()[0]))
            except BaseException:
                sock.close()
                raise
        # Of its own, as TLS takes the socket over; to shut one down shuts down both.
        self._socket = sock.dup()
        return sock

    def allow(self, seconds: float) -> None:
        """End the connection in so many seconds, however it is kept busy till then."""
        self._stop_timer()
        self.allowed = seconds
        self._timer = threading.Timer(seconds, self._end)
        self._timer.daemon = True
        self._timer.start()

    def close(self) -> None:
        self._stop_timer()
        if self._socket:
            self._socket.close()

    def _stop_timer(self) -> None:
        if self._timer:
            self._timer.cancel()

    def _end(self) -> None:
        self.over = True
        if self._socket:
            with suppress(OSError):
                self._socket.shutdown(socket.SHUT_RDWR)


class Exchange:
    """A request and its answer. The attributes that tell of the answer are there after `ask`."""

    def __init__(self, url: str, guard: Guard, settings: Settings) -> None:
        self.url = url
        self._settings = settings
        self._watch = Watch(url, guard)
        self._session = requests.Session()
        if not guard.vouched:  # a visitor does not make use of the operator's .netrc
            self._session.auth = _by_the_address_alone
        for scheme in ("http://", "https://"):
            self._session.mount(scheme, _Adapter(self._watch))
        self._response = requests.Response()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self._response.raw is not None:
            self._response.close()
        self._session.close()
        self._watch.close()

    def ask(self, headers: Mapping[str, str]) -> None:
        """Send the request and read the head of the answer. Raises Interrupted, and what the guard raises."""
        wait = self._settings.fetch_timeout
        # To connect, to wait for the first byte, and to read the whole head.
        self._watch.allow(3 * wait)
        try:
            self._response = self._session.get(
                self.url, headers=headers, stream=True, timeout=wait, allow_redirects=False
            )
        except (requests.RequestException, HTTPError, UnicodeError) as error:
            self._check_time()
            raise self._reason(error) from error
        except ValueError as error:  # requests looks at where the answer redirects to
            raise Interrupted(Sentence("it redirects to what is no address")) from error
        self._check_time()
        self._watch.allow(self._settings.fetch_time)

    @property
    def status(self) -> int:
        return self._response.status_code

    @property
    def redirect(self) -> str | None:
        """Where the answer redirects to, as it says it."""
        return self._session.get_redirect_target(self._response)

    @property
    def next(self) -> str | None:
        """What the Link header names as the next page, as it says it."""
        return self._response.links.get("next", {}).get("url")

    def header(self, name: str) -> str:
        return self._response.headers.get(name, "")

    def chunks(self) -> Iterator[bytes]:
        """The body, decompressed. Raises TooLarge, and Interrupted when it breaks off or comes too slowly."""
        said = self.header("Content-Length")
        self._check_size(int(said) if said.isdecimal() else 0)
        began, size = time.monotonic(), 0
        while chunk := self._read():
            size += len(chunk)
            self._check_size(size)
            self._check_pace(time.monotonic() - began)
            yield chunk

    def _read(self) -> bytes:
        """The next bytes as soon as there are some; none at the end."""
        try:
            chunk = self._response.raw.read1(_CHUNK, decode_content=True)
        except HTTPError as error:
            self._check_time()
            raise self._reason(error) from error
        if not chunk:
            self._check_time()
        return bytes(chunk)

    def _check_size(self, size: int) -> None:
        limit = self._settings.import_limit
        if size > limit * 2**20:
            raise TooLarge(source=told(self.url), limit=Sentence("%(number)s MB", number=limit))

    def _check_pace(self, seconds: float) -> None:
        if seconds > self._settings.fetch_timeout and self._response.raw.tell() < _SLOWEST * seconds:
            raise Interrupted(
                Sentence("it answers too slowly (less than %(bytes)s bytes a second)", bytes=_SLOWEST)
            )

    def _check_time(self) -> None:
        # A connection that the watch ended looks like one that came to its end.
        if self._watch.over:
            seconds = f"{self._watch.allowed:g}"
            raise Interrupted(Sentence("it was still busy after %(seconds)s seconds", seconds=seconds))

    def _reason(self, error: Exception) -> Interrupted:
        causes = tuple(_causes(error))
        for kinds, reason, passing in _REASONS:
            if any(isinstance(cause, kinds) for cause in causes):
                return Interrupted(reason(self._settings.fetch_timeout), passing=passing)
        kind = type(error).__name__
        return Interrupted(Sentence("the connection broke off (%(kind)s)", kind=kind), passing=True)


def _no_answer(seconds: float) -> Sentence:
    return Sentence("no answer came for %(seconds)s seconds", seconds=f"{round(seconds, 1):g}")


def _always(reason: Sentence) -> Callable[[float], Sentence]:
    return lambda _: reason


_Kinds = tuple[type[BaseException], ...]
# The first that fits tells what happened, given the seconds that were waited, and whether it may be over soon.
_REASONS: Final[tuple[tuple[_Kinds, Callable[[float], Sentence], bool], ...]] = (
    ((socket.gaierror,), _always(NO_SUCH_HOST), True),
    ((ssl.SSLCertVerificationError,), _always(Sentence("its certificate is not to be trusted")), False),
    (
        (requests.exceptions.SSLError, ssl.SSLError),
        _always(Sentence("no secure connection could be made")),
        False,
    ),
    ((requests.exceptions.ProxyError,), _always(Sentence("the proxy does not let it through")), True),
    ((requests.Timeout, ReadTimeoutError), _no_answer, True),
    (
        (ConnectionRefusedError,),
        _always(Sentence("nothing answers there (the connection was refused)")),
        True,
    ),
    ((requests.exceptions.InvalidURL, LocationParseError, UnicodeError), _always(NO_ADDRESS), False),
    ((DecodeError,), _always(Sentence("what it sends is not compressed as it says")), False),
)


def _by_the_address_alone(request: requests.PreparedRequest) -> requests.PreparedRequest:
    """Sends the name and password that the address gives, if any, and no others."""
    user, password = get_auth_from_url(request.url or "")
    return HTTPBasicAuth(user, password)(request) if user or password else request


def _causes(error: BaseException) -> Iterator[BaseException]:
    """An error and what it was made of: by `from`, by context, or as an argument, as urllib3 nests them."""
    seen: set[int] = set()
    waiting: list[BaseException] = [error]
    while waiting:
        cause = waiting.pop()
        if id(cause) not in seen:
            seen.add(id(cause))
            yield cause
            inner = (cause.__cause__, cause.__context__, getattr(cause, "reason", None), *cause.args)
            waiting += [each for each in inner if isinstance(each, BaseException)]


class _Adapter(HTTPAdapter):
    """Connections that the watch sees before anything is sent over them."""

    def __init__(self, watch: Watch) -> None:
        self._classes = _pools(watch)
        super().__init__(max_retries=0)

    def init_poolmanager(self, *args: Any, **kwargs: Any) -> None:
        super().init_poolmanager(*args, **kwargs)
        self.poolmanager.pool_classes_by_scheme = self._classes

    def proxy_manager_for(self, proxy: str, **kwargs: Any) -> ProxyManager:
        manager: ProxyManager = super().proxy_manager_for(proxy, **kwargs)
        manager.pool_classes_by_scheme = self._classes
        return manager


def _pools(watch: Watch) -> dict[str, type[HTTPConnectionPool]]:
    class Plain(HTTPConnection):
        def _new_conn(self) -> socket.socket:
            return watch.connected(self, super()._new_conn())

    class Secure(HTTPSConnection):
        def _new_conn(self) -> socket.socket:
            return watch.connected(self, super()._new_conn())

    class PlainPool(HTTPConnectionPool):
        ConnectionCls = Plain

    class SecurePool(HTTPSConnectionPool):
        ConnectionCls = Secure

    return {"http": PlainPool, "https": SecurePool}
