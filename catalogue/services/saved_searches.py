"""Searches of people without an account, who are told by mail what is new in them: at most one mail a day.

An address says twice that it wants this: in the page, and by the link of a first mail. Ending it is one click away in
every mail, and removes all that was kept. What could not be sent is sent later; a mail that was handed over just before
a crash is sent again.
"""

import logging
import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final

from catalogue.domain.errors import BadInput, CatalogueError, LinkOver, Unavailable, WrongField
from catalogue.domain.languages import Reader
from catalogue.domain.saved import SavedSearch
from catalogue.domain.search import Hit, Query
from catalogue.domain.sentences import Sentence
from catalogue.services import tokens
from catalogue.services.auditing import now
from catalogue.services.exporting import Exporting
from catalogue.services.saved_letters import SavedLetters
from catalogue.services.searching import Parameters
from catalogue.store.saved_base import SavedSearchStore

log = logging.getLogger(__name__)
MOST: Final = 20  # searches of one address
DAY: Final = timedelta(days=1)
WEEK: Final = timedelta(days=7)
_LONGEST: Final = 254  # characters of an address (RFC 5321)
_ADDRESS: Final = re.compile(r"[^\x00-\x20\x7f\s@<>,;:\"()\[\]\\]+@[^\x00-\x20\x7f\s@<>,;:\"()\[\]\\]+")
_AT_ONCE: Final = 100  # addresses


class SavedSearches:
    """Keeps searches, and tells of what is new. `is_offered` says whether mails can be sent at all."""

    def __init__(
        self,
        store: SavedSearchStore,
        exporting: Exporting,
        letters: SavedLetters,
        clock: Callable[[], datetime] = now,
    ) -> None:
        self._store = store
        self._exporting = exporting
        self._letters = letters
        self._clock = clock

    @property
    def is_offered(self) -> bool:
        """Whether there is a server to send mails by."""
        return self._letters.is_offered

    def ask(self, email: str, parameters: Parameters, language: str) -> None:
        """Send a mail with the link that saves a search.

        Nothing tells whether the address has saved any before. Raises WrongField for what is no address,
        BadParameter for what is no search, Unavailable and Undeliverable when no mail can be sent.
        """
        email = checked(email)
        query = self._query(parameters, language)
        known = self._store.saved_of(email)
        if len(known) >= MOST:
            self._letters.send(self._letters.full(known[0], self._reader(language)))
            return
        secret = tokens.make()
        search = SavedSearch(
            email, tokens.make(), tokens.digest(secret), language, query.parameters(), self._clock()
        )
        kept = self._store.add_saved(search)
        try:
            self._letters.send(self._letters.confirmation(kept, secret, query, self._reader(language)))
        except CatalogueError:  # nobody will ever confirm it
            self._store.end_saved(kept.owner, kept.id)
            raise

    def waiting(self, secret: str) -> tuple[SavedSearch, Query]:
        """The search that a link confirms. Raises LinkOver."""
        search = self._store.saved_to_confirm(tokens.digest(secret))
        if search is None or search.created < self._clock() - WEEK:
            raise LinkOver
        return search, self._query_of(search)

    def confirm(self, secret: str) -> SavedSearch:
        """Save it: what it finds now is known. Raises LinkOver, and Unavailable when the index is down."""
        search, _ = self.waiting(secret)
        seen = frozenset(hit.number for hit in self._hits(search))
        confirmed = self._store.confirm_saved(search.key, seen, self._clock())
        if confirmed is None:
            raise LinkOver
        return confirmed

    def of(self, owner: str) -> Sequence[tuple[SavedSearch, Query]]:
        """The searches that an address has saved. Raises LinkOver where there is none."""
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
        for search in self._store.due_saved(self._clock() - DAY, _AT_ONCE):
            by_owner.setdefault(search.owner, []).append(search)
        try:
            if by_owner:
                self._letters.check()
            return sum(self._tell(searches) for searches in by_owner.values())
        except Unavailable as error:  # the mail server, or the index while it is built
            log.warning("News of saved searches wait: %s", error)
            return 0

    def _tell(self, searches: Sequence[SavedSearch]) -> bool:
        """Write one mail about all searches of an address, where any has something new."""
        found = [(search, self._new(search)) for search in searches]
        told = [(search, self._query_of(search), hits) for search, hits in found if hits]
        if told:
            letter = self._letters.news(told, self._reader(searches[0].language))
            if not self._letters.try_to_send(letter):
                return False
        for search, hits in found:
            seen = search.seen | {hit.number for hit in hits}
            self._store.mark_saved(search.id, seen, self._clock())
        return bool(told)

    def _new(self, search: SavedSearch) -> list[Hit]:
        """What it finds now and did not before: only what has changed since the last look can be that."""
        since = (search.checked or search.created) - DAY
        return [hit for hit in self._hits(search, since) if hit.number not in search.seen]

    def _hits(self, search: SavedSearch, since: datetime | None = None) -> Sequence[Hit]:
        parameters = _by_name(search)
        if since is not None:
            given = parameters.get("updated_min", [])
            parameters["updated_min"] = [max([*given, since.date().isoformat()])]
        try:
            return list(self._exporting.hits(parameters, self._reader(search.language)))
        except BadInput:  # a filter that this catalogue does not read any more
            return []

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


def _by_name(search: SavedSearch) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for name, value in search.parameters:
        found.setdefault(name, []).append(value)
    return found
