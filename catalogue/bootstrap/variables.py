"""The part of the services about the variables of descriptions; see `Services`."""

# ruff: noqa: PLC0415 - a command pays only for the parts that it uses

from typing import TYPE_CHECKING

from catalogue.building import built_once
from catalogue.settings import Settings

if TYPE_CHECKING:
    from catalogue.domain.profile import Profile
    from catalogue.services.editing import Editing
    from catalogue.services.variable_files import VariableFiles
    from catalogue.services.variables import Variables
    from catalogue.store.sql import SqlStore


class Tabling:
    """A base of `Holding`."""

    settings: Settings

    if TYPE_CHECKING:

        @property
        def store(self) -> SqlStore: ...
        @property
        def profile(self) -> Profile: ...
        @property
        def editing(self) -> Editing: ...

    @built_once
    def variables(self) -> "Variables":
        from catalogue.services.variables import Variables

        return Variables(self.editing, self.store, self.profile, self.settings.languages)

    @built_once
    def variable_files(self) -> "VariableFiles":
        from catalogue.services.variable_files import VariableFiles

        return VariableFiles(self.variables, self.store)
