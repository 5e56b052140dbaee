"""The mails of saved searches, in the language of the page where they were asked for."""

import logging
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import Final
from urllib.parse import urlencode

from catalogue.domain.errors import Unavailable, Undeliverable
from catalogue.domain.languages import Reader, best, order, pick
from catalogue.domain.saved import SavedSearch
from catalogue.domain.search import Hit, Query
from catalogue.services.auditing import now
from catalogue.services.mailing import Mail, Mailing
from catalogue.services.search_labels import Labels
from catalogue.services.search_words import in_words
from catalogue.services.translating import translations
from catalogue.settings import Settings

log = logging.getLogger(__name__)
_LINES: Final = 20  # datasets told of one search
_PAUSE: Final = timedelta(minutes=10)  # after a mail to an address was not taken

News = tuple[SavedSearch, Query, Sequence[Hit]]


class SavedLetters:
    """Writes them, and sends what need not arrive now."""

    def __init__(
        self, settings: Settings, labels: Labels, mailing: Mailing, clock: Callable[[], datetime] = now
    ) -> None:
        self._settings = settings
        self._labels = labels
        self._mailing = mailing
        self._clock = clock
        self._pauses: dict[str, datetime] = {}

    @property
    def is_offered(self) -> bool:
        """Whether there is a server to send mails by."""
        return self._mailing.is_set

    def reader(self, language: str) -> Reader:
        """Whom a mail in this language is written to."""
        words = translations(language)
        return Reader(language, order([language], self._settings.languages), words.gettext, words.ngettext)

    def check(self) -> None:
        """Raises Unavailable when no mail can be sent for now."""
        self._mailing.check()

    def send(self, mail: Mail) -> None:
        """Send a mail now. Raises Unavailable and Undeliverable."""
        self._mailing.send(mail)

    def try_to_send(self, mail: Mail) -> bool:
        """Send a mail; gives whether that is settled. Who is not reached now is tried again after a while."""
        if self._pauses.get(mail.to, self._clock()) > self._clock():
            return False
        try:
            self._mailing.send(mail)
        except Unavailable as error:
            log.warning("News of saved searches wait to be sent: %s", error)
            self._pauses[mail.to] = self._clock() + _PAUSE
            return False
        except Undeliverable:  # without the address: no log holds what somebody has saved
            log.error("News of saved searches cannot be sent to one address.")
        self._pauses.pop(mail.to, None)
        return True

    def confirmation(self, search: SavedSearch, secret: str, query: Query, reader: Reader) -> Mail:
        """The mail with the link that saves a search."""
        say, title = reader.gettext, self._title(reader)
        lines = (
            say(
                "Somebody, probably you, asked %(title)s to write to this address about new datasets of this search:"
            )
            % {"title": title},
            in_words(query, self._labels, reader),
            say("Open this address within seven days to confirm it:"),
            f"{self._root(reader)}/saved/confirm/{secret}",
            say(
                "If it was not you, do nothing: you get no further mail, and your address is removed after a week."
            ),
        )
        return Mail(
            search.email, say("Confirm your saved search in %(title)s") % {"title": title}, _text(lines)
        )

    def full(self, search: SavedSearch, reader: Reader) -> Mail:
        """The mail to who has as many searches as one may have."""
        say, title = reader.gettext, self._title(reader)
        lines = (
            say("Somebody, probably you, asked %(title)s for mails about one more search.")
            % {"title": title},
            say("You have as many as one address may have. See them, and end some, here:"),
            self._own(search, reader),
        )
        return Mail(search.email, say("Your saved searches in %(title)s") % {"title": title}, _text(lines))

    def news(self, told: Sequence[News], reader: Reader) -> Mail:
        """The mail about what is new in one or several searches of an address."""
        say, title = reader.gettext, self._title(reader)
        count = len({hit.number for _, _, hits in told for hit in hits})
        subject = reader.ngettext(
            "%(count)s new dataset in %(title)s", "%(count)s new datasets in %(title)s", count
        )
        own = self._own(told[0][0], reader)
        lines = [
            *(part for each in told for part in self._part(each, reader)),
            say("You get this because you saved a search in %(title)s. See or end your searches here:")
            % {"title": title},
            own,
        ]
        fields = {"count": count, "title": title}
        return Mail(told[0][0].email, subject % fields, _text(lines), unsubscribe=f"{own}/end")

    def _part(self, news: News, reader: Reader) -> list[str]:
        """One search: its words, what is new in it, and where all of it is."""
        _, query, hits = news
        lines, untitled = [in_words(query, self._labels, reader)], reader.gettext("Untitled dataset")
        for hit in hits[:_LINES]:
            title, _ = best(hit.card["titles"], reader.languages)
            address = f"{self._root(reader)}/dataset/{hit.card['id']}"
            lines.append(f"{title or untitled}\n{address}")
        tail = f"?{urlencode(query.parameters())}" if query.parameters() else ""
        if len(hits) > _LINES:
            lines.append(reader.gettext("And %(count)s more:") % {"count": len(hits) - _LINES})
        whole = reader.gettext("The whole search:")
        return [*lines, f"{whole}\n{self._root(reader)}/datasets{tail}"]

    def _own(self, search: SavedSearch, reader: Reader) -> str:
        return f"{self._root(reader)}/saved/{search.owner}"

    def _root(self, reader: Reader) -> str:
        return f"{self._settings.base_url}/{reader.language}"

    def _title(self, reader: Reader) -> str:
        return pick(self._settings.title, (reader.language,))


def _text(lines: Sequence[str]) -> str:
    return "\n\n".join(lines) + "\n"
