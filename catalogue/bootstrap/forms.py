"""What the pages of the form need beside editing: lists to choose from, and the check of one section."""

# ruff: noqa: PLC0415 - as in the rest of the bootstrap

from typing import TYPE_CHECKING

from catalogue.bootstrap.describing import Describing
from catalogue.building import built_once

if TYPE_CHECKING:
    from catalogue.services.choosing import Choosing
    from catalogue.services.section_checks import SectionChecks


class Forming(Describing):
    """See `Services`."""

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
