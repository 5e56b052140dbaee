"""A question to the search index, and its answer."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

DEEPEST = 10_000  # results that can be paged to; beyond it a search is narrowed, not paged


class Sort(StrEnum):
    RELEVANCE = "relevance"
    UPDATED = "updated"
    TITLE = "title"
    PEOPLE = "people"


@dataclass(frozen=True, slots=True)
class Layout:
    """What an index is laid out for, from the profile. An index of another layout must be rebuilt.

    `facets` and `ranges` are ids, `weights` the distinct weights of passages, `languages` those that titles
    are sorted in; `edition` changes whenever documents are made in another way.
    """

    facets: tuple[str, ...]
    ranges: tuple[str, ...]
    weights: tuple[float, ...]
    languages: tuple[str, ...]
    edition: str = ""


@dataclass(frozen=True, slots=True)
class Passage:
    """Text to be found. `field` is the path of the dataset's property that it belongs to (an IRI), whatever
    part of it says the text; `language` is "" where none is stated. Each text of `texts` is shown alone: a
    keyword, a variable."""

    field: str
    language: str
    weight: float
    texts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SearchDocument:
    """One published description as the index sees it, made from its graph by `services.indexing`.

    `facets` maps a facet's id to its values, `ranges` a range's id to (low, high), either of which may be
    infinite. `titles` is by language. `card` is JSON data, all that a result shows: a page of results asks
    nothing of the store.
    """

    number: int
    iri: str
    passages: tuple[Passage, ...]
    facets: Mapping[str, tuple[str, ...]]
    ranges: Mapping[str, tuple[float, float]]
    titles: Mapping[str, str]
    updated: float  # seconds since 1970
    people: float | None
    card: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Query:
    """What is asked. OR within a facet, AND between facets; pages count from 1.

    A range asks for overlap: a description of 2001 to 2010 is found by 2005 to 2020.
    """

    text: str = ""
    language: str = "en"
    filters: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    ranges: Mapping[str, tuple[float | None, float | None]] = field(default_factory=dict)
    sort: Sort = Sort.RELEVANCE
    page: int = 1
    page_size: int = 20


@dataclass(frozen=True, slots=True)
class Highlight:
    """Why a description matched: a text of a field, in pieces of (text, whether it is a match).

    `more` is how many other texts of the same field match too.
    """

    field: str
    language: str
    pieces: tuple[tuple[str, bool], ...]
    more: int = 0


@dataclass(frozen=True, slots=True)
class Hit:
    number: int
    iri: str
    card: Mapping[str, Any]
    highlights: tuple[Highlight, ...] = ()


@dataclass(frozen=True, slots=True)
class Results:
    """`facets` maps a facet's id to (value, count), the most frequent first. A count says how many results
    there would be with that value alone of its facet: what is chosen in the same facet does not lessen it.
    A chosen value is there even at zero. `relaxed` says that no description has all the words, and that
    these have at least half of them."""

    total: int
    hits: tuple[Hit, ...]
    facets: Mapping[str, tuple[tuple[str, int], ...]]
    relaxed: bool = False
