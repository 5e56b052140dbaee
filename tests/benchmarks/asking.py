"""A client that asks over several connections at once, and is itself cheap: it only counts bytes."""

import selectors
import socket
import time
from contextlib import ExitStack

CONNECTIONS = 8


def rate(port: int, path: str, headers: str = "", seconds: float = 2.0) -> float:
    """Answers a second. All are taken to be as long as the first one, which must be a 200 or a 304."""
    request = _request(path, headers)
    with ExitStack() as stack:
        selector = stack.enter_context(selectors.DefaultSelector())
        size = 0
        for _ in range(CONNECTIONS):
            connection = stack.enter_context(socket.create_connection(("127.0.0.1", port)))
            connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            connection.sendall(request)
            size = _answer(connection)[2]
            selector.register(connection, selectors.EVENT_READ, [size])
            connection.sendall(request)
        return _count(selector, request, size, seconds) / seconds


def status(port: int, path: str, headers: str = "") -> tuple[int, dict[str, str]]:
    """The status and the headers of one answer."""
    with socket.create_connection(("127.0.0.1", port)) as connection:
        connection.sendall(_request(path, headers))
        return _answer(connection)[:2]


def _request(path: str, headers: str) -> bytes:
    return f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept: */*\r\n{headers}\r\n".encode()


def _answer(connection: socket.socket) -> tuple[int, dict[str, str], int]:
    """One whole answer: its status, its headers, and its size with them."""
    data = b""
    while b"\r\n\r\n" not in data:
        data += connection.recv(65536)
    head = data.partition(b"\r\n\r\n")[0]
    lines = head.decode("latin-1").split("\r\n")
    code, fields = int(lines[0].split()[1]), dict(line.split(": ", 1) for line in lines[1:])
    assert code in (200, 304), lines[0]
    size = len(head) + 4 + (0 if code == 304 else int(fields["Content-Length"]))
    read = len(data)
    while read < size:
        read += len(connection.recv(65536))
    return code, fields, size


def _count(selector: selectors.BaseSelector, request: bytes, size: int, seconds: float) -> int:
    """How many answers of a size arrive in time; each is followed by the next request."""
    answers = 0
    end = time.perf_counter() + seconds
    while time.perf_counter() < end:
        for key, _ in selector.select(1):
            connection = key.fileobj
            assert isinstance(connection, socket.socket)
            missing = key.data
            missing[0] -= len(connection.recv(missing[0]))
            if not missing[0]:
                answers += 1
                missing[0] = size
                connection.sendall(request)
    return answers
