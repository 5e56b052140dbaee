"""A question to the search index, and its answer."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import TypedDict

from catalogue.domain.asked import Asked, Said
from catalogue.domain.organisations import Named
from catalogue.domain.ranges import BY_ID

DEEPEST = 10_000  # results that can be paged to; beyond it a search is narrowed, not paged

Pairs = tuple[tuple[str, str], ...]  # parameters of an address, a name once for each of its values


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


class Card(TypedDict):
    """All that a result shows, as JSON data: a page of results asks nothing of the store.

    Texts are by language ("" where none is stated). `access` and `level` are ids of levels of the profile:
    what the description says, or "", and what it was checked at. `places` are IRIs, `holder` the names of
    who holds the data. `years` and `ages` are [first, last], None where open. Times are ISO 8601 in UTC.
    """

    id: str
    kind: str
    titles: dict[str, str]
    descriptions: dict[str, str]
    holder: dict[str, str]
    access: str
    level: str
    conforms: bool
    places: list[str]
    people: int | None
    years: list[int | None] | None
    ages: list[int | None] | None
    variables: int
    changed: str
    checked: str | None
    modified: str  # of the data, as the description says it


@dataclass(frozen=True, slots=True)
class VariableText:
    """A variable of a dataset as the index sees it: its name, and what is said of it, each with its language.

    `codes` are those of what it measures, as `search.words.exact` writes them; `type` is a datatype of CSVW.
    """

    name: str
    texts: tuple[tuple[str, str], ...] = ()  # (language, text): title first, then description
    type: str = ""
    codes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SearchDocument:
    """One published description as the index sees it, made from its graph by `services.indexing`.

    `names` are its identifiers, found when they are asked for whole. `codes` are those of classifications that
    it uses, found whole and suggested to who types. `known_by` is found like them and suggested to nobody: names and
    codes of its variables, written as codes are. `facets` maps a facet's id to its values, `ranges` a range's id to
    (low, high), either of which may be infinite. `titles` is by language. `organisations` are those that are values
    of facets.
    """

    number: int
    iri: str
    names: tuple[str, ...]
    passages: tuple[Passage, ...]
    facets: Mapping[str, tuple[str, ...]]
    ranges: Mapping[str, tuple[float, float]]
    titles: Mapping[str, str]
    updated: float  # seconds since 1970
    people: float | None
    card: Card
    codes: tuple[str, ...] = ()
    known_by: tuple[str, ...] = ()
    variables: tuple[VariableText, ...] = ()
    organisations: tuple[Named, ...] = ()


@dataclass(frozen=True, slots=True)
class Query:
    """What is asked. OR within a facet, AND between facets; pages count from 1.

    A range asks for overlap: a description of 2001 to 2010 is found by 2005 to 2020. `asked` is the text as it
    is understood; without it an index takes the words as they are. Without `counts` only hits are wanted, and their
    number is the total; with a `page_size` of 0 only counts are. Who does not ask for highlights may get none.
    `counted` are the facets whose values are told, beside those with a choice; None for all of them, and () for none
    at all. `values` is how many values of a facet are, the most frequent.
    """

    text: str = ""
    language: str = "en"
    filters: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    ranges: Mapping[str, tuple[float | None, float | None]] = field(default_factory=dict)
    sort: Sort = Sort.RELEVANCE
    page: int = 1
    page_size: int = 20
    asked: Asked | None = None
    counts: bool = True
    highlights: bool = True
    counted: tuple[str, ...] | None = None
    values: int = 100

    def counts_of(self, facet: str) -> bool:
        """Whether the values of a facet are to be counted."""
        if self.counted is None or facet in self.counted:
            return True
        return bool(self.counted and self.filters.get(facet))

    @property
    def counts_any(self) -> bool:
        """Whether the values of any facet are to be counted."""
        return self.counts and self.counted != ()

    def only_total(self) -> "Query":
        """The same question where only the number of results matters: with the least that an index can answer."""
        return replace(self, page=1, page_size=0, highlights=False, counted=())

    def without(self, name: str, value: str | None = None) -> "Query":
        """The same question without a range, a facet's choice, or one value of it; from the first page."""
        filters = {
            facet: tuple(each for each in values if facet != name or value not in (None, each))
            for facet, values in self.filters.items()
        }
        if value is None:
            filters.pop(name, None)
        ranges = {each: asked for each, asked in self.ranges.items() if each != name}
        return replace(self, filters={k: v for k, v in filters.items() if v}, ranges=ranges, page=1)

    def parameters(self, page: int = 1) -> Pairs:
        """The question as the parameters of an address, always in the same order; the language is in its path."""
        pairs = [("q", self.text)] if self.text else []
        pairs += [(facet, value) for facet, values in self.filters.items() for value in values]
        for name, ends in self.ranges.items():
            named = zip((f"{name}_min", f"{name}_max"), ends, strict=True)
            pairs += [(each, _written(name, end)) for each, end in named if end is not None]
        if self.sort is not self.usual_sort:
            pairs.append(("sort", self.sort))
        if page > 1:
            pairs.append(("page", str(page)))
        return tuple(pairs)

    @property
    def usual_sort(self) -> Sort:
        """The order when none is asked for: the best match first, without words the newest."""
        return Sort.RELEVANCE if self.text else Sort.UPDATED


def _written(name: str, end: float) -> str:
    return BY_ID[name].written(end) if name in BY_ID else f"{end:.15g}"


@dataclass(frozen=True, slots=True)
class Highlight:
    """Why a description matched: a text of a field, in pieces of (text, whether it is a match).

    There is one for each field that matches, in the language of the question where it matches in that.
    `more` is how many other texts of the same field match too. `said` tells that no word matches as it was
    typed: the text has a synonym or a translation.
    """

    field: str
    language: str
    pieces: tuple[tuple[str, bool], ...]
    more: int = 0
    said: Said | None = None


@dataclass(frozen=True, slots=True)
class Hit:
    """One result. `score` is the engine's own, to be compared within one answer only."""

    number: int
    iri: str
    card: Card
    highlights: tuple[Highlight, ...] = ()
    score: float = 0.0


@dataclass(frozen=True, slots=True)
class Results:
    """`facets` maps a facet's id to (value, count), the most frequent first. A count says how many results
    there would be with that value alone of its facet: what is chosen in the same facet does not lessen it.
    A chosen value is there even at zero."""

    total: int
    hits: tuple[Hit, ...]
    facets: Mapping[str, tuple[tuple[str, int], ...]]


@dataclass(frozen=True, slots=True)
class Completion:
    """What a beginning of a word may become: a `title` of a dataset or series (with its card's id), the name of a
    `variable`, or a `code`; `count` is how many datasets have it."""

    kind: str
    text: str
    language: str = ""
    id: str = ""
    count: int = 1
    of_series: bool = False


@dataclass(frozen=True, slots=True)
class VariableQuestion:
    """Which datasets have, for each of `groups`, a variable that says it; within the filters of `query`.

    The text of `query` is not looked at. Pages count from 1. `most` variables are told of a dataset and group.
    """

    groups: tuple[Asked, ...]
    query: Query
    most: int = 5


@dataclass(frozen=True, slots=True)
class VariableHit:
    """A dataset with the variables that match, the best first, and how many there are of each group."""

    number: int
    iri: str
    card: Card
    variables: tuple[tuple[VariableText, ...], ...]
    counts: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class VariableResults:
    """`total` counts datasets; best first. `facets` are those of `Results`, of the datasets that have the variables."""

    total: int
    hits: tuple[VariableHit, ...]
    facets: Mapping[str, tuple[tuple[str, int], ...]] = field(default_factory=dict)
