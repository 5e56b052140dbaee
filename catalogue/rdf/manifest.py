"""The manifest of a profile: which files make it, and what it builds on."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Self

from catalogue import resources
from catalogue.domain.errors import WrongSetting
from catalogue.domain.terms import expand

NAME = "profile.toml"
_ENTRIES = frozenset(
    {
        "id",
        "version",
        "title",
        "iri",
        "extends",
        "shapes",
        "levels",
        "entries",
        "presentation",
        "vocabularies",
    }
    | {"law", "official"}
)


@dataclass(frozen=True, slots=True)
class LevelFiles:
    """One access level: the value of dct:accessRights that says so, and the shapes held there besides."""

    iri: str
    shapes: tuple[Path, ...]


@dataclass(frozen=True, slots=True)
class Manifest:
    """What `profile.toml` says, with that of the profile it extends."""

    id: str
    version: str
    title: Mapping[str, str]
    iri: str
    shapes: tuple[Path, ...]
    levels: Mapping[str, LevelFiles]
    entries: frozenset[str]
    presentation: tuple[Path, ...]
    vocabularies: tuple[Path, ...]
    law: bool = False  # whether its rules serve the law, so that findings cite the articles
    official: bool = False  # files of a foreign release, to be mended as they are read
    note: str = ""  # where parts of it were found, for the log

    @classmethod
    def read(cls, folder: Path, extended_by: tuple[Path, ...] = ()) -> Self:
        """The manifest in a folder. Raises WrongSetting naming the file and what is wrong with it."""
        file = folder / NAME
        if folder.resolve() in extended_by:
            circle = " → ".join(str(each) for each in (*extended_by, folder.resolve()))
            raise WrongSetting(name=str(extended_by[-1] / NAME), reason=f"extends goes in a circle: {circle}")
        try:
            own = tomllib.loads(file.read_text(encoding="utf-8"))
            manifest = cls._of(own, folder)
        except KeyError as error:
            raise WrongSetting(name=str(file), reason=f"{error} is missing") from None
        except (OSError, ValueError, TypeError, AttributeError) as error:
            raise WrongSetting(name=str(file), reason=str(error)) from None
        if "extends" in own:
            parent = cls.read(_parent(folder, own["extends"]), (*extended_by, folder.resolve()))
            manifest = manifest._on(parent, file)
        return manifest._checked(file)

    @classmethod
    def _of(cls, own: Mapping[str, Any], folder: Path) -> Self:
        unknown = sorted(own.keys() - _ENTRIES)
        if unknown:
            raise ValueError(f"there is no entry {', '.join(unknown)} in a manifest")
        return cls(
            id=own["id"],
            version=own["version"],
            title=dict(own["title"]),
            iri=own["iri"],
            shapes=_paths(folder, own.get("shapes", ())),
            levels={
                level: LevelFiles(entry.get("iri", ""), _paths(folder, entry.get("shapes", ())))
                for level, entry in own.get("levels", {}).items()
            },
            entries=frozenset(expand(name) for name in own.get("entries", ())),
            presentation=_folders(folder, own.get("presentation", ())),
            vocabularies=_folders(folder, own.get("vocabularies", ())),
            law=bool(own.get("law", False)),
            official=bool(own.get("official", False)),
        )

    def _on(self, parent: Self, file: Path) -> Self:
        """This manifest as an addition to another: nothing of the other is taken away."""
        if self.id == parent.id:
            raise WrongSetting(
                name=str(file), reason=f"it has the id {self.id} of the profile that it extends"
            )
        return replace(
            self,
            shapes=parent.shapes + self.shapes,
            levels=_both(parent.levels, self.levels),
            entries=parent.entries | self.entries,
            presentation=parent.presentation + self.presentation,
            vocabularies=parent.vocabularies + self.vocabularies,
            law=parent.law or self.law,
            official=parent.official or self.official,
        )

    def _checked(self, file: Path) -> Self:
        if not self.levels:
            raise WrongSetting(name=str(file), reason="it has no access level")
        for level, files in self.levels.items():
            if not files.iri:
                raise WrongSetting(name=str(file), reason=f"the level {level} has no iri")
        if "en" not in self.title:
            raise WrongSetting(name=str(file), reason="its title has no English text")
        return self

    def files(self, level: str) -> tuple[Path, ...]:
        """The files with the shapes of an access level."""
        return self.shapes + self.levels[level].shapes

    def all_files(self) -> tuple[Path, ...]:
        """The files with shapes of any level, each once."""
        return tuple(dict.fromkeys(file for level in self.levels for file in self.files(level)))


def _parent(folder: Path, name: str) -> Path:
    """The folder of the profile to extend: beside this one, absolute, or a shipped one by its id."""
    shipped = resources.folder("shapes") / name
    found = next((each for each in (folder / name, shipped) if (each / NAME).is_file()), None)
    if found is None:
        raise WrongSetting(name=str(folder / NAME), reason=f"extends {name}, and there is no profile there")
    return found


def _folders(folder: Path, names: Any) -> tuple[Path, ...]:
    """One folder, or a list of them."""
    return _paths(folder, [names] if isinstance(names, str) else names)


def _paths(folder: Path, names: Any) -> tuple[Path, ...]:
    if isinstance(names, str):
        raise ValueError(f"files are a list: [{names!r}]")
    return tuple(folder / name for name in names)


def _both(parent: Mapping[str, LevelFiles], own: Mapping[str, LevelFiles]) -> Mapping[str, LevelFiles]:
    merged = dict(parent)
    for level, files in own.items():
        before = merged.get(level, LevelFiles("", ()))
        merged[level] = LevelFiles(files.iri or before.iri, before.shapes + files.shapes)
    return merged
