"""How a description lies in an index of Elasticsearch: its fields, their analysers, and the way there.

Text has a field for each weight and each way of analysing (`text0_en`: the heaviest, in English). The fields of a
language come with the first text in it. The engine has its texts without elisions and signs, as words with spaces
between, so that no tokenizer reads them in another way than we do.
"""

import json
import math
import re
import zlib
from base64 import b64decode, b64encode
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import astuple
from functools import lru_cache, partial
from hashlib import sha256
from typing import Any, Final

import Stemmer

from catalogue.domain.search import Layout, Passage, SearchDocument, VariableText
from catalogue.search.analysis import ANY, Analysis
from catalogue.search.base import Packed
from catalogue.search.elastic.connection import packed
from catalogue.search.highlights import kept
from catalogue.search.names import LONGEST_NAME, keys, words
from catalogue.search.naming import CALLED, SHARED, called, shared
from catalogue.search.stems import STEMMERS, apart
from catalogue.search.weights import NAMES, TEXTS, TITLES
from catalogue.search.words import exact, fold, tidy, without_elisions

EDITION: Final = 4  # to be raised when anything here changes what lies in an index
LONGEST_VALUE: Final = 8_000  # characters of what is compared whole; the engine takes 32,766 bytes
VARIABLES: Final = "variables"
CARD: Final = "card"  # what a result shows
PASSAGES: Final = "passages"  # the texts that are marked
POSITION: Final = "position"  # of the change feed: a document of its own, and the field in it
DOCUMENT: Final = "document"
_LONGEST_TITLE: Final = 80
_FARTHEST: Final = 1e300  # an end that is open
_VARIABLE_WEIGHTS: Final = (NAMES, TITLES, TEXTS)

# The stemmers of official languages of the EU: the engine's, and the same for marking. Languages that have none
# in both engines are read as they are written.
_STEMMERS: Final[Mapping[str, tuple[str, str]]] = {
    "en": ("english", "porter"),  # the engine's name for Porter's stemmer
    "fr": ("french", "french"),
    "bg": ("bulgarian", ""),
    "cs": ("czech", ""),
    "da": ("danish", "danish"),
    "de": ("german", "german"),
    "el": ("greek", ""),
    "es": ("spanish", "spanish"),
    "et": ("estonian", "estonian"),
    "fi": ("finnish", "finnish"),
    "ga": ("irish", "irish"),
    "hu": ("hungarian", "hungarian"),
    "it": ("italian", "italian"),
    "lt": ("lithuanian", "lithuanian"),
    "lv": ("latvian", ""),
    "nl": ("dutch", "dutch"),
    "pt": ("portuguese", "portuguese"),
    "ro": ("romanian", "romanian"),
    "sv": ("swedish", "swedish"),
}
ALWAYS: Final = (*STEMMERS, ANY)  # the ways that every index has

_WORD: Final = re.compile(r"[^\W_]+")


@lru_cache(maxsize=100_000)
def _term(way: str, stemmer: str, word: str) -> str:
    # A stemmer holds the word that it works on: each call has its own, for there are threads.
    small = apart(word.lower(), way)
    return fold(Stemmer.Stemmer(stemmer).stemWord(small) if stemmer else small)


class Words:
    """What the engine's analyser of a way makes of a text, as far as marking needs it."""

    def __init__(self, way: str, stemmer: str = "") -> None:
        self._term = partial(_term, way, stemmer)

    def analyze(self, text: str) -> Sequence[str]:
        return [*map(self._term, _WORD.findall(text))]

    def found(self, text: str, terms: Collection[str]) -> Iterator[tuple[int, int]]:
        """Where the terms stand in a text, in characters."""
        return (word.span() for word in _WORD.finditer(text) if self._term(word[0]) in terms)


ANALYSERS: Final[Mapping[str, Words]] = {
    **{language: Words(language, own) for language, (_, own) in _STEMMERS.items()},
    ANY: Words(ANY),
}
ANALYSIS: Final = Analysis(ANALYSERS)


def plain(text: str) -> str:
    """A text as the engine has it, and as it is asked for: its words, with spaces between."""
    return " ".join(_WORD.findall(without_elisions(tidy(text))))


