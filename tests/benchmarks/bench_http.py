"""A stored description over HTTP, beside a bare Flask route that returns the same bytes from the same server."""

import os
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median

from catalogue.bootstrap import Services
from catalogue.rdf.formats import TURTLE
from catalogue.settings import Settings
from tests.benchmarks.asking import rate, status
from tests.benchmarks.filling import fill
from tests.benchmarks.table import Row

ROUNDS = 5
SECONDS = 1.5
ROOT = Path(__file__).parents[2]


def measure() -> list[Row]:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        path = _prepare(folder)
        ours = {"CATALOGUE_DATA": str(folder / "data")}
        bare = {"BARE_BODY": str(folder / "body.ttl")}
        with (
            server("catalogue.app:create_app()", ours) as catalogue,
            server("tests.benchmarks.bare:app", bare) as flask,
        ):
            return _rows(catalogue, flask, path)


def _rows(catalogue: int, flask: int, path: str) -> list[Row]:
    code, fields = status(catalogue, path)
    assert code == 200, code
    known = f"If-None-Match: {fields['ETag']}\r\n"
    assert status(catalogue, path, known)[0] == 304
    ways = {
        "Stored Turtle": (path, "", "at least 0.6"),
        "304 for who has it": (path, known, "at least 0.8"),
        "The dataset's IRI, negotiated": (path.removesuffix(".ttl"), "", ""),
        "A page of the feed, 100 descriptions": ("/catalog.ttl", "", ""),
    }
    return [_row(name, catalogue, flask, way) for name, way in ways.items()]


def _row(name: str, catalogue: int, flask: int, way: tuple[str, str, str]) -> Row:
    """One way of asking, beside the bare route, turn by turn."""
    path, headers, aim = way
    pairs = [
        (rate(catalogue, path, headers, SECONDS), rate(flask, "/body.ttl", "", SECONDS))
        for _ in range(ROUNDS)
    ]
    ours, bare = (median(side) for side in zip(*pairs, strict=True))
    return Row(name, ours, bare, "a second", median(mine / theirs for mine, theirs in pairs), aim)


def _prepare(folder: Path) -> str:
    """An instance with a hundred descriptions; gives the path of one, whose bytes the bare route returns."""
    services = Services(Settings(data=folder / "data"))
    fill(services, 100)
    record = services.store.find("number", [1])[1]
    (folder / "body.ttl").write_bytes(services.reading.body(record, TURTLE))
    return f"/dataset/{record.id}.ttl"


@contextmanager
def server(application: str, environment: dict[str, str]) -> Iterator[int]:
    """gunicorn with threads as `catalogue serve` runs it; gives the port."""
    port = _free_port()
    command = [sys.executable, "-m", "gunicorn", application, "--bind", f"127.0.0.1:{port}"]
    options = ["--worker-class", "gthread", "--threads", "8", "--keep-alive", "5", "--log-level", "warning"]
    inherited = {name: value for name, value in os.environ.items() if not name.startswith("CATALOGUE_")}
    server = subprocess.Popen([*command, *options], cwd=ROOT, env={**inherited, **environment})
    try:
        _wait(port, server)
        yield port
    finally:
        server.terminate()
        server.wait(10)


def _wait(port: int, server: "subprocess.Popen[bytes]") -> None:
    for _ in range(200):
        assert server.poll() is None, "the server did not start"
        with socket.socket() as connection:
            if connection.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    raise AssertionError("the server did not answer")


def _free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])
