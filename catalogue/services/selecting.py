"""The list of datasets that a visitor keeps: in their browser, signed, and nowhere here.

It holds the numbers of records and nothing of the visitor. The key that signs it is made once and kept in the
database, where every process and host of the instance finds it.
"""

from collections.abc import Iterable, Sequence
from typing import Final, Protocol

from itsdangerous import BadSignature, Signer

from catalogue.domain.record import Record
from catalogue.domain.selection import MOST, SelectionFull
from catalogue.rdf import writing
from catalogue.rdf.formats import Format
from catalogue.services import tokens
from catalogue.services.feeds import Feeds
from catalogue.services.signing import signer
from catalogue.store.base import RecordStore
from catalogue.store.holder_base import TokenStore

_NAME: Final = tokens.digest("the key that signs the lists of visitors")
_DIGITS: Final = 12


class Store(TokenStore, RecordStore, Protocol):
    """What is needed of the store."""


class Selecting:
    """Reads and writes the lists of visitors."""

    def __init__(self, store: Store, feeds: Feeds) -> None:
        self._store = store
        self._feeds = feeds

    def read(self, text: str) -> tuple[int, ...]:
        """The numbers of the records in a list as it was written; none of what is not ours."""
        if not text:
            return ()
        try:
            said = self._signer().unsign(text.encode("utf-8", "replace")).decode()
        except BadSignature:
            return ()
        parts = said.split(".")[:MOST]
        return tuple(
            int(part) for part in parts if part.isascii() and part.isdigit() and len(part) <= _DIGITS
        )

    def written(self, numbers: Iterable[int]) -> str:
        """A list as a browser holds it; empty for an empty one."""
        said = ".".join(map(str, numbers))
        return self._signer().sign(said).decode() if said else ""

    def records(self, numbers: Sequence[int]) -> list[Record]:
        """The records of a list in its order; what was deleted since is not among them."""
        found = self._store.find("number", list(numbers))
        return [found[number] for number in numbers if number in found]

    def document(self, records: Iterable[Record], form: Format) -> bytes:
        """The descriptions of published records in one document. Raises NotFound, and NotRepresentable."""
        return writing.document((self._feeds.fragment(record, form) for record in records), form)

    def _signer(self) -> Signer:
        return signer(self._store, _NAME)


def added(numbers: Sequence[int], more: Iterable[int]) -> tuple[int, ...]:
    """A list with more of them at its end. Raises SelectionFull."""
    found = tuple(dict.fromkeys((*numbers, *more)))
    if len(found) > MOST:
        raise SelectionFull(most=MOST)
    return found
