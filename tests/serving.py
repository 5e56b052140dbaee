"""Applications that answer on loopback for a while."""

from collections.abc import Iterator
from contextlib import contextmanager
from threading import Thread
from typing import Any

from werkzeug.serving import WSGIRequestHandler, make_server


@contextmanager
def serving(
    application: Any, port: int = 0, handler: type[WSGIRequestHandler] | None = None
) -> Iterator[str]:
    """Lets a WSGI application answer, on any free port where none is named; gives its address."""
    server = make_server("127.0.0.1", port, application, threaded=True, request_handler=handler)
    thread = Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
