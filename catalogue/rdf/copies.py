"""Copies of blank nodes below a shared node, which a list of many descriptions brings together.

Where two descriptions name one agent, and each tells its opening hours on a blank node, a page with both tells them
twice. Taken in so, and listed again, and harvested again, they would grow each time. A copy that says nothing
more than another does is left out; the graph says the same without it (RDF 1.1 Semantics, 5.2: a leaner graph).
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from hashlib import blake2b

from catalogue.domain.descending import from_below
from catalogue.rdf.statements import Terms

Edge = tuple[str, str]


def without_copies(root: str, statements: list[Terms]) -> list[Terms]:
    """The statements without copies below named nodes other than `root`: what is the root's own stays as it is."""
    edges = [(s, p) for s, p, o in statements if o[0] == "_" and s[0] == "<" and s != root]
    if len(set(edges)) == len(edges):
        return statements
    copies = _Blanks(statements).copies(root)
    return list(dict.fromkeys((_last(s, copies), p, _last(o, copies)) for s, p, o in statements))


@dataclass(slots=True)
class _Blank:
    """A blank node: what it says, who refers to it, and a digest of all that it says."""

    says: list[tuple[str, str]] = field(default_factory=list)
    referred: set[Edge] = field(default_factory=set)
    content: str = ""


class _Blanks:
    """The blank nodes of a description."""

    def __init__(self, statements: Iterable[Terms]) -> None:
        self._nodes: dict[str, _Blank] = defaultdict(_Blank)
        for subject, path, value in statements:
            if subject.startswith("_:"):
                self._nodes[subject].says.append((path, value))
            if value.startswith("_:"):
                self._nodes[value].referred.add((subject, path))
        for node in from_below(list(self._nodes), self._parts):
            self._nodes[node].content = self._content(node)

    def copies(self, root: str) -> dict[str, str]:
        """The nodes that can go, each with the one that says it all."""
        groups: dict[str, list[str]] = defaultdict(list)
        for node, blank in self._nodes.items():
            groups[blank.content].append(node)
        alike = [group for group in groups.values() if len(group) > 1]
        found: dict[str, str] = {}
        before = -1
        while len(found) > before:  # a copy's parts are copies once it is one
            before = len(found)
            for group in alike:
                self._find_copies(group, root, found)
        return found

    def _find_copies(self, group: list[str], root: str, found: dict[str, str]) -> None:
        """Add the nodes of the group to which nothing refers that does not refer to another of the group."""
        kept: dict[Edge, list[tuple[str, frozenset[Edge]]]] = defaultdict(list)
        left = [(self._referred(node, found), node) for node in group if node not in found]
        for referred, node in sorted(left, key=lambda pair: -len(pair[0])):
            alike = kept[next(iter(referred))] if referred else []
            other = next((each for each, edges in alike if referred <= edges), None)
            if other is not None and all(subject != root for subject, _ in referred):
                found[node] = other
            else:
                for edge in referred:
                    kept[edge].append((node, referred))

    def _referred(self, node: str, found: dict[str, str]) -> frozenset[Edge]:
        return frozenset((_last(subject, found), path) for subject, path in self._nodes[node].referred)

    def _content(self, node: str) -> str:
        """The same for the same statements; a node in a circle is like no other."""
        said = []
        for path, value in self._nodes[node].says:
            if value.startswith("_:"):
                said.append(f"{path} [{self._nodes[value].content or value}]")
            else:
                said.append(f"{path} {value}")
        return blake2b("\n".join(sorted(said)).encode(), digest_size=16).hexdigest() if said else node

    def _parts(self, node: str) -> list[str]:
        return [value for _, value in self._nodes[node].says if value.startswith("_:")]


def _last(node: str, found: dict[str, str]) -> str:
    while node in found:
        node = found[node]
    return node
