"""Constraint by constraint: our shapes ask of each property of each class what the official ones ask."""

from pathlib import Path

import pytest
from rdflib import SH, BNode, Graph, URIRef

from catalogue.domain.terms import shorten
from catalogue.rdf.profiles import find_profile, load_profile
from tests.shapes.loaded import LEVELS, profile
from tests.shapes.official import official

# Class, property, what is asked, its value, severity.
Asked = tuple[str, str, str, str, str]

# What shapes say for people, and what they ask by way of another shape: the mistakes compare that.
_ELSEWHERE = {SH.path, SH.severity, SH.name, SH.description, SH.message, SH.node, SH.deactivated}
# The official files ask these of the value as a node, in a shape of its own, where ours ask it of the property.
SAID_ELSEWHERE = {
    ("dcat:Dataset", "dpv:hasPersonalData", "sh:pattern", r"^https://w3id\.org/dpv/dpv-pd#.+", "Violation"),
    ("spdx:Checksum", "spdx:algorithm", "sh:class", "spdx:ChecksumAlgorithm", "Violation"),
}


@pytest.mark.reference
@pytest.mark.parametrize("level", LEVELS)
def test_each_property_is_asked_for_as_the_official_shapes_do(reference: Path, level: str) -> None:
    theirs = {each for each in _asked(official(reference).shapes(level)) if not _is_no_shacl(each)}
    ours = _asked(profile().shapes(level))
    assert len(theirs) > 400
    assert sorted(theirs - ours) == []
    assert ours - theirs == SAID_ELSEWHERE


@pytest.mark.reference
def test_the_layer_of_dcat_ap_asks_what_dcat_ap_does(reference: Path) -> None:
    theirs = Graph()
    for name in ("shapes", "range", "shapes_recommended"):
        theirs.parse(reference / "official" / "dcat-ap-3.0.1" / f"{name}.ttl")
    ours = load_profile(find_profile("dcat-ap/3.0.1")).shapes("PUBLIC")
    assert _asked(ours) == {each for each in _asked(theirs) if not _is_no_shacl(each)}


def _is_no_shacl(asked: Asked) -> bool:
    """The official files have five times `sh:shape`, which SHACL does not define and no engine reads."""
    return asked[2] == "sh:shape"


def _asked(shapes: Graph) -> set[Asked]:
    return {
        (shorten(str(target)), _named(path), shorten(str(what)), _named(value), _severity(shapes, constraint))
        for shape, target in shapes.subject_objects(SH.targetClass)
        for constraint in shapes.objects(shape, SH.property)
        for path in shapes.objects(constraint, SH.path)
        for what, value in shapes.predicate_objects(constraint)
        if what not in _ELSEWHERE and str(shapes.value(constraint, SH.deactivated)) != "true"
        if str(what).startswith(str(SH))
    }


def _named(term: object) -> str:
    """A term in short; nothing for a blank node, such as a path of several properties."""
    return "" if isinstance(term, BNode) else shorten(term) if isinstance(term, URIRef) else str(term)


def _severity(shapes: Graph, constraint: object) -> str:
    return str(shapes.value(constraint, SH.severity) or SH.Violation).removeprefix(str(SH))  # type: ignore[arg-type]
