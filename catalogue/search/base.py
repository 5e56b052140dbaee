"""What the services ask of a search index.

Every adapter passes `tests/contracts/test_search.py`, `test_search_understood.py` and `test_variable_search.py`.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol

from catalogue.domain.organisations import Naming
from catalogue.domain.search import (
    Completion,
    Query,
    Results,
    SearchDocument,
    VariableQuestion,
    VariableResults,
)


@dataclass(frozen=True, slots=True)
class Packed:
    """A document as one adapter writes it, quick to send between processes. Only that adapter knows its parts."""

    number: int
    parts: tuple[str, ...]


class Packer(Protocol):
    """What makes documents ready for an index. It holds nothing open: any process may have its own."""

    def pack(self, document: SearchDocument, /) -> Packed:
        """A document, ready to be written."""


Given = SearchDocument | Packed


class SearchIndex(Protocol):
    """An index that follows the change feed, and can be thrown away and rebuilt.

    It is given documents as they are, or what its own packer has made of them.
    """

    @property
    def packer(self) -> Packer:
        """What makes documents ready for this index."""

    def position(self) -> int:
        """The position of the change feed that the index has taken in; -1 when it must be rebuilt."""

    def apply(self, documents: Iterable[Given], removed: Collection[int], position: int) -> None:
        """Replace these documents and drop the removed numbers, as one step; then the index is at `position`."""

    def rebuild(self, documents: Iterable[Given], position: int) -> None:
        """Build anew beside the index that readers use, then change over. Readers never see a gap."""

    def search(self, query: Query) -> Results:
        """The answer. Raises BadInput for a query that cannot be understood, Unavailable when it is down."""

    def naming(self) -> Naming:
        """How the descriptions that readers find name organisations, the most frequent `naming.MOST` of each.

        The very same object until something changes, so that it costs nothing to ask. Raises Unavailable.
        """


class WordIndex(Protocol):
    """What an index knows of the words in it, beside whole questions."""

    def complete(self, beginning: str, language: str, most: int) -> Sequence[Completion]:
        """Titles, variables and codes with a word that begins so, at most `most` of each kind, the best first.

        Of several words all but the last are whole. Raises Unavailable when the index is down.
        """

    def words_like(self, word: str) -> Sequence[tuple[str, int]]:
        """Words of texts that are spelled nearly so, the nearest first, with in how many descriptions.

        The word itself is among them when it is in any. Raises Unavailable when the index is down.
        """


class VariableIndex(Protocol):
    """Where the variables of all datasets are searched, one by one."""

    def variables(self, question: VariableQuestion) -> VariableResults:
        """The datasets that have them. Raises BadInput, and Unavailable when the index is down."""


class Index(SearchIndex, WordIndex, VariableIndex, Protocol):
    """What an adapter is."""
