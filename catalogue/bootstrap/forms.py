"""What the pages of the form need beside editing: lists to choose from, and the check of one section."""

# ruff: noqa: PLC0415 - as in the rest of the bootstrap

from typing import TYPE_CHECKING

from catalogue.building import built_once

if TYPE_CHECKING:
    from catalogue.domain.profile import Profile
    from catalogue.domain.vocabulary import Vocabularies
    from catalogue.search.base import SearchIndex
    from catalogue.services.choosing import Choosing
    from catalogue.services.register import Register
    from catalogue.services.section_checks import SectionChecks
    from catalogue.store.sql import SqlStore
    from catalogue.validation.base import Validator


class Forming:
    """A base of `Holding`."""

    if TYPE_CHECKING:

        @property
        def store(self) -> SqlStore: ...
        @property
        def profile(self) -> Profile: ...
        @property
        def vocabularies(self) -> Vocabularies: ...
        @property
        def index(self) -> SearchIndex: ...
        @property
        def register(self) -> Register: ...
        @property
        def validator(self) -> Validator: ...

    @built_once
    def choosing(self) -> "Choosing":
        from catalogue.services.choices import Choices
        from catalogue.services.choosing import Choosing

        choices = Choices(self.vocabularies)
        return Choosing(choices, self.register, self.store, self.index, self.profile)

    @built_once
    def section_checks(self) -> "SectionChecks":
        from catalogue.services.section_checks import SectionChecks

        return SectionChecks(self.profile, self.validator, self.store)
