"""The search index in a folder, read by any number of processes and written by one at a time.

A commit writes documents and position together, so a crash cannot make them disagree. Readers notice a
commit, or a new generation, by a stat of two files at their next question.

Variables lie in a folder of their own within it, which is committed first: what a crash leaves there before the
position is written anew with the next change.
"""

import json
import logging
import threading
from collections import OrderedDict
from collections.abc import Collection, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor, wait
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from importlib.metadata import version
from pathlib import Path
from typing import Final

import tantivy

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
from catalogue.search.base import Given, Packed
from catalogue.search.generations import Generations, signature
from catalogue.search.highlights import Highlighter
from catalogue.search.questions import PART, checked
from catalogue.search.tantivy import fields as names
from catalogue.search.tantivy.asking import Asking
from catalogue.search.tantivy.counting import Counting, Counts
from catalogue.search.tantivy.damage import is_damaged, is_of_engine
from catalogue.search.tantivy.fields import ANALYSIS, EDITION
from catalogue.search.tantivy.finding import SnippetFinder
from catalogue.search.tantivy.naming import read
from catalogue.search.tantivy.packing import Packer
from catalogue.search.tantivy.suggesting import Suggesting
from catalogue.search.tantivy.variables import VariableSearch
from catalogue.search.tantivy.writing import Writer, remove, searcher_of, writing
from catalogue.search.words import ask

_log = logging.getLogger(__name__)

_VARIABLES: Final = "variables"  # the folder of their index
_REMEMBERED: Final = 64  # counts of recent questions, for their other pages and orders


@dataclass(slots=True)
class _Reader:
    """A generation opened for reading, as of one commit."""

    path: Path
    searcher: tantivy.Searcher
    asking: Asking
    variables: VariableSearch
    commit: tuple[int, int] | None
    position: int
    counted: OrderedDict[tuple[Asked, str], Counts] = field(default_factory=OrderedDict)
    naming: Naming | None = None


