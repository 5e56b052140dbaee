"""The services of accounts: who people and programs are, how they sign in, and what is noted of what they do."""

# ruff: noqa: PLC0415 - as in the rest of the bootstrap

from typing import TYPE_CHECKING

from catalogue.bootstrap.core import Core
from catalogue.building import built_once

if TYPE_CHECKING:
    from catalogue.services.accounts import Accounts
    from catalogue.services.auditing import Auditing
    from catalogue.services.declining import Declining
    from catalogue.services.keys import Keys
    from catalogue.services.letters import Letters
    from catalogue.services.limiting import Limiting
    from catalogue.services.linking import Linking
    from catalogue.services.mailing import Mailing
    from catalogue.services.passwords import Passwords
    from catalogue.services.provider import Provider
    from catalogue.services.sessions import Sessions


class Accounting(Core):
    """See `Services`."""

    @built_once
    def auditing(self) -> "Auditing":
        from catalogue.services.auditing import Auditing

        return Auditing(self.store)

    @built_once
    def sessions(self) -> "Sessions":
        from catalogue.services.sessions import Sessions

        return Sessions(self.store, self.store, self.settings)

    @built_once
    def accounts(self) -> "Accounts":
        from catalogue.services.accounts import Accounts

        return Accounts(self.store, self.sessions, self.auditing)

    @built_once
    def passwords(self) -> "Passwords":
        from catalogue.services.passwords import Passwords

        return Passwords(self.store, self.store, self.auditing)

    @built_once
    def keys(self) -> "Keys":
        from catalogue.services.keys import Keys

        return Keys(self.store, self.store, self.auditing)

    @built_once
    def limiting(self) -> "Limiting":
        from catalogue.services.limiting import Limiting

        return Limiting(self.store)

    @built_once
    def declining(self) -> "Declining":
        from catalogue.services.declining import Declining

        return Declining(self.store)

    @built_once
    def mailing(self) -> "Mailing":
        from catalogue.services.mailing import Mailing

        return Mailing(self.settings)

    @built_once
    def letters(self) -> "Letters":
        from catalogue.services.letters import Letters

        return Letters(self.settings, self.store, self.passwords, self.mailing)

    @built_once
    def provider(self) -> "Provider":
        from catalogue.services.provider import Provider

        return Provider(self.settings, self.store)

    @built_once
    def linking(self) -> "Linking":
        from catalogue.services.linking import Linking

        return Linking(self.settings, self.store, self.auditing)
