"""Search follows the change feed: what is published can be found, what is withdrawn cannot."""

from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from typing import Final, Protocol

from catalogue.domain.errors import Busy
from catalogue.domain.record import ChangeKind, Record, State
from catalogue.search.base import Packed, SearchIndex
from catalogue.services.packing import OpenPacks, Packs, Stored
from catalogue.services.search_documents import CLASSES
from catalogue.store.base import History, RecordStore, Selection, walk

BATCH: Final = 500  # changes of one step; what a crash can undo
_AT_ONCE: Final = 20  # descriptions that are read together
_MANY: Final = 2_000  # from which processes of their own are worth their start
_SEARCHED: Final = Selection(limit=BATCH, states=frozenset({State.PUBLISHED}), kinds=frozenset(CLASSES))


class Store(RecordStore, History, Protocol):
    """Records and their history."""


class Indexing:
    """Keeps a search index at the store. Any process may do it at any time: one does, the others need not."""

    def __init__(self, store: Store, index: SearchIndex, packs: OpenPacks) -> None:
        self._store = store
        self._index = index
        self._packs = packs

    def catch_up(self, limit: int | None = None) -> int:
        """Take in the changes, in batches, up to the newest or until `limit`; gives how many.

        An index that is missing, broken, of another layout or ahead of the store (a restored backup) is built
        anew. Does nothing while another process writes. Raises Unavailable when the index is down.
        """
        taken = 0
        try:
            while limit is None or taken < limit:
                step = self._step(BATCH if limit is None else min(BATCH, limit - taken))
                if not step:
                    break
                taken += step
        except Busy:
            pass
        return taken

    def _step(self, limit: int) -> int:
        """One batch; gives how many changes it took in, 0 when there are none."""
        position, newest = self._index.position(), self._store.position()
        if position == newest:
            return 0
        if 0 <= position < newest:
            return self._follow(position, limit)
        self.rebuild()
        return max(newest, 1)

    def rebuild(self, progress: Callable[[int, int], None] | None = None) -> int:
        """Index everything that is published anew, while readers keep what they have; gives how many.

        `progress` is told how many are done, and of how many. Raises Busy while another process writes, and
        Unavailable when one that helps is killed; readers keep what they have then.
        """
        # The position first: what changes meanwhile is taken in again afterwards.
        position = self._store.position()
        known = self._store.count(_SEARCHED)
        done = 0

        def counted(packs: Packs) -> Iterator[Packed]:
            nonlocal done
            for document in packs.each(self._stored(walk(self._store, _SEARCHED))):
                yield document
                done += 1
                if progress:
                    progress(done, known)

        # Before the engine writes: processes begin as copies of this one while it has no other threads.
        with self._packs(known >= _MANY) as packs:
            self._index.rebuild(counted(packs), position)
        return done

    def _follow(self, position: int, limit: int) -> int:
        changes = self._store.changes(position, limit)
        if not changes:
            return 0
        # A saved draft changes nothing that readers see.
        touched = {change.number for change in changes if change.kind is not ChangeKind.SAVED}
        records = self._store.find("number", touched).values() if touched else ()
        published = [record for record in records if _is_searched(record)]
        removed = touched - {record.number for record in published}
        with self._packs(False) as packs:
            self._index.apply(packs.each(self._stored(published)), removed, changes[-1].position)
        return len(changes)

    def _stored(self, records: Iterable[Record]) -> Iterator[Stored]:
        """Records with what readers get of them, reading few descriptions at a time: one may have megabytes."""
        waiting = iter(records)
        while some := list(islice(waiting, _AT_ONCE)):
            hashes = {record.number: record.published.hash for record in some if record.published}
            texts = self._store.ntriples(set(hashes.values()))
            for record in some:
                # A description that was removed since is taken out by its own change.
                if hashes.get(record.number) in texts:
                    yield record, texts[hashes[record.number]]


def _is_searched(record: Record) -> bool:
    return record.published is not None and record.kind in CLASSES
