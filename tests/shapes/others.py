"""The shape files of DCAT-AP and of the Health Data Hub, in the words in which ours can be compared with them."""

from functools import cache
from pathlib import Path

from pyshacl import validate
from rdflib import RDF, SH, BNode, Graph
from rdflib.term import Node

from tests.shapes.official import Told, official
from tests.shapes.results import local, results
from tests.shapes.seeds import Seed

FILES = {
    "dcat-ap/3.0.1": (
        "dcat-ap-3.0.1/shapes.ttl",
        "dcat-ap-3.0.1/range.ttl",
        "dcat-ap-3.0.1/shapes_recommended.ttl",
    ),
    "health-data-hub/1": ("hdh/hdap-validator-sensitivity-shape.ttl",),
}


@cache
def shapes(folder: Path, profile: str) -> Graph:
    read = Graph()
    for file in FILES[profile]:
        read.parse(folder / "official" / file)
    return read


def theirs(folder: Path, profile: str, graph: Graph) -> set[Told]:
    """What the files of a profile find, in the way in which `official.py` runs those of HealthDCAT-AP."""
    module = official(folder)
    merged = Graph()
    merged += graph
    merged += module.vocabularies()
    _, report, _ = validate(merged, shacl_graph=shapes(folder, profile), inference="none")
    return {
        (
            local(report.value(result, SH.resultSeverity)),
            local(graph.value(focus, RDF.type)),
            _path(report.value(result, SH.resultPath)),
        )
        for result, focus in results(report, graph)
    }


def _path(path: Node | None) -> str:
    return "" if isinstance(path, BNode) else local(path)


def seed() -> Seed:
    """A description for the Health Data Hub with all that its profile knows, to make mistakes in."""
    path = Path(__file__).parent / "health-data-hub" / "cohort.ttl"
    return Seed("cohort", tuple(Graph().parse(path)))
