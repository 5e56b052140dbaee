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
from catalogue.search.stems import apart
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
    Said,
    in_json,
    stored,
)
from catalogue.search.weights import NAMES, TEXTS, TITLES
from catalogue.search.words import tidy, without_elisions

VARIABLE: Final = "variable"  # the kind of a variable
SHOWN: Final = "shown"  # a name as it is written


class VariableFields(Fields):
    """The fields of an index of variables, and of the descriptions that they belong to."""

    def __init__(self, layout: Layout) -> None:
        super().__init__(replace(layout, weights=(NAMES, TITLES, TEXTS), languages=()))
        self._named = {way: self.text(NAMES, way) for way in ANALYSERS}  # a name is in no language, or in any
        self._typed = self.text(TEXTS, ANY)

    def documents(self, source: SearchDocument) -> Iterator[str]:
        """A description's variables, and what a result shows of it, in the engine's JSON; nothing for one without
        variables.
        """
        if not source.variables:
            return
        number = [source.number]
        values: Said = {KIND: [VARIABLE], NUMBER: number, **self._values(source)}
        for variable in source.variables:
            yield in_json({**values, **self._told(variable)})
        card = stored({"iri": source.iri, "card": source.card})
        yield in_json({KIND: [DOCUMENT], NUMBER: number, CARD: [card]})

    def _told(self, variable: VariableText) -> Said:
        named = words(variable.name)
        built: dict[str, list[object]] = {
            NAME: [*keys(variable.name)],
            CODE: [tidy(code) for code in variable.codes],
            SHOWN: [tidy(variable.name)[:LONGEST_NAME]],
            BEGINNING: [named],
            CARD: [stored((variable.name, variable.texts, variable.type, variable.codes))],
            **{name: [apart(named, way)] for way, name in self._named.items()},
            self._typed: [variable.type],
        }
        known: set[str] = set()
        for language, text in variable.texts:
            # The first text of a language is a title.
            weight = TEXTS if language in known else TITLES
            way = ANALYSIS.way(language)
            given = apart(without_elisions(tidy(text)), way)
            built.setdefault(self.text(weight, way), []).append(given)
            known.add(language)
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
