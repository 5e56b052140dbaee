"""Who did what to a description, in words."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from catalogue.domain.people import Actor
from catalogue.domain.record import Record
from catalogue.domain.sentences import Sentence
from catalogue.web import reasons
from catalogue.web.context import services

WORDS: Final = {
    "created": Sentence("Begun"),
    "saved": Sentence("Saved"),
    "submitted": Sentence("Sent in for review"),
    "assigned": Sentence("Reviewer asked"),
    "sent-back": Sentence("Sent back"),
    "approved": Sentence("Approved"),
    "published": Sentence("Published"),
    "withdrawn": Sentence("Withdrawn"),
    "version-hidden": Sentence("A past version was hidden"),
    "brought-back": Sentence("Brought back"),
    "commented": Sentence("Commented"),
    "comment-settled": Sentence("Comment settled"),
    "comment-opened": Sentence("Comment opened again"),
    "checked": Sentence("Checked: still true"),
}
_WRITTEN: Final = ("saved", "withdrawn", "checked", "assigned")  # whose details somebody wrote


@dataclass(frozen=True, slots=True)
class Deed:
    """One line of the log. `detail` is what somebody wrote about it."""

    words: str
    actor: str
    at: datetime
    detail: str


def of(who: Actor, record: Record, most: int) -> list[Deed]:
    """What was done to a record last, the newest first."""
    events = services().auditing.about(who, record.iri, record.organisation, most)
    return [
        Deed(
            reasons.translate(WORDS.get(each.action, each.action)),
            each.actor.partition(" <")[0],
            each.at,
            each.detail if each.action in _WRITTEN else "",
        )
        for each in events
    ]
