"""What people name on the command line: files, folders, addresses and the standard input."""

import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from catalogue.domain.errors import NoInput, NothingToRead, NotThere
from catalogue.rdf import formats
from catalogue.rdf.formats import Format

STANDARD_INPUT: Final = "-"


def is_address(name: str) -> bool:
    """Whether a name is an address on the web."""
    return name.startswith(("http://", "https://"))


@dataclass(frozen=True, slots=True)
class ReadAs:
    """How files are read: the standard input as `form` (None: by its content), relative IRIs against `base`."""

    form: Format | None = None
    base: str | None = None


@dataclass(slots=True)
class Found:
    """The files that a name stands for, and how many files of other kinds lie beside them."""

    files: list[Path] = field(default_factory=list)
    others: int = 0


def find(path: Path) -> Found:
    """The file, or the RDF files of a folder by name. Raises NotThere or NothingToRead."""
    if not path.is_dir():
        if not path.exists():
            raise NotThere(name=path)
        return Found([path])
    entries = sorted(entry for entry in path.rglob("*") if entry.is_file())
    files = [entry for entry in entries if formats.by_extension(entry.suffix)]
    if not files:
        raise NothingToRead(name=path, known=formats.known())
    return Found(files, len(entries) - len(files))


@contextmanager
def standard_input() -> Iterator[Path]:
    """All that comes in, as a file that goes with the context. Raises NoInput when it is closed."""
    if sys.stdin is None or sys.stdin.closed:
        raise NoInput(reason="it is closed")
    with tempfile.NamedTemporaryFile(prefix="catalogue-") as file:
        try:
            shutil.copyfileobj(sys.stdin.buffer, file)
        except OSError as error:
            raise NoInput(reason=error.strerror) from None
        file.flush()
        yield Path(file.name)
