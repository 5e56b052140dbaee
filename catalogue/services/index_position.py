"""Where the search index stands, for pages that remember what they asked of it."""

import time
from collections.abc import Callable
from threading import Lock

from catalogue.search.base import SearchIndex


class IndexPosition:
    """The position of an index, at most `seconds` old: one on a server answers two requests to tell it."""

    def __init__(
        self, index: SearchIndex, seconds: float, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._index = index
        self._seconds = seconds
        self._clock = clock
        self._lock = Lock()
        self._known: tuple[float, int] | None = None

    def __call__(self) -> int:
        """Raises Unavailable when the index is down."""
        known = self._known
        if known is not None and self._clock() - known[0] < self._seconds:
            return known[1]
        with self._lock:
            # Another thread may have asked meanwhile.
            if self._known is None or self._known is known:
                self._known = (self._clock(), self._index.position())
            return self._known[1]
