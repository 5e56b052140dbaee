"""What people should know: kept for the page that shows it, and sent by mail by `notice_mails`."""

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from typing import Final

from rdflib import DCTERMS

from catalogue.domain.errors import NotFound
from catalogue.domain.languages import best, order
from catalogue.domain.people import Actor, Person
from catalogue.domain.record import Record
from catalogue.domain.review import Notice, NoticeKind
from catalogue.domain.sentences import Sentence, quoted
from catalogue.rdf import graphs
from catalogue.services.auditing import now
from catalogue.services.reading import Reading
from catalogue.store.review_base import NoticeStore

_LONGEST: Final = 300  # characters of what somebody wrote that a notice repeats
SENTENCES: Final = {
    NoticeKind.SUBMITTED: Sentence("%(by)s sent “%(title)s” in for review.", by="", title=""),
    NoticeKind.ASSIGNED: Sentence("%(by)s asks you to review “%(title)s”.", by="", title=""),
    NoticeKind.SENT_BACK: Sentence("%(by)s sent “%(title)s” back: %(text)s", by="", title="", text=""),
    NoticeKind.APPROVED: Sentence("%(by)s approved “%(title)s”.", by="", title=""),
    NoticeKind.PUBLISHED: Sentence("%(by)s published “%(title)s”.", by="", title=""),
    NoticeKind.WITHDRAWN: Sentence("%(by)s withdrew “%(title)s”: %(text)s", by="", title="", text=""),
    NoticeKind.RESTORED: Sentence("%(by)s brought “%(title)s” back to its readers.", by="", title=""),
    NoticeKind.COMMENTED: Sentence("%(by)s wrote about “%(title)s”: %(text)s", by="", title="", text=""),
    NoticeKind.CHECK_SOON: Sentence(
        "“%(title)s” is to be checked by %(date)s: is what it says still true?", title="", date=""
    ),
    NoticeKind.CHECK_DUE: Sentence(
        "The check of “%(title)s” is due since %(date)s: is what it says still true?", title="", date=""
    ),
    NoticeKind.CHECK_OVERDUE: Sentence(
        "The check of “%(title)s” is long overdue, since %(date)s.", title="", date=""
    ),
}


class Notices:
    """Tells people, and shows them what they were told. Raises nothing for who is not there any more."""

    def __init__(
        self,
        store: NoticeStore,
        reading: Reading,
        languages: Sequence[str],
        clock: Callable[[], datetime] = now,
    ) -> None:
        self._store = store
        self._reading = reading
        self._languages = languages
        self._clock = clock

    def tell(self, people: Iterable[Person], kind: NoticeKind, record: Record, **data: str) -> None:
        """Tell each of the people once, with the title of the description in their language."""
        told = {name: _short(text) for name, text in data.items()}
        at = self._clock()
        self._store.add_notices(
            [
                Notice(person.id, kind, record.number, at, {**self._about(record, person), **told})
                for person in {person.id: person for person in people}.values()
            ]
        )

    def mine(self, actor: Actor, limit: int = 100) -> Sequence[Notice]:
        """What an actor was told, the newest first."""
        return self._store.notices(actor.id, limit)

    def unseen(self, actor: Actor) -> int:
        """How much of it the actor has not seen."""
        return self._store.unseen(actor.id)

    def see(self, actor: Actor, up_to: int) -> None:
        """The actor has seen what there is up to an id."""
        self._store.see_notices(actor.id, up_to, self._clock())

    def _about(self, record: Record, person: Person) -> dict[str, str]:
        wanted = order([person.language], self._languages)
        return {"id": record.id, "title": _short(self.title(record, wanted))}

    def title(self, record: Record, languages: Sequence[str]) -> str:
        """What the newest revision is called in the best of some languages; its id where it has no title."""
        return self._title(record, languages, draft=True)

    def public_title(self, record: Record, languages: Sequence[str]) -> str:
        """What readers know a description as; its id where nothing is published, or has no title."""
        return self._title(record, languages, draft=False) if record.published else record.id

    def _title(self, record: Record, languages: Sequence[str], *, draft: bool) -> str:
        try:
            text = self._reading.ntriples(record, draft=draft)
        except NotFound:
            return record.id
        return best(graphs.texts(text, record.iri, str(DCTERMS.title)), languages)[0] or record.id


def sentence(notice: Notice) -> Sentence:
    """What a notice says, to be said in the language of who reads it."""
    template = SENTENCES[notice.kind]
    return Sentence(template.template, **{name: notice.data.get(name, "") for name in template.fields})


def _short(text: str) -> str:
    return quoted(" ".join(text.split()), _LONGEST)
