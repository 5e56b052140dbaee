"""The indices of one catalogue: one is read by an alias, another is built beside it, then the alias changes over.

    <name>                      alias: the index that readers use
    <name>-<time>-<random>      one index, with its layout in `_meta`
    <name>-lock                 who writes

An index that the alias does not name is what a broken-off rebuild left; the next rebuild sweeps it.
"""

import logging
import re
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

from catalogue.domain.errors import Unavailable
from catalogue.search.elastic.connection import Refused, Server
from catalogue.search.elastic.fields import Fields, settings
from catalogue.search.questions import PART

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Generation:
    """An index, and the ways in which texts in it are analysed."""

    name: str
    ways: tuple[str, ...]


class Generations:
    """The indices behind one alias, for one layout."""

    def __init__(self, server: Server, name: str, fields: Fields) -> None:
        self._server = server
        self._name = name
        self._fields = fields
        self._ours = re.compile(rf"{re.escape(name)}-\d{{14}}-[0-9a-f]{{8}}")

    def current(self) -> Generation | None:
        """The index that readers use; None where there is none of this layout."""
        try:
            found = self._server.ask("GET", f"/{self._name}/_mapping")
        except Refused:
            return None
        if len(found) != 1:
            return None
        [(name, told)] = found.items()
        meta = told["mappings"].get("_meta", {})
        if meta.get("layout") != self._fields.signature:
            return None
        return Generation(name, tuple(meta["ways"]))

    def begin(self, ways: Sequence[str]) -> Generation:
        """An empty index for a new generation. Raises Unavailable where the engine has no room for its shard."""
        name = f"{self._name}-{datetime.now(UTC):%Y%m%d%H%M%S}-{uuid4().hex[:8]}"
        body = {"settings": settings(), "mappings": self._fields.mapping(ways)}
        made = self._server.write("PUT", f"/{name}", body, wait_for_active_shards=1, timeout="10s")
        generation = Generation(name, tuple(ways))
        if not made["shards_acknowledged"]:
            self.drop(name)
            _log.warning("The search engine made the index %s without giving it a place.", name)
            raise Unavailable(part=PART)
        return generation

    def widen(self, generation: Generation, ways: Sequence[str]) -> Generation:
        """The index with fields for more ways of analysing."""
        wider = (*generation.ways, *ways)
        mapping = self._fields.mapping(wider)
        body = {"_meta": mapping["_meta"], "properties": self._fields.text_fields(ways)}
        self._server.write("PUT", f"/{generation.name}/_mapping", body)
        return Generation(generation.name, wider)

    def change_over(self, generation: Generation) -> None:
        """Point readers to an index and remove the others, in one step."""
        actions: list[dict[str, Any]] = [{"add": {"index": generation.name, "alias": self._name}}]
        actions += [{"remove_index": {"index": name}} for name in self._named()]
        self._server.write("POST", "/_aliases", {"actions": actions})
        self.sweep(generation.name)

    def drop(self, name: str) -> None:
        """Remove an index, if that can be done now; if not, the next rebuild does."""
        with suppress(Refused, Unavailable):
            self._server.ask("DELETE", f"/{name}")

    def sweep(self, kept: str) -> None:
        """Remove what broken-off rebuilds left."""
        found = self._server.ask("GET", f"/{self._name}-*/_alias", expand_wildcards="all")
        for name in found:
            if name != kept and self._ours.fullmatch(name):
                self.drop(name)

    def _named(self) -> list[str]:
        try:
            # Of ours only: who asks all indices for an alias that is not there needs to be allowed all.
            found = self._server.ask("GET", f"/{self._name}-*/_alias/{self._name}")
        except Refused:
            return []
        return [name for name, told in found.items() if self._name in told.get("aliases", {})]
