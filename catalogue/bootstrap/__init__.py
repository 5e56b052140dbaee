"""Settings in, services out: the only package that names adapters.

Adapters are imported where they are built, so that a command pays only for those that it uses: a page does not
wait for pySHACL, nor the worker for Flask. Each module here has the services of one activity, on top of `core`.
"""

# ruff: noqa: PLC0415 - see above

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from catalogue import settings
from catalogue.bootstrap.forms import Forming
from catalogue.bootstrap.programs import Programs
from catalogue.bootstrap.registers import Registering
from catalogue.bootstrap.variables import Tabling
from catalogue.building import built_once
from catalogue.settings import Settings

if TYPE_CHECKING:
    from catalogue.domain.record import Description
    from catalogue.domain.verdict import Verdict
    from catalogue.search.base import Packed
    from catalogue.services.checking import Asked, Checks, Wanted
    from catalogue.services.conformance import Conformance
    from catalogue.services.demonstration import Demonstration
    from catalogue.services.exporting import Exporting
    from catalogue.services.feeds import Feeds
    from catalogue.services.harvesting import Harvesting
    from catalogue.services.importing import Importing, Workers
    from catalogue.services.index_position import IndexPosition
    from catalogue.services.indexing import Indexing
    from catalogue.services.judging import Judgement
    from catalogue.services.mending import Mending
    from catalogue.services.packing import Packing, Packs, Stored
    from catalogue.services.pools import Works
    from catalogue.services.public_checks import PublicChecks
    from catalogue.services.related import Related
    from catalogue.services.saved_searches import SavedSearches
    from catalogue.services.search_labels import Labels
    from catalogue.services.searching import Searching
    from catalogue.services.selecting import Selecting
    from catalogue.services.sitemap import Sitemap
    from catalogue.services.suggesting import Suggesting
    from catalogue.services.things import Things
    from catalogue.services.upgrading import Upgrading
    from catalogue.services.validating import Limits, Validating
    from catalogue.services.variable_search import VariableSearching
    from catalogue.services.vocabularies import VocabularyCheck
    from harvesters.base import Harvester


