"""Where terms stand in a text, as the engine's snippets find them."""

from collections.abc import Collection
from typing import Final

import tantivy

from catalogue.search.highlights import Kind
from catalogue.search.marking import Span
from catalogue.search.stems import apart_with_places
from catalogue.search.tantivy.fields import Fields

_WHOLE: Final = 1 << 30  # "snippets" of this size are the whole text: we choose what to show


class SnippetFinder:
    """Finds the terms of one question; each kind of text has the same terms throughout."""

    def __init__(self, searcher: tantivy.Searcher, fields: Fields) -> None:
        self._searcher = searcher
        self._fields = fields
        self._generators: dict[str, tantivy.SnippetGenerator] = {}

    def spans(self, text: str, kind: Kind, terms: Collection[str]) -> list[Span]:
        """Where the terms stand in the text, in bytes of UTF-8."""
        way, weight = kind
        name = self._fields.text(weight, way)
        given, place = apart_with_places(text, way)
        document = tantivy.Document()
        document.add_text(name, given)
        found = self._generator(name, terms).snippet_from_doc(document).highlighted()
        return [place((span.start, span.end)) for span in found]

    def _generator(self, name: str, terms: Collection[str]) -> tantivy.SnippetGenerator:
        if name not in self._generators:
            schema = self._fields.schema
            query = tantivy.Query.term_set_query(schema, name, sorted(terms))
            made = tantivy.SnippetGenerator.create(self._searcher, query, schema, name)
            made.set_max_num_chars(_WHOLE)
            self._generators[name] = made
        return self._generators[name]