class Fields:
    """The fields of a layout, by what they hold."""

    def __init__(self, layout: Layout) -> None:
        self.layout = layout
        self.texts = _Texts("", layout.weights)
        self.variables = _Texts(f"{VARIABLES}.", _VARIABLE_WEIGHTS)
        self.facets = {name: f"facet{n}" for n, name in enumerate(layout.facets)}
        self.ranges = {name: (f"low{n}", f"high{n}") for n, name in enumerate(layout.ranges)}
        self.titles = {language: f"title{n}" for n, language in enumerate(layout.languages)}
        self.signature = sha256(f"{EDITION} {layout}".encode()).hexdigest()

    def mapping(self, ways: Sequence[str]) -> dict[str, Any]:
        """The fields of these ways, and what tells that they are those of this layout."""
        meta = {"layout": self.signature, "ways": list(ways)}
        own = dict.fromkeys((*self.facets.values(), *self.titles.values()), _VALUE)
        spans = dict.fromkeys((name for pair in self.ranges.values() for name in pair), _NUMBER)
        return {
            "dynamic": "strict",
            "_meta": meta,
            # What is searched need not be kept beside, and what is shown is kept apart: a source is read as a whole.
            "_source": {"includes": [POSITION, f"{VARIABLES}.kept"]},
            "properties": {**_OWN, **own, **spans, **self.text_fields(ways)},
        }

    def text_fields(self, ways: Sequence[str]) -> dict[str, Any]:
        """The fields of texts in these ways."""
        beside = self.variables.properties(ways)
        return {
            **self.texts.properties(ways),
            VARIABLES: {"type": "nested", "properties": {**_VARIABLE, **beside}},
        }

    def pack(self, source: SearchDocument) -> Packed:
        """A document, ready to be written: its JSON, then the ways in which its texts are analysed."""
        return Packed(source.number, (packed(self.document(source)).decode(), *self.ways(source)))

    def ways(self, source: SearchDocument) -> set[str]:
        """The ways in which texts of a description are analysed."""
        languages = {passage.language for passage in source.passages}
        languages.update(language for each in source.variables for language, _ in each.texts)
        return {ANALYSIS.way(language) for language in languages}

    def document(self, source: SearchDocument) -> dict[str, Any]:
        """A description as it goes into the index."""
        lines = [[tidy(text).replace("\n", " ") for text in passage.texts] for passage in source.passages]
        return {
            "kind": DOCUMENT,
            "number": source.number,
            "name": _values(map(exact, source.names)),
            "code": _values((*source.codes, *source.known_by)),
            "suggested": _values(source.codes),
            CALLED: called(source),
            SHARED: shared(source),
            "beginning": [plain(title) for title in source.titles.values()],
            "updated": source.updated,
            "people": source.people,
            CARD: _stored({"iri": source.iri, "card": source.card}),
            PASSAGES: _stored(kept(source.passages, lines)),
            VARIABLES: [self._variable(variable) for variable in source.variables],
            **self._texts(source.passages, lines),
            **self._compared(source),
        }

    def _texts(self, passages: Sequence[Passage], lines: Sequence[Sequence[str]]) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for passage, texts in zip(passages, lines, strict=True):
            field = self.texts.field(passage.weight, way := ANALYSIS.way(passage.language))
            found.setdefault(field, []).extend(apart(plain(text), way) for text in texts)
        return found

    def _compared(self, source: SearchDocument) -> dict[str, Any]:
        """What is filtered and sorted by."""
        values: dict[str, Any] = {self.facets[name]: _values(some) for name, some in source.facets.items()}
        for name, ends in source.ranges.items():
            if not any(map(math.isnan, ends)):
                low, high = (max(-_FARTHEST, min(end, _FARTHEST)) for end in ends)
                values |= zip(self.ranges[name], (low, high), strict=True)
        for language, name in self.titles.items():
            title = source.titles.get(language) or next(iter(source.titles.values()), "")
            sorted_by = " ".join(ANALYSERS[ANY].analyze(tidy(title)))[:_LONGEST_TITLE]
            values[name] = sorted_by or None
        return values

    def _variable(self, variable: VariableText) -> dict[str, Any]:
        named = plain_name(variable.name)
        found: dict[str, list[str]] = {}
        for way in ALWAYS:  # a name is in no language, or in any
            found[self.variables.within(NAMES, way)] = [apart(each, way) for each in named]
        found[self.variables.within(TEXTS, ANY)] = [plain(variable.type)]
        known: set[str] = set()
        for language, text in variable.texts:
            # The first text of a language is a title.
            weight = TEXTS if language in known else TITLES
            way = ANALYSIS.way(language)
            found.setdefault(self.variables.within(weight, way), []).append(apart(plain(text), way))
            known.add(language)
        return {
            "name": _values(keys(variable.name)),
            "code": _values(variable.codes),
            "shown": tidy(variable.name)[:LONGEST_NAME],
            "beginning": named,
            "kept": packed(astuple(variable)).decode(),
            **found,
        }


