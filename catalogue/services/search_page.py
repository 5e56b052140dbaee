"""What a page of results shows: hits, facets with labels, what is chosen, and ways out of an empty result."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from catalogue.domain.asked import Said
from catalogue.domain.languages import Reader
from catalogue.domain.ranges import RANGES, Range
from catalogue.domain.record import Kind
from catalogue.domain.search import Card, Highlight, Hit, Pairs, Query, Results, VariableResults
from catalogue.domain.traits import KIND, TRAITS
from catalogue.domain.values import day, number
from catalogue.services.search_labels import Labels

_TRAITS: Final = {trait.id for trait in TRAITS}

_JOINS: Final = re.compile(
    r"[\s'’-](\w{1,3}[\s'’-])*"
)  # what stands between words of one term: "infarctus du myocarde"


@dataclass(frozen=True, slots=True)
class Option:
    """A value of a facet. `language` is that of the label, where it is not the reader's; `broader` is the value of the
    same facet that it stands below, or ""."""

    value: str
    label: str
    count: int
    chosen: bool
    language: str = ""
    broader: str = ""


@dataclass(frozen=True, slots=True)
class FacetView:
    """A facet with its values, the most frequent first; `chosen` counts those that are."""

    id: str
    label: str
    options: tuple[Option, ...]
    chosen: int


@dataclass(frozen=True, slots=True)
class RangeView:
    """A range with what is asked for, of days or numbers; its fields are named `<id>_min` and `<id>_max`."""

    id: str
    label: str
    low: str
    high: str
    of_days: bool = False


@dataclass(frozen=True, slots=True)
class Tag:
    """One thing chosen: of the parameter `name`, under the label `group`; `parameters` are those without it."""

    name: str
    group: str
    label: str
    parameters: Pairs


@dataclass(frozen=True, slots=True)
class Relief:
    """How many results there would be without these tags of one filter; without tags: without the words."""

    tags: tuple[Tag, ...]
    total: int
    parameters: Pairs


@dataclass(frozen=True, slots=True)
class Meant:
    """What somebody may have meant to type, how many results it has, and its parameters."""

    text: str
    total: int
    parameters: Pairs


@dataclass(frozen=True, slots=True)
class Reading:
    """A part of the question that a filter can ask for: as it was typed, and in words.

    `asked` are the filter's own parameters, `parameters` those of the search with it in place of its words.
    """

    text: str
    label: str
    asked: Pairs
    parameters: Pairs


@dataclass(frozen=True, slots=True)
class Offer:
    """Filters that the question speaks of, how many results there are with all of them, and the parameters of these."""

    readings: tuple[Reading, ...]
    total: int
    parameters: Pairs


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a result matched: a text of a property, in pieces of (text, whether it matches).

    `field` is the property's IRI, `language` is "" where none is stated. `more` is how many other
    texts of the property match too. `said` tells that it says the question in other words only.
    """

    field: str
    label: str
    language: str
    pieces: tuple[tuple[str, bool], ...]
    more: int
    said: Said | None = None

    @property
    def matched(self) -> str:
        """The words of the text that match, as they stand in it: the longest run of them."""
        runs: list[str] = [""]
        for place, (text, matches) in enumerate(self.pieces):
            between = 0 < place < len(self.pieces) - 1 and _JOINS.fullmatch(text)
            if matches or between:
                runs[-1] += text
            else:
                runs.append("")
        return max((run.strip() for run in runs), key=len)


@dataclass(frozen=True, slots=True)
class Found:
    """One result. `access` and `places` are in words."""

    iri: str
    card: Card
    access: str
    places: tuple[str, ...]
    reasons: tuple[Reason, ...]
    score: float = 0.0

    @property
    def is_translated(self) -> bool:
        """Whether nothing matches as it was typed, and something does in another language."""
        said = {reason.said for reason in self.reasons}
        return Said.TRANSLATION in said and None not in said


@dataclass(frozen=True, slots=True)
class SearchPage:
    """A page of results, everything in words. `series` of the `total` are series of datasets. `also` are a few more
    that are neither counted nor in the facets: those of what was `meant`, else those with some of the words. `asked` is
    the page that was asked for: beyond the last one it is the last that is here. `understood` is what the words say of
    filters; it is offered and not applied."""

    query: Query
    total: int
    pages: int
    hits: tuple[Found, ...]
    facets: tuple[FacetView, ...]
    ranges: tuple[RangeView, ...]
    tags: tuple[Tag, ...]
    reliefs: tuple[Relief, ...]
    meant: Meant | None = None
    also: tuple[Found, ...] = ()
    asked: int = 1
    understood: Offer | None = None
    series: int = 0

    def at(self, page: int) -> Pairs:
        """The parameters of another page of the same results."""
        return self.query.parameters(page)


