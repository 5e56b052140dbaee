"""Which blank nodes of two versions of a description are the same part, changed or not.

A part has no address, so that its likeness has to tell: first what says the same, then what is most alike among
the values of one property, by what only few of them say. No order is tried twice, so that a table of 6,000
variables takes no longer than it must.
"""

from collections import Counter, defaultdict, deque
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

from rdflib import RDF, BNode, Graph
from rdflib.term import Node

from catalogue.domain.descending import from_below
from catalogue.domain.ordering import NAMES

_ALIKE: Final = 1 / 3  # of what the shorter of two parts says, when no name tells that they are one
_DEEPEST: Final = 3  # steps below a part that tell of it
_PAIRS: Final = 400  # of parts that say one thing; what more of them say tells none apart

Feature = tuple[tuple[Node, ...], Node]


def matches(before: Graph, after: Graph) -> Mapping[BNode, BNode]:
    """The blank nodes of `after` with those of `before` that they are; each stands at most once on either side."""
    return _Matching(_Blanks(before), _Blanks(after)).found()


@dataclass(slots=True)
class _Blanks:
    """The blank nodes of one version: what they say, where they stand, and a mark of all that they say."""

    graph: Graph
    at: dict[Node, dict[Node, list[BNode]]] = field(default_factory=lambda: defaultdict(dict))
    nodes: list[BNode] = field(default_factory=list)
    loose: list[BNode] = field(default_factory=list)
    marks: dict[Node, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        referred = set()
        for subject, path, value in self.graph:
            if isinstance(value, BNode):
                self.at[subject].setdefault(path, []).append(value)
                referred.add(value)
        nodes = {subject for subject in self.graph.subjects() if isinstance(subject, BNode)}
        self.nodes, self.loose = sorted(nodes | referred), sorted(nodes - referred)
        for node in from_below(self.nodes, self._parts):
            self.marks[node] = self._mark(node)

    def _mark(self, node: Node) -> int:
        """The same for the same statements; what is in a circle is marked by its label, and so is like no other."""
        said = [
            (path, self.marks.get(value, str(value)) if isinstance(value, BNode) else value)
            for path, value in self.graph.predicate_objects(node)
        ]
        return hash(frozenset(Counter(said).items()))

    def _parts(self, node: Node) -> list[BNode]:
        return [value for values in self.at.get(node, {}).values() for value in values]

    def features(self, node: Node, way: tuple[Node, ...] = ()) -> Iterator[Feature]:
        """What a node and the parts below it say, each with the way to it."""
        for path, value in self.graph.predicate_objects(node):
            if not isinstance(value, BNode):
                yield (*way, path), value
            elif len(way) + 1 < _DEEPEST:
                yield from self.features(value, (*way, path))


class _Matching:
    """Matches from above: the values of one property of two nodes that are the same are compared."""

    def __init__(self, before: _Blanks, after: _Blanks) -> None:
        self._before, self._after = before, after
        self._found: dict[BNode, BNode] = {}
        self._taken: set[BNode] = set()
        self._waiting: deque[tuple[Node, Node]] = deque()

    def found(self) -> dict[BNode, BNode]:
        named = sorted((node for node in self._before.at if not isinstance(node, BNode)), key=str)
        self._waiting.extend((node, node) for node in named)
        self._match(self._before.loose, self._after.loose)
        self._descend()
        self._match_equals(self._before.nodes, self._after.nodes)  # what was moved
        self._descend()
        return self._found

    def _descend(self) -> None:
        while self._waiting:
            old, new = self._waiting.popleft()
            below = self._after.at.get(new, {})
            for path, values in self._before.at.get(old, {}).items():
                self._match(sorted(values), sorted(below.get(path, ())))

    def _match(self, before: Iterable[BNode], after: Iterable[BNode]) -> None:
        self._match_equals(before, after)
        olds = [node for node in dict.fromkeys(before) if node not in self._taken]
        news = [node for node in dict.fromkeys(after) if node not in self._found]
        if olds and news:
            self._match_alike(olds, news)

    def _match_equals(self, before: Iterable[BNode], after: Iterable[BNode]) -> None:
        left: dict[int, list[BNode]] = defaultdict(list)
        for node in before:
            if node not in self._taken:
                left[self._before.marks[node]].append(node)
        for node in after:
            equal = left.get(self._after.marks[node])
            if node not in self._found and equal:
                self._pair(equal.pop(0), node)

    def _match_alike(self, olds: list[BNode], news: list[BNode]) -> None:
        told = {node: set(self._before.features(node)) for node in olds}
        told_now = {node: set(self._after.features(node)) for node in news}
        alone = len(olds) == len(news) == 1
        for old, new in _by_likeness(told, told_now):
            is_open = old not in self._taken and new not in self._found
            if is_open and (alone or _is_same(told[old], told_now[new])):
                self._pair(old, new)
        if alone and olds[0] not in self._taken and _types(told) == _types(told_now):
            self._pair(olds[0], news[0])

    def _pair(self, old: BNode, new: BNode) -> None:
        self._found[new] = old
        self._taken.add(old)
        self._waiting.append((old, new))


def _by_likeness(
    before: Mapping[BNode, set[Feature]], after: Mapping[BNode, set[Feature]]
) -> list[tuple[BNode, BNode]]:
    """The pairs that say something in common, the most alike first: what few say tells more."""
    olds, news = _by_feature(before), _by_feature(after)
    scores: Counter[tuple[BNode, BNode]] = Counter()
    for feature in olds.keys() & news.keys():
        here, there = olds[feature], news[feature]
        if len(here) * len(there) <= _PAIRS:
            weight = _weight(feature) / max(len(here), len(there))
            for old in here:
                for new in there:
                    scores[old, new] += weight  # type: ignore[assignment]
    return sorted(scores, key=lambda pair: (-scores[pair], pair))


def _by_feature(told: Mapping[BNode, set[Feature]]) -> dict[Feature, list[BNode]]:
    found: dict[Feature, list[BNode]] = defaultdict(list)
    for node, features in told.items():
        for feature in features:
            found[feature].append(node)
    return found


def _weight(feature: Feature) -> float:
    way, _ = feature
    if way[-1] == RDF.type:
        return 0.1
    return 3.0 if way[-1] in NAMES and len(way) == 1 else 1.0


def _is_same(before: set[Feature], after: set[Feature]) -> bool:
    """Whether two parts are one that was changed, and not one that went and another that came."""
    common = {feature for feature in before & after if feature[0][-1] != RDF.type}
    named = any(len(way) == 1 and way[0] in NAMES for way, _ in common)
    shorter = min(sum(way[-1] != RDF.type for way, _ in features) for features in (before, after))
    return named or len(common) >= max(1.0, shorter * _ALIKE)


def _types(told: Mapping[BNode, set[Feature]]) -> set[Feature]:
    return {feature for features in told.values() for feature in features if feature[0] == (RDF.type,)}
