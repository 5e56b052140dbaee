"""Searches of people without an account, who are told by mail what is new in them: at most one mail a day.

An address says twice that it wants this: in the page, and by the link of a first mail. Ending it is one click away in
every mail, and removes all that was kept; who wants no mails that others ask for declines them. What could not be sent
is sent later, and keeps nobody else waiting; an address for which mails are refused for good again and again is
removed. A mail that was handed over just before a crash is sent again.
"""

import logging
import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final

from catalogue.domain.errors import BadInput, CatalogueError, LinkOver, Unavailable, Undeliverable, WrongField
from catalogue.domain.languages import Reader
from catalogue.domain.saved import SavedSearch
from catalogue.domain.search import Hit, Query
from catalogue.domain.sentences import Sentence
from catalogue.services import tokens
from catalogue.services.auditing import now
from catalogue.services.declining import Declining
from catalogue.services.exporting import Exporting
from catalogue.services.mailing import Mail, Mailing, Refused
from catalogue.services.saved_letters import Links, SavedLetters
from catalogue.services.searching import Parameters
from catalogue.store.saved_base import SavedSearchStore

log = logging.getLogger(__name__)
MOST: Final = 20  # searches of one address
UNCONFIRMED: Final = 5  # of them: so many mails can others have sent to somebody in a week
REFUSALS: Final = 7  # on as many days: longer than it takes to set a mail server right
DAY: Final = timedelta(days=1)
WEEK: Final = timedelta(days=7)
_LONGEST: Final = 254  # characters of an address (RFC 5321)
_ADDRESS: Final = re.compile(r"[^\x00-\x20\x7f\s@<>,;:\"()\[\]\\]+@[^\x00-\x20\x7f\s@<>,;:\"()\[\]\\]+")
_AT_ONCE: Final = 100  # addresses
_PAUSE: Final = timedelta(minutes=10)  # after a mail to an address was not taken


