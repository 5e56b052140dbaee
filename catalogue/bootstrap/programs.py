"""The services of programs: what they hand in, and answers that are given once."""

# ruff: noqa: PLC0415 - as in the rest of the bootstrap

from typing import TYPE_CHECKING

from catalogue.bootstrap.reviewing import Reviewing
from catalogue.building import built_once
from catalogue.domain.errors import WrongSetting

if TYPE_CHECKING:
    from catalogue.rdf.converting import Converter
    from catalogue.services.answering import Answering
    from catalogue.services.batching import Batching
    from catalogue.services.bringing_back import BringingBack
    from catalogue.services.deliveries import Deliveries
    from catalogue.services.health_data_hub import HealthDataHub
    from catalogue.services.submitting import Submitting


class Programs(Reviewing):
    """See `Services`."""

    @built_once
    def answering(self) -> "Answering":
        from catalogue.services.answering import Answering

        return Answering(self.store)

    @built_once
    def deliveries(self) -> "Deliveries":
        from catalogue.services.deliveries import Deliveries

        return Deliveries(self.identities)

    @built_once
    def submitting(self) -> "Submitting":
        from catalogue.services.submitting import Submitting

        return Submitting(self.store, self.editing, self.workflow)

    @built_once
    def batching(self) -> "Batching":
        from catalogue.services.batching import Batching

        return Batching(self.store, self.submitting, self.settings.batch_descriptions)

    @built_once
    def bringing_back(self) -> "BringingBack":
        from catalogue.services.bringing_back import BringingBack
        from catalogue.services.others import Others

        others = Others(self.store, self.identities)
        return BringingBack(self.store, self.records, self.register, others, self.workflow)

    @built_once
    def health_data_hub(self) -> "HealthDataHub":
        from catalogue.services.health_data_hub import HealthDataHub

        steps = (self.submitting, self.workflow, self.bringing_back)
        return HealthDataHub(self.store, self.identities, self.deliveries, steps, self._converter())

    def _converter(self) -> "Converter | None":
        """What brings older descriptions into the profile; None where no rules lead to it."""
        from catalogue.rdf.conversion.table import read_table
        from catalogue.rdf.converting import Converter

        try:
            return Converter(read_table(), self.profile, self.vocabularies)
        except WrongSetting:
            return None