@dataclass(frozen=True)
class Services(Registering, Programs, Forming, Tabling):
    """Everything that an instance can do, built when it is first asked for.

    Two processes must not share one: what is opened here (database, index) belongs to the process that did.
    """

    @built_once
    def indexing(self) -> "Indexing":
        from catalogue.services.indexing import Indexing

        return Indexing(self.store, self.index, self.packs)

    @built_once
    def packing(self) -> "Packing":
        from catalogue.services.packing import Packing

        return Packing(self.search_documents, self.index.packer)

    @contextmanager
    def packs(self, many: bool) -> "Iterator[Packs]":
        """What makes search documents, in processes of their own when there are many."""
        if not many or self.settings.import_processes == 1:
            yield self.packing
            return
        from catalogue.services.packing import InProcesses
        from catalogue.services.pools import pool

        make, ready = partial(_packing, self.settings), lambda: self.packing.batch
        with pool(make, self.settings.import_processes, ready) as processes:
            yield InProcesses(processes)

    @built_once
    def searching(self) -> "Searching":
        from catalogue.services.searching import Searching

        return Searching(self.searched, self.understanding, self.search_labels)

    @built_once
    def variable_searching(self) -> "VariableSearching":
        from catalogue.services.variable_search import VariableSearching

        return VariableSearching(self.searched, self.searching, self.search_labels)

    @built_once
    def suggesting(self) -> "Suggesting":
        from catalogue.services.suggesting import Suggesting

        return Suggesting(self.searched, self.search_labels)

    @built_once
    def exporting(self) -> "Exporting":
        from catalogue.services.exporting import Exporting

        return Exporting(self.searching, self.searched, self.store, self.feeds)

    @built_once
    def search_labels(self) -> "Labels":
        from catalogue.services.search_labels import Labels

        return Labels(self.profile, self.vocabularies, self.organisations)

    @built_once
    def saved_searches(self) -> "SavedSearches":
        from catalogue.services.saved_letters import SavedLetters
        from catalogue.services.saved_searches import SavedSearches

        letters = SavedLetters(self.settings, self.search_labels)
        return SavedSearches(self.store, self.exporting, letters, self.mailing, self.declining)

    @built_once
    def related(self) -> "Related":
        from catalogue.services.related import Related

        return Related(self.searched, self.search_documents, self.search_labels, self.index_position)

    @built_once
    def index_position(self) -> "IndexPosition":
        from catalogue.services.index_position import IndexPosition

        # An embedded index knows it at no cost.
        return IndexPosition(self.index, 1.0 if self.settings.search_url else 0.0)

    @built_once
    def conformance(self) -> "Conformance":
        from catalogue.rdf.profiles import compared
        from catalogue.services.conformance import Conformance

        names = compared(self.settings.profile)
        return Conformance(lambda: tuple(self.checker(name) for name in names))

    @built_once
    def vocabulary_check(self) -> "VocabularyCheck":
        from catalogue.services.vocabularies import VocabularyCheck

        return VocabularyCheck(self.profile, self.vocabularies, self.identities.mint)

    @built_once
    def mending(self) -> "Mending":
        from catalogue.services.mending import Mending

        return Mending(self.vocabulary_check, self.store, self.records, self.judge)

    @built_once
    def importing(self) -> "Importing":
        from catalogue.services.importing import Importing
        from harvesters.dcat import DcatHarvester

        return Importing(self.records, self.identities, DcatHarvester(self.settings))

    @built_once
    def validating(self) -> "Validating":
        from catalogue.services.validating import Validating

        return Validating(self.identities.mint, partial(_reader, self.settings))

    def upgrading(self, target: str) -> "Upgrading":
        """What turns descriptions into a profile's form. Raises WrongSetting where no rules lead to it."""
        from catalogue.rdf.conversion.table import read_table
        from catalogue.rdf.converting import Converter
        from catalogue.services.upgrading import Upgrading
        from harvesters.dcat import DcatHarvester

        checker = self.checker(target)
        converter = Converter(read_table(), checker.profile, checker.vocabularies)
        return Upgrading(converter, checker, self.identities.mint, DcatHarvester(self.settings))

    @built_once
    def public_checks(self) -> "PublicChecks":
        from catalogue.services.public_checks import PublicChecks, offers

        offered = offers(self.settings.profile, self.checker)
        return PublicChecks(self.settings, self.validating, offered, self.store)

    @contextmanager
    def checks(self, wanted: "Wanted", many: bool) -> "Iterator[Checks]":
        """What is asked of descriptions, in processes of their own when there are many."""
        checks = _checks(self, wanted)
        if not many or self.settings.import_processes == 1:
            yield checks
            return
        from catalogue.services.checking import InProcesses
        from catalogue.services.pools import pool

        make, ready = partial(_checks_of, self.settings, wanted), lambda: checks.prepared().verdicts
        with pool(make, self.settings.import_processes, ready) as processes:
            yield InProcesses(checks.checker, checks.level, processes=processes)

    @built_once
    def feeds(self) -> "Feeds":
        from catalogue.services.feeds import Feeds

        return Feeds(self.store, self.bodies, self.listing, self.reading.position)

    @built_once
    def selecting(self) -> "Selecting":
        from catalogue.services.selecting import Selecting

        return Selecting(self.store, self.feeds)

    @built_once
    def things(self) -> "Things":
        from catalogue.services.things import Things

        return Things(self.searched, self.search_labels, self.vocabularies, self.index_position)

    @built_once
    def sitemap(self) -> "Sitemap":
        from catalogue.services.sitemap import Site, Sitemap

        site = Site(self.settings.base_url, self.settings.languages)
        return Sitemap(self.store, site, self.things.paths)

    @built_once
    def demonstration(self) -> "Demonstration":
        from catalogue.services.demonstration import Demonstration

        return Demonstration(self.store, self.records, self.identities, self.settings.base_url)

    @built_once
    def harvesting(self) -> "Harvesting":
        from catalogue.services.harvesting import Harvesting, find_harvester

        return Harvesting(self.settings, self.store, self.records, self.judges, find_harvester(self.settings))

    @contextmanager
    def judges(self, many: bool) -> "Iterator[Workers]":
        """Where an import is validated: in processes of their own when there are many descriptions."""
        if not many or self.settings.import_processes == 1:
            yield self.judge
            return
        from catalogue.services.pools import pool

        with pool(partial(_judge, self.settings), self.settings.import_processes) as judges:
            yield judges


def _packing(options: Settings) -> "Works[Stored, Packed]":
    return Services(options).packing.batch


def _judge(options: Settings) -> "Works[Description, Judgement]":
    return Services(options).judge.judge


def _checks(services: Services, wanted: "Wanted") -> "Checks":
    from catalogue.services.checking import Checks
    from catalogue.services.translating import translations

    checker = services.checker(wanted.profile, wanted.engine)
    say = translations(wanted.language).gettext
    if wanted.in_json is None:
        return Checks(checker, wanted.level, say=say)
    from catalogue.services.verdicts import Words, json_line

    words = Words(checker.profile, checker.vocabularies, wanted.in_json)
    return Checks(checker, wanted.level, say=say, word=partial(json_line, words=words))


def _checks_of(options: Settings, wanted: "Wanted") -> "Works[Asked, Verdict]":
    return _checks(Services(options), wanted).verdicts


def _reader(options: Settings, limits: "Limits | None") -> "Harvester":
    """What reads an address: of the operator, or with limits, of anybody."""
    from harvesters.dcat import DcatHarvester
    from harvesters.fetching import Fetcher

    if limits is None:
        return DcatHarvester(options, gathers=True)
    bounds = {
        "fetch_pages": limits.pages,
        "import_limit": limits.megabytes,
        "allow_private_addresses": limits.private,
    }
    fetcher = partial(Fetcher, attempts=1, vouched=False, until=time.monotonic() + limits.seconds)
    return DcatHarvester(options.model_copy(update=bounds), fetcher, gathers=True)


def load() -> Services:
    """The services of the instance that the environment describes. Raises SettingsError."""
    return Services(settings.load())
