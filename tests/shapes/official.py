"""The official validator of the reference folder, and its findings in a form that ours can be compared with."""

import importlib.util
import re
import sys
from functools import cache
from pathlib import Path
from types import ModuleType

from rdflib import Graph
from rdflib.term import Node

from catalogue.domain.report import Report
from tests.shapes.loaded import profile
from tests.shapes.results import local

# Severity, local name of the class, local name of the property.
Told = tuple[str, str, str]

_BLANK_NODE = re.compile(r"[nN][0-9a-f]{32}.*")


@cache
def official(folder: Path) -> ModuleType:
    """The module `official.py` of the reference folder."""
    specification = importlib.util.spec_from_file_location("official", folder / "official.py")
    assert specification
    assert specification.loader
    module = importlib.util.module_from_spec(specification)
    sys.modules["official"] = module
    specification.loader.exec_module(module)
    return module


@cache
def example(path: Path) -> Graph:
    """An example as both validators are given it.

    Of several classes of a node the official script names the one that was stated first; so those that the
    profile knows are stated first.
    """
    ordered = Graph()
    for triple in sorted(Graph().parse(path), key=lambda triple: _place(triple[2])):
        ordered.add(triple)
    return ordered


def _place(term: Node) -> int:
    known = list(profile().classes)
    return known.index(str(term)) if str(term) in known else len(known)


def theirs(folder: Path, graph: Graph, level: str) -> set[Told]:
    """What the official set finds. It names a path of several properties by a blank node: left empty here."""
    found = official(folder).findings(graph, level)
    return {(each.severity, each.focus_class, _BLANK_NODE.sub("", each.path)) for each in found}


def ours(report: Report) -> set[Told]:
    """What we find, in the same words."""
    return {
        (
            each.severity.value,
            local(each.focus_class),
            "" if set("|^") & set(each.path) else local(each.path),
        )
        for each in report.findings
    }
