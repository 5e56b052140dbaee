"""The part of the services about registers and about what descriptions begin from; see `Services`."""

# ruff: noqa: PLC0415 - a command pays only for the parts that it uses

from typing import TYPE_CHECKING

from catalogue.bootstrap.describing import Describing
from catalogue.building import built_once

if TYPE_CHECKING:
    from catalogue.services.adopting import Adopting
    from catalogue.services.entry_drafts import EntryDrafts
    from catalogue.services.handing_in import HandingIn
    from catalogue.services.public_entries import PublicEntries
    from catalogue.services.register_merging import Merging
    from catalogue.services.spreading import Spreading
    from catalogue.services.spreadsheets import Spreadsheets
    from catalogue.services.starting import Starting


class Registering(Describing):
    """Registers of agents and contacts: each part is built when it is first asked for."""

    @built_once
    def public_entries(self) -> "PublicEntries":
        from catalogue.services.public_entries import PublicEntries

        return PublicEntries(self.store, self.register, self.reading, self.profile)

    @built_once
    def entry_drafts(self) -> "EntryDrafts":
        from catalogue.services.entry_drafts import EntryDrafts

        return EntryDrafts(self.store, self.register)

    @built_once
    def merging(self) -> "Merging":
        from catalogue.services.register_merging import Merging

        return Merging(self.register, self.store, self.profile)

    @built_once
    def adopting(self) -> "Adopting":
        from catalogue.services.adopting import Adopting

        return Adopting(self.register, self.store, self.profile, self.identities)

    @built_once
    def spreading(self) -> "Spreading":
        from catalogue.services.exchanging import Exchanging
        from catalogue.services.spreading import Spreading

        exchanging = Exchanging(self.store, self.profile, self.register.known)
        return Spreading(self.store, exchanging, (self.judge, self.records), self.reading)

    @built_once
    def starting(self) -> "Starting":
        from catalogue.services.starting import Starting

        return Starting(self.store, self.editing, self.profile, self.identities, self.auditing)

    @built_once
    def spreadsheets(self) -> "Spreadsheets":
        from catalogue.services.spreadsheets import Spreadsheets

        return Spreadsheets(self.profile, self.vocabularies, self.settings.languages)

    @built_once
    def handing_in(self) -> "HandingIn":
        from catalogue.services.handing_in import HandingIn

        minting = (self.identities, self.profile)
        limit = min(self.settings.upload_limit, self.settings.description_limit) * 2**20
        return HandingIn(self.store, self.editing, self.spreadsheets, minting, limit)
