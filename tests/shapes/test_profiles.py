"""The profiles that come with the catalogue, the official files in their place, and those that cannot work."""

import os
import shutil
from functools import cache
from pathlib import Path

import pytest
from rdflib import CSVW, DCAT, FOAF, Graph, URIRef

from catalogue.domain.errors import WrongSetting
from catalogue.domain.languages import pick
from catalogue.domain.profile import Obligation, Profile
from catalogue.domain.terms import HEALTHDCATAP
from catalogue.domain.wording import explain
from catalogue.rdf.graphs import ntriples
from catalogue.rdf.profiles import (
    check_profile,
    compared,
    find_profile,
    load_profile,
    load_vocabularies,
    shipped,
)
from catalogue.rdf.shape_files import read_shapes
from catalogue.validation.fast import FastValidator
from catalogue.validation.pyshacl import PyShaclValidator
from tests.shapes import others
from tests.shapes.loaded import LEVELS, conforming
from tests.shapes.mutations import Mutation, sample
from tests.shapes.official import example, ours, theirs
from tests.shapes.seeds import seeds

EVERYTHING = bool(os.environ.get("CATALOGUE_CONFORMANCE"))
MUTATIONS = 600 if EVERYTHING else 4
FEW = ("r8-EPRDR-ARCA.ttl", "hcvdwerf-test-dataseries.ttl", "ckanext-dataset_health_no_blank.ttl")
DATASET = str(DCAT.Dataset)
PUBLIC = "http://publications.europa.eu/resource/authority/access-right/PUBLIC"
HEAD = 'id = "x"\nversion = "1"\niri = "urn:x"\ntitle = { en = "X" }\n'
LEVEL = f'[levels.PUBLIC]\niri = "{PUBLIC}"\n'
PREFIXES = (
    "@prefix sh: <http://www.w3.org/ns/shacl#> . @prefix dct: <http://purl.org/dc/terms/> .\n"
    "@prefix dcat: <http://www.w3.org/ns/dcat#> . @prefix : <urn:own:> .\n"
)


@cache
def loaded(name: str) -> Profile:
    return load_profile(find_profile(name))


@cache
def validator(name: str) -> PyShaclValidator:
    return PyShaclValidator(loaded(name), load_vocabularies(find_profile(name)))


def written(folder: Path, shapes: str = "", manifest: str = HEAD + 'shapes = ["own.ttl"]\n' + LEVEL) -> Path:
    """A profile of its own in a folder."""
    folder.mkdir(exist_ok=True)
    (folder / "profile.toml").write_text(manifest)
    (folder / "own.ttl").write_text(PREFIXES + shapes)
    return folder


# What is shipped


def test_three_profiles_are_shipped_and_compared_the_instances_own_first() -> None:
    assert shipped() == ("dcat-ap/3.0.1", "health-data-hub/1", "healthdcat-ap/8")
    assert compared("healthdcat-ap/8") == ("healthdcat-ap/8", "dcat-ap/3.0.1", "health-data-hub/1")
    assert compared(str(find_profile("dcat-ap/3.0.1")))[1:] == ("health-data-hub/1", "healthdcat-ap/8")


@pytest.mark.parametrize("name", shipped())
def test_a_shipped_profile_has_a_word_for_everything_in_both_languages(name: str) -> None:
    own = loaded(name)
    assert own.id == name
    assert {"en", "fr"} <= own.title.keys()
    assert own.remarks == ()
    for shape in own.classes.values():
        for field in shape.fields:
            assert {"en", "fr"} <= field.label.keys(), (shape.iri, field.path)


def test_dcat_ap_asks_alike_at_every_level_and_nothing_of_health() -> None:
    own = loaded("dcat-ap/3.0.1")
    assert tuple(own.levels) == LEVELS
    assert not own.levels_differ
    assert own.field(DATASET, str(HEALTHDCATAP.healthCategory)) is None
    mandatory = {
        field.path for field in own.fields(DATASET) if field.obligations["PUBLIC"] is Obligation.MANDATORY
    }
    assert {pick(own.field(DATASET, path).label, ("en",)) for path in mandatory} == {"Title", "Description"}  # type: ignore[union-attr]


def test_what_conforms_to_healthdcat_ap_conforms_to_dcat_ap() -> None:
    for level in LEVELS:
        assert validator("dcat-ap/3.0.1").validate(ntriples(conforming(level)), level).conforms


