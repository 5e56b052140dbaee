"""The part of the services that those who describe datasets need; see `Services`."""

from typing import TYPE_CHECKING

from catalogue.bootstrap.describing import Describing
from catalogue.bootstrap.forms import Forming
from catalogue.bootstrap.programs import Programs
from catalogue.bootstrap.registers import Registering
from catalogue.bootstrap.reviewing import Reviewing
from catalogue.bootstrap.variables import Tabling
from catalogue.settings import Settings

if TYPE_CHECKING:
    from catalogue.store.sql import SqlStore


class Holding(Describing, Registering, Reviewing, Programs, Forming, Tabling):
    """Accounts, editing, review, registers: each part is built when it is first asked for."""

    settings: Settings

    if TYPE_CHECKING:

        @property
        def store(self) -> SqlStore: ...
