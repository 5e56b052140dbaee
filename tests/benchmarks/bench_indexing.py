"""Descriptions from the store into the search index, and how soon one that is saved can be found.

End to end: rows of the store, N-Triples, documents, the engine, and the processes that help. Profile and vocabularies,
which a process loads once, are loaded before (bench_validation measures that). Nothing bare stands beside it: an engine
alone has no descriptions to read.
"""

import tempfile
import time
from pathlib import Path

from catalogue.bootstrap import Services
from catalogue.domain.search import Query
from catalogue.settings import Settings
from tests.benchmarks.filling import fill
from tests.benchmarks.table import Row

DESCRIPTIONS = 5_000
CHANGES = 20


def measure(descriptions: int = DESCRIPTIONS, changes: int = CHANGES) -> list[Row]:
    with tempfile.TemporaryDirectory() as folder:
        services = Services(Settings(data=Path(folder)))
        fill(services, descriptions)
        indexing, _ = services.indexing, services.packing
        begin = time.perf_counter()
        built = indexing.rebuild()
        rate = built / (time.perf_counter() - begin)
        slowest = max(_findable(services, descriptions + place) for place in range(changes))
    return [
        Row(
            f"Descriptions indexed from the store, of {descriptions:,}, a second",
            rate,
            0,
            "",
            0,
            "at least 1,000",
        ),
        Row(f"One change, from save to findable, the slowest of {changes}", slowest, 0, "s", 0, "under 1"),
    ]


def _findable(services: Services, number: int) -> float:
    """Seconds until a description that is saved is among what is found."""
    known = services.index.search(Query()).total
    begin = time.perf_counter()
    fill(services, number + 1, start=number)
    services.indexing.catch_up()
    assert services.index.search(Query()).total == known + 1
    return time.perf_counter() - begin
