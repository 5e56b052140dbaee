"""What docker/compose.production.yml runs, by hand: web and worker apart over PostgreSQL, its address in a file."""

import socket
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.journeys.instance import PATIENCE, Instance, wait_until

pytestmark = pytest.mark.engine

DESCRIPTION = """
@prefix dcat: <http://www.w3.org/ns/dcat#> .
@prefix dct: <http://purl.org/dc/terms/> .
<https://example.org/dataset/apart> a dcat:Dataset ; dct:title "The apartness cohort"@en .
"""


@pytest.fixture
def instance(tmp_path: Path, empty_postgresql_url: str) -> Instance:
    """An instance over PostgreSQL that is not running yet."""
    secret = tmp_path / "database_url"
    secret.write_text(f"{empty_postgresql_url}\n")
    return Instance(tmp_path, {"CATALOGUE_DATABASE_URL_FILE": str(secret)})


def test_web_and_worker_work_together_over_postgresql(instance: Instance) -> None:
    with _running(instance):
        file = instance.folder / "apart.ttl"
        file.write_text(DESCRIPTION)
        imported = instance.command("import", str(file), "--publish", "always")
        assert imported.returncode == 0, imported.stdout + imported.stderr
        assert wait_until(lambda: "apartness" in instance.get("/en/datasets")[1]), instance.log
        assert instance.get("/resource?iri=https://example.org/dataset/apart")[0] == 200
    assert not (instance.folder / "data" / "catalogue.sqlite").exists()


def test_the_settings_do_not_tell_the_secret(instance: Instance, empty_postgresql_url: str) -> None:
    told = instance.command("settings").stdout
    assert "file named by CATALOGUE_DATABASE_URL_FILE" in told
    assert empty_postgresql_url not in told


@contextmanager
def _running(instance: Instance) -> Iterator[None]:
    """Both parts, each as a program of its own; they end cleanly."""
    port = _free_port()
    instance.url = f"http://127.0.0.1:{port}"
    parts = [_start(instance, "web", "--port", str(port)), _start(instance, "worker")]
    try:
        assert wait_until(lambda: instance.get("/readyz")[0] == 200), instance.log
        yield
    finally:
        for part in parts:
            part.terminate()
        codes = [part.wait(PATIENCE) for part in parts]
    assert codes == [0, 0]


def _start(instance: Instance, *command: str) -> subprocess.Popen[bytes]:
    with (instance.folder / "log").open("ab") as log:
        return subprocess.Popen(
            [instance.program, *command],
            cwd=instance.folder,
            env=instance.environment,
            stdout=log,
            stderr=log,
        )


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port: int = probe.getsockname()[1]
        return port
