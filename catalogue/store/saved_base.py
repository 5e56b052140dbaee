"""What the service of saved searches asks of a store.

One transaction a call, as in `base`. Every implementation passes `tests/contracts/test_saved_store.py`.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from catalogue.domain.saved import SavedSearch


class SavedSearchStore(Protocol):
    """Searches that addresses have saved."""

    def add_saved(self, search: SavedSearch) -> SavedSearch:
        """Keep a search; gives it with its id, and with the owner that the address has already, if it has one."""

    def saved_of(self, email: str) -> Sequence[SavedSearch]:
        """All searches of an address, confirmed or not, the oldest first."""

    def saved_by(self, owner: str) -> Sequence[SavedSearch]:
        """All searches of an owner, confirmed or not, the oldest first."""

    def confirm_saved(self, key: str, seen: frozenset[int], at: datetime) -> SavedSearch | None:
        """Confirm a search that has not been, with what it finds now; None where there is none of this key."""

    def saved_to_confirm(self, key: str) -> SavedSearch | None:
        """The search of this key, if it has not been confirmed."""

    def end_saved(self, owner: str, id: int | None = None) -> int:
        """Remove a search of an owner, or all of them, also those not confirmed; gives how many."""

    def due_saved(self, before: datetime, at: datetime, limit: int) -> Sequence[SavedSearch]:
        """All confirmed searches of at most `limit` owners of whom none was looked at since a moment.

        Those who were put off beyond `at` are not among them, and the others of them come in the order of that.
        """

    def put_off_saved(self, owner: str, later: datetime, refused: int) -> None:
        """Leave the searches of an owner for a while; `refused` is how often a mail was refused for good."""

    def mark_saved(self, id: int, seen: frozenset[int], at: datetime) -> None:
        """Say that a search was looked at, and what it has found by now; it is not put off any more."""

    def purge_saved(self, before: datetime) -> int:
        """Remove what was asked for before a moment and never confirmed; gives how many."""
