"""Which filters a question speaks of: years, ages, numbers of people, and places."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import cached_property, lru_cache
from itertools import groupby, pairwise
from typing import Final

from catalogue.domain.criteria import Criterion, Ends, narrowed
from catalogue.domain.profile import Facet
from catalogue.domain.terms import COUNTRIES
from catalogue.domain.vocabulary import Concept, Vocabularies
from catalogue.search.figures import figures, of_others
from catalogue.search.place_names import PlaceNames
from catalogue.search.terms import terms
from catalogue.search.words import flat

PLACES: Final = "country"  # the filter that places are values of
_REMEMBERED: Final = 1_000  # questions


class Criteria:
    """Reads what questions say of filters. The same question is read once."""

    def __init__(self, facets: Iterable[Facet], vocabularies: Vocabularies) -> None:
        self._facet = next((facet for facet in facets if facet.id == PLACES), None)
        self._vocabularies = vocabularies
        self.read = lru_cache(maxsize=_REMEMBERED)(self._read)

    def _read(self, text: str) -> tuple[Criterion, ...]:
        """What a text says of filters, in its order: of each range only what can be meant together."""
        plain = flat(text)
        numbers = sorted(figures(plain), key=lambda each: each.filter)
        told = [
            each
            for _, some in groupby(numbers, lambda each: each.filter)
            for each in _together(plain, list(some))
        ]
        places = [
            each
            for each in self._places.criteria(PLACES, plain)
            if not any(each.start < other.end and other.start < each.end for other in told)
        ]
        return tuple(_ordered((*told, *places)))

    @cached_property
    def _places(self) -> PlaceNames:
        return PlaceNames(self._names())

    def _names(self) -> Iterator[tuple[str, str]]:
        """The names of places that are in use, with the other ways to say a country."""
        schemes = self._facet.vocabularies if self._facet else ()
        concepts = [
            concept
            for scheme in schemes
            for concept in self._vocabularies.concepts(scheme)
            if not concept.deprecated
        ]
        for concept in concepts:
            yield from ((label, concept.code) for label in concept.labels.values())
        yield from _otherwise([concept for concept in concepts if concept.scheme == COUNTRIES])


def _otherwise(countries: Iterable[Concept]) -> Iterator[tuple[str, str]]:
    """How countries are called beside their labels, by the list of terms: UK, Holland."""
    codes = {label: country.code for country in countries for label in country.labels.values()}
    for term in terms():
        ways = [way for said in term.values() for way in said]
        code = next((codes[way] for way in ways if way in codes), "")
        yield from ((way, code) for way in ways if code and way not in codes)


def _together(plain: str, criteria: list[Criterion]) -> list[Criterion]:
    """What is said of one range: all of it, marked where it is said of others; or nothing where it cannot be meant."""
    if any(of_others(plain[one.end : other.start]) for one, other in pairwise(_ordered(criteria))):
        return [replace(each, is_apart=True) for each in criteria]
    everything: Ends | None = (None, None)
    for each in criteria:
        everything = everything and narrowed(everything, each.ends)
    return criteria if everything else []


def _ordered(criteria: Iterable[Criterion]) -> list[Criterion]:
    return sorted(criteria, key=lambda each: each.start)
