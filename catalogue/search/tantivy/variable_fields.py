"""How the variables of descriptions lie in an index of their own, each as a document.

They are not among the descriptions: the engine weighs a word by how many documents there are and how long they
are, and two hundred thousand short ones would change what descriptions are found first.
"""

from collections.abc import Iterator
from dataclasses import replace
from typing import Final

import tantivy

from catalogue.domain.search import Layout, SearchDocument, VariableText
from catalogue.search.analysis import ANY
from catalogue.search.names import LONGEST_NAME, keys, words
from catalogue.search.tantivy.fields import (
    ANALYSERS,
    ANALYSIS,
    BEGINNING,
    CARD,
    CODE,
    DOCUMENT,
    KIND,
    NAME,
    NUMBER,
    Fields,
    packed,
)
from catalogue.search.weights import NAMES, TEXTS, TITLES
from catalogue.search.words import tidy, without_elisions

VARIABLE: Final = "variable"  # the kind of a variable
SHOWN: Final = "shown"  # a name as it is written


class VariableFields(Fields):
    """The fields of an index of variables, and of the descriptions that they belong to."""

    def __init__(self, layout: Layout) -> None:
        super().__init__(replace(layout, weights=(NAMES, TITLES, TEXTS), languages=()))

    def documents(self, source: SearchDocument) -> Iterator[tantivy.Document]:
        """A description's variables, and what a result shows of it; nothing for one without variables."""
        for variable in source.variables:
            yield self._variable(variable, source)
        if source.variables:
            built = self._begun(DOCUMENT, source.number)
            built.add_bytes(CARD, packed({"iri": source.iri, "card": source.card}))
            yield built

    def _variable(self, variable: VariableText, source: SearchDocument) -> tantivy.Document:
        built = self._begun(VARIABLE, source.number)
        for key in keys(variable.name):
            built.add_text(NAME, key)
        for code in variable.codes:
            built.add_text(CODE, tidy(code))
        self._add_texts(built, variable)
        self._add_values(built, source)
        told = (variable.name, variable.texts, variable.type, variable.codes)
        built.add_bytes(CARD, packed(told))
        return built

    def _add_texts(self, built: tantivy.Document, variable: VariableText) -> None:
        named = words(variable.name)
        built.add_text(SHOWN, tidy(variable.name)[:LONGEST_NAME])
        built.add_text(BEGINNING, named)
        for way in ANALYSERS:  # a name is in no language, or in any
            built.add_text(self.text(NAMES, way), named)
        built.add_text(self.text(TEXTS, ANY), variable.type)
        known: set[str] = set()
        for language, text in variable.texts:
            # The first text of a language is a title.
            weight = TEXTS if language in known else TITLES
            built.add_text(self.text(weight, ANALYSIS.way(language)), without_elisions(tidy(text)))
            known.add(language)

    def _begun(self, kind: str, number: int) -> tantivy.Document:
        built = tantivy.Document()
        built.add_text(KIND, kind)
        built.add_integer(NUMBER, number)
        return built

    def _schema(self) -> tantivy.Schema:
        builder = tantivy.SchemaBuilder()
        for name in (KIND, NAME, CODE, *self.facets.values()):
            builder.add_text_field(name, tokenizer_name="raw", index_option="basic")
        builder.add_text_field(SHOWN, tokenizer_name="raw", fast=True, index_option="basic")
        builder.add_text_field(BEGINNING, tokenizer_name=ANY, index_option="basic")
        builder.add_integer_field(NUMBER, indexed=True, fast=True)
        builder.add_bytes_field(CARD, stored=True)
        for prefix in self.weights.values():
            for way in ANALYSERS:
                builder.add_text_field(f"{prefix}_{way}", tokenizer_name=way)
        for name in (name for pair in self.ranges.values() for name in pair):
            builder.add_float_field(name, fast=True)
        return builder.build()
