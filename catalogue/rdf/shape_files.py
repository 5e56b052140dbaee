"""The shape files of a profile, each read once, and what is wrong with them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from rdflib import Graph
from rdflib.plugins.stores.memory import Memory, SimpleMemory
from rdflib.store import Store

from catalogue.domain.errors import WrongSetting
from catalogue.rdf import graphs, official
from catalogue.rdf.linting import Flaw, lint_file, lint_together
from catalogue.rdf.manifest import Manifest


@dataclass(frozen=True, slots=True)
class ShapeFiles:
    """What the files of a manifest say, file by file, and the problems of those that cannot be read."""

    manifest: Manifest
    read: Mapping[Path, Graph]
    unreadable: tuple[Flaw, ...]

    @classmethod
    def of(cls, manifest: Manifest) -> Self:
        """Every file of the manifest, mended where they are official ones."""
        read: dict[Path, Graph] = {}
        unreadable = []
        for file in manifest.all_files():
            try:
                read[file] = _read(file, manifest.official)
            except WrongSetting as error:
                unreadable.append(Flaw(str(file), str(error.fields["reason"]), True))
        return cls(manifest, read, tuple(unreadable))

    def level(self, level: str) -> Graph:
        """The shapes of an access level, of the files that can be read."""
        return together([self.read[file] for file in self.manifest.files(level) if file in self.read])

    def problems(self) -> Iterator[Flaw]:
        """What is wrong with the files; the same of several files only once, with all their names."""
        yield from self.unreadable
        found = [each for file, shapes in self.read.items() for each in lint_file(str(file), shapes)]
        if not self.unreadable:
            for level in self.manifest.levels:
                found += lint_together(self.manifest.id, self.level(level))
        yield from _gathered(found)


def together(read: list[Graph], store: Store | None = None) -> Graph:
    """Several graphs as one. pySHACL needs a store that knows contexts, the default; a light one is faster."""
    shapes = Graph(store=store or SimpleMemory())
    for each in read:
        for triple in each:
            shapes.store.add(triple, shapes)
    return shapes


def read_shapes(files: tuple[Path, ...], foreign: bool = False) -> Graph:
    """The shapes of files taken together, for an engine. Raises WrongSetting naming the file and where it breaks."""
    return together([_read(file, foreign) for file in files], Memory())


def refuse(problems: list[Flaw]) -> None:
    """Raise WrongSetting with everything that makes a profile impossible, if anything does."""
    impossible = [each for each in problems if each.impossible]
    if impossible:
        file = impossible[0].file
        reasons = [each.reason if each.file == file else str(each) for each in impossible]
        raise WrongSetting(name=file, reason="; ".join(reasons))


def _read(file: Path, foreign: bool) -> Graph:
    shapes = graphs.turtle_file(file)
    if foreign:
        official.mend(shapes)
    return shapes


def _gathered(problems: list[Flaw]) -> Iterator[Flaw]:
    """The same reason once, with all the files that it is about."""
    files: dict[tuple[str, bool], dict[str, None]] = {}
    for each in problems:
        files.setdefault((each.reason, each.impossible), {})[each.file] = None
    for (reason, impossible), names in files.items():
        yield Flaw("; ".join(names), reason, impossible)
