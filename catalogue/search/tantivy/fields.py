"""How a document lies in a Tantivy index: its fields, its analysers, and the way there.

Text has a field for each weight and each way of analysing (`text0_en`: the heaviest, in English), so that a
word counts by its field, and is found in the language that it is written in.
"""

import json
import math
import sys
from base64 import b64encode
from collections.abc import Mapping, Sequence
from functools import lru_cache
from types import MappingProxyType
from typing import Final

import orjson
import tantivy

from catalogue.domain.search import Layout, Passage, SearchDocument
from catalogue.search.analysis import ANY, Analysis
from catalogue.search.highlights import kept
from catalogue.search.naming import CALLED, SHARED, called, shared
from catalogue.search.stems import STEMMERS, apart
from catalogue.search.words import exact, tidy, without_elisions

NUMBER: Final = "number"
KIND: Final = "kind"
NAME: Final = "name"
CODE: Final = "code"
SUGGESTED: Final = "suggested"  # those of the codes that a beginning is completed with
BEGINNING: Final = "beginning"  # words of titles as they are written, for what is being typed
POSITION: Final = "position"
CARD: Final = "card"
PASSAGES: Final = "passages"
UPDATED: Final = "updated"
PEOPLE: Final = "people"
DOCUMENT: Final = "document"  # the kind of a description
MARK: Final = "mark"  # the kind of the one document that holds the position, so that one commit writes both
EDITION: Final = 6  # to be raised when anything here changes what lies in an index

_LONGEST_WORD: Final = 100  # characters; what is longer is no word
_LONGEST_TITLE: Final = 80
_FARTHEST: Final = sys.float_info.max
_SHORT: Final = 300  # characters of passages that many descriptions have: what concepts are called
_REMEMBERED: Final = 5_000  # of these

Said = Mapping[str, Sequence[object]]  # the values of an engine's document, by field


def _analyser(stemmer: str | None) -> tantivy.TextAnalyzer:
    built = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.simple())
    built = built.filter(tantivy.Filter.remove_long(_LONGEST_WORD)).filter(tantivy.Filter.lowercase())
    if stemmer:
        built = built.filter(tantivy.Filter.stemmer(stemmer))
    # After the stemmer, which tells French endings by their accents.
    return built.filter(tantivy.Filter.ascii_fold()).build()


ANALYSERS: Final[Mapping[str, tantivy.TextAnalyzer]] = MappingProxyType(
    {**{language: _analyser(name) for language, name in STEMMERS.items()}, ANY: _analyser(None)}
)


class _Read:
    """What a way of analysing makes of a text as `stems` writes it, which is what lies in an index."""

    def __init__(self, way: str) -> None:
        self._way = way

    def analyze(self, text: str) -> Sequence[str]:
        return ANALYSERS[self._way].analyze(apart(text, self._way))


ANALYSIS: Final = Analysis({way: _Read(way) for way in ANALYSERS})


