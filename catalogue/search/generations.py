"""Folders of an embedded index: one generation is read, another is built beside it, then a pointer changes over.

    <folder>/current          JSON: the generation that readers use, and the layout that it was built for
    <folder>/generation-…/    one index
    <folder>/writer.lock      held by the one process that writes

A generation that `current` does not name is what a broken-off rebuild left; the next rebuild sweeps it.
"""

import fcntl
import json
import os
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

from catalogue.domain.errors import Busy
from catalogue.search.questions import PART

_PREFIX = "generation-"


class Generations:
    """The generations of one index folder. Every process has its own."""

    def __init__(self, folder: Path, layout: str) -> None:
        self._folder = folder
        self._layout = layout
        self._pointer = folder / "current"

    def current(self) -> Path | None:
        """The folder that readers use; None where there is none of this layout."""
        try:
            pointer = json.loads(self._pointer.read_bytes())
            path = self._folder / str(pointer["generation"])
            return path if pointer["layout"] == self._layout and path.is_dir() else None
        except (OSError, ValueError, KeyError, TypeError):
            return None

    def signature(self) -> tuple[int, int] | None:
        """Changes whenever readers should look at `current` again."""
        return signature(self._pointer)

    def begin(self) -> Path:
        """An empty folder for a new generation."""
        path = self._folder / f"{_PREFIX}{uuid4().hex}"
        path.mkdir(parents=True)
        return path

    def change_over(self, path: Path) -> None:
        """Point readers to a generation, and remove the others; who still reads one keeps its open files."""
        waiting = self._pointer.with_suffix(".new")
        with waiting.open("w", encoding="utf-8") as file:
            json.dump({"generation": path.name, "layout": self._layout}, file)
            file.flush()
            os.fsync(file.fileno())
        waiting.replace(self._pointer)
        self._sweep(path)

    def condemn(self, path: Path) -> None:
        """Take a generation that turned out to be broken away from all readers."""
        if self.current() == path:
            self._pointer.unlink(missing_ok=True)

    @contextmanager
    def writing(self, patience: float) -> Iterator[None]:
        """Be the one that writes. Raises Busy when another is for longer than `patience` seconds.

        The system drops the lock of a process that dies.
        """
        self._folder.mkdir(parents=True, exist_ok=True)
        with (self._folder / "writer.lock").open("a") as file:
            _lock(file.fileno(), time.monotonic() + patience)
            yield

    def _sweep(self, kept: Path) -> None:
        for path in self._folder.glob(f"{_PREFIX}*"):
            if path != kept:
                shutil.rmtree(path, ignore_errors=True)


def signature(path: Path) -> tuple[int, int] | None:
    """What tells that a file was replaced, for the price of a stat; None where there is none."""
    try:
        status = path.stat()
    except OSError:
        return None
    return status.st_ino, status.st_mtime_ns


def _lock(descriptor: int, deadline: float) -> None:
    while True:
        try:
            return fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if time.monotonic() >= deadline:
                raise Busy(part=PART) from None
            time.sleep(0.02)
