"""What the tests fetch once, into the user's cache: `python -m tests.engines.fetched`, or `make engines`."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import click
import pytest

PATIENCE = 900.0
KEYCLOAK = "26.7.3"
OIDC = Path(__file__).parent / "oidc"


def cache(name: str) -> Path:
    """The folder of an engine in the user's cache."""
    root = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    folder = root / "health-catalogue" / "engines" / name
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def openid_provider() -> Path:
    """The folder of npm's `oidc-provider` with our script. Skips the test where it cannot be had."""
    missing = [name for name in ("node", "npm") if not shutil.which(name)]
    if missing:
        pytest.skip(f"{' and '.join(missing)} not found")
    folder = cache("oidc")
    lock, stamp = OIDC / "package-lock.json", folder / "installed"
    if not stamp.is_file() or stamp.read_bytes() != lock.read_bytes():
        _install(folder)
        shutil.copyfile(lock, stamp)
    shutil.copyfile(OIDC / "provider.js", folder / "provider.js")
    return folder


def keycloak() -> Path:
    """The folder of Keycloak's distribution, built for one node. Skips the test where it cannot be had."""
    missing = [name for name in ("mvn", "java") if not shutil.which(name)]
    if missing:
        pytest.skip(f"{' and '.join(missing)} not found")
    folder = cache("keycloak")
    home = folder / f"keycloak-{KEYCLOAK}"
    if not (home / "bin" / "kc.sh").is_file():
        artifact = f"org.keycloak:keycloak-quarkus-dist:{KEYCLOAK}:zip"
        command = ["mvn", "-q", "-B", "-f", str(OIDC / "pom.xml"), "dependency:unpack"]
        options = [
            f"-Dartifact={artifact}",
            f"-DoutputDirectory={folder}",
            f"-Dmdep.unpack.markersDirectory={folder}",
        ]
        run([*command, *options], folder, "Maven")
    built = home / "built"
    if not built.is_file():
        # What each start would do anew otherwise, for half of its time.
        run([str(home / "bin" / "kc.sh"), "build", "--db=dev-file", "--cache=local"], folder, "Keycloak")
        built.touch()
    return home


def _install(folder: Path) -> None:
    for name in ("package.json", "package-lock.json"):
        shutil.copyfile(OIDC / name, folder / name)
    options = ["--ignore-scripts", "--no-audit", "--no-fund", "--no-update-notifier"]
    run(["npm", "ci", *options], folder, "npm")


def run(command: list[str], folder: Path, name: str) -> None:
    """Runs what fetches or makes an engine; skips the test, with what it said, where that fails."""
    ended = subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=PATIENCE, check=False)
    if ended.returncode:
        pytest.skip(f"{name} fails here: {(ended.stderr + ended.stdout).strip()[-300:]}")


def _everything() -> bool:
    """Fetches all; whether nothing is missing."""
    from tests.engines import elasticsearch, opensearch

    engines = {
        "oidc-provider": openid_provider,
        "Keycloak": keycloak,
        "Elasticsearch": elasticsearch.PROGRAM.installed,
        "OpenSearch": opensearch.PROGRAM.installed,
    }
    told = [_told(name, fetch) for name, fetch in engines.items()]  # all, whichever is missing
    return all(told)


def _told(name: str, fetch: Callable[[], Path]) -> bool:
    try:
        click.echo(f"{name}: {fetch()}")
    except pytest.skip.Exception as missing:
        click.echo(f"{name}: not fetched, {missing}")
        return False
    return True


if __name__ == "__main__":
    sys.exit(not _everything())
