"""Writing descriptions to the standard output, a file or a folder: a file appears when it is complete."""

import os
import sys
from pathlib import Path
from types import TracebackType
from typing import IO, Self
from urllib.parse import urlsplit

import click

from catalogue.domain.errors import CatalogueError
from catalogue.rdf import writing
from catalogue.rdf.formats import Format
from catalogue.services.upgrading import Item, Unread, Upgrade


class Documents:
    """The documents of an upgrade: one for all, or in the folder `output` one for each source.

    A path is a folder if it is one, or has no ending. Use it as a context manager: what is not complete when it
    ends by an error is not there.
    """

    def __init__(self, form: Format, output: Path | None) -> None:
        self._form = form
        self._output = output
        self._in_folder = output is not None and (output.is_dir() or not output.suffix)
        self._source: str | None = None
        self._open: _Document | None = None
        self._names: set[str] = set()
        self._count = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if kind is not None and self._open:
            self._open.discard()
        elif self._open:
            self._open.close()
        elif kind is None and not self._output:
            _Document(self._form, None).close()

    def add(self, item: Item) -> Item:
        """Write an item; what its serialisation cannot say comes back as Unread."""
        if isinstance(item, Unread):
            return item
        self._count += 1
        try:
            part = writing.fragment(item.after.ntriples, self._form, scope=f"d{self._count}")
        except CatalogueError as error:
            return Unread(item.source, error, item.before.iri)
        self._document(item).write(part)
        return item

    def _document(self, item: Upgrade) -> "_Document":
        if self._open and (not self._in_folder or item.source == self._source):
            return self._open
        if self._open:
            self._open.close()
        self._source = item.source
        self._open = _Document(self._form, self._path(item.source))
        return self._open

    def _path(self, source: str) -> Path | None:
        if self._output is None or not self._in_folder:
            return self._output
        stem = Path(urlsplit(source).path if "://" in source else source).stem.strip("-") or "catalogue"
        name, number = stem, 1
        while name in self._names:
            number += 1
            name = f"{stem}-{number}"
        self._names.add(name)
        return self._output / f"{name}.{self._form.extension}"


class _Document:
    """One document, written beside its place and moved there at the end."""

    def __init__(self, form: Format, path: Path | None) -> None:
        self._form = form
        self._path = path
        self._file = sys.stdout.buffer if path is None else _beside(path)
        self._started = False
        self._file.write(writing.head(form))

    def write(self, part: bytes) -> None:
        if self._started:
            self._file.write(writing.separator(self._form))
        self._file.write(part)
        self._started = True

    def close(self) -> None:
        self._file.write(writing.foot(self._form))
        self._file.flush()
        if self._path:
            self._file.close()
            Path(self._file.name).replace(self._path)

    def discard(self) -> None:
        if self._path:
            self._file.close()
            Path(self._file.name).unlink(missing_ok=True)


def _beside(path: Path) -> IO[bytes]:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        return path.with_name(f".{path.name}-{os.getpid()}").open("wb")
    except OSError as error:
        raise click.BadParameter(f"{path}: {error.strerror}", param_hint="--output") from None
