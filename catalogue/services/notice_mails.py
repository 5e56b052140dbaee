"""Notices by mail: what somebody has not seen yet, in one mail to each, sent by the worker.

A mail server that is down loses nothing: a notice stays to be sent, and is sent when the server is back. A mail that
was handed over just before a crash is sent again.
"""

import logging
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import Final, Protocol

from catalogue.domain import values
from catalogue.domain.errors import Unavailable, Undeliverable
from catalogue.domain.languages import Reader, pick
from catalogue.domain.people import Person
from catalogue.domain.review import Notice, NoticeKind
from catalogue.domain.sentences import Sentence
from catalogue.services.auditing import now
from catalogue.services.mailing import Mail, Mailing
from catalogue.services.notices import sentence
from catalogue.services.translating import translations
from catalogue.settings import Settings
from catalogue.store.holder_base import PeopleStore
from catalogue.store.review_base import NoticeStore

log = logging.getLogger(__name__)
_OLDEST: Final = timedelta(days=14)  # what could not be sent for so long is told in the page alone
_AT_ONCE: Final = 10_000
_PAUSE: Final = timedelta(minutes=10)  # after a mail to somebody was not taken
_LINES: Final = 25  # notices of one mail
KEPT: Final = timedelta(days=400)  # a yearly reminder must outlast its year, not to be repeated


class Store(NoticeStore, PeopleStore, Protocol):
    """Notices, and those who get them."""


class NoticeMails:
    """Sends what there is to send. `is_set` says whether it can."""

    def __init__(
        self, store: Store, mailing: Mailing, settings: Settings, clock: Callable[[], datetime] = now
    ) -> None:
        self._store = store
        self._mailing = mailing
        self._settings = settings
        self._clock = clock
        self._pauses: dict[str, datetime] = {}

    def send(self) -> int:
        """Send a mail to everybody who has something new, as far as that can be done now; gives how many mails."""
        by_person: dict[str, list[Notice]] = {}
        for notice in self._waiting():
            by_person.setdefault(notice.person, []).append(notice)
        return sum(self._send(person, notices) for person, notices in by_person.items())

    def _waiting(self) -> Sequence[Notice]:
        """What there is to send, and to whom sending has not failed a moment ago; nothing while no server answers."""
        now = self._clock()
        if not self._mailing.is_set:
            return ()
        found = [
            notice
            for notice in self._store.to_send(now - _OLDEST, _AT_ONCE)
            if self._pauses.get(notice.person, now) <= now
        ]
        try:
            if found:
                self._mailing.check()
        except Unavailable as error:
            log.warning("Notices wait to be sent: %s", error)
            return ()
        return found

    def purge(self) -> int:
        """Remove notices that are too old for anybody; gives how many."""
        return self._store.purge_notices(self._clock() - KEPT)

    def _send(self, id: str, notices: Sequence[Notice]) -> bool:
        """Send one person's; what one server does not take does not keep others waiting."""
        person = self._store.person("id", id)
        sent = False
        if person is not None and person.active:
            try:
                self._mailing.send(self._mail(person, notices))
                sent = True
            except Unavailable as error:
                log.warning("Notices for one person wait to be sent: %s", error)
                self._pauses[id] = self._clock() + _PAUSE
                return False
            except Undeliverable as error:  # at no time; they stay in the page
                log.error("Notices are told in the page alone: %s", error)
        self._store.mark_sent([notice.id for notice in notices], self._clock())
        return sent

    def _mail(self, person: Person, notices: Sequence[Notice]) -> Mail:
        language = person.language or self._settings.languages[0]
        words = translations(language)
        reader = Reader(language, (language,), words.gettext, words.ngettext)
        told = [f"{_said(each, reader)}\n{self._address(each, language)}" for each in notices[:_LINES]]
        title = pick(self._settings.title, (language,))
        if len(notices) > _LINES:
            all_of_them = f"{self._settings.base_url}/{language}/workspace/notices"
            more = reader.gettext("And %(count)s more:") % {"count": len(notices) - _LINES}
            told.append(f"{more}\n{all_of_them}")
        subject = _said(notices[0], reader)
        if len(notices) > 1:
            subject = reader.gettext("%(count)s notices from %(title)s") % {
                "count": len(notices),
                "title": title,
            }
        why = reader.gettext("You get this because you describe or review datasets in %(title)s.")
        text = "\n\n".join([*told, why % {"title": title}])
        return Mail(person.email, subject, f"{text}\n", person.name)

    def _address(self, notice: Notice, language: str) -> str:
        return f"{self._settings.base_url}{path_of(notice, language)}"


def path_of(notice: Notice, language: str) -> str:
    """Where a notice leads."""
    checks = (NoticeKind.CHECK_SOON, NoticeKind.CHECK_DUE, NoticeKind.CHECK_OVERDUE)
    where = "checks" if notice.kind in checks else f"descriptions/{notice.data.get('id', '')}/review"
    return f"/{language}/workspace/{where}"


def _said(notice: Notice, reader: Reader) -> str:
    """A notice in the reader's language, its day as people write it."""
    told = sentence(notice)
    fields = dict(told.fields)
    if "date" in fields:
        fields["date"] = values.day(str(fields["date"]), reader)
    return str(Sentence(told.template, **fields).worded(reader.gettext))