class TantivyIndex:
    """The embedded `Index`. A writer waits `patience` seconds for another, then raises Busy."""

    def __init__(self, folder: Path, layout: Layout, patience: float = 10.0) -> None:
        self._patience = patience
        self.packer = Packer(layout)
        self._fields, self._variables = self.packer.described, self.packer.variables
        self._generations = Generations(folder, f"{version('tantivy')} {EDITION} {layout}")
        self._pointer: tuple[int, int] | None = None
        self._reader: _Reader | None = None
        self._refreshing = threading.Lock()
        self._beside = ThreadPoolExecutor(thread_name_prefix="counting")

    def position(self) -> int:
        reader = self._current()
        return reader.position if reader else -1

    def apply(self, documents: Iterable[Given], removed: Collection[int], position: int) -> None:
        with self._generations.writing(self._patience):
            reader = self._current()
            if reader is None:
                raise Unavailable(part=PART)
            # Another process was faster. What it wrote is as new: documents are made from the store.
            if reader.position >= position:
                return
            # Opened anew, to know of all files that other writers made since.
            described, variables = self._opened(reader.path)
            with writing(described) as writer, writing(variables) as beside:
                for number in removed:
                    remove(number, writer, beside)
                for document in documents:
                    remove(document.number, writer, beside)
                    self._add(document, writer, beside)
                writer.delete_documents_by_term(names.KIND, names.MARK)
                writer.add_json(self._fields.mark(position))

    def rebuild(self, documents: Iterable[Given], position: int) -> None:
        with self._generations.writing(self._patience):
            path = self._generations.begin()
            (path / _VARIABLES).mkdir()
            described = self._fields.register(tantivy.Index(self._fields.schema, str(path)))
            variables = tantivy.Index(self._variables.schema, str(path / _VARIABLES))
            self._variables.register(variables)
            with writing(described) as writer, writing(variables) as beside:
                for document in documents:
                    self._add(document, writer, beside)
                writer.add_json(self._fields.mark(position))
            self._generations.change_over(path)

    def search(self, query: Query) -> Results:
        query = checked(query, self._fields.layout)
        asked = ask(query.text) if query.asked is None else query.asked
        with self._reading() as reader:
            return self._answer(reader, query, asked)

    def naming(self) -> Naming:
        with self._reading() as reader:
            if reader.naming is None:
                reader.naming = read(reader.searcher)
            return reader.naming

    def complete(self, beginning: str, language: str, most: int) -> list[Completion]:
        with self._reading() as reader:
            told = Suggesting(reader.searcher, self._fields).complete(beginning, language, most)
            return [*told, *reader.variables.complete(beginning, most)]

    def words_like(self, word: str) -> list[tuple[str, int]]:
        with self._reading() as reader:
            return Suggesting(reader.searcher, self._fields).words_like(word)

    def variables(self, question: VariableQuestion) -> VariableResults:
        question = replace(question, query=checked(question.query, self._fields.layout))
        with self._reading() as reader:
            counting = Counting(reader.searcher, self._fields, reader.asking)
            return reader.variables.answer(question, counting)

    def _add(self, document: Given, writer: Writer, beside: Writer) -> None:
        packed = document if isinstance(document, Packed) else self.packer.pack(document)
        described, *variables = packed.parts
        writer.add_json(described)
        for variable in variables:
            beside.add_json(variable)

    def _answer(self, reader: _Reader, query: Query, asked: Asked) -> Results:
        if not query.counts:
            hits = self._hits(reader, query, asked)
            return Results(len(hits), hits, {})
        if not query.page_size:
            counts = self._counted(reader, query, asked)
            return Results(counts.total, (), counts.facets)
        # The engine counts and finds at once where there is a processor for each.
        counting = self._beside.submit(self._counted, reader, query, asked)
        try:
            hits = self._hits(reader, query, asked)
        finally:
            wait((counting,))
        counts = counting.result()
        return Results(counts.total, hits, counts.facets)

    def _hits(self, reader: _Reader, query: Query, asked: Asked) -> tuple[Hit, ...]:
        told = asked and query.highlights
        finder = SnippetFinder(reader.searcher, self._fields)
        highlighter = Highlighter(asked, query.language, ANALYSIS, finder) if told else None
        found = self._page(reader, query, asked)
        return tuple(_hit(reader.searcher.doc(address), highlighter, score) for score, address in found)

    def _counted(self, reader: _Reader, query: Query, asked: Asked) -> Counts:
        """The counts of a question, remembered for its other pages and orders."""
        told = (query.text, query.language, query.filters, query.ranges, query.counted, query.values)
        key = asked, json.dumps(told, sort_keys=True)
        counts = reader.counted.get(key)
        if counts is None:
            matching = reader.asking.matching(query, asked) if query.text.strip() else None
            counts = Counting(reader.searcher, self._fields, reader.asking).counts(query, matching)
            reader.counted[key] = counts
            while len(reader.counted) > _REMEMBERED:
                reader.counted.popitem(last=False)
        return counts

    def _page(self, reader: _Reader, query: Query, asked: Asked) -> list[tuple[float, tantivy.DocAddress]]:
        order = self._order(query)
        build = reader.asking.matching if order else reader.asking.text
        text = build(query, asked) if query.text.strip() else None
        narrowed = reader.asking.narrowed(text, query)
        start = (query.page - 1) * query.page_size
        if order is None:
            result = reader.searcher.search(narrowed, query.page_size, count=False, offset=start)
        else:
            name, direction = order
            result = reader.searcher.search(
                narrowed, query.page_size, count=False, offset=start, order_by_field=name, order=direction
            )
        # Sorted by a field, the engine gives the field's value in the place of a score.
        return [(0.0 if order else float(score), address) for score, address in result.hits]

    def _order(self, query: Query) -> tuple[str, tantivy.Order] | None:
        """The field to sort by; None for relevance, which without words is the newest first."""
        if query.sort is Sort.TITLE:
            titles = self._fields.titles
            return titles.get(query.language) or next(iter(titles.values())), tantivy.Order.Asc
        if query.sort is Sort.PEOPLE:
            return names.PEOPLE, tantivy.Order.Desc
        if query.sort is Sort.UPDATED or not query.text.strip():
            return names.UPDATED, tantivy.Order.Desc
        return None

    def _current(self) -> _Reader | None:
        """The newest commit of the generation that readers use; None where it is missing or broken."""
        reader = self._reader
        if reader and self._is_fresh(reader):
            return reader
        with self._refreshing:
            if not (self._reader and self._is_fresh(self._reader)):
                self._reader = self._open()
            return self._reader

    def _is_fresh(self, reader: _Reader) -> bool:
        return self._pointer == self._generations.signature() and reader.commit == signature(
            reader.path / "meta.json"
        )

    def _open(self) -> _Reader | None:
        while True:
            # The signature first: what changes while we open is seen at the next question.
            self._pointer = self._generations.signature()
            path = self._generations.current()
            if path is None:
                return None
            try:
                return self._read(path)
            except BaseException as error:
                if not is_of_engine(error):
                    raise
                # A generation may be swept away while it is opened; then there is a new one.
                if self._pointer == self._generations.signature():
                    _log.warning("The search index in %s cannot be used and must be rebuilt: %s", path, error)
                    return None

    def _read(self, path: Path) -> _Reader:
        commit = signature(path / "meta.json")
        searcher, variables = map(searcher_of, self._opened(path))
        variables.doc_freq(names.KIND, names.DOCUMENT)  # a missing file shows at the first term
        asking = Asking(self._fields, searcher.doc_freq)
        search = VariableSearch(variables, self._variables)
        return _Reader(path, searcher, asking, search, commit, self._position(searcher))

    def _opened(self, path: Path) -> tuple[tantivy.Index, tantivy.Index]:
        """The index of descriptions, and that of their variables."""
        described = self._fields.register(tantivy.Index.open(str(path)))
        return described, self._variables.register(tantivy.Index.open(str(path / _VARIABLES)))

    def _position(self, searcher: tantivy.Searcher) -> int:
        query = tantivy.Query.term_query(self._fields.schema, names.KIND, names.MARK, index_option="basic")
        (_, address), *_ = searcher.search(query, 1).hits
        return int(searcher.doc(address)[names.POSITION][0])

    @contextmanager
    def _reading(self) -> Iterator[_Reader]:
        reader = self._current()
        if reader is None:
            raise Unavailable(part=PART)
        with self._engine_errors(reader):
            yield reader

    @contextmanager
    def _engine_errors(self, reader: _Reader) -> Iterator[None]:
        """An index whose files turn out to be damaged is given up, so that the worker builds it anew."""
        try:
            yield
        except BaseException as error:
            if not is_of_engine(error):
                raise
            _log.exception("The search index in %s failed at a question.", reader.path)
            if is_damaged(reader.path):
                self._generations.condemn(reader.path)
            raise Unavailable(part=PART) from error


def _hit(stored: tantivy.Document, highlighter: Highlighter | None, score: float) -> Hit:
    kept = json.loads(bytes(stored[names.CARD][0]))
    highlights = highlighter.highlights(bytes(stored[names.PASSAGES][0])) if highlighter else ()
    return Hit(kept["number"], kept["iri"], kept["card"], highlights, score)