def series(results: Results, query: Query) -> int:
    """How many of the results are series, where they are counted by what they are."""
    asked = query.filters.get(KIND)
    return 0 if asked and Kind.SERIES not in asked else dict(results.facets.get(KIND, ())).get(Kind.SERIES, 0)


def facets(
    results: Results | VariableResults, query: Query, labels: Labels, reader: Reader
) -> tuple[FacetView, ...]:
    """The filters in their order; one that tells nothing apart is left out."""
    views = (_facet(name, results, query, labels, reader) for name in labels.filters)
    return tuple(view for view in views if _tells_apart(view, results.total))


def _tells_apart(view: FacetView, total: int) -> bool:
    """Whether a filter has values, and, of what only the catalogue knows, more than one that all results have."""
    if view.id not in _TRAITS or view.chosen:
        return bool(view.options)
    return any(option.count != total for option in view.options)


def _facet(
    name: str, results: Results | VariableResults, query: Query, labels: Labels, reader: Reader
) -> FacetView:
    chosen = query.filters.get(name, ())
    counted = dict(results.facets.get(name, ()))
    options, spoken = {}, labels.speaking(name, reader)
    for value, count in counted.items():
        label, language = spoken(value)
        above = next((each for each in labels.broader(name, value) if each in counted), "")
        options[value] = Option(value, label, count, value in chosen, language, above)
    return FacetView(name, labels.name(name, reader), tuple(options.values()), len(chosen))


def ranges(query: Query, reader: Reader) -> tuple[RangeView, ...]:
    """The ranges, with what is asked for as it is written in an input."""
    return tuple(
        RangeView(
            each.id, reader.gettext(each.label), *_ends(each, query.ranges.get(each.id)), of_days=each.of_days
        )
        for each in RANGES
    )


def _ends(range: Range, asked: tuple[float | None, float | None] | None) -> tuple[str, str]:
    low, high = asked or (None, None)
    return _written(range, low), _written(range, high)


def _written(range: Range, end: float | None) -> str:
    return "" if end is None else range.written(end)


def tags(query: Query, labels: Labels, reader: Reader) -> tuple[Tag, ...]:
    """Everything chosen, each with the parameters of the page without it."""
    return (*_facet_tags(query, labels, reader), *_range_tags(query, reader))


def _facet_tags(query: Query, labels: Labels, reader: Reader) -> Iterator[Tag]:
    for name in labels.filters:
        for value in query.filters.get(name, ()):
            label, _ = labels.value(name, value, reader)
            yield Tag(name, labels.name(name, reader), label, query.without(name, value).parameters())


def _range_tags(query: Query, reader: Reader) -> Iterator[Tag]:
    for each in RANGES:
        if each.id in query.ranges:
            said = _said(each, _ends(each, query.ranges[each.id]), reader)
            yield Tag(each.id, reader.gettext(each.label), said, query.without(each.id).parameters())


def _said(range: Range, asked: tuple[str, str], reader: Reader) -> str:
    """A range in words. Years are not grouped by thousands."""
    first, last = (end and _in_words(range, end, reader) for end in asked)
    if first == last:
        return first
    if first and last:
        return reader.gettext("%(first)s to %(last)s") % {"first": first, "last": last}
    return _from(range, first, reader) if first else _until(range, last, reader)


def _from(range: Range, first: str, reader: Reader) -> str:
    if range.of_days:
        return reader.gettext("on or after %(first)s") % {"first": first}
    if range.of_years:
        return reader.gettext("%(first)s or later") % {"first": first}
    return reader.gettext("%(first)s or more") % {"first": first}


def _until(range: Range, last: str, reader: Reader) -> str:
    if range.of_days:
        return reader.gettext("on or before %(last)s") % {"last": last}
    if range.of_years:
        return reader.gettext("%(last)s or earlier") % {"last": last}
    return reader.gettext("%(last)s or less") % {"last": last}


def _in_words(range: Range, end: str, reader: Reader) -> str:
    if range.of_days:
        return day(end, reader)
    return end if range.of_years else number(end, reader)


def found(hit: Hit, labels: Labels, reader: Reader) -> Found:
    """A hit in words."""
    places = tuple(labels.term(place, reader)[0] for place in hit.card["places"])
    access = labels.access(hit.card["access"], reader)
    reasons = tuple(_reason(each, labels, reader) for each in hit.highlights)
    return Found(hit.iri, hit.card, access, places, reasons, hit.score)


def _reason(highlight: Highlight, labels: Labels, reader: Reader) -> Reason:
    label = labels.field(highlight.field, reader)
    return Reason(
        highlight.field, label, highlight.language, highlight.pieces, highlight.more, highlight.said
    )
