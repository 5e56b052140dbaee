"""Applications that answer on loopback for a while."""

from collections.abc import Iterator
from contextlib import contextmanager
from ssl import SSLContext
from threading import Thread
from typing import Any

from werkzeug.serving import WSGIRequestHandler, make_server


@contextmanager
def serving(
    application: Any,
    port: int = 0,
    handler: type[WSGIRequestHandler] | None = None,
    tls: SSLContext | None = None,
) -> Iterator[str]:
    """Lets a WSGI application answer, on any free port where none is named; gives its address.

    `tls` is what it shows, where it answers by https.
    """
    server = make_server(
        "127.0.0.1", port, application, threaded=True, request_handler=handler, ssl_context=tls
    )
    thread = Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"{'https' if tls else 'http'}://127.0.0.1:{server.port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
