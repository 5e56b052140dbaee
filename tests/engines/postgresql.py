"""A real PostgreSQL on loopback, from the binaries that Debian installs, in a folder that goes afterwards.

`postgresql_url` lives as long as the test session; `empty_postgresql_url` is a new database on that server, and
`new_postgresql_url` one with all tables and nothing in them.
"""

import os
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import uuid4

import psycopg
import pytest

from catalogue.store.sql import SqlStore
from tests.engines.ports import free_port

OWNER = "catalogue"
UNPRIVILEGED = ("postgres", "nobody")
PATIENCE = 30.0
# Nothing here outlives the tests, so nothing needs to reach the disk.
OPTIONS = {
    "listen_addresses": "127.0.0.1",
    "unix_socket_directories": "",
    "fsync": "off",
    "full_page_writes": "off",
    "shared_buffers": "32MB",
    "max_connections": "60",
}


@dataclass(frozen=True)
class Server:
    """Where the programs, the data and the log of a server are, and who runs it."""

    programs: Path
    folder: Path
    port: int

    @property
    def data(self) -> Path:
        return self.folder / "data"

    @property
    def log(self) -> Path:
        return self.folder / "log"

    def url(self, database: str) -> str:
        return f"postgresql://{OWNER}@127.0.0.1:{self.port}/{database}"


@pytest.fixture(scope="session")
def postgresql_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of an empty database on a PostgreSQL that lives as long as the test session."""
    programs = _programs()
    if programs is None:
        pytest.skip("PostgreSQL is not installed (Debian: apt-get install postgresql)")
    with running(programs) as server:
        yield _create_database(server.url("postgres"))


@pytest.fixture
def empty_postgresql_url(postgresql_url: str) -> Iterator[str]:
    """The address of a new database, dropped after the test."""
    yield from _lent(postgresql_url)


@pytest.fixture(scope="session")
def postgresql_tables(postgresql_url: str) -> str:
    """The address of a database that others are copied from, which takes a tenth of the time to make one."""
    url = _create_database(postgresql_url)
    SqlStore(url).close()
    return url


@pytest.fixture
def new_postgresql_url(postgresql_url: str, postgresql_tables: str) -> Iterator[str]:
    """The address of a new database with the tables of a catalogue, dropped after the test."""
    yield from _lent(postgresql_url, f" TEMPLATE {_name(postgresql_tables)}")


def _lent(server: str, like: str = "") -> Iterator[str]:
    url = _create_database(server, like)
    yield url
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f"DROP DATABASE {_name(url)} WITH (FORCE)".encode())


def _name(url: str) -> str:
    return url.rpartition("/")[2]


@contextmanager
def running(programs: Path) -> Iterator[Server]:
    """A server in a temporary folder; it is stopped, and the folder removed, at the end."""
    # Not pytest's temporary folder: its parents are closed to the user who runs the server.
    folder = Path(tempfile.mkdtemp(prefix="postgresql-"))
    if user := _user().get("user"):
        shutil.chown(folder, user)
    server = Server(programs, folder, free_port())
    process: subprocess.Popen[bytes] | None = None
    try:
        _initialise(server)
        process = _start(server)
        yield server
    finally:
        if process:
            _stop(process)
        shutil.rmtree(folder, ignore_errors=True)


def _programs() -> Path | None:
    """The folder of the newest PostgreSQL's programs; Debian keeps them off the path."""
    debian = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: float(path.parent.name))
    on_path = shutil.which("initdb")
    if debian:
        return debian[-1]
    return Path(on_path).resolve().parent if on_path else None


def _user() -> dict[str, Any]:
    """PostgreSQL refuses to run as root: the arguments that start it as somebody else, if need be."""
    if os.geteuid() != 0:
        return {}
    import pwd

    known = {entry.pw_name: entry for entry in pwd.getpwall()}
    entry = next(known[name] for name in UNPRIVILEGED if name in known)
    return {"user": entry.pw_name, "group": entry.pw_gid, "extra_groups": []}


def _initialise(server: Server) -> None:
    options = ["-U", OWNER, "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync"]
    subprocess.run(
        [str(server.programs / "initdb"), "-D", str(server.data), *options],
        cwd=server.folder,
        check=True,
        capture_output=True,
        **_user(),
    )


def _start(server: Server) -> subprocess.Popen[bytes]:
    options = [part for name, value in OPTIONS.items() for part in ("-c", f"{name}={value}")]
    command = [str(server.programs / "postgres"), "-D", str(server.data), "-p", str(server.port), *options]
    with server.log.open("wb") as log:
        process = subprocess.Popen(command, cwd=server.folder, stdout=log, stderr=log, **_user())
    deadline = time.monotonic() + PATIENCE
    while not _answers(server):
        if process.poll() is not None or time.monotonic() > deadline:
            _stop(process)
            pytest.fail(f"PostgreSQL did not start:\n{server.log.read_text(errors='replace')}")
        time.sleep(0.05)
    return process


def _answers(server: Server) -> bool:
    try:
        psycopg.connect(server.url("postgres"), connect_timeout=2).close()
    except psycopg.OperationalError:
        return False
    return True


def _stop(process: subprocess.Popen[bytes]) -> None:
    process.send_signal(signal.SIGINT)  # ends the connections, then the server
    try:
        process.wait(PATIENCE)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def _create_database(url: str, like: str = "") -> str:
    name = f"test_{uuid4().hex}"
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}{like}".encode())
    return f"{url.rpartition('/')[0]}/{name}"
