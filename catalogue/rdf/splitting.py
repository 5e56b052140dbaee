"""Sorting what a file says into descriptions, so that nothing that belongs to one is left behind.

A description is everything that can be reached from its dataset, data service or series, up to the next of
those; what nobody refers to but that speaks of one (a quality measurement, an annotation) goes with it. A node
that several share goes with each. A catalogue, its records and its paging are how the list is told, not what is
listed: they become a description only where a file holds nothing else. A file about one dataset and no catalogue
is that dataset's, whole.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from functools import lru_cache
from itertools import islice
from typing import TypeGuard

import pyoxigraph as ox
from rdflib import DCAT, DCTERMS, FOAF, RDF

from catalogue.domain.errors import NoDescription, TooAlike
from catalogue.domain.record import Description, Kind
from catalogue.domain.terms import HYDRA
from catalogue.rdf.canonical import canonical, describe
from catalogue.rdf.copies import without_copies
from catalogue.rdf.reading import Node, Statements

Mint = Callable[[str], str]
Parts = Iterator[tuple[Node, list[ox.Triple]]]


def _node(iri: str) -> ox.NamedNode:
    return ox.NamedNode(str(iri))


_TYPE = _node(RDF.type)
_KINDS = {
    _node(DCAT.Catalog): Kind.CATALOG,
    _node(str(DCAT) + "DatasetSeries"): Kind.SERIES,
    _node(DCAT.Dataset): Kind.DATASET,
    _node(DCAT.DataService): Kind.SERVICE,
}
CLASSES = {kind: name.value for name, kind in _KINDS.items()}
_RECORD = _node(DCAT.CatalogRecord)
_LIST_TYPES = {
    _RECORD,
    *(_node(HYDRA[name]) for name in ("PartialCollectionView", "PagedCollection", "Collection")),
}
AS_A_LIST = "catalogue(s) read as the list of what they hold"
_MANY = 20
_NAMED = 5
# How a list names its members; any other property makes its object a part of the subject.
_LISTING = {
    *(
        _node(iri)
        for iri in (DCAT.dataset, DCAT.service, DCAT.catalog, DCAT.record, DCTERMS.hasPart, FOAF.primaryTopic)
    ),
    _node(HYDRA.member),
}


@dataclass(slots=True)
class Split:
    """The descriptions of a file, and notes about what was read but is no part of one.

    `refused` grows while the descriptions are read: what cannot be told, and why.
    """

    count: int
    descriptions: Iterator[Description]
    notes: list[str] = field(default_factory=list)
    refused: list[tuple[str, str]] = field(default_factory=list)


def split(statements: Statements, mint: Mint) -> Split:
    """The descriptions of a file. `mint` gives an IRI to a dataset without one, from what identifies it.

    Raises NoDescription when there is none.
    """
    sorter = _Sorter(statements)
    roots = sorter.roots()
    listing = [root for root in roots if sorter.kind(root) is Kind.CATALOG]
    described = [root for root in roots if root not in set(listing)] or listing
    if not described:
        return _other(statements, sorter)
    notes: list[str] = []
    refused: list[tuple[str, str]] = []
    if len(roots) == 1 and not sorter.is_paged():
        parts: Parts = iter([(described[0], _all(statements))])
    else:
        if listing and described is not listing:
            notes.append(f"{statements.source}: {len(listing)} {AS_A_LIST}")
        strays = sorter.strays(set(described), notes, statements.source)
        parts = ((root, sorter.statements(root, strays.get(root, ()))) for root in described)
    return Split(len(described), _each(parts, sorter, mint, refused), notes, refused)


def _each(
    parts: Parts, sorter: "_Sorter", mint: Mint, refused: list[tuple[str, str]]
) -> Iterator[Description]:
    for root, triples in parts:
        try:
            description = _describe(root, sorter.kind(root), triples, mint)
            yield replace(description, mentions=sorter.mentions(root, triples))
        except TooAlike as error:
            refused.append((str(root).strip("<>"), str(error)))


def _all(statements: Statements) -> list[ox.Triple]:
    return list(statements.find())


def _describe(root: Node, kind: Kind | None, triples: list[ox.Triple], mint: Mint) -> Description:
    assert kind is not None
    if isinstance(root, ox.NamedNode):
        return describe(root.value, kind, triples)
    iri = mint(_identity(root, triples))
    return describe(iri, kind, (_renamed(triple, root, _node(iri)) for triple in triples))


def _identity(root: Node, triples: list[ox.Triple]) -> str:
    """What a dataset without IRI is known by: its identifiers, else its titles, else all that it says."""
    for name in (DCTERMS.identifier, DCTERMS.title):
        values = sorted(str(t.object) for t in triples if t.subject == root and t.predicate == _node(name))
        if values:
            return "\n".join(values)
    return canonical(triples)[1]


def _other(statements: Statements, sorter: "_Sorter") -> Split:
    """A file about something else of DCAT, a distribution for example, is one description as a whole."""
    subjects = [s for s in sorter.subjects() if isinstance(s, ox.NamedNode) and not sorter.is_referred_to(s)]
    named = [s for s in subjects if any(t.value.startswith(str(DCAT)) for t in sorter.types(s))]
    if not named:
        raise NoDescription(source=statements.source)
    return Split(1, iter([describe(named[0].value, Kind.OTHER, _all(statements))]))


class _Sorter:
    """Questions to the statements of one file."""

    def __init__(self, statements: Statements) -> None:
        self._find = statements.find
        self._on_disk = statements.on_disk
        self.kind = lru_cache(maxsize=50_000)(self._kind)

    def roots(self) -> list[Node]:
        """What is described, in order: named, or blank and part of nothing else."""
        found = {t.subject: None for kind in _KINDS for t in self._find(None, _TYPE, kind)}
        return sorted((node for node in found if self.kind(node)), key=str)

    def _kind(self, node: Node) -> Kind | None:
        """What a node is described as; None where it is a part, or only mentioned."""
        types = self.types(node)
        kind = next((kind for name, kind in _KINDS.items() if name in types), None)
        if kind is None or not self._is_described(node):
            return None
        is_part = isinstance(node, ox.BlankNode) or kind is Kind.SERVICE
        return None if is_part and self._is_part(node) else kind

    def types(self, node: Node) -> set[ox.NamedNode]:
        objects = (t.object for t in self._find(node, _TYPE))
        return {term for term in objects if isinstance(term, ox.NamedNode)}

    def _is_described(self, node: Node) -> bool:
        return any(t.predicate != _TYPE for t in self._find(node))

    def _is_part(self, node: Node) -> bool:
        return any(t.predicate not in _LISTING for t in self._find(None, None, node))

    def is_referred_to(self, node: Node) -> bool:
        return any(t.subject != node for t in self._find(None, None, node))

    def is_paged(self) -> bool:
        """Whether the file is a page of a list: what it says besides may then belong to the list."""
        typed = (self._find(None, _TYPE, name) for name in _LIST_TYPES - {_RECORD})
        return any(next(found, None) for found in typed)

    def subjects(self) -> Iterator[Node]:
        """Every subject once. On disk they come in order; in memory they do not, but are few."""
        last, seen = None, set()
        for triple in self._find():
            if triple.subject == last or triple.subject in seen:
                continue
            last = triple.subject
            if not self._on_disk:
                seen.add(last)
            yield last

    def closure(self, start: Iterable[Node]) -> dict[Node, list[ox.Triple]]:
        """The nodes that belong to `start`, with their statements: all that is reached, up to other roots."""
        waiting, reached = list(start), {}
        own = set(waiting)
        while waiting:
            node = waiting.pop()
            if node in reached or (node not in own and (self.kind(node) or self._is_list(node))):
                continue
            triples = list(self._find(node))
            if triples:
                reached[node] = triples
            waiting.extend(t.object for t in triples if _is_node(t.object))
        return reached

    def _is_list(self, node: Node) -> bool:
        return not self.types(node).isdisjoint(_LIST_TYPES)

    def strays(self, owners: set[Node], notes: list[str], source: str) -> dict[Node, list[Node]]:
        """What nothing refers to and is no list, by the description that it speaks of."""
        found: dict[Node, list[Node]] = {}
        lost: list[str] = []
        for subject in self.subjects():
            if self.kind(subject) or self._is_list(subject) or self.is_referred_to(subject):
                continue
            owner = self._owner(subject)
            if owner is None or owner not in owners:
                lost.append(str(subject))
            else:
                found.setdefault(owner, []).append(subject)
        if lost:
            named = ", ".join(lost[:_NAMED]) + (", …" if len(lost) > _NAMED else "")
            notes.append(f"{source}: {len(lost)} node(s) speak of no description, and were left out: {named}")
        return found

    def _owner(self, stray: Node) -> Node | None:
        """The description that a stray speaks of, or the only one that names the same thing as it does."""
        reached = self.closure([stray])
        objects = [t.object for triples in reached.values() for t in triples if _is_node(t.object)]
        for node in objects:
            if self.kind(node):
                return node
        mentions = [self._above(node) for node in objects if node not in reached]
        alone = {root for roots in mentions if len(roots) == 1 for root in roots}
        return alone.pop() if len(alone) == 1 else None

    def _above(self, node: Node) -> set[Node]:
        """The descriptions in which a node is mentioned; none for a node that many mention."""
        roots, seen, waiting = set(), {node}, [node]
        while waiting:
            here = list(islice(self._find(None, None, waiting.pop()), _MANY))
            if len(here) == _MANY or len(seen) > _MANY:
                return set()
            for subject in {triple.subject for triple in here} - seen:
                seen.add(subject)
                if self.kind(subject):
                    roots.add(subject)
                else:
                    waiting.append(subject)
        return roots

    def mentions(self, root: Node, triples: list[ox.Triple]) -> tuple[tuple[str, str], ...]:
        """The other entries that a description names, each with its class."""
        named = {t.object for t in triples if isinstance(t.object, ox.NamedNode) and t.object != root}
        kinds = ((node, self.kind(node)) for node in named)
        return tuple(sorted((node.value, CLASSES[kind]) for node, kind in kinds if kind))

    def statements(self, root: Node, strays: Iterable[Node]) -> list[ox.Triple]:
        """What belongs to one of several descriptions, without what the others bring in twice."""
        parts = self.closure([root, *strays]).values()
        return without_copies(root, [triple for part in parts for triple in part])


def _is_node(term: object) -> TypeGuard[Node]:
    return isinstance(term, ox.NamedNode | ox.BlankNode)


def _renamed(triple: ox.Triple, old: Node, new: ox.NamedNode) -> ox.Triple:
    subject = new if triple.subject == old else triple.subject
    return ox.Triple(subject, triple.predicate, new if triple.object == old else triple.object)
