"""The files of an official HealthDCAT-AP release in the place of our shapes.

Their folder is told by its layout: `shapes/` with one file a level, `ranges/`, `recommended/` and
`controlled-vocabularies/`. Labels, vocabularies and levels are those of our own profile of the same name.
`shapes/graph-guard.ttl` is left out: it asks whether a document has a dataset at all, of a node that no document
has, and a validator here is given one description.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

from rdflib import OWL, RDF, SH, Graph, URIRef
from rdflib.term import Node

from catalogue import resources
from catalogue.rdf import graphs
from catalogue.rdf.manifest import LevelFiles, Manifest

OURS = "healthdcat-ap/8"
DCAT_AP = "dcat-ap/3.0.1"

# The names of our DCAT-AP shapes, and those by which the official files refer to DCAT-AP's.
_OUR_NAMES = "urn:x-shapes:dcat-ap:"
_THEIR_NAMES = "https://semiceu.github.io/DCAT-AP/releases/3.0.0/html/shacl/shapes.ttl#"
_WORDS = {"en": "official files", "fr": "fichiers officiels"}
_RELEASE = re.compile(r"release-(\d+)")
# Parameters that mean something only where there is a path.
_NEED_A_PATH = (
    SH.minCount,
    SH.maxCount,
    SH.uniqueLang,
    SH.lessThan,
    SH.lessThanOrEquals,
    SH.qualifiedValueShape,
)


def release(folder: Path) -> Path | None:
    """The folder of a release: this one, or the newest one in it; None where there is none."""
    below = sorted(folder.glob("release-*"), key=_number, reverse=True)
    return next((each for each in (folder, *below) if any(each.glob("shapes/*-shapes.ttl"))), None)


def manifest(folder: Path) -> Manifest:
    """The manifest that the files of a release would have. Raises WrongSetting when files cannot be read."""
    ours = Manifest.read(resources.folder("shapes") / OURS)
    number = _RELEASE.fullmatch(folder.absolute().name)
    version = number[1] if number else ours.version
    shapes = (folder / "ranges/range.ttl", folder / "controlled-vocabularies/mdr-vocabularies.shape.ttl")
    levels = {level: LevelFiles(files.iri, _of_level(folder, level)) for level, files in ours.levels.items()}
    own = replace(
        ours,
        id=f"official/healthdcat-ap/{version}",
        version=version,
        title={
            language: f"{title} ({_WORDS[language]})"
            for language, title in ours.title.items()
            if language in _WORDS
        },
        iri=ours.iri.replace(f"release-{ours.version}", f"release-{version}"),
        shapes=shapes,
        levels=levels,
        official=True,
    )
    base, note = _imported(folder, _imports(own.all_files()))
    return replace(own, shapes=base + shapes, note=note)


def mend(shapes: Graph) -> None:
    """Make of an official file what an engine can read, and nothing else.

    `owl:imports` go: what they name is read beside. A property shape without `sh:path` becomes what its node
    shape checks by `sh:node`; so the official files say that structured data need variables. Our own DCAT-AP
    shapes, where they stand in for the official ones, get the names by which these refer to them.
    """
    shapes.remove((None, OWL.imports, None))
    for shape, part in list(shapes.subject_objects(SH.property)):
        if (part, SH.path, None) not in shapes and not any(
            (part, each, None) in shapes for each in _NEED_A_PATH
        ):
            shapes.remove((shape, SH.property, part))
            shapes.add((shape, SH.node, part))
            shapes.add((part, RDF.type, SH.NodeShape))
    for triple in list(shapes):
        if any(str(term).startswith(_OUR_NAMES) for term in triple):
            shapes.remove(triple)
            shapes.add((_renamed(triple[0]), triple[1], _renamed(triple[2])))


def _renamed(term: Node) -> Node:
    if isinstance(term, URIRef) and term.startswith(_OUR_NAMES):
        return URIRef(f"{_THEIR_NAMES}{term.removeprefix(_OUR_NAMES)}_Shape")
    return term


def _number(folder: Path) -> int:
    number = _RELEASE.fullmatch(folder.name)
    return int(number[1]) if number else 0


def _of_level(folder: Path, level: str) -> tuple[Path, ...]:
    name = level.lower().replace("_", "-")
    return folder / f"shapes/{name}-shapes.ttl", folder / f"recommended/{name}-shapes_recommended.ttl"


def _imports(files: Iterable[Path]) -> Iterator[str]:
    """What the files import."""
    for file in files:
        yield from map(str, graphs.turtle_file(file).objects(None, OWL.imports))


def _imported(folder: Path, imports: Iterable[str]) -> tuple[tuple[Path, ...], str]:
    """The files of DCAT-AP that are imported, and where they come from."""
    names = dict.fromkeys(each.rsplit("/", 1)[-1] for each in imports)
    beside = sorted(folder.absolute().parent.glob("dcat-ap-*"), reverse=True)
    if beside and names:
        return tuple(
            beside[0] / name for name in names
        ), f"DCAT-AP, which it imports, is read from {beside[0]}"
    if names:
        ours = Manifest.read(resources.folder("shapes") / DCAT_AP)
        return (
            ours.shapes,
            f"DCAT-AP, which it imports, is our own profile {DCAT_AP}: no folder dcat-ap-* is beside it",
        )
    return (), ""
