"""What differs between two revisions of a description; what was compared last is remembered."""

from dataclasses import dataclass
from typing import Final

from rdflib import Graph

from catalogue.domain.differences import Difference, differences
from catalogue.domain.places import Places
from catalogue.domain.profile import Profile
from catalogue.domain.record import Record, Revision
from catalogue.rdf import graphs
from catalogue.rdf.shared_parts import without_shared
from catalogue.rdf.written import Written
from catalogue.services.bodies import Memory
from catalogue.services.reading import Reading, at_revision

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


class Differing:
    """Compares revisions of a record for who may read both."""

    def __init__(self, reading: Reading, profile: Profile) -> None:
        self._reading = reading
        self._profile = profile
        self._compared: Memory[_Compared] = Memory(_COMPARED)

    def compare(self, record: Record, before: Revision, after: Revision) -> Comparison:
        """What differs between two revisions, the second being the newer one or not."""
        pair = before.hash, after.hash
        compared = self._compared.get(pair)
        if compared is None:
            texts = [
                self._reading.ntriples(at_revision(record, each), draft=True) for each in (before, after)
            ]
            compared, size = self._differences(record.iri, texts[0], texts[1])
            self._compared.put(pair, compared, size)
        graphs_of_both, found = compared
        return Comparison(record, before, after, graphs_of_both, found)

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
