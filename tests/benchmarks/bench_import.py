"""Importing, beside a plain loop of rdflib parse, pySHACL and an insert; and the memory that it takes."""

import re
import sqlite3
import subprocess
import sys
import tempfile
import time
from contextlib import closing
from pathlib import Path

from pyshacl import validate
from rdflib import Graph

from catalogue.bootstrap import Services
from catalogue.settings import Settings
from tests.benchmarks.descriptions import documents, write_file
from tests.benchmarks.memory import peak
from tests.benchmarks.table import Row

LARGE = 10_000
SMALL = 1_000
LOOP = 200  # the plain loop takes the same time for each, so a part of it tells


def measure() -> list[Row]:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        plain = _plain_loop(folder)
        rows = [_speed(folder, engine, plain) for engine in ("pyshacl", "fast")]
        return [*rows, _memory(folder)]


def _speed(folder: Path, engine: str, plain: float) -> Row:
    path = write_file(folder / "large.ttl", LARGE)
    start = time.perf_counter()
    _import(path, folder / engine, engine)
    ours = (time.perf_counter() - start) / LARGE * 1000
    aim = "at least 3" if engine == "pyshacl" else "at least 20 (an accelerator, off by default)"
    name = f"Import of {LARGE:,} descriptions with {engine}, beside rdflib, pySHACL and insert"
    return Row(name, ours, plain, "ms each", plain / ours, aim)


def _plain_loop(folder: Path) -> float:
    """Milliseconds for one description, with our shapes read once."""
    shapes = Services(Settings()).profile.shapes
    by_level = {level: _full(shapes(level)) for level in ("PUBLIC", "RESTRICTED", "NON_PUBLIC")}
    with closing(sqlite3.connect(folder / "plain.sqlite")) as database:
        database.execute("PRAGMA journal_mode=WAL")
        database.execute("CREATE TABLE descriptions (iri TEXT PRIMARY KEY, body TEXT, conforms INTEGER)")
        texts = list(documents(LOOP))
        start = time.perf_counter()
        for number, text in enumerate(texts):
            level = re.search(r"access-right/(\w+)", text)
            assert level
            graph = Graph().parse(data=text, format="turtle")
            conforms, _, _ = validate(graph, shacl_graph=by_level[level[1]], inference="none")
            row = (str(number), graph.serialize(format="nt"), conforms)
            database.execute("INSERT INTO descriptions VALUES (?, ?, ?)", row)
            database.commit()
        return (time.perf_counter() - start) / LOOP * 1000


def _full(shapes: Graph) -> Graph:
    copy = Graph()
    copy += shapes
    return copy


def _memory(folder: Path) -> Row:
    """The peak over all processes of an import, for a file ten times larger."""
    peaks = []
    for count in (SMALL, LARGE):
        path = write_file(folder / f"{count}.ttl", count)
        peaks.append(peak(_command(path), _environment(folder / f"memory-{count}", "fast")))
    return Row(
        f"Memory of an import of {LARGE:,}, beside one of {SMALL:,}",
        peaks[1],
        peaks[0],
        "MB",
        peaks[1] / peaks[0],
        "does not grow with the file",
    )


def _import(path: Path, data: Path, engine: str) -> None:
    subprocess.run(_command(path), env=_environment(data, engine), check=True, stdout=subprocess.DEVNULL)


def _command(path: Path) -> list[str]:
    return [str(Path(sys.executable).parent / "catalogue"), "import", str(path)]


def _environment(data: Path, engine: str) -> dict[str, str]:
    return {
        "CATALOGUE_DATA": str(data),
        "CATALOGUE_VALIDATOR": engine,
        "CATALOGUE_BASE_URL": "https://bench.example.org",
        "PATH": "/usr/bin:/bin",
    }
