"""What people name on the command line, file by file: files, folders, addresses and the standard input."""

import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, Generic, TypeVar

from catalogue.domain.errors import BadInput, CatalogueError, NoInput, NotAskable, NothingToRead, NotThere
from catalogue.rdf import formats
from catalogue.rdf.formats import Format
from catalogue.rdf.reading import read
from catalogue.rdf.statements import Statements
from harvesters.addresses import ONLY_THE_WEB, told

Item = TypeVar("Item")

STANDARD_INPUT: Final = "-"


def is_address(name: str) -> bool:
    """Whether a name is an address on the web."""
    return name.lower().startswith(("http://", "https://"))


def check_name(name: str) -> None:
    """Raise NotAskable for an address that is none of the web's, which is no name of a file either."""
    if "://" in name and not is_address(name) and not Path(name).exists():
        raise NotAskable(url=told(name), reason=ONLY_THE_WEB)


@dataclass(frozen=True, slots=True)
class ReadAs:
    """How files are read: the standard input as `form` (None: by its content), relative IRIs against `base`."""

    form: Format | None = None
    base: str | None = None


@dataclass(frozen=True, slots=True)
class Readers(Generic[Item]):
    """What reads a file, and an address where there may be one; `broken` is what stands for an error of a source."""

    file: Callable[[Path], Iterator[Item]]
    broken: Callable[[str, CatalogueError], Item]
    address: Callable[[str], Iterator[Item]] | None = None


def walk(name: str, readers: Readers[Item], notes: list[str]) -> Iterator[Item]:
    """All that a name stands for. What cannot be read is told as an item, and the rest goes on."""
    if readers.address and is_address(name):
        yield from _to_the_end(readers.address(name), name, readers)
        return
    try:
        if readers.address:
            check_name(name)
        found = Found([Path(name)]) if name == STANDARD_INPUT else find(Path(name))
    except BadInput as error:
        yield readers.broken(name, error)
        return
    if found.others:
        notes.append(f"{name}: {found.others} file(s) of other kinds were left out")
    for path in found.files:
        yield from _to_the_end(readers.file(path), str(path), readers)


def _to_the_end(items: Iterator[Item], source: str, readers: Readers[Item]) -> Iterator[Item]:
    """The items, and at the end why there are no more, if that is so."""
    try:
        yield from items
    except CatalogueError as error:
        yield readers.broken(source, error)


@contextmanager
def opened(path: Path, read_as: ReadAs) -> Iterator[Statements]:
    """What a file says, or the standard input. Raises BadInput."""
    standard = str(path) == STANDARD_INPUT
    file: AbstractContextManager[Path] = standard_input() if standard else nullcontext(path)
    form = read_as.form if standard else formats.by_extension(path.suffix)
    with file as data, statements(data, str(path), form, read_as.base) as said:
        yield said


def statements(data: bytes | Path, source: str, form: Format | None, base: str | None) -> Statements:
    """As `read`. Raises BadInput also for a file that the system does not let us read."""
    try:
        return read(data, source, form, base)
    except OSError as error:
        raise BadInput(reason=f"{source}: {error.strerror or error}") from None


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
