"""What every part of an instance stands on: profile, store, index, engine, and who reads and keeps records."""

# ruff: noqa: PLC0415 - adapters are imported where they are built; see `catalogue.bootstrap`

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from catalogue.building import BUILDING, built_once
from catalogue.settings import Settings

if TYPE_CHECKING:
    from catalogue.domain.profile import Profile
    from catalogue.domain.vocabulary import Vocabularies
    from catalogue.search.base import Index
    from catalogue.services.bodies import Bodies
    from catalogue.services.checking import Checker
    from catalogue.services.health import Health
    from catalogue.services.identities import Identities
    from catalogue.services.judging import Judge
    from catalogue.services.listing import Listing
    from catalogue.services.organisations import KnownOrganisations
    from catalogue.services.reading import Reading
    from catalogue.services.records import Records
    from catalogue.services.search_documents import SearchDocuments
    from catalogue.services.understanding import Understanding
    from catalogue.store.sql import SqlStore
    from catalogue.validation.base import Validator


@dataclass(frozen=True)
class Core:
    """The base of all parts of `Services`: each builds on those below it, what it has when it is first asked for."""

    settings: Settings

    @built_once
    def profile(self) -> "Profile":
        from catalogue.rdf.profiles import find_profile, load_profile

        return load_profile(find_profile(self.settings.profile))

    @built_once
    def vocabularies(self) -> "Vocabularies":
        from catalogue.rdf.profiles import find_profile, load_vocabularies

        return load_vocabularies(find_profile(self.settings.profile))

    @built_once
    def store(self) -> "SqlStore":
        from catalogue.store.sql import SqlStore

        return SqlStore(self.settings.database)

    @built_once
    def index(self) -> "Index":
        if self.settings.search_url:
            return self._index_elsewhere()
        from catalogue.search.tantivy import TantivyIndex

        return TantivyIndex(self.settings.data / "index", self.search_documents.layout)

    @built_once
    def searched(self) -> "Index":
        """The index as readers ask it."""
        from catalogue.services.organisations import ByOrganisation

        return ByOrganisation(self.index, self.profile.organisation_facets, self.organisations)

    @built_once
    def organisations(self) -> "KnownOrganisations":
        from catalogue.services.organisations import KnownOrganisations

        registers = tuple(self.identities.entry(kind, "") for kind in {*self.profile.register.values()})
        languages = tuple(each.lower() for each in self.settings.languages)
        return KnownOrganisations(self.index, languages, lambda iri: iri.startswith(registers))

    @built_once
    def health(self) -> "Health":
        from catalogue.services.health import Health

        return Health(self.store, lambda: self.index)

    @built_once
    def understanding(self) -> "Understanding":
        from catalogue.services.criteria import Criteria
        from catalogue.services.understanding import Understanding

        return Understanding(self.vocabularies, Criteria(self.profile.facets, self.vocabularies))

    @built_once
    def search_documents(self) -> "SearchDocuments":
        from catalogue.services.search_documents import SearchDocuments

        return SearchDocuments(self.profile, self.vocabularies, tuple(self.settings.languages))

    @built_once
    def validator(self) -> "Validator":
        if self.settings.validator == "fast":
            from catalogue.validation.fast import FastValidator

            return FastValidator(self.profile, self.vocabularies)
        from catalogue.validation.pyshacl import PyShaclValidator

        return PyShaclValidator(self.profile, self.vocabularies)

    @built_once
    def bodies(self) -> "Bodies":
        from catalogue.services.bodies import Bodies

        return Bodies(self.settings.data / "bodies")

    @built_once
    def identities(self) -> "Identities":
        from catalogue.services.identities import Identities

        return Identities(self.settings.base_url)

    @built_once
    def reading(self) -> "Reading":
        from catalogue.services.reading import Reading

        return Reading(self.store, self.store, self.bodies, self.settings.poll)

    @built_once
    def records(self) -> "Records":
        from catalogue.services.records import Records

        return Records(self.store, self.identities, self.settings.description_limit * 2**20)

    @built_once
    def judge(self) -> "Judge":
        from catalogue.services.judging import Judge

        return Judge(self.validator, self.profile)

    def checker(self, profile: str | None = None, engine: str | None = None) -> "Checker":
        """What checks against a profile with an engine, those of the settings unless others are named.

        It is built once for each. Raises WrongSetting for a profile that is not there or cannot work.
        """
        wanted = (profile or self.settings.profile, engine or self.settings.validator)
        with BUILDING:
            if wanted not in self._checkers:
                self._checkers[wanted] = self._made(*wanted)
            return self._checkers[wanted]

    @built_once
    def _checkers(self) -> "dict[tuple[str, str], Checker]":
        return {}

    @built_once
    def listing(self) -> "Listing":
        from catalogue.services.listing import Listing

        return Listing(self.settings, (self.profile.id, self.profile.iri))

    def _index_elsewhere(self) -> "Index":
        from catalogue.search.elastic import ElasticIndex, address, name

        given = self.settings
        place = address(given.search_url, (given.search_user, given.search_password))
        wanted = replace(
            place,
            engine="" if given.search_engine == "auto" else given.search_engine,
            authority=given.search_authority,
            timeout=given.search_timeout,
        )
        return ElasticIndex(wanted, name(given.search_index, self.profile.id), self.search_documents.layout)

    def _made(self, profile: str, engine: str) -> "Checker":
        from catalogue.services.checking import Checker

        services: Core = self
        if (profile, engine) != (self.settings.profile, self.settings.validator):
            given = {"profile": profile, "validator": engine}
            services = type(self)(self.settings.model_copy(update=given))
        return Checker(services.profile, services.vocabularies, services.validator)
