"""The search index on a server of its own, read and written by any number of processes.

Descriptions are written first and can be seen, then the position: what a crash leaves is written anew from there.
Readers ask the alias, and look every second at what it stands for.
"""

import re
import time
from collections.abc import Collection, Iterable
from dataclasses import replace
from typing import Any, Final

from catalogue.domain.asked import Asked
from catalogue.domain.errors import Unavailable
from catalogue.domain.organisations import Naming
from catalogue.domain.search import (
    Completion,
    Hit,
    Layout,
    Query,
    Results,
    Sort,
    VariableQuestion,
    VariableResults,
)
from catalogue.search.base import Given
from catalogue.search.elastic.asking import Asking, Clause
from catalogue.search.elastic.connection import Address, Refused, Server
from catalogue.search.elastic.counting import Counting
from catalogue.search.elastic.fields import (
    ALWAYS,
    ANALYSIS,
    CARD,
    PASSAGES,
    POSITION,
    Fields,
    stored,
    stored_text,
)
from catalogue.search.elastic.finding import WordFinder
from catalogue.search.elastic.generations import Generation, Generations
from catalogue.search.elastic.locking import LEASE, WriterLock
from catalogue.search.elastic.naming import Namings
from catalogue.search.elastic.suggesting import Suggesting
from catalogue.search.elastic.variables import VariableSearch
from catalogue.search.elastic.writing import Writing, gathered
from catalogue.search.highlights import Highlighter
from catalogue.search.questions import PART, checked
from catalogue.search.words import ask

_FRESH: Final = 1.0  # seconds for which readers remember what the alias stands for
_BEST: Final = 500  # results that are weighed anew
_NEWEST: Final[list[Any]] = [{"updated": "desc"}, {"number": "asc"}]


def name(prefix: str, profile: str) -> str:
    """The name of the index of a profile: indices have small letters, digits and few signs."""
    return f"{prefix}-{re.sub(r'[^a-z0-9]+', '-', profile.lower()).strip('-')}"


