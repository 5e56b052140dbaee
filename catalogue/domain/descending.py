"""Going through what has parts, which have parts: each after those below it."""

from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar

Node = TypeVar("Node")


def from_below(nodes: Iterable[Node], below: Callable[[Node], Iterable[Node]]) -> Iterator[Node]:
    """The nodes with all that is below them, once each and after their parts, as far as there is no circle.

    However deep the parts are: nothing calls itself.
    """
    seen: set[Node] = set()
    for start in nodes:
        waiting: list[tuple[Node, bool]] = [(start, False)]
        while waiting:
            node, done = waiting.pop()
            if done:
                yield node
            elif node not in seen:
                seen.add(node)
                waiting.append((node, True))
                waiting.extend((part, False) for part in below(node))
