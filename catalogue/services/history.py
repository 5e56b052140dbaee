"""What was before: every revision of a description, what differs between two, and bringing one back."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from rdflib import Graph

from catalogue.domain.differences import Difference, differences
from catalogue.domain.errors import NotFound
from catalogue.domain.people import Actor, Permission
from catalogue.domain.places import Places
from catalogue.domain.profile import Profile
from catalogue.domain.record import Description, Record, Revision
from catalogue.rdf import graphs, writing
from catalogue.rdf.formats import Format
from catalogue.rdf.shared_parts import without_shared
from catalogue.rdf.written import Written
from catalogue.services.bodies import Memory
from catalogue.services.editing import Editing
from catalogue.services.own_records import OwnRecords, expect
from catalogue.services.reading import Reading
from catalogue.services.saving import Saved
from catalogue.services.translating import translations

_COMPARED: Final = 32 * 2**20  # bytes of comparisons that are remembered
_SIZE: Final = 500  # of one difference, about
_GRAPH_SIZE: Final = 6  # a graph in memory is some times its text

_Compared = tuple[tuple[Graph, Graph], tuple[Difference, ...]]


@dataclass(frozen=True, slots=True)
class Comparison:
    """What differs between two revisions, with the graphs of both: of many parts, those that differ."""

    record: Record
    before: Revision
    after: Revision
    graphs: tuple[Graph, Graph]
    differences: tuple[Difference, ...]


class Histories:
    """The revisions of descriptions, for those who may read drafts. All raise NotFound for all others."""

    def __init__(self, records: OwnRecords, reading: Reading, editing: Editing, profile: Profile) -> None:
        self._records = records
        self._reading = reading
        self._editing = editing
        self._profile = profile
        self._compared: Memory[_Compared] = Memory(_COMPARED)

    def revisions(self, actor: Actor, id: str) -> tuple[Record, Sequence[Revision]]:
        """A record with its revisions, the newest first."""
        record = self._records.find(actor, id)
        return record, sorted(self._records.revisions(record), key=lambda each: -each.number)

    def at(self, actor: Actor, id: str, number: int) -> Record:
        """A record as if the revision of a number were its newest."""
        return self._at(self._records.find(actor, id), number)

    def description(self, actor: Actor, id: str, number: int) -> Description:
        """The description as it was in a revision."""
        return self._reading.description(self.at(actor, id, number), draft=True)

    def body(self, actor: Actor, id: str, number: int, form: Format) -> bytes:
        """The same in a serialisation, which is kept nowhere. Raises NotRepresentable."""
        return writing.body(self._reading.ntriples(self.at(actor, id, number), draft=True), form)

    def compare(self, actor: Actor, id: str, before: int, after: int) -> Comparison:
        """What differs between two revisions, the second being the newer one or not."""
        record = self._records.find(actor, id)
        old, new = self._at(record, before), self._at(record, after)
        pair = old.head.hash, new.head.hash
        compared = self._compared.get(pair)
        if compared is None:
            texts = [self._reading.ntriples(each, draft=True) for each in (old, new)]
            compared, size = self._differences(record.iri, texts[0], texts[1])
            self._compared.put(pair, compared, size)
        graphs_of_both, found = compared
        return Comparison(record, old.head, new.head, graphs_of_both, found)

    def _differences(self, iri: str, before: str, after: str) -> tuple[_Compared, int]:
        """What differs between two texts, and about how many bytes that takes."""
        few = without_shared(before, after)
        pair = graphs.graph(few[0]), graphs.graph(few[1])
        places = self._places(iri, before), self._places(iri, after)
        found = differences(*pair, iri, self._profile, places)
        return (pair, found), _SIZE * (len(found) + 1) + _GRAPH_SIZE * sum(map(len, few))

    def _places(self, iri: str, text: str) -> Places:
        """The places in all of a text: parts are numbered among all their neighbours."""
        written = Written(text)
        return Places(written, iri, self._profile, written.links, written.says)

    def restore(self, actor: Actor, id: str, number: int, newest: int | None = None) -> Saved:
        """A new revision that says what another one did. Raises Forbidden and Stale."""
        record = self._records.find(actor, id, Permission.EDIT)
        expect(record, newest)
        description = self._reading.description(self._at(record, number), draft=True)
        say = translations(actor.language or "en").gettext
        reason = say("Restored from revision %(number)s") % {"number": number}
        return self._editing.replace(actor, id, description, record.head.number, reason)

    def _at(self, record: Record, number: int) -> Record:
        for revision in self._records.revisions(record):
            if revision.number == number:
                return replace(record, head=revision)
        raise NotFound(name=f"{record.id}, {number}")
