"""The search answers the judged questions as well as it did, or better: docs/relevance.md has the figures.

A floor is what was reached, less a hundredth. One that is broken is no figure to be changed, but a change to be read.
"""

from collections.abc import Mapping
from pathlib import Path

import pytest

from catalogue.bootstrap import Services
from catalogue.settings import Settings
from tests.engines.search_server import SearchServer
from tests.relevance import searched
from tests.relevance.corpus import Corpus, demonstration, examples, names, only_in
from tests.relevance.measure import Report, judged
from tests.relevance.questions import read_questions, within

Floors = Mapping[str, float]  # by "all", a language, or a kind of question

EMBEDDED: Floors = {"all": 0.885, "en": 0.903, "fr": 0.866, "translation": 0.862}
ENGINES: Floors = {"all": 0.883, "en": 0.900, "fr": 0.866, "translation": 0.865}
ONLY_IN: Mapping[str, Floors] = {
    "en": {"all": 0.825, "en": 0.887, "fr": 0.766},
    "fr": {"all": 0.860, "en": 0.866, "fr": 0.854},
}


@pytest.fixture(scope="module")
def known(reference: Path) -> Corpus:
    return demonstration() | examples(reference)


def _report(corpus: Corpus, folder: Path, **given: object) -> Report:
    """How an instance answers that has these descriptions."""
    services = Services(Settings.model_validate({"data": folder, "import_processes": 1} | given))
    searched.fill(services, corpus)
    questions = within(read_questions(), set(names(corpus).values()))
    return judged(searched.search(services, corpus), questions)


def _below(report: Report, floors: Floors) -> dict[str, float]:
    """The means that are under their floor."""
    means = {"all": report.mean, **report.by_language(), **report.by_kind()}
    return {name: means[name] for name, floor in floors.items() if means[name] < floor}


@pytest.mark.reference
def test_the_embedded_index_answers_as_well_as_it_did(known: Corpus, tmp_path: Path) -> None:
    report = _report(known, tmp_path)
    assert not _below(report, EMBEDDED), str(report)


@pytest.mark.parametrize("language", ["en", "fr"])
def test_descriptions_in_one_language_are_found_in_the_other(language: str, tmp_path: Path) -> None:
    report = _report(only_in(language, demonstration()), tmp_path)
    assert not _below(report, ONLY_IN[language]), str(report)


@pytest.mark.engine
@pytest.mark.reference
class TestEngines:
    """The same over the real engines."""

    def test_elasticsearch_answers_as_well_as_it_did(
        self, elasticsearch: SearchServer, known: Corpus, tmp_path: Path
    ) -> None:
        report = _report(known, tmp_path, **_on(elasticsearch))
        assert not _below(report, ENGINES), str(report)

    def test_opensearch_answers_as_well_as_it_did(
        self, opensearch: SearchServer, known: Corpus, tmp_path: Path
    ) -> None:
        report = _report(known, tmp_path, **_on(opensearch))
        assert not _below(report, ENGINES), str(report)


def _on(server: SearchServer) -> dict[str, object]:
    return {"search_url": server.url, "search_index": "relevance", "search_timeout": 60.0}
