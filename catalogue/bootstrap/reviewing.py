"""The services of review: where versions stand, what people say and are told, the yearly check, and what was before."""

# ruff: noqa: PLC0415 - as in the rest of the bootstrap

from typing import TYPE_CHECKING

from catalogue.bootstrap.forms import Forming
from catalogue.building import built_once

if TYPE_CHECKING:
    from catalogue.domain.record import Description
    from catalogue.services.commenting import Commenting
    from catalogue.services.differing import Differing
    from catalogue.services.hiding import Hiding
    from catalogue.services.history import Histories
    from catalogue.services.judging import Judgement
    from catalogue.services.notice_mails import NoticeMails
    from catalogue.services.notices import Notices
    from catalogue.services.own_records import OwnRecords
    from catalogue.services.previewing import Previewing
    from catalogue.services.public_history import PublicHistory
    from catalogue.services.publishing import Publishing
    from catalogue.services.standing import Standings
    from catalogue.services.voices import Voices
    from catalogue.services.workflow import Workflow
    from catalogue.services.yearly_checks import YearlyChecks


class Reviewing(Forming):
    """See `Services`."""

    @built_once
    def own_records(self) -> "OwnRecords":
        from catalogue.services.own_records import OwnRecords

        return OwnRecords(self.store)

    @built_once
    def notices(self) -> "Notices":
        from catalogue.services.notices import Notices

        return Notices(self.store, self.reading, self.settings.languages)

    @built_once
    def commenting(self) -> "Commenting":
        from catalogue.services.commenting import Commenting

        return Commenting(self.store, self.own_records, self.notices, self.auditing)

    @built_once
    def standings(self) -> "Standings":
        from catalogue.services.standing import Standings

        return Standings(self.store, self.own_records, self.settings.review)

    @built_once
    def publishing(self) -> "Publishing":
        from catalogue.services.publishing import Publishing

        def judged(description: "Description") -> "Judgement":
            return self.records.held_against(description, self.judge.judge([description])[0])

        return Publishing(self.store, self.reading, judged, self.checker)

    @built_once
    def yearly_checks(self) -> "YearlyChecks":
        from catalogue.domain.yearly import Calendar
        from catalogue.services.yearly_checks import YearlyChecks

        calendar = Calendar(self.settings.check_months)
        return YearlyChecks(self.store, self.own_records, self.voices, calendar)

    @built_once
    def notice_mails(self) -> "NoticeMails":
        from catalogue.services.notice_mails import NoticeMails

        return NoticeMails(self.store, self.mailing, self.settings)

    @built_once
    def histories(self) -> "Histories":
        from catalogue.services.history import Histories

        return Histories(self.own_records, self.reading, self.editing, self.differing)

    @built_once
    def hiding(self) -> "Hiding":
        from catalogue.services.hiding import Hiding

        return Hiding(self.own_records, self.store, self.auditing)

    @built_once
    def differing(self) -> "Differing":
        from catalogue.services.differing import Differing

        return Differing(self.reading, self.profile)

    @built_once
    def public_history(self) -> "PublicHistory":
        from catalogue.services.public_history import PublicHistory

        return PublicHistory(self.store, self.reading, self.differing)

    @built_once
    def previewing(self) -> "Previewing":
        from catalogue.services.previewing import Previewing

        checks = self.checker, self.section_checks
        return Previewing(self.editing, self.reading, checks, self.listing)

    @built_once
    def workflow(self) -> "Workflow":
        from catalogue.services.workflow import Workflow

        return Workflow(self.store, self.standings, self.publishing, self.voices)

    @built_once
    def voices(self) -> "Voices":
        from catalogue.services.voices import Voices

        return Voices(self.notices, self.commenting, self.auditing)
