"""Serialised bodies by content, so that nothing is serialised twice.

A body is known by the hash of the graph it says and by its kind (`ttl`, `rdf`, …). It never goes stale, and
everything here can be thrown away: what is missing is made again.
"""

import os
import zlib
from collections import OrderedDict
from collections.abc import Callable, Hashable
from contextlib import suppress
from itertools import accumulate
from pathlib import Path
from tempfile import NamedTemporaryFile
from threading import Lock
from typing import Generic, TypeVar

from catalogue import __version__

Value = TypeVar("Value")
MEMORY = 24 * 2**20
DISK = 4 * 2**30


class Memory(Generic[Value]):
    """The values used last, up to a number of bytes. Threads may share it."""

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._held = 0
        self._values: OrderedDict[Hashable, tuple[Value, int]] = OrderedDict()
        self._lock = Lock()

    def get(self, key: Hashable) -> Value | None:
        """The value, which is then the one used last; None when it is not held."""
        with self._lock:
            if (entry := self._values.get(key)) is None:
                return None
            self._values.move_to_end(key)
            return entry[0]

    def put(self, key: Hashable, value: Value, size: int) -> None:
        """Hold a value, unless it is over an eighth of the limit, and let go of those longest unused."""
        if size > self._limit // 8:
            return
        with self._lock:
            if (before := self._values.pop(key, None)) is not None:
                self._held -= before[1]
            self._values[key] = (value, size)
            self._held += size
            while self._held > self._limit:
                self._held -= self._values.popitem(last=False)[1][1]

    def __len__(self) -> int:
        return len(self._values)


class Bodies:
    """Bodies kept in a folder, shared by all processes, and the last used of them in memory."""

    def __init__(self, folder: Path, memory: int = MEMORY) -> None:
        # How a graph is written may change with the version, so a version reads only its own.
        self._root = folder
        self._folder = folder / __version__
        self._memory: Memory[bytes] = Memory(memory)

    def get(self, content: str, kind: str, make: Callable[[], bytes]) -> bytes:
        """The body of a content hash (hex) in a kind, made when it is first asked for."""
        key = (content, kind)
        body = self._memory.get(key)
        if body is None:
            path = f"{self._folder}/{kind}/{content[:2]}/{content}"
            body = _read(path)
            if body is None:
                body = make()
                _write(Path(path), body)
            self._memory.put(key, body, len(body))
        return body

    def trim(self, limit: int = DISK) -> int:
        """Delete other versions' bodies and the oldest beyond `limit` bytes; gives how many files went."""
        others = [folder for folder in _folders(self._root) if folder != self._folder]
        removed = sum(_cut(part, 0) for other in others for part in other.rglob("*") if part.is_dir())
        # Hashes spread evenly, so that each folder may have its share, and no list of all files is needed.
        parts = [part for kind in _folders(self._folder) for part in _folders(kind)]
        return removed + sum(_cut(part, limit // len(parts)) for part in parts)


def _read(path: str) -> bytes | None:
    """What is kept; None when there is nothing, or a write was cut off (zlib sees that by its checksum)."""
    try:
        with open(path, "rb") as file:  # noqa: PTH123 - of a hundred a page, Path takes as long as reading
            return zlib.decompress(file.read())
    except (OSError, zlib.error):
        return None


def _write(path: Path, body: bytes) -> None:
    """Keep a body, whole or not at all. A full or read-only disk costs speed, and not the answer."""
    temporary = None
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with NamedTemporaryFile(dir=path.parent, prefix=".", delete=False) as file:
            temporary = Path(file.name)
            file.write(zlib.compress(body, 1))
        temporary.replace(path)
    except OSError:
        if temporary is not None:
            temporary.unlink(missing_ok=True)


def _folders(folder: Path) -> list[Path]:
    return [path for path in folder.iterdir() if path.is_dir()] if folder.is_dir() else []


def _cut(folder: Path, limit: int) -> int:
    """Delete the oldest files of a folder beyond so many bytes. Another process may do the same."""
    with suppress(FileNotFoundError), os.scandir(folder) as entries:
        files = [(entry.stat(), entry.path) for entry in entries if entry.is_file()]
        files.sort(key=lambda file: file[0].st_mtime, reverse=True)
        sizes = accumulate(state.st_size for state, _ in files)
        over = [path for size, (_, path) in zip(sizes, files, strict=True) if size > limit]
        for path in over:
            Path(path).unlink(missing_ok=True)
        return len(over)
    return 0
