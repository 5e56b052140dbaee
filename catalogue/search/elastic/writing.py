"""How descriptions are written: many at once, each with the position of the feed as its version."""

import logging
import tempfile
import time
from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import contextmanager
from typing import Any, Final

from catalogue.domain.errors import Unavailable
from catalogue.search.base import Given, Packed
from catalogue.search.elastic.connection import Server, packed
from catalogue.search.elastic.fields import POSITION, Fields
from catalogue.search.elastic.generations import Generation, Generations
from catalogue.search.questions import PART

_log = logging.getLogger(__name__)

_BYTES: Final = 4_000_000  # of one request
_LATER: Final = frozenset({429, 503})
_DONE: Final = frozenset({200, 201, 404, 409})  # 404: was removed already; 409: what is there is as new
_IN_MEMORY: Final = 16_000_000  # bytes of a change; more waits in a file

Action = tuple[bytes, bytes]  # what to do, and the description ("" for a removal)


class Writing:
    """Writes into one index as of one position. `keep` says all the while that we do."""

    def __init__(self, server: Server, generations: Generations, fields: Fields) -> None:
        self._server = server
        self._generations = generations
        self._fields = fields

    def send(
        self,
        generation: Generation,
        actions: Iterable[tuple[frozenset[str], Action]],
        keep: Callable[[], None],
    ) -> None:
        """Send what is to be done, and have it seen by readers."""
        waiting: list[Action] = []
        size = 0
        for ways, action in actions:
            if more := sorted(ways - {*generation.ways}):
                generation = self._generations.widen(generation, more)
            waiting.append(action)
            size += len(action[0]) + len(action[1])
            keep()
            if size > _BYTES:
                self._bulk(generation.name, waiting)
                waiting, size = [], 0
        if waiting:
            self._bulk(generation.name, waiting)
        self._server.write("POST", f"/{generation.name}/_refresh")

    def mark(self, name: str, position: int) -> None:
        """Write the position, when all that it stands for is there."""
        version: dict[str, Any] = {"version": position, "version_type": "external_gte"}
        self._server.write("PUT", f"/{name}/_doc/{POSITION}", {POSITION: position}, **version)

    def actions(
        self, documents: Iterable[Given], removed: Collection[int], position: int
    ) -> Iterator[tuple[frozenset[str], Action]]:
        """What is to be done with descriptions, and in which ways their texts are analysed."""
        version = {"version": position, "version_type": "external_gte"}
        for number in removed:
            yield frozenset(), (packed({"delete": {"_id": str(number), **version}}), b"")
        for document in documents:
            made = document if isinstance(document, Packed) else self._fields.pack(document)
            head = packed({"index": {"_id": str(made.number), **version}})
            body, *ways = made.parts
            yield frozenset(ways), (head, body.encode())

    def _bulk(self, name: str, actions: list[Action]) -> None:
        """Raises Unavailable when the engine takes some of it not now, however often it is asked."""
        deadline = time.monotonic() + self._server.patience
        pause = 0.1
        while actions:
            body = b"".join(part + b"\n" for action in actions for part in action if part)
            answer = self._server.write("POST", f"/{name}/_bulk", body)
            actions = _not_taken(actions, answer)
            if actions and time.monotonic() + pause > deadline:
                raise Unavailable(part=PART)
            if actions:
                time.sleep(pause)
                pause = min(pause * 2, 2.0)


@contextmanager
def gathered(
    actions: Iterable[tuple[frozenset[str], Action]], keep: Callable[[], None]
) -> Iterator[Iterator[tuple[frozenset[str], Action]]]:
    """All of a change, before any of it is written: what breaks off while it is made changes nothing."""
    with tempfile.SpooledTemporaryFile(_IN_MEMORY) as file:
        known: list[frozenset[str]] = []
        for ways, (head, document) in actions:
            known.append(ways)
            file.write(head + b"\n" + document + b"\n")
            keep()
        file.seek(0)
        yield ((ways, (file.readline().rstrip(b"\n"), file.readline().rstrip(b"\n"))) for ways in known)


def _not_taken(actions: list[Action], answer: Any) -> list[Action]:
    """What is worth another try. What the engine can never take is left out, and told."""
    if not answer["errors"]:
        return []
    later = []
    for action, item in zip(actions, answer["items"], strict=True):
        [told] = item.values()
        if told["status"] in _LATER:
            later.append(action)
        elif told["status"] not in _DONE:
            _log.error("The search engine does not take description %s: %s", told["_id"], told.get("error"))
    return later