class SavedSearches:
    """Keeps searches, and tells of what is new. `is_offered` says whether mails can be sent at all."""

    def __init__(
        self,
        store: SavedSearchStore,
        exporting: Exporting,
        letters: SavedLetters,
        mailing: Mailing,
        declining: Declining,
        clock: Callable[[], datetime] = now,
    ) -> None:
        self._store = store
        self._exporting = exporting
        self._letters = letters
        self._mailing = mailing
        self._declining = declining
        self._clock = clock

    @property
    def is_offered(self) -> bool:
        """Whether there is a server to send mails by."""
        return self._mailing.is_set

    def ask(self, email: str, parameters: Parameters, language: str, *, is_own: bool = False) -> None:
        """Send a mail with the link that saves a search; `is_own` says that the holder of the address seems to ask.

        Nothing tells whether the address has saved any before, nor whether it gets no mail because it has not confirmed
        earlier ones, or has declined them. Raises WrongField for what is no address, BadParameter for what is no
        search, Unavailable and Undeliverable when no mail can be sent.
        """
        email = checked(email)
        query = self._query(parameters, language)
        if self._declining.declines(email):
            return
        known = self._store.saved_of(email)
        if not is_own and sum(each.confirmed is None for each in known) >= UNCONFIRMED:
            return
        if len(known) >= MOST:
            self._send(self._letters.full(known[0], self._declining.link(email), self._reader(language)))
            return
        self._save(email, query, language)

    def _save(self, email: str, query: Query, language: str) -> None:
        secret = tokens.make()
        search = SavedSearch(
            email, tokens.make(), tokens.digest(secret), language, query.parameters(), self._clock()
        )
        kept = self._store.add_saved(search)
        try:
            links = Links(secret, self._declining.link(email))
            self._send(self._letters.confirmation(kept, links, query, self._reader(language)))
        except CatalogueError:  # nobody will ever confirm it
            self._store.end_saved(kept.owner, kept.id)
            raise

    def _send(self, mail: Mail) -> None:
        """Send a mail for which somebody waits. Raises Unavailable and Undeliverable."""
        try:
            self._mailing.send(mail)
        except Refused as error:
            raise Undeliverable(email=mail.to) from error

    def waiting(self, secret: str) -> tuple[SavedSearch, Query]:
        """The search that a link confirms. Raises LinkOver."""
        search = self._store.saved_to_confirm(tokens.digest(secret))
        if search is None or search.created < self._clock() - WEEK:
            raise LinkOver
        return search, self._query_of(search)

    def confirm(self, secret: str) -> SavedSearch:
        """Save it: what it finds now is known. Raises LinkOver, and Unavailable when the index is down."""
        search, query = self.waiting(secret)
        seen = frozenset(hit.number for hit in self._exporting.hits_of(query))
        confirmed = self._store.confirm_saved(search.key, seen, self._clock())
        if confirmed is None:
            raise LinkOver
        return confirmed

    def of(self, owner: str) -> Sequence[tuple[SavedSearch, Query]]:
        """The searches of an address, confirmed or not. Raises LinkOver where there is none."""
        found = self._store.saved_by(owner)
        if not found:
            raise LinkOver
        return [(search, self._query_of(search)) for search in found]

    def end(self, owner: str, id: int | None = None) -> None:
        """End one search, or all of an address. To end what is over changes nothing."""
        self._store.end_saved(owner, id)

    def purge(self) -> int:
        """Remove what was not confirmed in time; gives how many."""
        return self._store.purge_saved(self._clock() - WEEK)

    def send(self) -> int:
        """Look at the searches that are due, and write to those for whom there is anything new; gives how many."""
        if not self.is_offered:
            return 0
        by_owner: dict[str, list[SavedSearch]] = {}
        now = self._clock()
        for search in self._store.due_saved(now - DAY, now, _AT_ONCE):
            by_owner.setdefault(search.owner, []).append(search)
        try:
            if by_owner:
                self._mailing.check()
            return sum(self._tell(searches) for searches in by_owner.values())
        except Unavailable as error:  # the mail server, or the index while it is built
            log.warning("News of saved searches wait: %s", error)
            return 0

    def _tell(self, searches: Sequence[SavedSearch]) -> bool:
        """Write one mail about all searches of an address, where any has something new."""
        found = [(search, *self._new(search)) for search in searches]
        told = [each for each in found if each[2]]
        if told:
            letter = self._letters.news(told, self._reader(searches[0].language))
            if not self._is_sent(letter, searches):
                return False
        for search, _, hits in found:
            seen = search.seen | {hit.number for hit in hits}
            self._store.mark_saved(search.id, seen, self._clock())
        return bool(told)

    def _is_sent(self, letter: Mail, searches: Sequence[SavedSearch]) -> bool:
        """Send it; whose address does not take it waits, and is removed in the end. No log holds an address."""
        owner, refused = searches[0].owner, max(search.refused for search in searches)
        try:
            self._mailing.send(letter)
        except (Refused, Undeliverable):
            self._refuse(owner, refused + 1)
            return False
        except Unavailable as error:
            log.warning("News of saved searches of one address wait: %s", error)
            self._store.put_off_saved(owner, self._clock() + _PAUSE, refused)
            return False
        return True

    def _refuse(self, owner: str, refused: int) -> None:
        if refused < REFUSALS:
            log.warning("News of saved searches are refused for one address, for the time %s.", refused)
            self._store.put_off_saved(owner, self._clock() + DAY, refused)
        else:
            log.warning(
                "The saved searches of an address are ended: mails to it were refused %s times.", refused
            )
            self._store.end_saved(owner)

    def _new(self, search: SavedSearch) -> tuple[Query, Sequence[Hit]]:
        """What it finds now and did not before: only what has changed since the last look can be that."""
        try:
            query = self._query(_by_name(search), search.language)
        except BadInput:  # a filter that this catalogue does not read any more
            return Query(language=search.language), ()
        recent = _since((search.checked or search.created) - DAY, query)
        hits = self._exporting.hits_of(recent) if recent else ()
        return query, [hit for hit in hits if hit.number not in search.seen]

    def _query(self, parameters: Parameters, language: str) -> Query:
        query = self._exporting.query({**parameters, "sort": []}, self._reader(language))
        return replace(query, sort=query.usual_sort)

    def _query_of(self, search: SavedSearch) -> Query:
        try:
            return self._query(_by_name(search), search.language)
        except BadInput:
            return Query(language=search.language)

    def _reader(self, language: str) -> Reader:
        return self._letters.reader(language)


def checked(email: str) -> str:
    """An address as it is kept. Raises WrongField for what is none."""
    plain = email.strip().lower()
    if len(plain) > _LONGEST or not _ADDRESS.fullmatch(plain):
        raise WrongField(
            field="email", reason=Sentence("This is no e-mail address: one reads name@example.org.")
        )
    return plain


def _since(moment: datetime, query: Query) -> Query | None:
    """The question of what has changed since a moment; None where it asks for older things alone."""
    low, high = query.ranges.get("updated", (None, None))
    since = float(moment.date().toordinal())
    low = since if low is None else max(low, since)
    if high is not None and high < low:
        return None
    return replace(query, ranges={**query.ranges, "updated": (low, high)})


def _by_name(search: SavedSearch) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for name, value in search.parameters:
        found.setdefault(name, []).append(value)
    return found
