"""Sorting what a file says into descriptions, so that nothing that belongs to one is left behind.

A description is everything that can be reached from its dataset, data service or series, up to the next of
those; what nobody refers to but that speaks of one (a quality measurement, an annotation) goes with it. A node
that several share goes with each. A catalogue, its records and its paging are how the list is told, not what is
listed: they become a description only where a file holds nothing else. A file about one dataset and no catalogue
is that dataset's, whole.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from itertools import islice

from rdflib import DCAT, DCTERMS, FOAF, RDF

from catalogue.domain.errors import NoDescription, TooAlike
from catalogue.domain.record import Description, Kind
from catalogue.domain.sentences import Sentence
from catalogue.domain.terms import HYDRA
from catalogue.rdf.canonical import canonical_text, describe_text
from catalogue.rdf.copies import without_copies
from catalogue.rdf.statements import Statements, Terms, written

Mint = Callable[[str], str]
Parts = Iterator[tuple[str, list[Terms]]]
Said = Sequence[tuple[str, str]]


def _node(iri: str) -> str:
    return f"<{iri}>"


# Nodes are told apart as N-Triples writes them: it is quicker than their objects are.
_TYPE = _node(RDF.type)
_KINDS = {
    _node(DCAT.Catalog): Kind.CATALOG,
    _node(str(DCAT) + "DatasetSeries"): Kind.SERIES,
    _node(DCAT.Dataset): Kind.DATASET,
    _node(DCAT.DataService): Kind.SERVICE,
}
CLASSES = {kind: name.strip("<>") for name, kind in _KINDS.items()}
_RECORD = _node(DCAT.CatalogRecord)
_LIST_TYPES = {
    _RECORD,
    *(_node(HYDRA[name]) for name in ("PartialCollectionView", "PagedCollection", "Collection")),
}
AS_A_LIST = Sentence(
    "%(source)s: %(count)s catalogue(s) read as the list of what they hold", source="", count=0
).template
_MANY = 20
_LARGE = 60_000  # statements of a dataset that has no name
_NAMED = 5
# How a list names its members; any other property makes its object a part of the subject.
_LISTING = {
    *(
        _node(iri)
        for iri in (DCAT.dataset, DCAT.service, DCAT.catalog, DCAT.record, DCTERMS.hasPart, FOAF.primaryTopic)
    ),
    _node(HYDRA.member),
}


@dataclass(frozen=True, slots=True)
class Gathered:
    """What belongs to one description, not yet in the form in which it is stored; `mentions` as it has them."""

    iri: str
    kind: Kind
    ntriples: str
    mentions: tuple[tuple[str, str], ...] = ()

    def description(self) -> Description:
        """The description. Raises TooAlike."""
        return replace(describe_text(self.iri, self.kind, self.ntriples), mentions=self.mentions)


@dataclass(slots=True)
class Split:
    """The descriptions of a file, and notes about what was read but is no part of one.

    `gathered` are the same ones, for who brings them into their form elsewhere: each is in one of the two.
    `refused` grows while the descriptions are read: what cannot be told, and why.
    """

    count: int
    descriptions: Iterator[Description]
    notes: list[str] = field(default_factory=list)
    refused: list[tuple[str, str]] = field(default_factory=list)
    gathered: Iterator[Gathered] = field(default_factory=lambda: iter(()))


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
        parts: Parts = iter([(described[0], list(statements.terms()))])
    else:
        if listing and described is not listing:
            notes.append(Sentence(AS_A_LIST, source=statements.source, count=len(listing)))
        strays = sorter.strays(set(described), notes)
        parts = ((root, sorter.part(root, strays.get(root, ()))) for root in described)
    gathered = _each(parts, sorter, mint, refused)
    return Split(len(described), _described(gathered, refused), notes, refused, gathered)


def _each(parts: Parts, sorter: "_Sorter", mint: Mint, refused: list[tuple[str, str]]) -> Iterator[Gathered]:
    for root, part in parts:
        kind, mentions = sorter.kind(root), sorter.mentions(root, part)
        assert kind is not None
        try:
            iri = root[1:-1] if root.startswith("<") else mint(_identity(root, part))
        except TooAlike as error:
            refused.append((root, error.sentence))
            continue
        yield Gathered(iri, kind, written(_renamed(part, root, _node(iri))), mentions)


def _described(gathered: Iterator[Gathered], refused: list[tuple[str, str]]) -> Iterator[Description]:
    for each in gathered:
        try:
            yield each.description()
        except TooAlike as error:
            refused.append((each.iri, error.sentence))


def _identity(root: str, part: list[Terms]) -> str:
    """What a dataset without IRI is known by: its identifiers, else its titles, else all that it says."""
    for name in (DCTERMS.identifier, DCTERMS.title):
        values = sorted(value for subject, path, value in part if (subject, path) == (root, _node(name)))
        if values:
            return "\n".join(values)
    return canonical_text(written(part))[1] if len(part) <= _LARGE else _likeness(part)


def _likeness(part: list[Terms]) -> str:
    """What many statements say, blank nodes as nothing but blank: canonical names for them would take long."""
    return "\n".join(sorted(written([_unlabelled(statement)]) for statement in part))


def _unlabelled(statement: Terms) -> Terms:
    subject, path, value = statement
    return "_:" if subject[0] == "_" else subject, path, "_:" if value[0] == "_" else value


def _other(statements: Statements, sorter: "_Sorter") -> Split:
    """A file about something else of DCAT, a distribution for example, is one description as a whole."""
    subjects = [subject for subject in statements.unreferred() if subject.startswith("<")]
    named = [each for each in subjects if any(name.startswith(f"<{DCAT}") for name in sorter.types(each))]
    if not named:
        raise NoDescription(source=statements.source)
    gathered = iter([Gathered(named[0][1:-1], Kind.OTHER, written(statements.terms()))])
    refused: list[tuple[str, str]] = []
    return Split(1, _described(gathered, refused), [], refused, gathered)


class _Sorter:
    """Questions to the statements of one file."""

    def __init__(self, statements: Statements) -> None:
        self._statements = statements
        self._naming = statements.naming
        self._about = statements.about
        self._ends = lru_cache(maxsize=50_000)(self._is_end)
        self.types = lru_cache(maxsize=50_000)(self._types)
        self.kind = lru_cache(maxsize=50_000)(self._kind)

    def roots(self) -> list[str]:
        """What is described, in order: named, or blank and part of nothing else."""
        found = {subject: None for kind in _KINDS for subject, _ in self._naming(kind, _TYPE)}
        return sorted(node for node in found if self.kind(node))

    def _kind(self, node: str) -> Kind | None:
        """What a node is described as; None where it is a part, or only mentioned."""
        types = self.types(node)
        kind = next((kind for name, kind in _KINDS.items() if name in types), None)
        if kind is None or not self._is_described(node):
            return None
        is_part = not node.startswith("<") or kind is Kind.SERVICE
        return None if is_part and self._is_part(node) else kind

    def _types(self, node: str) -> frozenset[str]:
        return frozenset(value for path, value in self._about(node) if path == _TYPE and value[0] == "<")

    def _is_described(self, node: str) -> bool:
        return any(path != _TYPE for path, _ in self._about(node))

    def _is_part(self, node: str) -> bool:
        return any(path not in _LISTING for _, path in self._naming(node))

    def is_paged(self) -> bool:
        """Whether the file is a page of a list: what it says besides may then belong to the list."""
        return any(next(self._naming(name, _TYPE), None) for name in _LIST_TYPES - {_RECORD})

    def closure(self, start: Iterable[str]) -> dict[str, Said]:
        """The nodes that belong to `start`, with what they say: all that is reached, up to other roots."""
        waiting = list(start)
        reached: dict[str, Said] = {}
        own = set(waiting)
        while waiting:
            node = waiting.pop()
            if node in reached:
                continue
            said = self._about(node)
            if said and (node in own or not self._ends(node)):
                reached[node] = said
                waiting += _nodes(said)
        return reached

    def _is_end(self, node: str) -> bool:
        """Whether what belongs to others ends before a node."""
        return self.kind(node) is not None or self._is_list(node)

    def _is_list(self, node: str) -> bool:
        return not self.types(node).isdisjoint(_LIST_TYPES)

    def strays(self, owners: set[str], notes: list[str]) -> dict[str, list[str]]:
        """What nothing refers to and is no list, by the description that it speaks of."""
        found: dict[str, list[str]] = {}
        lost: list[str] = []
        for subject in self._statements.unreferred():
            if self.kind(subject) or self._is_list(subject):
                continue
            owner = self._owner(subject)
            part = lost if owner is None or owner not in owners else found.setdefault(owner, [])
            part.append(subject)
        if lost:
            named = ", ".join(lost[:_NAMED]) + (", …" if len(lost) > _NAMED else "")
            told = {"source": self._statements.source, "count": len(lost), "named": named}
            note = Sentence(
                "%(source)s: %(count)s node(s) speak of no description, and were left out: %(named)s", **told
            )
            notes.append(note)
        return found

    def _owner(self, stray: str) -> str | None:
        """The description that a stray speaks of, or the only one that names the same thing as it does."""
        reached = self.closure([stray])
        objects = [node for said in reached.values() for node in _nodes(said)]
        for node in objects:
            if self.kind(node):
                return node
        mentions = [self._above(node) for node in objects if node not in reached]
        alone = {root for roots in mentions if len(roots) == 1 for root in roots}
        return alone.pop() if len(alone) == 1 else None

    def _above(self, node: str) -> set[str]:
        """The descriptions in which a node is mentioned; none for a node that many mention."""
        roots, seen, waiting = set(), {node}, [node]
        while waiting:
            here = list(islice(self._naming(waiting.pop()), _MANY))
            if len(here) == _MANY or len(seen) > _MANY:
                return set()
            for subject in {subject for subject, _ in here} - seen:
                seen.add(subject)
                if self.kind(subject):
                    roots.add(subject)
                else:
                    waiting.append(subject)
        return roots

    def mentions(self, root: str, part: list[Terms]) -> tuple[tuple[str, str], ...]:
        """The other entries that a description names, each with its class."""
        named = {value for _, _, value in part if value[0] == "<" and value != root}
        kinds = ((node, self.kind(node)) for node in named)
        return tuple(sorted((node[1:-1], CLASSES[kind]) for node, kind in kinds if kind))

    def part(self, root: str, strays: Iterable[str]) -> list[Terms]:
        """What belongs to one of several descriptions, without what the others bring in twice."""
        reached = self.closure([root, *strays])
        part = [(node, path, value) for node, said in reached.items() for path, value in said]
        return without_copies(root, part)


def _nodes(said: Said) -> list[str]:
    return [value for _, value in said if value[0] != '"']


def _renamed(part: Iterable[Terms], old: str, new: str) -> Iterable[Terms]:
    return part if old == new else _exchanged(part, old, new)


def _exchanged(part: Iterable[Terms], old: str, new: str) -> Iterator[Terms]:
    for subject, path, value in part:
        yield new if subject == old else subject, path, new if value == old else value
