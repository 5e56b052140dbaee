"""Requests whose first line is not as HTTP has it are still answered by the application, as far as they can be meant.

gunicorn itself answers them by a bare page in English. Here what is too much of an address is thrown away as it comes
in, so that memory stays as it is; what is left is longer than the application takes (`catalogue.web.addresses`).
Letters of an address that a program did not encode are encoded (RFC 3987, 3.1).
"""

import re
from typing import Final

from gunicorn.http.errors import LimitRequestLine, ParseException
from gunicorn.http.message import Request
from gunicorn.http.parser import RequestParser
from gunicorn.workers.gthread import TConn, ThreadWorker

LONGEST_LINE: Final = 8190  # bytes, the most that gunicorn can be told to take
PATIENCE: Final = 2**20  # bytes of one line that are read and thrown away, before there is no answer of ours
_END: Final = b"\r\n"
_BEYOND_ASCII: Final = re.compile(rb"[\x80-\xff]")


class CutRequest(Request):
    """A request of gunicorn's, with an address in ASCII.

    Of a line that is too long it has the beginning, and its connection ends after it.
    """

    def read_line(self, unreader: object, buf: bytearray, limit: int = 0) -> tuple[bytes, bytearray]:
        """The request line and what was read after it. Raises LimitRequestLine when patience is over."""
        try:
            line, rest = super().read_line(unreader, buf, limit)
        except LimitRequestLine:
            line, rest = _cut(bytes(buf[:limit])), self._skip(unreader, buf, limit)
            self.force_close()
        return _BEYOND_ASCII.sub(_encoded, bytes(line)), rest

    def _skip(self, unreader: object, buf: bytearray, limit: int) -> bytearray:
        """What comes after the end of the line, of which no more than a piece is held at once."""
        skipped = 0
        while (end := buf.find(_END)) < 0:
            skipped += len(buf) - 1
            if skipped > PATIENCE:
                raise LimitRequestLine(skipped, limit)
            del buf[:-1]  # the end may come in two pieces
            self.read_into(unreader, buf)
        return buf[end + len(_END) :]


class CuttingParser(RequestParser):
    """The requests of a connection."""

    mesg_class = CutRequest


class Worker(ThreadWorker):
    """gunicorn's worker with threads, with requests of ours."""

    def enqueue_req(self, conn: TConn) -> None:
        """Have a request of a connection answered by a thread."""
        conn.parser = conn.parser or CuttingParser(conn.cfg, conn.sock, conn.client)
        super().enqueue_req(conn)

    def handle_error(self, req: object, client: object, addr: object, exc: Exception) -> None:
        """Answer what cannot be read. Its words and its sender, which gunicorn logs, are nobody's to keep."""
        if isinstance(exc, ParseException):
            self.log.warning("A request could not be read: %s.", type(exc).__name__)
        super().handle_error(req, client, addr, exc)


def _encoded(found: re.Match[bytes]) -> bytes:
    return b"%%%02X" % found[0][0]


def _cut(line: bytes) -> bytes:
    """A request line of the beginning of one: its method and what there is of its address."""
    return b" ".join([*line.split(b" ")[:2], b"HTTP/1.1"])
