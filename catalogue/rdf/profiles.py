"""Reading a profile: a folder of shapes with its manifest, and the presentation that goes with it."""

from functools import partial
from pathlib import Path

from rdflib import Graph
from rdflib.plugins.stores.memory import Memory, SimpleMemory
from rdflib.store import Store

from catalogue import resources
from catalogue.domain.errors import WrongSetting
from catalogue.domain.profile import Level, Profile
from catalogue.domain.vocabulary import Vocabularies
from catalogue.rdf import graphs, manifest
from catalogue.rdf.fields import Model
from catalogue.rdf.manifest import Manifest
from catalogue.rdf.presentation import Presentation
from catalogue.rdf.shapes import constraints, without_path
from catalogue.rdf.vocabularies import read_vocabularies


def find_profile(name: str) -> Path:
    """The folder of a profile: one of the shipped `shapes/` by its id, or a path. Raises WrongSetting."""
    for folder in (resources.folder("shapes") / name, Path(name)):
        if (folder / manifest.NAME).is_file():
            return folder
    reason = f"there is no profile {name}: no folder with a {manifest.NAME}"
    raise WrongSetting(name="CATALOGUE_PROFILE", reason=reason)


def shipped() -> tuple[str, ...]:
    """The ids of the profiles that come with the product, each the name of its folder below `shapes/`."""
    root = resources.folder("shapes")
    return tuple(sorted(str(file.parent.relative_to(root)) for file in root.glob(f"*/*/{manifest.NAME}")))


def compared(own: str) -> tuple[str, ...]:
    """The profiles that a description is compared with: that of the instance, then the others of `shipped`."""
    folder = find_profile(own).resolve()
    return own, *(name for name in shipped() if find_profile(name).resolve() != folder)


def load_profile(folder: Path) -> Profile:
    """The profile of a folder, in about a tenth of a second. Raises WrongSetting saying why it cannot work."""
    files = Manifest.read(folder)
    presentation = Presentation.read(files.presentation)
    found = {level: constraints(read_shapes(files.files(level), SimpleMemory())) for level in files.levels}
    model = Model(found, files.entries, presentation)
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
        names=presentation.names(),
        shapes_of=partial(_shapes, files),
        phrases=presentation.phrases(),
        elements=presentation.elements(),
        levels_differ=any(each.shapes for each in files.levels.values()) and len(files.levels) > 1,
    )


def load_vocabularies(folder: Path) -> Vocabularies:
    """The vocabularies of the profile in a folder, in about 15 ms. Raises WrongSetting."""
    return read_vocabularies(*Manifest.read(folder).vocabularies)


def read_shapes(files: tuple[Path, ...], store: Store | None = None) -> Graph:
    """The shapes of Turtle files taken together. Raises WrongSetting naming the file and where it breaks.

    pySHACL needs a store that knows contexts; a light one reads three times faster.
    """
    shapes = Graph(store=store or Memory())
    for file in files:
        try:
            graphs.add_turtle(file.read_bytes(), to=shapes)
        except (OSError, SyntaxError) as error:
            raise WrongSetting(name=str(file), reason=str(error)) from None
    for problem in without_path(shapes):
        raise WrongSetting(name=", ".join(str(file) for file in files), reason=problem)
    return shapes


def _shapes(files: Manifest, level: str) -> Graph:
    return read_shapes(files.files(level))


def _level(level: str, files: Manifest, presentation: Presentation) -> Level:
    words = presentation.words("levels", level)
    return Level(level, files.levels[level].iri, words.or_name(level), words.help)
