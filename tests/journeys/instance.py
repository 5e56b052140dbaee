"""A real instance for journeys and benchmarks: `catalogue serve` on a free port, as people start it."""

import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

import psutil

PROGRAM = Path(sys.executable).with_name("catalogue")
PREFIX = "CATALOGUE_"
PATIENCE = 20.0
READY = re.compile(r"^Ready: (\S+)", re.MULTILINE)


def wait_until(true: Callable[[], bool], patience: float = PATIENCE) -> bool:
    """Whether something becomes true in time."""
    deadline = time.monotonic() + patience
    while not (reached := true()) and time.monotonic() < deadline:
        time.sleep(0.02)
    return reached


@dataclass
class Instance:
    """A running catalogue with its data folder, its log and its address."""

    folder: Path
    settings: dict[str, str] = field(default_factory=dict)
    program: Path = PROGRAM

    def __post_init__(self) -> None:
        self.process: subprocess.Popen[bytes] | None = None
        self.url = ""

    @property
    def environment(self) -> dict[str, str]:
        """Ours without other settings, and with compiled modules, as an installation has them."""
        others = (PREFIX, "PYTHONDONTWRITEBYTECODE")
        inherited = {name: value for name, value in os.environ.items() if not name.startswith(others)}
        return {**inherited, "CATALOGUE_DATA": str(self.folder / "data"), **self.settings}

    @property
    def log(self) -> str:
        path = self.folder / "log"
        return path.read_text(errors="replace") if path.exists() else ""

    def command(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Run a `catalogue` command on the instance's data, to its end."""
        return subprocess.run(
            [self.program, *arguments],
            cwd=self.folder,
            env=self.environment,
            capture_output=True,
            text=True,
            check=False,
            timeout=120,
        )

    def start(self, port: int = 0) -> None:
        """Start it, and wait until it says that it is ready."""
        self.launch(port)
        assert wait_until(lambda: bool(READY.search(self.log)) or self.ended), self.log
        found = READY.search(self.log)
        assert found, self.log
        self.url = found.group(1)

    def launch(self, port: int = 0) -> None:
        """Start it, and wait for nothing."""
        with (self.folder / "log").open("wb") as log:
            self.process = subprocess.Popen(
                [self.program, "serve", "--port", str(port)],
                cwd=self.folder,
                env=self.environment,
                stdout=log,
                stderr=log,
            )

    @property
    def ended(self) -> bool:
        return self.process is None or self.process.poll() is not None

    @property
    def supervisor(self) -> psutil.Process:
        assert self.process is not None
        return psutil.Process(self.process.pid)

    def processes(self) -> list[psutil.Process]:
        """The supervisor and everything below it."""
        return [self.supervisor, *self.supervisor.children(recursive=True)]

    def part(self, name: str) -> psutil.Process | None:
        """The `worker`, the `arbiter`, or a `web` process, if it is there now."""
        module = "catalogue.processes.worker" if name == "worker" else "catalogue.processes.web"
        for parent in self.supervisor.children():
            if module in _command_line(parent):
                return next(iter(parent.children()), None) if name == "web" else parent
        return None

    def get(self, path: str, patience: float = 10) -> tuple[int, str]:
        """The status and text of a page; 0 when nothing answers in so many seconds."""
        try:
            with urlopen(self.url + path, timeout=patience) as answer:
                return answer.status, answer.read().decode()
        except URLError as error:
            return getattr(error, "code", 0), str(error)
        except OSError as error:
            return 0, str(error)

    def stop(self, number: int = signal.SIGTERM) -> int:
        """Send a signal, and give the exit code."""
        assert self.process is not None
        if self.process.poll() is None:
            self.process.send_signal(number)
        return self.process.wait(PATIENCE)


@contextmanager
def running(folder: Path, **settings: str) -> Iterator[Instance]:
    """An instance that is ready; nothing of it is left afterwards."""
    instance = Instance(folder, settings)
    try:
        instance.start()
        yield instance
    finally:
        if not instance.ended:
            instance.stop()


def _command_line(process: psutil.Process) -> list[str]:
    try:
        return process.cmdline()
    except psutil.Error:
        return []
