"""`catalogue validate` of a paged catalogue on loopback, beside the engine alone; and the memory that it takes."""

import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from catalogue.bootstrap import Services
from catalogue.domain.record import Description
from catalogue.settings import Settings
from tests.benchmarks.descriptions import BASE, PREFIXES, descriptions, turtle
from tests.benchmarks.memory import peak
from tests.benchmarks.table import Row
from tests.harvesters.site import Behaviour, Handler, Site, serving

LARGE = 10_000
SMALL = 1_000
PAGE = 100
ALONE = {"fast": 1_000, "pyshacl": 100}  # descriptions after which the engine alone is known


def measure() -> list[Row]:
    with tempfile.TemporaryDirectory() as name, _catalogue(LARGE) as large, _catalogue(SMALL) as small:
        rows = [_speed(engine, (large if engine == "fast" else small), Path(name)) for engine in ALONE]
        return [*rows, _memory(large, small, Path(name))]


def _speed(engine: str, catalogue: tuple[str, int], data: Path) -> Row:
    """Descriptions in a second: fetched, parsed, sorted, validated and told, beside validated alone."""
    url, count = catalogue
    start = time.perf_counter()
    _run(_command(url, engine), data)
    ours = count / (time.perf_counter() - start)
    alone = _alone(engine)
    name = f"`validate` of a paged catalogue of {count:,} with {engine}, beside the bare engine"
    return Row(name, ours, alone, "a second", ours / alone, "at least 0.5")


def _alone(engine: str) -> float:
    """How many descriptions the engine validates in a second, from N-Triples that are there already."""
    services = Services(Settings.model_validate({"validator": engine}))
    given = list(descriptions(ALONE[engine]))
    validate = _bare(services) if engine == "fast" else _with_pyshacl(services)
    validate(given[:3])
    start = time.perf_counter()
    validate(given)
    return len(given) / (time.perf_counter() - start)


def _bare(services: Services) -> Callable[[list[Description]], None]:
    """The `shacl` package by itself, with the shapes of each level compiled once."""
    import shacl

    from catalogue.rdf.graphs import ntriples

    profile = services.profile
    compiled = {
        level: shacl.Shapes.from_text(ntriples(profile.shapes(level)), format="ntriples")
        for level in profile.levels
    }

    def validate(given: list[Description]) -> None:
        for each in given:
            level = next(name for name in compiled if profile.levels[name].iri in each.ntriples)
            list(compiled[level].validate_text(each.ntriples, format="ntriples").results)

    return validate


def _with_pyshacl(services: Services) -> Callable[[list[Description]], None]:
    """pySHACL as the catalogue calls it: `bench_validation` measures that beside `pyshacl.validate`."""
    checker = services.checker()

    def validate(given: list[Description]) -> None:
        for each in given:
            checker.check(each, "")

    return validate


def _memory(large: tuple[str, int], small: tuple[str, int], data: Path) -> Row:
    """The peak over all processes, for a catalogue ten times larger."""
    most, least = (peak(_command(url, "fast"), _environment(data)) for url, _ in (large, small))
    name = f"Memory of `validate` for {LARGE:,}, beside {SMALL:,}"
    return Row(name, most, least, "MB", most / least, "does not grow with the catalogue")


@contextmanager
def _catalogue(count: int) -> Iterator[tuple[str, int]]:
    """The address of a catalogue of so many descriptions, whose pages are there before they are asked for."""
    with serving() as site:
        for start in range(0, count, PAGE):
            site.behave(f"/{start}", _page(site, start, count))
        yield f"{site.url}/0", count


def _page(site: Site, start: int, count: int) -> Behaviour:
    numbers = range(start, start + PAGE)
    listed = ", ".join(f"<{BASE}/dataset/{number}>" for number in numbers)
    catalog = f'<{BASE}/catalog> a dcat:Catalog ; dct:title "A catalogue"@en ; dcat:dataset {listed} .\n'
    body = (PREFIXES + catalog + "".join(map(turtle, numbers))).encode()
    following = {"link": f'<{site.url}/{start + PAGE}>; rel="next"'} if start + PAGE < count else {}

    def answer(handler: Handler) -> None:
        handler.answer(body, content_type="text/turtle", **following)

    return answer


def _command(url: str, engine: str) -> list[str]:
    program = str(Path(sys.executable).parent / "catalogue")
    return [program, "validate", url, "--format", "json", "--engine", engine]


def _environment(data: Path) -> dict[str, str]:
    return {"CATALOGUE_DATA": str(data), "PATH": "/usr/bin:/bin", "NO_PROXY": "*"}


def _run(command: list[str], data: Path) -> None:
    subprocess.run(command, env=_environment(data), check=True, stdout=subprocess.DEVNULL)
