"""The services of accounts: who people and programs are, how they sign in, and what is noted of what they do."""

# ruff: noqa: PLC0415 - as in the rest of the bootstrap

from typing import TYPE_CHECKING

from catalogue.building import built_once
from catalogue.settings import Settings

if TYPE_CHECKING:
    from catalogue.services.auditing import Auditing
    from catalogue.store.sql import SqlStore


class Accounting:
    """A base of `Holding`."""

    settings: Settings

    if TYPE_CHECKING:

        @property
        def store(self) -> SqlStore: ...

    @built_once
    def auditing(self) -> "Auditing":
        from catalogue.services.auditing import Auditing

        return Auditing(self.store)
