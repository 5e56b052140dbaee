"""Two versions of a description without the parts that both have, for who compares them.

Of a list of thousands of parts, as the variables of a dataset are, few differ: what stands in both at the same place,
word for word, is no difference, and need not become a graph to find that out. Short lists stay whole.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from hashlib import blake2b
from typing import Final

from catalogue.domain.descending import from_below
from catalogue.rdf.lines import TYPE, read

MANY: Final = 20  # parts of one property, with their own; fewer are compared as they are


def without_shared(before: str, after: str) -> tuple[str, str]:
    """The stored N-Triples of two versions, without what stands in both among the many parts of one property.

    Labels of blank nodes stay as they are in each.
    """
    old, new = _Version(before), _Version(after)
    waiting = [(node, node) for node in old.said if not node.startswith("_:") and node in new.said]
    while waiting:
        one, other = waiting.pop()
        there = new.parts(other)
        for path, nodes in old.parts(one).items():
            rest, others = _left(old, nodes, new, there.get(path, []))
            if len(rest) == len(others) == 1 and old.types(rest[0]) == new.types(others[0]):
                waiting.append((rest[0], others[0]))  # who compares takes them for one part that was changed
    return old.text(), new.text()


def _left(
    old: "_Version", nodes: list[str], new: "_Version", others: list[str]
) -> tuple[list[str], list[str]]:
    """Those that differ; of many that do not, both versions are rid."""
    shared = Counter(map(old.mark, nodes)) & Counter(map(new.mark, others))
    gone, rest = _parted(old, nodes, shared)
    gone_too, rest_too = _parted(new, others, shared)
    if len(below := old.below(gone)) >= MANY:
        old.dropped.update(below)
        new.dropped.update(new.below(gone_too))
    return rest, rest_too


def _parted(version: "_Version", nodes: Iterable[str], shared: Counter[str]) -> tuple[list[str], list[str]]:
    """The nodes of which there are so many in both versions, and the others."""
    left, gone, rest = Counter(shared), list[str](), list[str]()
    for node in nodes:
        mark = version.mark(node)
        (gone if left[mark] else rest).append(node)
        left[mark] -= bool(left[mark])
    return gone, rest


class _Version:
    """What one version says, by node, with a mark of all that each blank node says."""

    def __init__(self, ntriples: str) -> None:
        self.said = read(ntriples).by_node
        led_to = Counter(
            value for pairs in self.said.values() for _, value in pairs if value.startswith("_:")
        )
        self._alone = {node for node, count in led_to.items() if count == 1}
        self._marks: dict[str, str] = {}
        self.dropped: set[str] = set()  # what is left out
        for node in from_below(list(led_to), lambda each: list(self._blanks(each))):
            self._marks[node] = self._marked(node)

    def mark(self, node: str) -> str:
        """The same for the same statements; what stands in several places, or in a circle, is like no other."""
        return self._marks[node] if node in self._alone else f"{id(self)} {node}"

    def _marked(self, node: str) -> str:
        told = sorted(
            f"{path} {self._part(value) if value.startswith('_:') else value}"
            for path, value in self.said.get(node, ())
        )
        return blake2b("\n".join(told).encode(), digest_size=16).hexdigest()

    def _part(self, node: str) -> str:
        known = node in self._marks and node in self._alone
        return f"[{self._marks[node]}]" if known else f"{id(self)} {node}"

    def types(self, node: str) -> set[str]:
        return {value for path, value in self.said.get(node, ()) if path == TYPE}

    def parts(self, node: str) -> dict[str, list[str]]:
        """The blank nodes to which a node leads, by property."""
        found: dict[str, list[str]] = {}
        for path, value in self.said.get(node, ()):
            if value.startswith("_:"):
                found.setdefault(path, []).append(value)
        return found

    def below(self, nodes: Iterable[str]) -> list[str]:
        """The blank nodes with all that are below them."""
        return list(from_below(nodes, lambda each: list(self._blanks(each))))

    def text(self) -> str:
        """What is left, as it was written."""
        return "".join(
            f"{node} {path} {value} .\n"
            for node, pairs in self.said.items()
            if node not in self.dropped
            for path, value in pairs
            if value not in self.dropped
        )

    def _blanks(self, node: str) -> Iterator[str]:
        return (value for _, value in self.said.get(node, ()) if value.startswith("_:"))
