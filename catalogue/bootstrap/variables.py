"""The part of the services about the variables of descriptions; see `Services`."""

# ruff: noqa: PLC0415 - a command pays only for the parts that it uses

from typing import TYPE_CHECKING

from catalogue.bootstrap.describing import Describing
from catalogue.building import built_once

if TYPE_CHECKING:
    from catalogue.services.variable_files import VariableFiles
    from catalogue.services.variables import Variables


class Tabling(Describing):
    """See `Services`."""

    @built_once
    def variables(self) -> "Variables":
        from catalogue.services.variables import Variables

        return Variables(self.editing, self.store, self.profile, self.settings.languages)

    @built_once
    def variable_files(self) -> "VariableFiles":
        from catalogue.services.variable_files import VariableFiles

        return VariableFiles(self.variables, self.store)
