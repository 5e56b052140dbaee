"""Asks `/healthz` of our own port, without ever waiting for the answer."""

import socket
import time

REQUEST = b"GET /healthz HTTP/1.0\r\nHost: localhost\r\n\r\n"
PAUSE = 0.05
ANYWHERE = {"0.0.0.0": "127.0.0.1", "::": "::1"}  # noqa: S104 — compared with, not listened on


class Probe:
    """A question that the web processes answer once they serve. It waits in the port's queue until then."""

    def __init__(self, listener: socket.socket) -> None:
        self._family = listener.family
        host, port, *rest = listener.getsockname()
        self._address = (ANYWHERE.get(host, host), port, *rest)
        self._connection: socket.socket | None = None
        self._next = 0.0

    @property
    def wait(self) -> float:
        """Seconds until it is worth looking again, if nothing happens on the connection."""
        return 3600.0 if self._connection else max(0.0, self._next - time.monotonic())

    def fileno(self) -> int:
        """What to `select` on; negative when there is nothing to wait for."""
        return self._connection.fileno() if self._connection else -1

    def answered(self) -> bool:
        """Whether the web processes serve. Asks (again) when no question is out."""
        if self._connection is None:
            if time.monotonic() >= self._next:
                self._ask()
            return False
        try:
            line = self._connection.recv(64)
        except BlockingIOError:
            return False
        except OSError:
            line = b""
        self.close()
        return line.split(b" ")[1:2] == [b"200"]

    def close(self) -> None:
        if self._connection:
            self._connection.close()
        self._connection = None
        self._next = time.monotonic() + PAUSE

    def _ask(self) -> None:
        self._connection = socket.socket(self._family)
        try:
            self._connection.settimeout(1.0)  # the queue of our own port, on this machine
            self._connection.connect(self._address)
            self._connection.sendall(REQUEST)
            self._connection.setblocking(False)
        except OSError:
            self.close()
