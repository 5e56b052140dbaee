"""Whether an instance can work."""

from collections.abc import Callable

from catalogue.domain.errors import Unavailable
from catalogue.search.base import Index
from catalogue.store.base import History


class Health:
    """Asks the parts that may be elsewhere. `index` gives the index, which is opened when it is first asked."""

    def __init__(self, store: History, index: Callable[[], Index]) -> None:
        self._store = store
        self._index = index

    def lacking(self) -> Unavailable | None:
        """What is down without which most can be had; None when all works. Raises Unavailable when nothing can."""
        self._store.position()
        try:
            self._index().position()
        except Unavailable as error:
            return error
        return None
