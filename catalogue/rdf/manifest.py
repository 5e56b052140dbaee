"""The manifest of a profile: which files make it, and what it builds on."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Self

from catalogue.domain.errors import WrongSetting
from catalogue.domain.terms import expand

NAME = "profile.toml"


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

    @classmethod
    def read(cls, folder: Path) -> Self:
        """The manifest in a folder. Raises WrongSetting naming the file and what is wrong with it."""
        file = folder / NAME
        try:
            own = tomllib.loads(file.read_text(encoding="utf-8"))
            manifest = cls._of(own, folder)
        except KeyError as error:
            raise WrongSetting(name=str(file), reason=f"{error} is missing") from None
        except (OSError, ValueError, TypeError, AttributeError) as error:
            raise WrongSetting(name=str(file), reason=str(error)) from None
        parent = cls.read(folder / own["extends"]) if "extends" in own else None
        return manifest._checked(file) if parent is None else manifest._on(parent)._checked(file)

    @classmethod
    def _of(cls, own: Mapping[str, Any], folder: Path) -> Self:
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
            presentation=_paths(folder, [own["presentation"]] if "presentation" in own else ()),
            vocabularies=_paths(folder, [own["vocabularies"]] if "vocabularies" in own else ()),
        )

    def _on(self, parent: Self) -> Self:
        """This manifest as an addition to another: nothing of the other is taken away."""
        return replace(
            self,
            shapes=parent.shapes + self.shapes,
            levels=_both(parent.levels, self.levels),
            entries=parent.entries | self.entries,
            presentation=parent.presentation + self.presentation,
            vocabularies=parent.vocabularies + self.vocabularies,
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


def _paths(folder: Path, names: Any) -> tuple[Path, ...]:
    return tuple(folder / name for name in names)


def _both(parent: Mapping[str, LevelFiles], own: Mapping[str, LevelFiles]) -> Mapping[str, LevelFiles]:
    merged = dict(parent)
    for level, files in own.items():
        before = merged.get(level, LevelFiles("", ()))
        merged[level] = LevelFiles(files.iri or before.iri, before.shapes + files.shapes)
    return merged
