"""The theme's files under names that carry their hash, served by WhiteNoise and kept by browsers for ever.

They are written once to the data folder under those names, so that processes that start together, or two
versions side by side, never disagree about what a name holds.
"""

import gzip
import hashlib
import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from wsgiref.headers import Headers

from whitenoise import WhiteNoise

from catalogue.web.themes import Theme

PREFIX = "/static/"
COMPRESSED = {".css", ".js", ".svg", ".txt"}


@dataclass(frozen=True, slots=True)
class Static:
    """The addresses of the static files by name, and the folder that they are served from."""

    folder: Path
    names: dict[str, str]

    def url(self, name: str) -> str:
        """The address of a file, below the application's root. KeyError for one that the theme lacks."""
        return PREFIX + self.names[name]

    def serve(self, application: Any) -> WhiteNoise:
        """The WSGI application with the static files before it."""
        return WhiteNoise(
            application,
            root=str(self.folder),
            prefix=PREFIX,
            allow_all_origins=False,
            immutable_file_test=r"\.[0-9a-f]{16}\.",
            add_headers_function=_add_headers,
        )


def build(theme: Theme, data: Path) -> Static:
    """Write the theme's files where they are served from."""
    bodies = {name: path.read_bytes() for name, path in theme.static().items()}
    bodies["theme.css"] = theme.stylesheet().encode()
    whole = hashlib.sha256(b"".join(name.encode() + body for name, body in sorted(bodies.items())))
    folder = data / "static" / whole.hexdigest()[:16]
    names = {name: _hashed(name, body) for name, body in bodies.items()}
    for name, body in bodies.items():
        _write(folder / names[name], body)
        if Path(name).suffix in COMPRESSED:
            _write(folder / f"{names[name]}.gz", gzip.compress(body, mtime=0))
    return Static(folder, names)


def _hashed(name: str, body: bytes) -> str:
    stem, dot, suffix = name.rpartition(".")
    return f"{stem}.{hashlib.sha256(body).hexdigest()[:16]}{dot}{suffix}"


def _write(path: Path, body: bytes) -> None:
    """Write a file as one step, so that another process never serves half of it."""
    if path.is_file() and path.stat().st_size == len(body):
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    half = path.with_name(f"{path.name}.{os.getpid()}")
    half.write_bytes(body)
    half.replace(path)


def _add_headers(headers: Headers, _path: str, _url: str) -> None:
    headers["X-Content-Type-Options"] = "nosniff"
