"""The mails about accounts: a link to set a password, and an invitation."""

import logging
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Final

from tenacity import Retrying, retry_if_exception_type, stop_after_attempt, wait_fixed

from catalogue.domain.errors import Unavailable, Undeliverable
from catalogue.domain.people import Actor, Organisation, Person
from catalogue.services.mailing import Mail, Mailing
from catalogue.services.passwords import Passwords
from catalogue.services.translating import translations
from catalogue.settings import Settings
from catalogue.store.holder_base import PeopleStore

log = logging.getLogger(__name__)
_ATTEMPTS: Final = 3
_PAUSE: Final = 20.0  # seconds between two


class Letters:
    """Writes and sends them, in the language of who gets them."""

    def __init__(
        self, settings: Settings, people: PeopleStore, passwords: Passwords, mailing: Mailing
    ) -> None:
        self._settings = settings
        self._people = people
        self._passwords = passwords
        self._mailing = mailing
        self._sender = ThreadPoolExecutor(1, "letters")

    def forgotten(self, email: str, language: str) -> None:
        """Send a link to whoever has this address, if somebody has: nothing tells whether, nor the time it takes.

        Raises Unavailable, whoever it is, when no mail can be sent for now.
        """
        self._mailing.check()
        self._sender.submit(self._send_link, email, language).add_done_callback(_tell)

    def invite(self, actor: Actor, person: Person, organisation: Organisation) -> None:
        """Send a newcomer a link to set a password. Raises Unavailable and Undeliverable; the account stays."""
        language = person.language or actor.language or self._settings.languages[0]
        secret = self._passwords.link(person, "invitation")
        self._mailing.send(self._invitation(person, organisation, actor, self.address(secret, language)))

    def address(self, secret: str, language: str = "") -> str:
        """The address of the page with which a link's secret sets a password."""
        return f"{self._settings.base_url}/{language or self._settings.languages[0]}/password/{secret}"

    def close(self) -> None:
        """Wait for what is being sent."""
        self._sender.shutdown()

    def _send_link(self, email: str, language: str) -> None:
        try:
            person = self._people.person("email", email.strip())
            if person is None or not person.active:
                return
            secret = self._passwords.link(person)
            letter = self._reset(person, self.address(secret, person.language or language))
            for attempt in Retrying(
                retry=retry_if_exception_type(Unavailable),
                stop=stop_after_attempt(_ATTEMPTS),
                wait=wait_fixed(_PAUSE),
                reraise=True,
            ):
                with attempt:
                    self._mailing.send(letter)
        except (Unavailable, Undeliverable) as error:
            log.error("A link to set a password could not be sent: %s", error)

    def _reset(self, person: Person, url: str) -> Mail:
        say, title = self._words(person)
        lines = (
            say("Somebody, probably you, asked for a new password for your account in %(title)s."),
            say("Open this address within an hour to set it; it works once:"),
            url,
            say("If it was not you, do nothing: your password stays as it is."),
        )
        return Mail(
            person.email,
            say("A new password for %(title)s") % {"title": title},
            "\n\n".join(line % {"title": title} if "%(" in line else line for line in lines) + "\n",
            person.name,
        )

    def _invitation(self, person: Person, organisation: Organisation, actor: Actor, url: str) -> Mail:
        say, title = self._words(person)
        fields = {"name": actor.name, "organisation": organisation.name, "title": title}
        lines = (
            say("%(name)s invites you to describe datasets of %(organisation)s in %(title)s.") % fields,
            say("Open this address within seven days to set your password; it works once:"),
            url,
        )
        return Mail(
            person.email,
            say("Your account in %(title)s") % {"title": title},
            "\n\n".join(lines) + "\n",
            person.name,
        )

    def _words(self, person: Person) -> tuple[Callable[[str], str], str]:
        """What speaks the person's language, and the catalogue's title in it."""
        language = person.language or self._settings.languages[0]
        titles = self._settings.title
        title = titles.get(language) or titles.get("") or next(iter(titles.values()))
        return translations(language).gettext, title


def _tell(sending: Future[None]) -> None:
    """Log what nobody foresaw: who asked for the letter is not waiting for it any more."""
    error = sending.exception()
    if error is not None:
        log.error("A link to set a password could not be sent.", exc_info=error)
