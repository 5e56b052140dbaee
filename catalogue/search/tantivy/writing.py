"""How an index of the engine is written and read, as of one commit each."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

import tantivy
from tantivy import IndexWriter as Writer

from catalogue.search.tantivy.fields import NUMBER

__all__ = ["Writer", "remove", "searcher_of", "writing"]

_HEAP: Final = 15_000_000  # bytes; the least that the engine takes


@contextmanager
def writing(index: tantivy.Index) -> Iterator[Writer]:
    """A writer that commits at the end, all or nothing, and then is gone with its memory."""
    writer = index.writer(_HEAP, 1)
    # What a killed writer left would have the name of what we are about to write.
    writer.garbage_collect_files()
    try:
        yield writer
        writer.commit()
    except BaseException:
        writer.rollback()
        raise
    finally:
        writer.wait_merging_threads()


def remove(number: int, *writers: Writer) -> None:
    """Drop all that belongs to a description."""
    for writer in writers:
        writer.delete_documents_by_term(NUMBER, number)


def searcher_of(index: tantivy.Index) -> tantivy.Searcher:
    """What reads an index as it is now, whatever is written afterwards."""
    index.config_reader("manual")
    index.reload()
    return index.searcher()
