"""The shape files are SHACL, all of it, and say nothing that is not a constraint."""

import os

import pyshacl
import pytest
from pyshacl.errors import ShapeRecursionWarning
from rdflib import RDFS, SH, Graph

from catalogue.rdf.profiles import check_profile, find_profile, load_profile, shipped
from catalogue.rdf.shapes import constraints
from catalogue.validation.compiled import CompiledShapes
from tests.shapes.loaded import LEVELS, profile


@pytest.mark.skipif("CATALOGUE_CONFORMANCE" not in os.environ, reason="slow; make conformance runs it")
@pytest.mark.parametrize("name", shipped())
def test_the_shapes_are_well_formed_by_the_shapes_of_shacl(name: str) -> None:
    loaded = load_profile(find_profile(name))
    for level in loaded.levels:
        shapes = Graph()
        shapes += loaded.shapes(level)
        pyshacl.validate(Graph(), shacl_graph=shapes, meta_shacl=True, inference="none")


@pytest.mark.parametrize("name", shipped())
def test_no_engine_would_pass_over_a_part_of_them(name: str) -> None:
    assert check_profile(find_profile(name)) == ()


@pytest.mark.parametrize("level", LEVELS)
def test_words_for_people_are_elsewhere(level: str) -> None:
    shapes = profile().shapes(level)
    for term in (SH.message, SH.name, SH.description, SH.group, SH.order, RDFS.label, RDFS.comment):
        assert (None, term, None) not in shapes


@pytest.mark.parametrize("name", shipped())
def test_every_file_belongs_to_its_profile(name: str) -> None:
    folder = find_profile(name)
    manifest = (folder / "profile.toml").read_text(encoding="utf-8")
    assert [path.name for path in folder.glob("*.ttl") if f'"{path.name}"' not in manifest] == []


def test_shapes_that_refer_to_each_other_in_circles_are_read() -> None:
    shapes = Graph().parse(
        data="@prefix sh: <http://www.w3.org/ns/shacl#> . <urn:s> a sh:NodeShape ; sh:targetClass <urn:C> ;"
        " sh:property [ sh:path <urn:knows> ; sh:minCount 1 ; sh:node <urn:s> ] ; sh:node <urn:s> ."
    )
    assert constraints(shapes)["urn:C", "urn:knows"].minimum == 1
    data = Graph().parse(data="<urn:a> a <urn:C> ; <urn:knows> <urn:b> . <urn:b> a <urn:C> .")
    with pytest.warns(ShapeRecursionWarning):
        results = list(CompiledShapes(shapes).results(data, frozenset(data.subjects())))
    assert results
