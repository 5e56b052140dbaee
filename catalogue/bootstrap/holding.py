"""The part of the services that those who describe datasets need; see `Services`."""

from typing import TYPE_CHECKING

from catalogue.bootstrap.accounts import Accounting
from catalogue.settings import Settings

if TYPE_CHECKING:
    from catalogue.store.sql import SqlStore


class Holding(Accounting):
    """Accounts, editing, review, registers: each part is built when it is first asked for."""

    settings: Settings

    if TYPE_CHECKING:

        @property
        def store(self) -> SqlStore: ...
