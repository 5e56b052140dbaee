"""Searches that somebody without an account has saved, to be told by mail what they find anew."""

from dataclasses import dataclass
from datetime import datetime

from catalogue.domain.search import Pairs


@dataclass(frozen=True, slots=True)
class SavedSearch:
    """A search of an address. Nobody but its holder may know of it.

    `owner` is a secret that all searches of the address share: whoever has it sees and ends them, so that it stands
    in the mails to the address and nowhere else. `key` is the digest of the secret that confirms the search.
    `seen` are the numbers of the records that it found before; `checked` is when it was looked at last.
    It is not looked at before `later`, after a mail was not taken; `refused` is how often one was refused for good.
    """

    email: str
    owner: str
    key: str
    language: str
    parameters: Pairs
    created: datetime
    confirmed: datetime | None = None
    checked: datetime | None = None
    seen: frozenset[int] = frozenset()
    later: datetime | None = None
    refused: int = 0
    id: int = 0
