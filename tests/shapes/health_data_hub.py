"""The Health Data Hub's own shape file, in the words in which ours can be compared with it."""

from functools import cache
from pathlib import Path

from pyshacl import validate
from rdflib import RDF, SH, BNode, Graph

from tests.shapes.official import Told, official
from tests.shapes.seeds import Seed

NAME = "official/hdh/hdap-validator-sensitivity-shape.ttl"


@cache
def shapes(folder: Path) -> Graph:
    return Graph().parse(folder / NAME)


def theirs(folder: Path, graph: Graph) -> set[Told]:
    """What its file finds, in the way in which `official.py` runs the others."""
    module = official(folder)
    merged = Graph()
    merged += graph
    merged += module.vocabularies()
    _, report, _ = validate(merged, shacl_graph=shapes(folder), inference="none")
    below = set(report.objects(None, SH.detail))
    described = set(graph.subjects())
    found = set()
    for result in report.subjects(RDF.type, SH.ValidationResult):
        focus = report.value(result, SH.focusNode)
        if result not in below and focus in described:
            severity = _local(report.value(result, SH.resultSeverity))
            path = report.value(result, SH.resultPath)
            found.add(
                (
                    severity,
                    _local(graph.value(focus, RDF.type)),
                    "" if isinstance(path, BNode) else _local(path),
                )
            )
    return found


def _local(term: object) -> str:
    return str(term or "").rsplit("#", 1)[-1].rsplit("/", 1)[-1]


def seed() -> Seed:
    """A description that conforms to it, with what the profile knows, to make mistakes in."""
    path = Path(__file__).parent / "health-data-hub" / "cohort.ttl"
    return Seed("cohort", tuple(Graph().parse(path)))
