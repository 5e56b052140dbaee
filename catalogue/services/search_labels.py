"""What filters, their values and the fields of results are called."""

from collections.abc import Callable, Iterable
from functools import lru_cache

from rdflib import DCAT

from catalogue.domain.languages import Reader, best, foreign, pick
from catalogue.domain.organisations import NONE, Organisations
from catalogue.domain.profile import Facet, Profile
from catalogue.domain.search import Card
from catalogue.domain.traits import TRAITS, Trait
from catalogue.domain.values import link
from catalogue.domain.vocabulary import Vocabularies


class Labels:
    """What codes and IRIs of the index are called. `filters` are the ids of all filters, in their order.

    `offered` are those that the search offers; the others are in addresses that lead into it. `organisations` gives
    what is known of organisations now.
    """

    def __init__(
        self,
        profile: Profile,
        vocabularies: Vocabularies,
        organisations: Callable[[], Organisations] = lambda: NONE,
    ) -> None:
        self.profile = profile
        self.organisations = organisations
        self._vocabularies = vocabularies
        self._of_organisations = frozenset(profile.organisation_facets)
        known: tuple[Facet | Trait, ...] = (*profile.facets, *TRAITS)
        self._filters = {each.id: each for each in known}
        self.filters = tuple(self._filters)
        hidden = {facet.id for facet in profile.facets if not facet.offered}
        self.offered = tuple(name for name in self.filters if name not in hidden)
        self._read = lru_cache(maxsize=20_000)(link)
        self._by_code = {
            (facet.id, concept.code): concept.iri
            for facet in profile.facets
            for scheme in facet.vocabularies
            for concept in vocabularies.concepts(scheme)
        }
        self._codes = {(facet, iri): code for (facet, code), iri in self._by_code.items()}

    def code(self, filter: str, value: str) -> str:
        """A value as the index has it: a concept may be asked for by its IRI, too, and an organisation by any name."""
        if filter in self._of_organisations:
            return self.organisations().value(value)
        return self._codes.get((filter, value), value)

    def iri(self, filter: str, value: str) -> str:
        """The concept of a value, by the code that the index has; what is none is itself."""
        return self._by_code.get((filter, value), value)

    def name(self, filter: str, reader: Reader) -> str:
        """What a filter is called."""
        found = self._filters[filter]
        return (
            reader.gettext(found.label) if isinstance(found, Trait) else pick(found.label, (reader.language,))
        )

    def value(self, filter: str, value: str, reader: Reader) -> tuple[str, str]:
        """A value's label and, where it is foreign, its language."""
        return self.speaking(filter, reader)(value)

    def speaking(self, filter: str, reader: Reader) -> Callable[[str], tuple[str, str]]:
        """What gives the label of each of many values, as `value` does."""
        found = self._filters[filter]
        if isinstance(found, Trait):
            said = found.values
            return lambda value: (reader.gettext(said[value]) if value in said else value, "")
        if filter in self._of_organisations:
            known = self.organisations()
            return lambda value: known.label(value, reader)
        if found.vocabularies:
            return lambda value: self.term(self.iri(filter, value), reader)
        return lambda value: (value, "")

    def names(self, filter: str, value: str) -> frozenset[str]:
        """All that the organisation of a value is called; of other values, nothing."""
        return self.organisations().names(value) if filter in self._of_organisations else frozenset()

    def holder(self, card: Card, reader: Reader) -> tuple[str, str]:
        """The name of who holds the data and, where it is foreign, its language: as the filter has it."""
        names, known = card["holder"], self.organisations()
        value = next(filter(known.knows, names.values()), "")
        if value:
            return known.label(value, reader)
        name, language = best(names, reader.languages)
        return name, foreign(language, reader.language)

    def closed(self, filter: str) -> tuple[str, ...]:
        """All values that a filter can have, where the catalogue itself gives them; of others none are told."""
        found = self._filters[filter]
        return tuple(found.values) if isinstance(found, Trait) else ()

    def broader(self, filter: str, value: str) -> Iterable[str]:
        """The codes of what is broader than a value of a filter, the nearest first."""
        concept = self._vocabularies.concept(self._by_code.get((filter, value), ""))
        if concept is None or not concept.broader:
            return ()
        return (each.code for each in self._vocabularies.broader(concept))

    def term(self, iri: str, reader: Reader) -> tuple[str, str]:
        """The label of a concept; of what is none here, the last words of its IRI."""
        known = self._vocabularies.label(iri, reader.languages)
        if known:
            return known[0], known[1] if known[1] != reader.language else ""
        return (self._read(iri, reader)[0] if ":" in iri else iri), ""

    def access(self, level: str, reader: Reader) -> str:
        """What an access level is called; "" for what is none."""
        known = self.profile.levels.get(level)
        return pick(known.label, (reader.language,)) if known else ""

    def field(self, path: str, reader: Reader) -> str:
        """What a property of a dataset is called."""
        return self.profile.label(str(DCAT.Dataset), path, reader.language)
