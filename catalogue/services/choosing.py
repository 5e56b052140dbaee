"""What a property can be given from elsewhere: entries of vocabularies, of the register, of the catalogue itself."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from rdflib import DCTERMS

from catalogue.domain.errors import CatalogueError
from catalogue.domain.languages import best
from catalogue.domain.people import Actor, Permission
from catalogue.domain.profile import Field, Profile
from catalogue.domain.record import Record
from catalogue.domain.register import RegisterEntry
from catalogue.domain.search import Hit, Query
from catalogue.domain.spelling import plain
from catalogue.rdf import graphs
from catalogue.search.base import SearchIndex
from catalogue.search.words import ask, tidy
from catalogue.services.cards import texts_by_language
from catalogue.services.choices import FOUND, Choices, Option
from catalogue.services.register import Register
from catalogue.store.base import RecordStore, Selection

_EDITORS: Final = ("agent", "entry", "parts")
_OWN: Final = 500  # descriptions of an organisation whose titles are looked at


@dataclass(frozen=True, slots=True)
class Wish:
    """What is to be chosen: entries of vocabularies (`schemes`), of the register (a class), or of the catalogue.

    `organisation` is that of the description. Whoever asks may see what is found.
    """

    organisation: str
    schemes: tuple[str, ...] = ()
    class_iri: str = ""
    entries: bool = False


class Choosing:
    """Finds what can be chosen, and says what something chosen is called."""

    def __init__(
        self, choices: Choices, register: Register, store: RecordStore, index: SearchIndex, profile: Profile
    ) -> None:
        self.choices = choices
        self._register = register
        self._store = store
        self._index = index
        self._profile = profile

    def wish(self, asked: Field, organisation: str) -> Wish | None:
        """What the values of a property are chosen from; None where they are typed or described in place."""
        if asked.editor == "entry":
            return Wish(organisation, entries=True)
        if asked.parts in self._profile.register and asked.editor in _EDITORS:
            return Wish(organisation, class_iri=asked.parts or "")
        return Wish(organisation, schemes=asked.vocabularies) if asked.vocabularies else None

    def search(self, wish: Wish, question: str, languages: Sequence[str], actor: Actor) -> list[Option]:
        """The options that suit a question, the best first. Of registers, no question finds all."""
        if wish.class_iri:
            return self._of_register(wish, question)
        if not plain(question):
            return []
        if wish.entries:
            return self._of_catalogue(wish, question, languages, actor)
        return self.choices.search(wish.schemes, question, languages[0])

    def known(self, iris: Iterable[str], languages: Sequence[str], actor: Actor) -> dict[str, Option]:
        """What addresses are called, as far as it is known here and the actor may know it."""
        wanted = list(iris)
        found = {iri: option for iri in wanted if (option := self.choices.option(iri, languages[0]))}
        rest = [iri for iri in wanted if iri not in found]
        for record in self._store.find("iri", rest).values() if rest else ():
            if record.listed or actor.may(Permission.READ, record.organisation):
                found[record.iri] = self._described(record, languages)
        return found

    def registered(self, iris: Iterable[str], organisation: str) -> frozenset[str]:
        """Those addresses that are entries of a register which an organisation's descriptions can name."""
        wanted = set(iris)
        kinds = dict.fromkeys(self._profile.register)
        found = (each.iri for kind in kinds for each in self._register.choices(organisation, kind))
        return frozenset(iri for iri in found if iri in wanted)

    def entries(self, organisation: str, class_iri: str) -> list[Option]:
        """The entries of a register that descriptions of an organisation can name, by name."""
        return [_entry(each) for each in self._register.choices(organisation, class_iri)]

    def _of_register(self, wish: Wish, question: str) -> list[Option]:
        words = plain(question).split()
        entries = self._register.choices(wish.organisation, wish.class_iri)
        found = [each for each in entries if all(word in plain(each.name) for word in words)]
        return [_entry(each) for each in found[:FOUND]]

    def _of_catalogue(
        self, wish: Wish, question: str, languages: Sequence[str], actor: Actor
    ) -> list[Option]:
        public = [_hit(hit, languages) for hit in self._hits(question, languages, FOUND)]
        known = {option.iri for option in public}
        return [
            *(each for each in self._own(wish, question, languages, actor) if each.iri not in known),
            *public,
        ][:FOUND]

    def published(self, question: str, languages: Sequence[str], most: int) -> list[Record]:
        """The records that readers find by a question, the best first."""
        hits = self._hits(question, languages, most)
        found = self._store.find("iri", [hit.iri for hit in hits])
        return [found[hit.iri] for hit in hits if hit.iri in found]

    def _hits(self, question: str, languages: Sequence[str], most: int) -> Sequence[Hit]:
        text = " ".join(tidy(question).split())
        try:
            ask(text)
        except CatalogueError:
            return ()
        return self._index.search(Query(text, languages[0], page_size=most)).hits

    def _own(self, wish: Wish, question: str, languages: Sequence[str], actor: Actor) -> Iterable[Option]:
        """What the organisation is describing and has not published yet."""
        if not actor.may(Permission.READ, wish.organisation):
            return []
        chosen = Selection(organisations=frozenset({wish.organisation}), limit=_OWN, backwards=True)
        drafts = [record for record in self._store.select(chosen) if record.published is None]
        words = plain(question).split()
        told = (self._described(record, languages) for record in drafts)
        return [option for option in told if all(word in plain(option.label) for word in words)]

    def _described(self, record: Record, languages: Sequence[str]) -> Option:
        told = (record.published or record.head).hash
        lines = self._store.ntriples([told]).get(told, "").split("\n")
        start = f"<{record.iri}> <{DCTERMS.title}> "
        titles = graphs.graph("\n".join(line for line in lines if line.startswith(start)))
        label, _ = best(texts_by_language(titles.objects()), tuple(languages))
        return Option(record.iri, label or record.iri)


def _hit(hit: Hit, languages: Sequence[str]) -> Option:
    label, _ = best(hit.card["titles"], tuple(languages))
    holder, _ = best(hit.card["holder"], tuple(languages))
    return Option(hit.iri, label or hit.iri, note=holder)


def _entry(entry: RegisterEntry) -> Option:
    return Option(entry.iri, entry.name)
