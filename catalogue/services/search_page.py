"""What a page of results shows: hits, facets with labels, what is chosen, and ways out of an empty result."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from rdflib import DCAT

from catalogue.domain.asked import Said
from catalogue.domain.languages import Reader, pick
from catalogue.domain.profile import Facet, Profile
from catalogue.domain.ranges import RANGES
from catalogue.domain.search import Card, Highlight, Hit, Pairs, Query, Results
from catalogue.domain.values import link, number
from catalogue.domain.vocabulary import Vocabularies

_JOINS: Final = re.compile(
    r"[\s'’-](\w{1,3}[\s'’-])*"
)  # what stands between words of one term: "infarctus du myocarde"


@dataclass(frozen=True, slots=True)
class Option:
    """A value of a facet. `language` is that of the label, where it is not the reader's."""

    value: str
    label: str
    count: int
    chosen: bool
    language: str = ""


@dataclass(frozen=True, slots=True)
class FacetView:
    """A facet with its values, the most frequent first; `chosen` counts those that are."""

    id: str
    label: str
    options: tuple[Option, ...]
    chosen: int


@dataclass(frozen=True, slots=True)
class RangeView:
    """A range with what is asked for; its fields are named `<id>_min` and `<id>_max`."""

    id: str
    label: str
    low: str
    high: str


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
    """A page of results, everything in words. `relaxed`: no description has all the words."""

    query: Query
    total: int
    pages: int
    relaxed: bool
    hits: tuple[Found, ...]
    facets: tuple[FacetView, ...]
    ranges: tuple[RangeView, ...]
    tags: tuple[Tag, ...]
    reliefs: tuple[Relief, ...]
    meant: Meant | None = None

    def at(self, page: int) -> Pairs:
        """The parameters of another page of the same results."""
        return self.query.parameters(page)


class Labels:
    """What codes and IRIs of the index are called."""

    def __init__(self, profile: Profile, vocabularies: Vocabularies) -> None:
        self.profile = profile
        self._vocabularies = vocabularies
        # The same few hundred values are on every page.
        self._said = lru_cache(maxsize=20_000)(self._say)
        self._by_code = {
            (facet.id, concept.code): concept.iri
            for facet in profile.facets
            for scheme in facet.vocabularies
            for concept in vocabularies.concepts(scheme)
        }
        self._codes = {(facet, iri): code for (facet, code), iri in self._by_code.items()}

    def code(self, facet: Facet, value: str) -> str:
        """A value as the index has it: a concept of the facet may be asked for by its IRI, too."""
        return self._codes.get((facet.id, value), value)

    def value(self, facet: Facet, value: str, reader: Reader) -> tuple[str, str]:
        """A value's label and, where it is foreign, its language: organisations are stored by name."""
        return self._said(facet.id, value, reader) if facet.vocabularies else (value, "")

    def _say(self, facet: str, value: str, reader: Reader) -> tuple[str, str]:
        return self.term(self._by_code.get((facet, value), value), reader)

    def term(self, iri: str, reader: Reader) -> tuple[str, str]:
        """The label of a concept; of what is none here, the last words of its IRI."""
        known = self._vocabularies.label(iri, reader.languages)
        if known:
            return known[0], known[1] if known[1] != reader.language else ""
        return (link(iri, reader)[0] if ":" in iri else iri), ""

    def access(self, level: str, reader: Reader) -> str:
        known = self.profile.levels.get(level)
        return pick(known.label, (reader.language,)) if known else ""

    def field(self, path: str, reader: Reader) -> str:
        return self.profile.label(str(DCAT.Dataset), path, reader.language)


def facets(results: Results, query: Query, labels: Labels, reader: Reader) -> tuple[FacetView, ...]:
    """The facets of the profile in their order; one without any value is left out."""
    views = (_facet(facet, results, query, labels, reader) for facet in labels.profile.facets)
    return tuple(view for view in views if view.options)


def _facet(facet: Facet, results: Results, query: Query, labels: Labels, reader: Reader) -> FacetView:
    chosen = query.filters.get(facet.id, ())
    options = []
    for value, count in results.facets.get(facet.id, ()):
        label, language = labels.value(facet, value, reader)
        options.append(Option(value, label, count, value in chosen, language))
    return FacetView(facet.id, pick(facet.label, (reader.language,)), tuple(options), len(chosen))


def ranges(query: Query, reader: Reader) -> tuple[RangeView, ...]:
    """The ranges, with what is asked for as it is written in an input."""
    asked = {each.id: query.ranges.get(each.id, (None, None)) for each in RANGES}
    return tuple(
        RangeView(each.id, reader.gettext(each.label), _plain(asked[each.id][0]), _plain(asked[each.id][1]))
        for each in RANGES
    )


def tags(query: Query, labels: Labels, reader: Reader) -> tuple[Tag, ...]:
    """Everything chosen, each with the parameters of the page without it."""
    return (*_facet_tags(query, labels, reader), *_range_tags(query, reader))


def _facet_tags(query: Query, labels: Labels, reader: Reader) -> Iterator[Tag]:
    for facet in labels.profile.facets:
        for value in query.filters.get(facet.id, ()):
            label, _ = labels.value(facet, value, reader)
            without = query.without(facet.id, value).parameters()
            yield Tag(facet.id, pick(facet.label, (reader.language,)), label, without)


def _range_tags(query: Query, reader: Reader) -> Iterator[Tag]:
    for each in RANGES:
        if each.id in query.ranges:
            said = _said(each.id, query.ranges[each.id], reader)
            yield Tag(each.id, reader.gettext(each.label), said, query.without(each.id).parameters())


def _said(name: str, asked: tuple[float | None, float | None], reader: Reader) -> str:
    """A range in words. Years are not grouped by thousands."""
    first, last = (
        "" if end is None else _plain(end) if name == "years" else number(_plain(end), reader)
        for end in asked
    )
    if first and last:
        return reader.gettext("%(first)s to %(last)s") % {"first": first, "last": last}
    if first:
        return reader.gettext("%(first)s or more") % {"first": first}
    return reader.gettext("%(last)s or less") % {"last": last}


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


def _plain(end: float | None) -> str:
    return "" if end is None else f"{end:.15g}"
