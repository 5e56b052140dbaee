"""The services of editing: working copies, saving, and judging what is too large to be judged at once."""

# ruff: noqa: PLC0415 - as in the rest of the bootstrap

from typing import TYPE_CHECKING

from catalogue.bootstrap.accounts import Accounting
from catalogue.building import built_once

if TYPE_CHECKING:
    from catalogue.services.editing import Editing
    from catalogue.services.register import Register
    from catalogue.services.saving import Saving


class Describing(Accounting):
    """See `Services`."""

    @built_once
    def register(self) -> "Register":
        from catalogue.services.register import Register

        parts = (self.store, self.profile, self.identities, self.auditing)
        return Register(*parts, review=self.settings.review)

    @built_once
    def saving(self) -> "Saving":
        from catalogue.services.saving import Saving

        judging = (self.judge, self.records)
        return Saving(self.store, judging, self.identities, self.auditing, self.register)

    @built_once
    def editing(self) -> "Editing":
        from catalogue.services.editing import Editing

        limit = self.settings.description_limit * 2**20
        law = self.settings.legislation
        return Editing(self.store, self.saving, self.profile, self.identities, limit, law)