def test_the_health_data_hub_asks_of_agents_what_release_8_no_longer_does() -> None:
    own = loaded("health-data-hub/1")
    assert list(own.levels) == ["NON_PUBLIC"]
    agent = {field.path: pick(field.label, ("fr",)) for field in own.fields(str(FOAF.Agent))}
    assert agent[str(HEALTHDCATAP.trustedDataHolder)] == "Détenteur de confiance"
    assert agent[str(FOAF.mbox)] == "Adresse électronique"
    titles = own.field(str(CSVW.Column), f"{CSVW}titles")
    assert titles
    assert titles.obligations["NON_PUBLIC"] is Obligation.MANDATORY


def test_the_health_data_hub_words_what_its_agents_lack() -> None:
    seed = others.seed()
    text = ntriples(triple for triple in seed.triples if triple[1] != HEALTHDCATAP.publisherNote)
    own = loaded("health-data-hub/1")
    (finding,) = validator(own.id).validate(text, "NON_PUBLIC").findings
    told = explain(finding, own, "fr")
    assert told.problem == "L’éditeur est incomplet."
    assert "détenteur de confiance" in told.mend


def test_a_description_for_the_health_data_hub_conforms_there_and_nowhere_else() -> None:
    text = ntriples(others.seed().triples)
    assert validator("health-data-hub/1").validate(text, "NON_PUBLIC").findings == ()
    assert not validator("healthdcat-ap/8").validate(text, "NON_PUBLIC").conforms


# Against the files of others


def _examples(reference: Path) -> list[Path]:
    found = sorted((reference / "examples").glob("*.ttl"))
    return found if EVERYTHING else [path for path in found if path.name in FEW]


@pytest.fixture(scope="module")
def mistakes(reference: Path) -> list[Mutation]:
    return sample(seeds(reference), MUTATIONS)


@pytest.mark.reference
@pytest.mark.parametrize("name", list(others.FILES))
def test_a_shipped_profile_finds_what_the_files_of_its_makers_find(
    reference: Path, mistakes: list[Mutation], name: str
) -> None:
    level = list(loaded(name).levels)[-1]
    graphs = [(path.name, example(path)) for path in _examples(reference)]
    own = sample([others.seed()], MUTATIONS)
    for what, graph in (*graphs, *((each.name, each.graph()) for each in (*mistakes, *own))):
        found = ours(validator(name).validate(ntriples(graph), level))
        assert found == others.theirs(reference, name, graph), what


@pytest.mark.reference
def test_the_official_files_in_our_place_find_what_the_official_script_does(
    reference: Path, mistakes: list[Mutation]
) -> None:
    held = validator(str(reference / "official"))
    for number, path in enumerate(_examples(reference)):
        for level in LEVELS if EVERYTHING else LEVELS[number : number + 1]:
            graph = example(path)
            assert ours(held.validate(ntriples(graph), level)) == theirs(reference, graph, level), path.name
    for each in mistakes:
        level = "NON_PUBLIC"
        assert ours(held.validate(each.ntriples, level)) == theirs(reference, each.graph(), level), each.name


@pytest.mark.reference
def test_the_accelerator_finds_the_same_with_the_official_files(
    reference: Path, mistakes: list[Mutation]
) -> None:
    name = str(reference / "official")
    fast = FastValidator(loaded(name), load_vocabularies(find_profile(name)))
    for each in mistakes:
        report = fast.validate(each.ntriples, "NON_PUBLIC")
        assert report.findings == validator(name).validate(each.ntriples, "NON_PUBLIC").findings, each.name


@pytest.mark.reference
def test_the_official_files_have_our_words_levels_facets_and_messages(reference: Path) -> None:
    official, own = loaded(str(reference / "official" / "release-8")), loaded("healthdcat-ap/8")
    assert official.id == "official/healthdcat-ap/8"
    assert (official.iri, official.levels) == (own.iri, own.levels)
    assert official.title["fr"].endswith("(fichiers officiels)")
    assert [facet.id for facet in official.facets] == [facet.id for facet in own.facets]
    for shape in official.classes.values():
        for field in shape.fields:
            assert {"en", "fr"} <= field.label.keys(), (shape.iri, field.path)
    report = validator(str(reference / "official")).validate(_without_title("PUBLIC"), "PUBLIC")
    missing = next(each for each in report.findings if each.path.endswith("/title"))
    assert "Title" in explain(missing, official, "en").problem


@pytest.mark.reference
def test_an_operator_is_told_what_of_the_official_files_has_no_effect(reference: Path) -> None:
    remarks = "\n".join(loaded(str(reference / "official")).remarks)
    assert "DCAT-AP, which it imports, is read from" in remarks
    assert remarks.count("SHACL defines no sh:extends") == 1
    assert "public-shapes.ttl" in remarks


