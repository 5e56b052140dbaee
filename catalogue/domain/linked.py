"""How a dataset leads to others: to its series, to other versions of it, to what it was made from, to what it names."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from rdflib import DCAT, DCTERMS, URIRef
from rdflib.term import Node

from catalogue.domain.readable import Readable
from catalogue.domain.terms import ADMS


class Way(StrEnum):
    """What kind of link it is."""

    SERIES = "series"
    VERSION = "version"
    SOURCE = "source"
    RELATION = "relation"


def _dcat(name: str) -> URIRef:
    return URIRef(f"{DCAT}{name}")  # of DCAT 3, which rdflib does not list yet


WAYS: Final[Mapping[Node, Way]] = MappingProxyType(
    {
        _dcat("inSeries"): Way.SERIES,
        **dict.fromkeys(
            (
                *map(_dcat, ("hasVersion", "isVersionOf", "previousVersion", "nextVersion", "prev", "next")),
                *map(_dcat, ("hasCurrentVersion", "last", "first")),
                *(DCTERMS.hasVersion, DCTERMS.isVersionOf, DCTERMS.replaces, DCTERMS.isReplacedBy),
                *(ADMS.prev, ADMS.next, ADMS.last),
            ),
            Way.VERSION,
        ),
        DCTERMS.source: Way.SOURCE,
        **dict.fromkeys(
            (
                DCTERMS.relation,
                DCTERMS.isReferencedBy,
                DCTERMS.references,
                DCTERMS.requires,
                DCTERMS.isRequiredBy,
            ),
            Way.RELATION,
        ),
    }
)
_QUALIFIED: Final = _dcat("qualifiedRelation")
_RELATION: Final = DCTERMS.relation
MOST: Final = 50  # links of one description
IN_SERIES: Final = "in_series"  # what the index counts series by: no filter that is offered


@dataclass(frozen=True, slots=True)
class Link:
    """A link from a dataset; `key` is the name under which the search finds whatever has it."""

    way: Way
    target: str

    @property
    def key(self) -> str:
        return f"{self.way} {self.target}"


def links(graph: Readable, iri: str) -> Iterator[Link]:
    """Where a dataset leads, each link once, whatever is described there."""
    node = URIRef(iri)
    qualified = (each for part in graph.objects(node, _QUALIFIED) for each in graph.objects(part, _RELATION))
    found = {Link(Way.RELATION, str(each)) for each in qualified if isinstance(each, URIRef)}
    found.update(
        Link(way, str(value))
        for path, value in graph.predicate_objects(node)
        if isinstance(value, URIRef) and (way := WAYS.get(path))
    )
    yield from sorted(found, key=lambda link: (list(Way).index(link.way), link.target))[:MOST]
