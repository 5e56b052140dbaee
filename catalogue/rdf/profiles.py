"""Reading a profile: a folder of shapes with its manifest, and the presentation that goes with it."""

from collections.abc import Iterator
from dataclasses import replace
from functools import cache, partial
from pathlib import Path

from rdflib import Graph

from catalogue import resources
from catalogue.domain.errors import WrongSetting
from catalogue.domain.profile import Level, Profile
from catalogue.domain.terms import shorten
from catalogue.domain.vocabulary import Vocabularies
from catalogue.rdf import manifest, official
from catalogue.rdf.fields import Model
from catalogue.rdf.linting import Flaw
from catalogue.rdf.manifest import Manifest
from catalogue.rdf.presentation import Presentation
from catalogue.rdf.shape_files import ShapeFiles, read_shapes, refuse
from catalogue.rdf.shapes import constraints
from catalogue.rdf.vocabularies import read_vocabularies


def find_profile(name: str) -> Path:
    """The folder of a profile: one of the shipped `shapes/` by its id, or a path. Raises WrongSetting.

    The path may also be that of an official release's files (see `catalogue.rdf.official`).
    """
    for folder in (resources.folder("shapes") / name, Path(name)):
        if (folder / manifest.NAME).is_file():
            return folder
    release = official.release(Path(name))
    if release:
        return release
    reason = f"there is no profile {name}: no folder with a {manifest.NAME}, nor with an official release's shapes/"
    raise WrongSetting(name="CATALOGUE_PROFILE", reason=reason)


def shipped() -> tuple[str, ...]:
    """The ids of the profiles that come with the product, each the name of its folder below `shapes/`."""
    root = resources.folder("shapes")
    return tuple(
        sorted(file.parent.relative_to(root).as_posix() for file in root.glob(f"*/*/{manifest.NAME}"))
    )


def compared(own: str) -> tuple[str, ...]:
    """The profiles that a description is compared with: that of the instance, then the others of `shipped`."""
    folder = find_profile(own).resolve()
    return own, *(name for name in shipped() if find_profile(name).resolve() != folder)


def load_profile(folder: Path) -> Profile:
    """The profile of a folder, in about a fifth of a second. Raises WrongSetting saying why it cannot work.

    Its `remarks` say where parts of it were found, and what of it engines or people would not see. The shipped
    profiles are read once in a process.
    """
    ours, asked = resources.folder("shapes").resolve(), folder.resolve()
    return _shipped(asked) if asked.is_relative_to(ours) else _loaded(folder)


@cache
def _shipped(folder: Path) -> Profile:
    return _loaded(folder)


def _loaded(folder: Path) -> Profile:
    files = read_manifest(folder)
    shapes = ShapeFiles.of(files)
    problems = list(shapes.problems())
    refuse(problems)
    profile = _profile(files, shapes)
    told = [files.note] if files.note else []
    return replace(profile, remarks=(*told, *map(str, (*problems, *_wordless(files, profile)))))


def check_profile(folder: Path) -> tuple[Flaw, ...]:
    """All that is wrong with the profile of a folder, of its vocabularies too; what makes it impossible first."""
    try:
        files = read_manifest(folder)
        shapes = ShapeFiles.of(files)
        problems = list(shapes.problems())
        if not any(problem.impossible for problem in problems):
            problems += _wordless(files, _profile(files, shapes))
        read_vocabularies(*files.vocabularies)
    except WrongSetting as error:
        return (Flaw(str(error.fields["name"]), str(error.fields["reason"]), impossible=True),)
    return tuple(sorted(problems, key=lambda problem: not problem.impossible))


def load_vocabularies(folder: Path) -> Vocabularies:
    """The vocabularies of the profile in a folder. Raises WrongSetting.

    Those of the shipped profiles are the same, and read once in a process.
    """
    folders = tuple(each.resolve() for each in read_manifest(folder).vocabularies)
    ours = (resources.folder("shapes") / "vocabularies").resolve()
    return _ours(ours) if folders == (ours,) else read_vocabularies(*folders)


def read_manifest(folder: Path) -> Manifest:
    """The manifest of a folder that `find_profile` gave. Raises WrongSetting naming what is wrong with it."""
    if not (folder / manifest.NAME).is_file():
        return official.manifest(folder)
    files = Manifest.read(folder)
    ours = resources.folder("shapes") / files.id
    if (ours / manifest.NAME).is_file() and ours.resolve() != folder.resolve():
        reason = f"the id {files.id} is that of a profile that comes with the catalogue; give it another"
        raise WrongSetting(name=str(folder / manifest.NAME), reason=reason)
    return files


@cache
def _ours(folder: Path) -> Vocabularies:
    return read_vocabularies(folder)


def _profile(files: Manifest, shapes: ShapeFiles) -> Profile:
    presentation = Presentation.read(files.presentation)
    found = {level: constraints(shapes.level(level)) for level in files.levels}
    model = Model(found, files.entries, presentation, files.law)
    classes = model.classes()
    used = dict.fromkeys(
        iri for shape in classes.values() for each in shape.fields for iri in each.vocabularies
    )
    return Profile(
        id=files.id,
        version=files.version,
        title=files.title,
        iri=files.iri,
        levels={level: _level(level, files, presentation) for level in files.levels},
        classes=classes,
        groups=presentation.groups(),
        facets=model.facets(),
        vocabularies=tuple(used),
        messages=presentation.messages(),
        phrases=presentation.phrases(),
        elements=presentation.elements(),
        names=presentation.names(),
        shapes_of=partial(_shapes, files),
        register=presentation.register(),
        registers=presentation.registers(),
        not_copied=presentation.not_copied(),
        languages=presentation.tags(),
        levels_differ=any(each.shapes for each in files.levels.values()) and len(files.levels) > 1,
    )


def _wordless(files: Manifest, profile: Profile) -> Iterator[Flaw]:
    """The classes and properties that people would read by their short names."""
    for shape in profile.classes.values():
        paths = [shorten(field.path) for field in shape.fields if field.label["en"] == shorten(field.path)]
        if paths:
            yield Flaw(_folders(files), f"no words for {', '.join(paths)} of {shorten(shape.iri)}")
        if shape.label["en"] == shorten(shape.iri):
            yield Flaw(_folders(files), f"no words for the class {shorten(shape.iri)}")


def _folders(files: Manifest) -> str:
    return "; ".join(str(folder) for folder in files.presentation) or "presentation"


def _shapes(files: Manifest, level: str) -> Graph:
    return read_shapes(files.files(level), files.official)


def _level(level: str, files: Manifest, presentation: Presentation) -> Level:
    words = presentation.words("levels", level)
    return Level(level, files.levels[level].iri, words.or_name(level), words.help)