class _Texts:
    """The fields of texts by weight and way, of descriptions or of their variables."""

    def __init__(self, path: str, weights: Sequence[float]) -> None:
        self.path = path
        self.weights = tuple(sorted(weights, reverse=True))

    def field(self, weight: float, way: str) -> str:
        """The field as it is asked for."""
        return f"{self.path}{self.within(weight, way)}"

    def within(self, weight: float, way: str) -> str:
        """The field as it stands in what is written."""
        return f"text{self.weights.index(weight)}_{way}"

    def properties(self, ways: Sequence[str]) -> dict[str, Any]:
        pairs = ((weight, way) for weight in self.weights for way in ways)
        return {self.within(weight, way): {"type": "text", "analyzer": way} for weight, way in pairs}


def settings() -> dict[str, Any]:
    """How an index is kept and its texts are analysed."""
    stemmers = {way: {"type": "stemmer", "language": name} for way, (name, _) in _STEMMERS.items()}
    # Accents are folded after the stemmer, which tells French endings by them.
    chains = {way: ["lowercase", f"stem_{way}", "asciifolding"] for way in stemmers}
    chains[ANY] = ["lowercase", "asciifolding"]
    return {
        "number_of_shards": 1,
        "auto_expand_replicas": "0-1",
        "refresh_interval": "-1",  # whoever writes refreshes
        "mapping.nested_objects.limit": 1_000_000,  # variables of one description
        "analysis": {
            "filter": {f"stem_{way}": made for way, made in stemmers.items()},
            "analyzer": {
                way: {"type": "custom", "tokenizer": "standard", "filter": chain}
                for way, chain in chains.items()
            },
        },
    }


def plain_name(name: str) -> list[str]:
    """The ways to say a name, each as words."""
    return [plain(way) for way in words(name).split(" / ")]


def stored(hit: Any, name: str) -> Any:
    """What is kept of a hit that was asked for with its stored fields."""
    return json.loads(stored_text(hit, name))


def stored_text(hit: Any, name: str) -> bytes:
    """The same as JSON."""
    return zlib.decompress(b64decode(hit["fields"][name][0]))


def _stored(data: object) -> str:
    return b64encode(zlib.compress(packed(data), 1)).decode()


def _values(some: Any) -> list[str]:
    return [tidy(value)[:LONGEST_VALUE] for value in some]


_VALUE: Final = {"type": "keyword", "ignore_above": LONGEST_VALUE}
_KEPT: Final = {"type": "keyword", "index": False, "doc_values": False}
_STORED: Final = {"type": "binary", "store": True}
_NUMBER: Final = {"type": "double"}
_BEGINNING: Final = {"type": "text", "analyzer": ANY, "norms": False}
_OWN: Final[Mapping[str, Any]] = {
    "kind": _VALUE,
    "number": {"type": "long"},
    POSITION: {"type": "long"},
    CARD: _STORED,
    PASSAGES: _STORED,
    "name": _VALUE,
    "code": _VALUE,
    **dict.fromkeys((CALLED, SHARED), _VALUE),
    "suggested": _VALUE,  # those of the codes that a beginning is completed with
    "beginning": _BEGINNING,
    "updated": _NUMBER,
    "people": _NUMBER,
}
_VARIABLE: Final[Mapping[str, Any]] = {
    "name": _VALUE,
    "code": _VALUE,
    "shown": _VALUE,
    "beginning": _BEGINNING,
    "kept": _KEPT,
}