@pytest.mark.reference
def test_without_the_official_dcat_ap_beside_them_ours_is_used(reference: Path, tmp_path: Path) -> None:
    shutil.copytree(reference / "official" / "release-8", tmp_path / "release-8")
    name = str(tmp_path)
    assert "is our own profile dcat-ap/3.0.1" in loaded(name).remarks[0]
    for path in _examples(reference)[-2:]:
        graph = example(path)
        found = ours(validator(name).validate(ntriples(graph), "NON_PUBLIC"))
        assert found == theirs(reference, graph, "NON_PUBLIC"), path.name


@pytest.mark.reference
def test_an_official_release_that_lacks_a_file_is_refused_with_its_name(
    reference: Path, tmp_path: Path
) -> None:
    copied = shutil.copytree(reference / "official" / "release-8", tmp_path / "release-8")
    (copied / "shapes" / "restricted-shapes.ttl").unlink()
    with pytest.raises(WrongSetting, match=r"restricted-shapes\.ttl: No such file"):
        load_profile(find_profile(str(tmp_path)))


def _without_title(level: str) -> str:
    graph = conforming(level)
    graph.remove((URIRef("http://example.org/d"), URIRef("http://purl.org/dc/terms/title"), None))
    return ntriples(graph)


# What cannot work, and what has no effect


@pytest.mark.parametrize(
    ("shapes", "reason"),
    [
        (":D sh:targetClass dcat:Dataset ; sh:property [ sh:minCount 1 ] .", "<urn:own:D> has no sh:path"),
        (
            ":D sh:targetClass dcat:Dataset ; sh:property :gone .",
            "<urn:own:gone> of <urn:own:D> has no sh:path",
        ),
        (":D sh:targetClass dcat:Dataset ; sh:node :gone .", "<urn:own:D> checks <urn:own:gone>"),
        (
            ':D sh:targetClass dcat:Dataset ; sh:property [ sh:path dct:title ; sh:minCount "one" ] .',
            "sh:minCount of the property shape of http://purl.org/dc/terms/title in <urn:own:D> is no whole number",
        ),
        (
            ":D sh:targetClass dcat:Dataset ; sh:property [ sh:path dct:title ; sh:nodeKind sh:Text ] .",
            "is none of SHACL's",
        ),
        (
            ':D sh:targetClass dcat:Dataset ; sh:property [ sh:path dct:title ; sh:pattern "(" ] .',
            "cannot be read",
        ),
        (":D sh:targetClass dcat:Dataset ; sh:or :E .", "sh:or of <urn:own:D> is no list"),
        (
            ":D sh:targetClass dcat:Dataset ; sh:or _:a . _:a <http://www.w3.org/1999/02/22-rdf-syntax-ns#first> :E ;"
            " <http://www.w3.org/1999/02/22-rdf-syntax-ns#rest> _:a .",
            "is no list",
        ),
        (
            ":D sh:targetClass dcat:Dataset ; sh:property [ sh:path _:p ] . _:p sh:inversePath _:p .",
            "is no property path",
        ),
        (":D sh:targetClass dcat:Dataset ;\n  sh:property [ sh:path dct:title ;", r"own\.ttl.* line"),
    ],
)
def test_shapes_that_no_engine_can_run_stop_the_start_and_say_where(
    tmp_path: Path, shapes: str, reason: str
) -> None:
    with pytest.raises(WrongSetting, match=reason) as told:
        load_profile(written(tmp_path, shapes))
    assert str(tmp_path / "own.ttl") in str(told.value) or str(told.value).startswith("x:")


@pytest.mark.parametrize(
    ("shapes", "remark"),
    [
        (":D sh:targetClass dcat:Dataset ; sh:extends :E .", "SHACL defines no sh:extends"),
        (
            ":D sh:targetClass dcat:Dataset ; sh:property [ sh:path :knows ; sh:node :D ] .",
            "shapes go in a circle, of which SHACL does not say what it means: <urn:own:D> → <urn:own:D>",
        ),
        (":D sh:property [ sh:path dct:title ; sh:minCount 1 ] .", "<urn:own:D> has no target"),
        (
            ":D sh:targetClass dcat:Dataset ; sh:property [ sh:path :sponsor ] .",
            "no words for urn:own:sponsor",
        ),
    ],
)
def test_what_has_no_effect_is_a_remark_and_stops_nothing(tmp_path: Path, shapes: str, remark: str) -> None:
    manifest = HEAD + f'presentation = "{find_profile("dcat-ap/3.0.1").parents[1] / "presentation"}"\n'
    own = load_profile(written(tmp_path, shapes, manifest + 'shapes = ["own.ttl"]\n' + LEVEL))
    assert any(remark in each for each in own.remarks), own.remarks


