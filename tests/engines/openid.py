"""Real OpenID providers on loopback: npm's certified `oidc-provider`, and Keycloak."""

import json
import os
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.error import URLError
from urllib.parse import urljoin
from urllib.request import urlopen

import pytest

from tests.engines.fetched import OIDC, keycloak, openid_provider
from tests.engines.ports import free_port

CLIENT = "catalogue"
SECRET = "a secret of tests alone"
# It is started for a few questions: what is compiled and collected thoroughly never pays.
QUICK = "-XX:TieredStopAtLevel=1 -XX:-UseG1GC -XX:+UseSerialGC"


@pytest.fixture(scope="session")
def openid_program() -> Path:
    """The folder of the provider, fetched once."""
    return openid_provider()


@contextmanager
def providing(program: Path, callback: str, people: Mapping[str, Any]) -> Iterator[str]:
    """A provider that knows these people, by login with their claims; gives its issuer."""
    port = free_port()
    command = ["node", "provider.js", str(port), callback, json.dumps(people)]
    process = subprocess.Popen(
        command, cwd=program, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    )
    try:
        assert process.stdout is not None
        assert process.stdout.readline().strip() == "ready"
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.communicate()


@pytest.fixture(scope="session")
def keycloak_program() -> Path:
    """Keycloak's distribution, fetched once."""
    return keycloak()


@contextmanager
def keycloak_running(program: Path, callback: str) -> Iterator[str]:
    """Keycloak with the realm of `oidc/realm.json`, in a folder that goes afterwards; gives its issuer."""
    port = free_port()
    issuer = f"http://127.0.0.1:{port}/realms/health"
    with tempfile.TemporaryDirectory(prefix="keycloak-") as folder:
        home = _home(program, Path(folder), callback)
        command = [home / "bin" / "kc.sh", "start", "--optimized", "--import-realm"]
        there = ["--http-host", "127.0.0.1", "--http-port", str(port)]
        there += ["--http-enabled", "true", "--hostname-strict", "false"]
        log = (home / "log").open("wb")
        process = subprocess.Popen(
            [*command, *there],
            cwd=home,
            stdout=log,
            stderr=log,
            env={**os.environ, "JAVA_OPTS_KC_HEAP": "-Xms64m -Xmx512m", "JAVA_OPTS_APPEND": QUICK},
            start_new_session=True,
        )
        try:
            _wait(issuer, process, home / "log")
            yield issuer
        finally:
            os.killpg(process.pid, signal.SIGTERM)
            process.wait()
            log.close()


def _home(program: Path, folder: Path, callback: str) -> Path:
    """A home of its own, whose libraries are those that were fetched: starting writes into it."""
    subprocess.run(["cp", "-r", "--reflink=auto", str(program), str(folder / "home")], check=True)
    imported = folder / "home" / "data" / "import"
    imported.mkdir(parents=True)
    realm = (OIDC / "realm.json").read_text(encoding="utf-8").replace("CALLBACK", callback)
    realm = realm.replace("HOME", urljoin(callback, "/"))
    (imported / "realm.json").write_text(realm, encoding="utf-8")
    return folder / "home"


def _wait(issuer: str, process: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + 240
    while True:
        try:
            urlopen(f"{issuer}/.well-known/openid-configuration", timeout=5).close()
            return
        except (URLError, OSError):
            if process.poll() is not None or time.monotonic() > deadline:
                pytest.fail(f"Keycloak did not start:\n{log.read_text(errors='replace')[-3000:]}")
            time.sleep(0.5)