class Fields:
    """The fields of a layout, by what they hold."""

    def __init__(self, layout: Layout) -> None:
        self.layout = layout
        self.weights = {weight: f"text{n}" for n, weight in enumerate(sorted(layout.weights, reverse=True))}
        self.facets = {name: f"facet{n}" for n, name in enumerate(layout.facets)}
        self.ranges = {name: (f"low{n}", f"high{n}") for n, name in enumerate(layout.ranges)}
        self.titles = {language: f"title_{n}" for n, language in enumerate(layout.languages)}
        self.schema = self._schema()

    def text(self, weight: float, way: str) -> str:
        """The field of texts of a weight that are analysed in a way."""
        return f"{self.weights[weight]}_{way}"

    def register(self, index: tantivy.Index) -> tantivy.Index:
        """Make the analysers known to an index: every process has to, readers too."""
        for name, analyser in ANALYSERS.items():
            index.register_tokenizer(name, analyser)
        return index

    def document(self, source: SearchDocument) -> str:
        """A description as it goes into the index, in the engine's JSON."""
        built: Said = {
            KIND: [DOCUMENT],
            NUMBER: [source.number],
            UPDATED: [source.updated],
            PEOPLE: [] if source.people is None else [source.people],
            NAME: [exact(name) for name in source.names],
            CODE: [*source.codes, *source.known_by],
            SUGGESTED: source.codes,
            CALLED: called(source),
            SHARED: shared(source),
            BEGINNING: [tidy(title) for title in source.titles.values()],
            CARD: [stored({"number": source.number, "iri": source.iri, "card": source.card})],
            **self._values(source),
            **self._sorted(source.titles),
            **self._texts(source.passages),
        }
        return in_json(built)

    def mark(self, position: int) -> str:
        """The document that holds the position."""
        return in_json({KIND: [MARK], POSITION: [position]})

    def _texts(self, passages: tuple[Passage, ...]) -> Said:
        written = [
            _remembered(each) if sum(map(len, each.texts)) <= _SHORT else _written(each) for each in passages
        ]
        built: dict[str, list[object]] = {PASSAGES: [stored(kept(passages, [lines for lines, _ in written]))]}
        for passage, (_, given) in zip(passages, written, strict=True):
            built.setdefault(self.text(passage.weight, ANALYSIS.way(passage.language)), []).extend(given)
        return built

    def _values(self, source: SearchDocument) -> Said:
        """What is filtered by."""
        built: dict[str, Sequence[object]] = {
            self.facets[name]: [tidy(value) for value in values] for name, values in source.facets.items()
        }
        for name, ends in source.ranges.items():
            if not any(map(math.isnan, ends)):
                low, high = self.ranges[name]
                # JSON has no infinity; nobody asks for what is further.
                built[low], built[high] = ([max(-_FARTHEST, min(end, _FARTHEST))] for end in ends)
        return built

    def _sorted(self, titles: Mapping[str, str]) -> Said:
        """What titles are sorted by, in each language."""
        told = {
            name: titles.get(language) or next(iter(titles.values()), "")
            for language, name in self.titles.items()
        }
        return {name: [_place(title)] for name, title in told.items() if title}

    def _schema(self) -> tantivy.Schema:
        builder = tantivy.SchemaBuilder()
        for name in (KIND, NAME, CODE):
            builder.add_text_field(name, tokenizer_name="raw", index_option="basic")
        for name in (SUGGESTED, CALLED, SHARED):
            builder.add_text_field(name, tokenizer_name="raw", fast=True, index_option="basic")
        builder.add_text_field(BEGINNING, tokenizer_name=ANY, index_option="basic")
        # Signed: the engine's Python side deletes nothing by a number in an unsigned field.
        builder.add_integer_field(NUMBER, indexed=True, fast=True)
        builder.add_integer_field(POSITION, stored=True)
        for name in (CARD, PASSAGES):
            builder.add_bytes_field(name, stored=True)
        for prefix in self.weights.values():
            for way in ANALYSERS:
                builder.add_text_field(f"{prefix}_{way}", tokenizer_name=way)
        for name in (*self.facets.values(), *self.titles.values()):
            builder.add_text_field(name, tokenizer_name="raw", fast=True, index_option="basic")
        for name in (UPDATED, PEOPLE, *(name for pair in self.ranges.values() for name in pair)):
            builder.add_float_field(name, fast=True)
        return builder.build()


def _written(passage: Passage) -> tuple[list[str], list[str]]:
    """The texts of a passage as they are shown, and as they are given to the analyser."""
    way = ANALYSIS.way(passage.language)
    lines = [tidy(text).replace("\n", " ") for text in passage.texts]
    return lines, [apart(without_elisions(line), way) for line in lines]


_remembered: Final = lru_cache(maxsize=_REMEMBERED)(_written)


def stored(data: object) -> str:
    """Data as they are kept in a field of bytes."""
    return b64encode(_json(data)).decode()


def in_json(data: Said) -> str:
    """A document in the engine's JSON."""
    return _json(data).decode()


def _json(data: object) -> bytes:
    """JSON in UTF-8; a lone surrogate, which that cannot say, is a question mark."""
    try:
        return orjson.dumps(data)
    except orjson.JSONEncodeError:
        return json.dumps(data, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace")


def _place(title: str) -> str:
    return " ".join(ANALYSERS[ANY].analyze(tidy(title)))[:_LONGEST_TITLE]
