"""A question to the search index, and its answer."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any


class Sort(StrEnum):
    RELEVANCE = "relevance"
    UPDATED = "updated"
    TITLE = "title"
    PEOPLE = "people"


@dataclass(frozen=True, slots=True)
class SearchDocument:
    """One published description as the index sees it, made from its graph by `services.indexing`.

    `texts` maps a language ("en", "fr", … or "" where none is stated) to texts by field name ("title",
    "description", "keyword", "variables", "agents", "codes", "concepts", "other"). `facets` maps a facet's id
    to its values (IRIs or codes), `numbers` a range's id to (low, high). `card` is JSON data, all that a
    result shows: a page of results asks nothing of the store.
    """

    number: int
    iri: str
    texts: Mapping[str, Mapping[str, tuple[str, ...]]]
    facets: Mapping[str, tuple[str, ...]]
    numbers: Mapping[str, tuple[float, float]]
    titles: Mapping[str, str]
    updated: float  # seconds since 1970
    card: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Query:
    """What is asked. OR within a facet, AND between facets. Pages count from 1."""

    text: str = ""
    language: str = "en"
    filters: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    ranges: Mapping[str, tuple[float | None, float | None]] = field(default_factory=dict)
    sort: Sort = Sort.RELEVANCE
    page: int = 1
    page_size: int = 20


@dataclass(frozen=True, slots=True)
class Highlight:
    """Why a description matched: a passage of a field, in pieces of (text, whether it is a match)."""

    field: str
    language: str
    pieces: tuple[tuple[str, bool], ...]


@dataclass(frozen=True, slots=True)
class Hit:
    number: int
    iri: str
    score: float
    card: Mapping[str, Any]
    highlights: tuple[Highlight, ...] = ()


@dataclass(frozen=True, slots=True)
class Results:
    """`facets` maps a facet's id to (value, count), the most frequent first. A count says how many results
    there would be with that value alone of its facet: what is chosen in the same facet does not lessen it.
    A chosen value is there even at zero."""

    total: int
    hits: tuple[Hit, ...]
    facets: Mapping[str, tuple[tuple[str, int], ...]]