class ElasticIndex:
    """The `Index` on Elasticsearch or OpenSearch: `name` is its alias.

    A writer waits `patience` seconds for another, then raises Busy; one that said nothing for `lease` seconds is gone.
    """

    def __init__(
        self, address: Address, name: str, layout: Layout, patience: float = 10.0, lease: float = LEASE
    ) -> None:
        self._name = name
        self._patience = patience
        self._fields = self.packer = Fields(layout)
        self._server = Server(address)
        self._generations = Generations(self._server, name, self._fields)
        self._writing = Writing(self._server, self._generations, self._fields)
        self._lock = WriterLock(self._server, name, lease)
        self._known: tuple[float, Generation | None] = (0.0, None)
        self._namings = Namings(self._server)
        self._named: tuple[float, Naming | None] = (0.0, None)

    def close(self) -> None:
        """Close the connections."""
        self._server.close()

    def position(self) -> int:
        generation = self._generations.current()
        while generation:
            position = self._position(generation.name)
            now = self._generations.current() if position < 0 else generation
            if now is None or now.name == generation.name:
                return position
            generation = now  # a rebuild changed over between the two requests
        return -1

    def apply(self, documents: Iterable[Given], removed: Collection[int], position: int) -> None:
        with self._lock.held(self._patience) as keep:
            generation = self._generations.current()
            if generation is None:
                raise Unavailable(part=PART)
            # Another process was faster. What it wrote is as new: documents are made from the store.
            if self._position(generation.name) >= position:
                return
            with gathered(self._writing.actions(documents, removed, position), keep) as actions:
                self._writing.send(generation, actions, keep)
            self._writing.mark(generation.name, position)
            self._forget()

    def rebuild(self, documents: Iterable[Given], position: int) -> None:
        with self._lock.held(self._patience) as keep:
            generation = self._generations.begin(ALWAYS)
            try:
                self._writing.send(generation, self._writing.actions(documents, (), position), keep)
                self._writing.mark(generation.name, position)
                self._generations.change_over(generation)
            except BaseException:
                self._generations.drop(generation.name)
                raise
            self._forget()

    def search(self, query: Query) -> Results:
        query = checked(query, self._fields.layout)
        asked = ask(query.text) if query.asked is None else query.asked
        try:
            return self._answer(query, asked, self._asking())
        except Refused as refused:  # it was removed a moment ago
            raise self._gone() from refused

    def naming(self) -> Naming:
        seen, known = self._named
        if known is None or time.monotonic() - seen > _FRESH:
            generation = self._generation()
            try:
                # Of the alias, which is never away: what was read of another generation is read anew for its name.
                known = self._namings.at((generation.name, self._position(self._name)), self._name)
            except Refused as refused:
                raise self._gone() from refused
            self._named = (time.monotonic(), known)
        return known

    def complete(self, beginning: str, language: str, most: int) -> list[Completion]:
        try:
            return Suggesting(self._server, self._name, self._asking()).complete(beginning, language, most)
        except Refused as refused:
            raise self._gone() from refused

    def words_like(self, word: str) -> list[tuple[str, int]]:
        try:
            return [*Suggesting(self._server, self._name, self._asking()).words_like(word)]
        except Refused as refused:
            raise self._gone() from refused

    def variables(self, question: VariableQuestion) -> VariableResults:
        question = replace(question, query=checked(question.query, self._fields.layout))
        try:
            asking = self._asking()
            counting = Counting(self._fields, asking)
            return VariableSearch(self._server, self._name, asking, counting).answer(question)
        except Refused as refused:
            raise self._gone() from refused

    def _answer(self, query: Query, asked: Asked, asking: Asking) -> Results:
        text = asking.text(query, asked) if query.text.strip() else None
        counting = Counting(self._fields, asking)
        near = asking.near(query, asked) if text and query.sort is Sort.RELEVANCE else None
        found = [self._found(query, asking, text, near)] if query.page_size or not query.counts else []
        answers = self._server.search(
            self._name, [*found, *([counting.body(query, text)] if query.counts else [])]
        )
        told = asked and query.highlights
        highlighter = Highlighter(asked, query.language, ANALYSIS, WordFinder()) if told else None
        hits = tuple(_hit(hit, highlighter) for hit in answers[0]["hits"]["hits"])
        if not query.counts:
            return Results(len(hits), hits, {})
        counted = answers[-1]
        facets = counting.counts(query, counted.get("aggregations", {}))
        return Results(int(counted["hits"]["total"]["value"]), hits, facets)

    def _found(
        self, query: Query, asking: Asking, text: Clause | None, near: Clause | None
    ) -> dict[str, Any]:
        """What finds the hits of a page. Nothing is counted, so that the engine may pass over what cannot be there."""
        within = {"filter": [*asking.ranges(query), *asking.filters(query)]} | (
            {"must": [text]} if text else {}
        )
        return {
            "query": {"bool": within},
            "from": (query.page - 1) * query.page_size,
            "size": query.page_size,
            **(_rescored(near) if near else {"sort": self._order(query, bool(text))}),
            "track_total_hits": False,
            "_source": False,
            "stored_fields": [CARD, PASSAGES] if text and query.highlights else [CARD],
        }

    def _order(self, query: Query, has_text: bool) -> list[Any]:
        if query.sort is Sort.TITLE:
            titles = self._fields.titles
            name = titles.get(query.language) or next(iter(titles.values()))
            return [{name: {"order": "asc", "missing": "_last"}}, {"number": "asc"}]
        if query.sort is Sort.PEOPLE:
            return [{"people": {"order": "desc", "missing": "_last"}}, {"number": "asc"}]
        if query.sort is Sort.UPDATED or not has_text:
            return _NEWEST
        return ["_score", {"number": "asc"}]

    def _position(self, name: str) -> int:
        try:
            found = self._server.ask("GET", f"/{name}/_doc/{POSITION}")
        except Refused:
            return -1
        return int(found["_source"][POSITION])

    def _asking(self) -> Asking:
        """Builds queries for the index that readers use. Raises Unavailable where there is none."""
        return Asking(self._fields, self._generation().ways)

    def _generation(self) -> Generation:
        seen, generation = self._known
        if generation is None or time.monotonic() - seen > _FRESH:
            generation = self._generations.current()
            self._known = (time.monotonic(), generation)
        if generation is None:
            raise Unavailable(part=PART)
        return generation

    def _forget(self) -> None:
        self._known = (0.0, None)
        self._named = (0.0, None)

    def _gone(self) -> Unavailable:
        self._forget()
        return Unavailable(part=PART)


def _rescored(near: Clause) -> dict[str, Any]:
    """The order of the best by what would take too long to ask of every match; of equals any comes first."""
    return {"rescore": {"window_size": _BEST, "query": {"rescore_query": near}}}


def _hit(hit: Any, highlighter: Highlighter | None) -> Hit:
    kept = stored(hit, CARD)
    highlights = highlighter.highlights(stored_text(hit, PASSAGES)) if highlighter else ()
    return Hit(int(hit["_id"]), kept["iri"], kept["card"], highlights, float(hit["_score"] or 0.0))
