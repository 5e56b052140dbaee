"""Requests whose first line is not as HTTP has it are still answered by the application, as far as they can be meant.

gunicorn itself answers them by a bare page in English. Here what is too much of an address is thrown away as it comes
in, so that memory stays as it is; what is left is longer than the application takes (`catalogue.web.addresses`), which
is also told of header fields that are too many or too large, and of a line with blanks or control characters in its
address. Letters of an address that a program did not encode are encoded (RFC 3987, 3.1).
"""

import re
from contextlib import suppress
from typing import Final

from gunicorn.http.errors import LimitRequestHeaders, LimitRequestLine, NoMoreData, ParseException
from gunicorn.http.message import Request
from gunicorn.http.parser import RequestParser
from gunicorn.workers.gthread import TConn, ThreadWorker

from catalogue.domain import unread

LONGEST_LINE: Final = 8190  # bytes, the most that gunicorn can be told to take
PATIENCE: Final = 2**20  # bytes of one line, or of all fields, that are read and thrown away
_END: Final = b"\r\n"
_CONTROL: Final = re.compile(rb"[\x00-\x1f\x7f]")
_BLANKS: Final = 2  # of a request line
_BEYOND_ASCII: Final = re.compile(rb"[\x80-\xff]")


class CutRequest(Request):
    """A request of gunicorn's, with an address in ASCII.

    Of a line that is too long it has the beginning, and its connection ends after it. So it does after what is refused.
    """

    _refused: str = ""
    _after_line: bytearray

    def parse(self, unreader: object) -> bytes:
        """What was read after the request. Raises what gunicorn does, but for fields that are too many or too large."""
        try:
            rest: bytes = super().parse(unreader)
        except LimitRequestHeaders:
            self._refused, rest = unread.TOO_MANY_FIELDS, b""
            with suppress(LimitRequestLine, NoMoreData):  # who sends for ever is answered all the same
                self._skip(unreader, self._after_line, 2 * _END)
        if self._refused:
            self.headers.append((unread.FIELD, self._refused))
            self.force_close()
        return rest

    def read_line(self, unreader: object, buf: bytearray, limit: int = 0) -> tuple[bytes, bytearray]:
        """The request line and what was read after it. Raises LimitRequestLine when patience is over."""
        try:
            line, rest = super().read_line(unreader, buf, limit)
        except LimitRequestLine:
            line, rest = _cut(bytes(buf[:limit])), self._skip(unreader, buf, _END)
            self.force_close()
        self._after_line = rest
        if _CONTROL.search(line) or line.count(b" ") > _BLANKS:
            self._refused, line = unread.BAD_LINE, _cut(_CONTROL.split(line)[0])
        return _BEYOND_ASCII.sub(_encoded, bytes(line)), rest

    def _skip(self, unreader: object, buf: bytearray, mark: bytes) -> bytearray:
        """What comes after a mark, of what is before which no more than a piece is held at once."""
        skipped, begun = 0, len(mark) - 1
        while (end := buf.find(mark)) < 0:
            skipped += len(buf) - begun
            if skipped > PATIENCE:
                raise LimitRequestLine(skipped, PATIENCE)
            del buf[:-begun]  # the mark may come in two pieces
            self.read_into(unreader, buf)
        return buf[end + len(mark) :]


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
