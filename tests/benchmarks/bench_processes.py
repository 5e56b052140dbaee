"""How soon `catalogue serve` answers, and what all its processes take in memory, with 10,000 descriptions."""

import tempfile
import time
from pathlib import Path
from urllib.request import urlopen

from catalogue.bootstrap import Services
from catalogue.settings import Settings
from tests.benchmarks.filling import fill
from tests.benchmarks.table import Row
from tests.journeys.instance import Instance, running

COUNT = 10_000
STARTS = 3
READ = (
    "/en/",
    "/en/datasets",
    "/en/datasets?q=diabetes",
    "/fr/datasets?q=imagerie",
    "/catalog.ttl",
    "/sitemap.xml",
)
MEGABYTE = 2**20


def measure() -> list[Row]:
    with tempfile.TemporaryDirectory() as folder:
        _fill(Path(folder) / "data")
        starts = sorted(_start(Path(folder)) for _ in range(STARTS))
        with running(Path(folder)) as catalogue:
            _read(catalogue)
            memory = [process.memory_full_info() for process in catalogue.processes()]
    resident = sum(each.rss for each in memory) / MEGABYTE
    proportional = sum(each.pss for each in memory) / MEGABYTE
    return [
        Row(f"Start until ready, middle of {STARTS}", starts[len(starts) // 2], 0, "s", 0, "at most 3 s"),
        Row(f"Resident memory, {len(memory)} processes (RSS)", resident, 0, "MB", 0, "at most 250 MB"),
        Row("The same with shared pages counted once (PSS)", proportional, 0, "MB", 0, ""),
    ]


def _fill(data: Path) -> None:
    services = Services(Settings(data=data))
    fill(services, COUNT)
    services.indexing.rebuild()


def _start(folder: Path) -> float:
    """Seconds from the command to the first page."""
    begin = time.perf_counter()
    with running(folder):
        return time.perf_counter() - begin


def _read(catalogue: Instance) -> None:
    """What readers and harvesters ask for, so that memory is that of a catalogue in use."""
    for path in READ * 5:
        with urlopen(catalogue.url + path, timeout=60) as answer:
            answer.read()
