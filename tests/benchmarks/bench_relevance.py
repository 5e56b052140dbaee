"""How well the judged questions are answered: nDCG@10, of which tests/relevance holds the floor.

It is no time, and stands beside the times so that neither is won at the other's cost. The official examples are read
where `HEALTHDCAT_AP_REFERENCE` names them, and the engines are measured that the tests can start.
"""

import tempfile
from pathlib import Path

from catalogue.bootstrap import Services
from catalogue.settings import Settings
from tests.benchmarks.engines import servers
from tests.benchmarks.table import Row
from tests.conftest import REFERENCE
from tests.relevance import searched
from tests.relevance.corpus import Corpus, demonstration, examples, names
from tests.relevance.measure import Report, judged
from tests.relevance.questions import read_questions, within


def measure() -> list[Row]:
    corpus = demonstration() | (examples(REFERENCE) if REFERENCE.is_dir() else {})
    found = rows("Tantivy", answered(corpus))
    for name, server in servers():
        report = answered(corpus, search_url=server.url, search_index="relevance", search_timeout=60.0)
        found += rows(name, report)
    return found


def answered(corpus: Corpus, **given: object) -> Report:
    """How an instance with these descriptions and settings answers."""
    with tempfile.TemporaryDirectory() as folder:
        services = Services(Settings.model_validate({"data": Path(folder)} | given))
        searched.fill(services, corpus)
        questions = within(read_questions(), set(names(corpus).values()))
        return judged(searched.search(services, corpus), questions)


def rows(engine: str, report: Report) -> list[Row]:
    means = {f"{len(report.scores)} questions": report.mean} | {
        f"on pages in {language}": mean for language, mean in report.by_language().items()
    }
    return [Row(f"nDCG@10, {engine}, {name}", mean, 0, "", 0, "0.9") for name, mean in means.items()]
