"""One writer at a time, by a document that says who writes and until when.

    <index>-lock/_doc/writer    {"place", "pid", "until"}

A writer says again every few seconds that it is there. Who was killed is followed at once on the same machine, and
elsewhere when its time is over. The clocks of machines that write may differ by some seconds.
"""

import os
import threading
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

from catalogue.domain.errors import Busy, Unavailable
from catalogue.search.elastic.connection import Refused, Server
from catalogue.search.questions import PART

LEASE: Final = 30.0  # seconds after which a writer that said nothing is gone
_WAIT: Final = 0.05
_WRITER: Final = "writer"
_SETTINGS: Final = {
    "settings": {"number_of_shards": 1, "auto_expand_replicas": "0-1"},
    "mappings": {"dynamic": False},
}

# In one process no clock is needed; this lock tells also that what the document says of us is over.
_here: Final[defaultdict[str, threading.Lock]] = defaultdict(threading.Lock)


class WriterLock:
    """The lock of one index."""

    def __init__(self, server: Server, name: str, lease: float = LEASE) -> None:
        self._server = server
        self._index = f"{name}-lock"
        self._lease = lease

    @contextmanager
    def held(self, patience: float) -> Iterator[Callable[[], None]]:
        """Be the one that writes; gives what says that we still do, to be called all the while.

        Raises Busy when another writes for longer than `patience` seconds, or has taken over.
        """
        deadline = time.monotonic() + patience
        if not _here[self._index].acquire(timeout=max(patience, 0)):
            raise Busy(part=PART)
        try:
            lease = _Lease(self._server, self._path, self._taken(deadline), self._lease)
            try:
                yield lease.keep
            finally:
                lease.end()
        finally:
            _here[self._index].release()

    @property
    def _path(self) -> str:
        return f"/{self._index}/_doc/{_WRITER}"

    def _taken(self, deadline: float) -> dict[str, Any]:
        while True:
            try:
                return self._take()
            except Refused:  # another was faster
                if time.monotonic() >= deadline:
                    raise Busy(part=PART) from None
                time.sleep(_WAIT)

    def _take(self) -> dict[str, Any]:
        """What the engine says of our document. Raises Refused where another writes."""
        params: dict[str, Any] = {"op_type": "create"}
        known = self._known()
        if known:
            if _is_at_work(known["_source"]):
                raise Refused(409, "another writes")
            params = _as_seen(known)
        taken: dict[str, Any] = self._server.write("PUT", self._path, _us(self._lease), **params)
        return taken

    def _known(self) -> dict[str, Any] | None:
        try:
            found: dict[str, Any] = self._server.ask("GET", self._path)
        except Refused as refused:
            if refused.is_without_index:
                with suppress(Unavailable):  # another makes it; if not, what comes next tells
                    self._server.write("PUT", f"/{self._index}", _SETTINGS)
            return None
        return found


class _Lease:
    """What we have of the lock."""

    def __init__(self, server: Server, path: str, taken: dict[str, Any], seconds: float) -> None:
        self._server = server
        self._path = path
        self._seconds = seconds
        self._seen = _as_seen(taken)
        self._said = time.monotonic()

    def keep(self) -> None:
        """Say that we are still there, if that is due. Raises Busy when another has taken over."""
        if time.monotonic() - self._said < self._seconds / 4:
            return
        try:
            self._seen = _as_seen(self._server.write("PUT", self._path, _us(self._seconds), **self._seen))
        except Refused:
            raise Busy(part=PART) from None
        self._said = time.monotonic()

    def end(self) -> None:
        """Let others write. What cannot be taken back now is over by itself."""
        with suppress(Refused, Unavailable):
            self._server.ask("DELETE", self._path, **self._seen)


def _as_seen(known: dict[str, Any]) -> dict[str, Any]:
    return {"if_seq_no": known["_seq_no"], "if_primary_term": known["_primary_term"]}


def _us(seconds: float) -> dict[str, Any]:
    return {"place": _place(), "pid": os.getpid(), "until": time.time() + seconds}


def _is_at_work(writer: dict[str, Any]) -> bool:
    """Whether another writes: its time is not over, and it is not known to be dead."""
    if time.time() > writer["until"]:
        return False
    if not _place() or writer["place"] != _place():
        return True
    # Under our own number it is our own past, or that of a process before us.
    return writer["pid"] != os.getpid() and _lives(writer["pid"])


def _lives(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        pass
    return True


@lru_cache(maxsize=1)
def _place() -> str:
    """Where numbers of processes mean the same: a start of a machine, and a container in it; "" if unknown."""
    try:
        started = Path("/proc/sys/kernel/random/boot_id").read_text(encoding="ascii").strip()
        return f"{started} {Path('/proc/self/ns/pid').readlink()}"
    except OSError:
        return ""
