"""A search engine as a process of its own, and what tests do to it: stop, pause, kill, restart, fill its disk."""

import signal
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
import requests

from tests.engines.ports import free_port

PATIENCE = 120.0
WATERMARK = "cluster.routing.allocation.disk.watermark"
# In free bytes: a machine whose disk is nearly full can run the tests, and no disk is too empty to be taken for full.
ROOMY = {"low": "3mb", "high": "2mb", "flood_stage": "1mb"}
FULL = {"low": "3pb", "high": "2pb", "flood_stage": "1pb"}
BLOCK = "index.blocks.read_only_allow_delete"


class SearchServer:
    """One node, with its data in `folder`. `command` gives what starts it, from folder and port."""

    def __init__(self, name: str, folder: Path, command: Callable[[Path, int], Sequence[str]]) -> None:
        self.name = name
        self.folder = folder
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self._command = command
        self._process: subprocess.Popen[bytes] | None = None
        self._paused = self._full = False

    def start(self) -> None:
        """Begins it, on the data that there are, and waits until it answers and has read them."""
        with (self.folder / "log").open("ab") as log:
            self._process = subprocess.Popen(
                self._command(self.folder, self.port), cwd=self.folder, stdout=log, stderr=log
            )
        deadline = time.monotonic() + PATIENCE
        while not self._answers():
            if self._process.poll() is not None or time.monotonic() > deadline:
                self.kill()
                log_text = (self.folder / "log").read_text(errors="replace")
                pytest.fail(f"{self.name} did not start:\n{log_text[-3000:]}")
            time.sleep(0.1)
        self._mark(FULL if self._full else ROOMY)

    def stop(self, patience: float = 30.0) -> None:
        """Ends it in order, and hard where that takes longer than so many seconds."""
        self._end(signal.SIGTERM, patience)

    def kill(self) -> None:
        """Ends it as a power cut does."""
        self._end(signal.SIGKILL)

    def restart(self) -> None:
        """Ends it in order where it runs, and begins it on the same data, at the same address."""
        self.stop()
        self.start()

    def pause(self) -> None:
        """Holds it: connections are taken, and nothing answers."""
        self._send(signal.SIGSTOP)
        self._paused = True

    def resume(self) -> None:
        self._send(signal.SIGCONT)
        self._paused = False

    def fill_disk(self) -> None:
        """Makes it take its disk for full: its indices take no more writes, only their own removal.

        The engine looks every half minute; what it would then do to indices is done at once, and stays. A new
        index it may still make until it has looked.
        """
        self._full = True
        self._mark(FULL)
        self._block(True)

    def free_disk(self) -> None:
        """Gives the room back."""
        self._full = False
        self._mark(ROOMY)
        # OpenSearch looks only later, and forbids new indices until then. Elasticsearch has no such block.
        settings = self._json("GET", "/_cluster/settings?flat_settings=true")
        if "cluster.blocks.create_index" in settings["persistent"]:
            self._put("/_cluster/settings", {"persistent": {"cluster.blocks.create_index": None}})
        self._block(None)

    def indices(self) -> list[str]:
        """The names of all indices."""
        return sorted(self._json("GET", "/_alias"))

    def clear(self, *kept: str) -> None:
        """Drops all indices but those."""
        if names := [name for name in self.indices() if name not in kept]:
            self._json("DELETE", f"/{','.join(names)}")

    def mend(self) -> None:
        """Undoes what a test did: it runs, has room, and no index."""
        if self._paused:
            self.resume()
        if self._process is None:
            self.start()
        if self._full:
            self.free_disk()
        self.clear()

    def _answers(self) -> bool:
        asked = f"{self.url}/_cluster/health?wait_for_status=yellow&timeout=20s"
        try:
            return requests.get(asked, timeout=30).status_code in (200, 408)
        except requests.RequestException:
            return False

    def _mark(self, marks: dict[str, str]) -> None:
        self._put("/_cluster/settings", {"persistent": {f"{WATERMARK}.{k}": v for k, v in marks.items()}})

    def _block(self, on: bool | None) -> None:
        if self.indices():
            self._put("/_all/_settings", {BLOCK: on})

    def _put(self, path: str, body: dict[str, Any]) -> None:
        self._json("PUT", path, json=body)

    def _json(self, method: str, path: str, **given: Any) -> dict[str, Any]:
        answer = requests.request(method, self.url + path, timeout=60, **given)
        assert answer.ok, f"{self.name} answers {answer.status_code}: {answer.text[:500]}"
        parsed: dict[str, Any] = answer.json()
        return parsed

    def _send(self, what: signal.Signals) -> None:
        assert self._process is not None, f"{self.name} does not run"
        self._process.send_signal(what)

    def _end(self, what: signal.Signals, patience: float = 30.0) -> None:
        if self._process is None:
            return
        if self._paused:
            self.resume()
        self._process.send_signal(what)
        try:
            self._process.wait(patience)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        self._process = None


@contextmanager
def running(name: str, command: Callable[[Path, int], Sequence[str]]) -> Iterator[SearchServer]:
    """A server in a temporary folder; it is stopped, and the folder removed, at the end."""
    with tempfile.TemporaryDirectory(prefix=f"{name}-") as folder:
        server = SearchServer(name, Path(folder), command)
        server.start()
        try:
            yield server
        finally:
            server.kill()