def test_shapes_in_a_circle_are_run_to_an_end(tmp_path: Path) -> None:
    shapes = (
        ":D sh:targetClass dcat:Dataset ; sh:property [ sh:path dct:relation ; sh:minCount 1 ; sh:node :D ] ."
    )
    own = load_profile(written(tmp_path, shapes))
    data = Graph().parse(
        data=PREFIXES + "<urn:a> a dcat:Dataset ; dct:relation <urn:b> . <urn:b> a dcat:Dataset .",
        format="turtle",
    )
    held = PyShaclValidator(own, load_vocabularies(find_profile("dcat-ap/3.0.1")))
    assert not held.validate(ntriples(data), "PUBLIC").conforms


@pytest.mark.parametrize(
    ("manifest", "reason"),
    [
        (HEAD + 'extends = "../nowhere"\n', "extends ../nowhere, and there is no profile there"),
        (HEAD + 'extends = "."\n', "extends goes in a circle"),
        (
            HEAD.replace('"x"', '"dcat-ap/3.0.1"', 1) + 'extends = "dcat-ap/3.0.1"\n',
            "has the id dcat-ap/3.0.1",
        ),
        (HEAD.replace('"x"', '"dcat-ap/3.0.1"', 1) + LEVEL, "comes with the catalogue; give it another"),
        (HEAD + 'shape = ["own.ttl"]\n' + LEVEL, "there is no entry shape in a manifest"),
        (HEAD + 'shapes = "own.ttl"\n' + LEVEL, "files are a list"),
        (HEAD + 'shapes = ["gone.ttl"]\n' + LEVEL, r"gone\.ttl: No such file"),
        (HEAD + 'extends = "dcat-ap/3.0.1"\n[levels.SECRET]\n', "the level SECRET has no iri"),
        (HEAD, "it has no access level"),
    ],
)
def test_a_manifest_that_cannot_work_is_refused_with_its_reason(
    tmp_path: Path, manifest: str, reason: str
) -> None:
    folder = written(tmp_path / "own", manifest=manifest)
    with pytest.raises(WrongSetting, match=reason):
        load_profile(folder)
    assert [problem.impossible for problem in check_profile(folder)] == [True]


def test_profiles_that_extend_each_other_are_refused(tmp_path: Path) -> None:
    written(tmp_path / "a", manifest=HEAD + 'extends = "../b"\n')
    written(tmp_path / "b", manifest=HEAD.replace('"x"', '"y"', 1) + 'extends = "../a"\n')
    with pytest.raises(WrongSetting, match=r"extends goes in a circle: .*/a → .*/b → .*/a"):
        load_profile(tmp_path / "a")


def test_a_profile_may_extend_a_shipped_one_by_its_id(tmp_path: Path) -> None:
    shapes = ":D sh:targetClass dcat:Dataset ; sh:property [ sh:path dct:alternative ; sh:minCount 1 ] ."
    manifest = HEAD + 'extends = "healthdcat-ap/8"\nshapes = ["own.ttl"]\n'
    own = load_profile(written(tmp_path, shapes, manifest))
    alternative = own.field(DATASET, "http://purl.org/dc/terms/alternative")
    assert alternative
    assert alternative.obligations["RESTRICTED"] is Obligation.MANDATORY


def test_shapes_of_one_file_may_complete_those_of_another(tmp_path: Path) -> None:
    manifest = HEAD + 'shapes = ["own.ttl", "more.ttl"]\n' + LEVEL
    folder = written(tmp_path, ":D sh:targetClass dcat:Dataset ; sh:property :Title .", manifest)
    (folder / "more.ttl").write_text(PREFIXES + ":Title sh:path dct:title ; sh:minCount 1 .")
    title = load_profile(folder).field(DATASET, "http://purl.org/dc/terms/title")
    assert title
    assert title.obligations["PUBLIC"] is Obligation.MANDATORY


def test_a_file_that_cannot_be_read_is_named_with_its_line(tmp_path: Path) -> None:
    file = tmp_path / "broken.ttl"
    file.write_text("@prefix sh: <http://www.w3.org/ns/shacl#> .\n<urn:s> a ,\n")
    with pytest.raises(WrongSetting, match=r"broken\.ttl.*line 2"):
        read_shapes((file,))


def test_all_broken_files_are_told_at_once(tmp_path: Path) -> None:
    folder = written(tmp_path, ":D a ,", HEAD + 'shapes = ["own.ttl", "gone.ttl"]\n' + LEVEL)
    told = [str(problem) for problem in check_profile(folder)]
    assert len(told) == 2
    assert "line" in told[0]
    assert "gone.ttl" in told[1]
    with pytest.raises(WrongSetting, match=r"own\.ttl.*gone\.ttl"):
        load_profile(folder)
