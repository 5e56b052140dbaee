"""Pages of the form over HTTP beside a bare page: an ordinary description, and one of 6,000 variables.

A section is opened and saved; two revisions of very many variables are compared, and one is previewed.
"""

import re
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path
from statistics import median, quantiles
from urllib.parse import urlencode

from catalogue.bootstrap import Services
from catalogue.domain.people import OPERATOR, Person, Role
from catalogue.domain.record import Description
from catalogue.rdf.formats import TURTLE
from catalogue.rdf.reading import read
from catalogue.rdf.splitting import split
from catalogue.services.accounts import Newcomer
from catalogue.settings import Settings
from catalogue.web.actors import COOKIE
from tests.benchmarks.bench_http import server
from tests.benchmarks.descriptions import PREFIXES, turtle
from tests.benchmarks.table import Row

TIMES = 40
LOOKS = 8  # pages that take longer are asked for less often
VARIABLES = 6_000
LARGE = f"{VARIABLES:,} variables"
GROUP = "about"
TITLE = "http://purl.org/dc/terms/title"
_INPUT = re.compile(r'name="(n[0-9a-f]{12}\.dct_title\.v[0-9a-f]{12})"')
_HIDDEN = re.compile(r'name="(csrf_token|version)" value="([^"]*)"')


def measure() -> list[Row]:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        services = Services(Settings(data=folder / "data"))
        person = _person(services)
        ids = {
            label: services.editing.take(OPERATOR, "north", description, "").id
            for label, description in _descriptions().items()
        }
        cookie = f"{COOKIE}={services.sessions.begin(person, 'A benchmark')}"
        with server("catalogue.app:create_app()", {"CATALOGUE_DATA": str(folder / "data")}) as port:
            desks = {label: _Desk(port, cookie, id) for label, id in ids.items()}
            (folder / "page.html").write_text(next(iter(desks.values())).open(), encoding="utf-8")
            with server("tests.benchmarks.bare:app", {"BARE_BODY": str(folder / "page.html")}) as bare:
                rows = [row for label, desk in desks.items() for row in _rows(label, desk, bare)]
                return rows + _looks(services, desks[LARGE], bare)


def _person(services: Services) -> Person:
    services.accounts.add_organisation(OPERATOR, "north", "North")
    return services.accounts.add(
        OPERATOR, Newcomer("ada@example.org", "Ada", organisation="north", role=Role.EDITOR)
    )


def _descriptions() -> dict[str, Description]:
    """An ordinary description, and one with very many variables."""
    large = turtle(2).replace("csvw:column ", f"csvw:column {_columns()}, ", 1)
    return {"an ordinary description": _described(turtle(1)), LARGE: _described(large)}


def _columns() -> str:
    return ", ".join(
        f'[ a csvw:Column ; csvw:name "v_{number}" ; csvw:datatype "integer" ; csvw:title "Variable {number}"@en, '
        f'"Variable n° {number}"@fr ; dct:description "What the variable {number} says."@en ]'
        for number in range(VARIABLES)
    )


def _described(text: str) -> Description:
    with read((PREFIXES + text).encode(), "generated", TURTLE) as statements:
        return next(iter(split(statements, str).descriptions))


@dataclass
class _Desk:
    """Somebody at a section of a description."""

    port: int
    cookie: str
    id: str

    @property
    def path(self) -> str:
        return f"/en/workspace/descriptions/{self.id}/sections/{GROUP}"

    def open(self) -> str:
        return _ask(self.port, "GET", self.path, self.cookie)

    def save(self, page: str, number: int) -> None:
        posted = [*_HIDDEN.findall(page), (_INPUT.findall(page)[0], f"Title {number}"), ("action", "save")]
        _ask(self.port, "POST", self.path, self.cookie, urlencode(posted))


def _rows(label: str, desk: _Desk, bare: int) -> list[Row]:
    """Opening and saving, turn by turn with the bare page."""
    opened, saved, asked = [], [], []
    for number in range(TIMES):
        asked.append(_timed(lambda: _ask(bare, "GET", "/body.ttl", "")))
        opened.append(_timed(desk.open))
        page = desk.open()
        saved.append(_timed(lambda page=page, number=number: desk.save(page, number)))  # type: ignore[misc]
    aim = "at most 150 ms" if "ordinary" in label else "at most 1,000 ms"
    page = _p95(asked)
    return [
        Row(f"{what}, {label}, p95", took, page, "ms", took / page, aim)
        for what, took in (("A section opened", _p95(opened)), ("A section saved", _p95(saved)))
    ]


def _looks(services: Services, desk: _Desk, bare: int) -> list[Row]:
    """Comparing two revisions, others each time so that nothing is remembered, and previewing the newest one."""
    record = services.store.find("id", [desk.id])[desk.id]
    services.editing.judged(record)
    base, last = f"/en/workspace/descriptions/{desk.id}", record.head.number
    pages = {
        "Two revisions compared": [
            f"compare?before={last - turn - 1}&after={last - turn}" for turn in range(LOOKS)
        ],
        "A preview": ["preview"] * LOOKS,
        "The page in a preview": ["preview/page"] * LOOKS,
    }
    rows = []
    for what, asked in pages.items():
        took, plain = [], []
        for page in asked:
            plain.append(_timed(lambda: _ask(bare, "GET", "/body.ttl", "")))
            took.append(_timed(lambda page=page: _ask(desk.port, "GET", f"{base}/{page}", desk.cookie)))  # type: ignore[misc]
        ours, page_alone = median(took), median(plain)
        aim = "at most 2,000 ms"
        rows.append(Row(f"{what}, {LARGE}, middle", ours, page_alone, "ms", ours / page_alone, aim))
    return rows


def _timed(work: Callable[[], object]) -> float:
    begin = time.perf_counter()
    work()
    return (time.perf_counter() - begin) * 1000


def _p95(times: list[float]) -> float:
    return quantiles(times, n=20)[-1]


def _ask(port: int, method: str, path: str, cookie: str, body: str = "") -> str:
    connection = HTTPConnection("127.0.0.1", port, timeout=60)
    headers = {"Cookie": cookie, "Accept": "text/html", "Origin": f"http://127.0.0.1:{port}"}
    if body:
        headers["Content-Type"] = "application/x-www-form-urlencoded"
    connection.request(method, path, body or None, headers)
    answer = connection.getresponse()
    text = answer.read().decode()
    assert answer.status in (200, 303), (answer.status, text[:500])
    connection.close()
    return text
