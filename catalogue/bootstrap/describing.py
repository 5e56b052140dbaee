"""The services of editing: working copies, saving, and judging what is too large to be judged at once."""

# ruff: noqa: PLC0415 - as in the rest of the bootstrap

from typing import TYPE_CHECKING

from catalogue.building import built_once
from catalogue.settings import Settings

if TYPE_CHECKING:
    from catalogue.domain.profile import Profile
    from catalogue.services.auditing import Auditing
    from catalogue.services.editing import Editing
    from catalogue.services.identities import Identities
    from catalogue.services.judging import Judge
    from catalogue.services.records import Records
    from catalogue.services.register import Register
    from catalogue.services.saving import Saving
    from catalogue.store.sql import SqlStore


class Describing:
    """A base of `Holding`."""

    settings: Settings

    if TYPE_CHECKING:

        @property
        def store(self) -> SqlStore: ...
        @property
        def profile(self) -> Profile: ...
        @property
        def identities(self) -> Identities: ...
        @property
        def judge(self) -> Judge: ...
        @property
        def records(self) -> Records: ...
        @property
        def auditing(self) -> Auditing: ...
        @property
        def register(self) -> Register: ...

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
