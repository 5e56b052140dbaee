"""The shape files are SHACL, all of it, and say nothing that is not a constraint."""

import os
from pathlib import Path

import pyshacl
import pytest
from pyshacl.errors import ShapeRecursionWarning
from rdflib import DCAT, RDFS, SH, Graph

from catalogue import resources
from catalogue.domain.errors import WrongSetting
from catalogue.rdf.profiles import load_profile, read_shapes
from catalogue.rdf.shapes import constraints, problems
from catalogue.validation.compiled import CompiledShapes
from tests.shapes.loaded import LEVELS, profile

FOLDER = resources.folder("shapes") / "healthdcat-ap" / "8"


@pytest.mark.skipif("CATALOGUE_CONFORMANCE" not in os.environ, reason="slow; make conformance runs it")
def test_the_shapes_are_well_formed_by_the_shapes_of_shacl() -> None:
    everything = read_shapes(tuple(sorted(FOLDER.glob("*.ttl"))))
    pyshacl.validate(Graph(), shacl_graph=everything, meta_shacl=True, inference="none")


@pytest.mark.parametrize("level", LEVELS)
def test_no_engine_would_pass_over_a_part_of_them(level: str) -> None:
    assert problems(profile().shapes(level)) == []


@pytest.mark.parametrize("level", LEVELS)
def test_words_for_people_are_elsewhere(level: str) -> None:
    shapes = profile().shapes(level)
    for term in (SH.message, SH.name, SH.description, SH.group, SH.order, RDFS.label, RDFS.comment):
        assert (None, term, None) not in shapes


def test_every_file_belongs_to_the_profile() -> None:
    manifest = (FOLDER / "profile.toml").read_text(encoding="utf-8")
    assert [path.name for path in FOLDER.glob("*.ttl") if f'"{path.name}"' not in manifest] == []


def test_a_property_shape_without_path_cannot_be_loaded(tmp_path: Path) -> None:
    file = tmp_path / "broken.ttl"
    file.write_text(
        "@prefix sh: <http://www.w3.org/ns/shacl#> . <urn:s> a sh:NodeShape ; sh:property [ sh:minCount 1 ] ."
    )
    with pytest.raises(WrongSetting, match="no sh:path"):
        read_shapes((file,))


def test_a_broken_file_is_named_with_its_line(tmp_path: Path) -> None:
    file = tmp_path / "broken.ttl"
    file.write_text("@prefix sh: <http://www.w3.org/ns/shacl#> .\n<urn:s> a ,\n")
    with pytest.raises(WrongSetting, match=r"broken\.ttl.*line 2"):
        read_shapes((file,))


def test_terms_that_shacl_does_not_define_are_told() -> None:
    shapes = Graph().parse(data="@prefix sh: <http://www.w3.org/ns/shacl#> . <urn:s> sh:extends <urn:t> .")
    assert problems(shapes) == ["SHACL defines no sh:extends"]


@pytest.mark.reference
def test_the_official_shapes_may_stand_in_place_of_ours(reference: Path, tmp_path: Path) -> None:
    """Their one property shape without a path keeps the restricted and non-public files out: pySHACL refuses it."""
    release = reference / "official" / "release-8"
    files = [
        release / "ranges" / "range.ttl",
        release / "recommended" / "public-shapes_recommended.ttl",
        reference / "official" / "dcat-ap-3.0.1" / "shapes.ttl",
        release / "controlled-vocabularies" / "mdr-vocabularies.shape.ttl",
    ]
    (tmp_path / "profile.toml").write_text(
        'id = "official/8"\nversion = "8"\niri = "urn:official"\ntitle = { en = "Official" }\n'
        f'presentation = "{resources.folder("shapes") / "presentation"}"\n'
        f"shapes = {[str(file) for file in files]}\n"
        '[levels.PUBLIC]\niri = "http://publications.europa.eu/resource/authority/access-right/PUBLIC"\n'
    )
    loaded = load_profile(tmp_path)
    title = loaded.field(str(DCAT.Dataset), "http://purl.org/dc/terms/title")
    assert title
    assert (title.label["fr"], title.cardinalities["PUBLIC"]) == ("Titre", (1, None))
    theme = loaded.facet("theme")
    assert theme
    assert theme.vocabularies == ("https://hdeu-dcat.data.health.europa.eu/resource/authority/health-theme",)


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
