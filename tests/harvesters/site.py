"""A small web site on loopback that gives what a test tells it to give, well or badly."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email.message import Message
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from socketserver import BaseServer


class Handler(BaseHTTPRequestHandler):
    """Answers by the behaviour that is told for the path."""

    protocol_version = "HTTP/1.1"
    server: "_Server"

    def do_GET(self) -> None:
        self.close_connection = True
        site = self.server.site
        site.asked.append((self.path, self.headers))
        site.behaviours.get(self.path, _missing)(self)

    def answer(self, body: bytes = b"", status: int = 200, **headers: str) -> None:
        """A whole answer; `content_type="…"` becomes the header Content-Type."""
        given = {name.replace("_", "-").title(): value for name, value in headers.items()}
        self.send_response(status)
        for name, value in {"Content-Length": str(len(body)), **given}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def start(self, **headers: str) -> None:
        """The head of an answer whose body the behaviour writes itself."""
        self.send_response(200)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-").title(), value)
        self.end_headers()

    def drip(self, data: bytes, pause: float) -> None:
        """Write byte by byte until the site closes."""
        for byte in data:
            if self.server.site.closing.wait(pause):
                return
            self.wfile.write(bytes([byte]))

    def log_message(self, *_: object) -> None:
        """Say nothing."""


Behaviour = Callable[[Handler], None]


def _missing(handler: Handler) -> None:
    handler.answer(b"There is no such page.", status=404, content_type="text/plain")


@dataclass
class Site:
    """`asked` is every request so far: its path and headers."""

    url: str = ""
    behaviours: dict[str, Behaviour] = field(default_factory=dict)
    asked: list[tuple[str, Message]] = field(default_factory=list)
    closing: threading.Event = field(default_factory=threading.Event)

    def give(self, path: str, body: str | bytes, content_type: str = "text/turtle", **headers: str) -> str:
        """Give this body at a path, and say at what URL that is."""
        data = body.encode() if isinstance(body, str) else body
        return self.behave(path, lambda handler: handler.answer(data, content_type=content_type, **headers))

    def behave(self, path: str, behaviour: Behaviour) -> str:
        self.behaviours[path] = behaviour
        return self.url + path

    def paths(self) -> list[str]:
        return [path for path, _ in self.asked]


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    site: Site

    def handle_error(self, *_: object) -> None:
        """A client that goes away is what these tests are about."""


@contextmanager
def serving() -> Iterator[Site]:
    """A site that is up while the block runs."""
    with _Server(("127.0.0.1", 0), Handler) as server:
        site = server.site = Site(url=f"http://127.0.0.1:{server.server_port}")
        thread = threading.Thread(target=BaseServer.serve_forever, args=(server, 0.01), daemon=True)
        thread.start()
        try:
            yield site
        finally:
            site.closing.set()
            server.shutdown()
            thread.join()
