"""Profiles as an operator meets them: listed, checked, and the official files in the place of ours."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from rdflib import DCAT, SH

from catalogue.rdf.profiles import shipped
from tests.journeys.instance import Instance, running, wait_until
from tests.shapes.loaded import conforming

OWN = (
    'id = "own"\nversion = "1"\niri = "urn:own"\ntitle = { en = "Own" }\nextends = "healthdcat-ap/8"\n'
    'shapes = ["own.ttl"]\n'
)


def _own(folder: Path, shapes: str) -> Path:
    folder.mkdir()
    (folder / "profile.toml").write_text(OWN)
    (folder / "own.ttl").write_text(f"@prefix sh: <http://www.w3.org/ns/shacl#> .\n{shapes}\n")
    return folder


def _refusal(tmp_path: Path, profile: Path) -> str:
    """What an instance says that does not start with a profile."""
    instance = Instance(tmp_path, {"CATALOGUE_PROFILE": str(profile)})
    instance.launch()
    try:
        assert wait_until(lambda: instance.ended), instance.log
    finally:
        assert instance.stop() > 0
    assert "Traceback" not in instance.log
    return instance.log


@pytest.fixture(scope="module")
def official(reference: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Instance]:
    """An instance that runs with the official files."""
    folder = tmp_path_factory.mktemp("official")
    with running(folder, CATALOGUE_PROFILE=str(reference / "official")) as instance:
        yield instance


def test_the_shipped_profiles_are_listed(tmp_path: Path) -> None:
    told = Instance(tmp_path).command("profile", "list")
    assert [line.split()[0] for line in told.stdout.splitlines()] == list(shipped())
    assert "healthdcat-ap/8  8  HealthDCAT-AP, Release 8  (the one of this instance)" in told.stdout


def test_a_profile_is_checked_before_it_is_used(tmp_path: Path) -> None:
    instance = Instance(tmp_path)
    assert instance.command("profile", "check").returncode == 0
    told = instance.command("profile", "check", str(_own(tmp_path / "good", "<urn:s> a sh:NodeShape .")))
    assert told.returncode == 0
    assert "warning: own: the shape <urn:s> has no target" in told.stdout
    told = instance.command("profile", "check", str(_own(tmp_path / "bad", "<urn:s> a ,")))
    assert told.returncode == 1
    assert "error: " in told.stdout
    assert "own.ttl: " in told.stdout
    assert "line 2" in told.stdout
    told = instance.command("profile", "check", "no-such-profile")
    assert told.returncode == 2
    assert "there is no profile no-such-profile" in told.stderr


def test_a_broken_shape_file_stops_the_start_and_is_named_with_its_line(tmp_path: Path) -> None:
    folder = _own(tmp_path / "own", "<urn:s> a ,")
    told = _refusal(tmp_path, folder)
    assert f"{folder}/own.ttl: " in told
    assert "line 2" in told


def test_shapes_that_only_the_engine_can_refuse_stop_the_start_too(tmp_path: Path) -> None:
    title = "sh:path <http://purl.org/dc/terms/title> ; sh:datatype <urn:a> , <urn:b>"
    folder = _own(tmp_path / "own", f"<urn:s> sh:targetClass <{DCAT.Dataset}> ; sh:property [ {title} ] .")
    told = Instance(tmp_path).command("profile", "check", str(folder))
    assert told.returncode == 1
    assert "error: own, at PUBLIC: pySHACL refuses the shapes" in told.stdout
    assert "pySHACL refuses the shapes" in _refusal(tmp_path, folder)


@pytest.mark.reference
@pytest.mark.parametrize("engine", ["pyshacl", "fast"])
def test_descriptions_are_validated_with_the_official_files(official: Instance, engine: str) -> None:
    file = official.folder / "open.ttl"
    file.write_bytes(conforming("PUBLIC").serialize(format="turtle", encoding="utf-8"))
    told = official.command("validate", str(file), "--engine", engine, "--format", "json")
    assert told.returncode == 0, told.stderr
    assert json.loads(told.stdout)["profile"] == "official/healthdcat-ap/8"
    told = official.command(
        "validate", str(file), "--engine", engine, "--level", "NON_PUBLIC", "--format", "json"
    )
    assert told.returncode == 1
    (violation,) = [each for each in json.loads(told.stdout)["findings"] if each["severity"] == "Violation"]
    assert (violation["field"], violation["component"]) == ("Access", f"{SH}HasValueConstraintComponent")
    assert "Traceback" not in told.stderr


@pytest.mark.reference
def test_an_instance_with_the_official_files_imports_and_shows_as_ever(official: Instance) -> None:
    assert official.command("settings").returncode == 0
    file = official.folder / "strokes.ttl"
    file.write_bytes(conforming("PUBLIC").serialize(format="turtle", encoding="utf-8"))
    told = official.command("import", str(file))
    assert told.returncode == 0, told.stderr
    assert "1 created" in told.stdout
    assert wait_until(lambda: "Strokes" in official.get("/en/datasets?q=strokes")[1])
    assert "HealthDCAT-AP, version 8 (fichiers officiels)" in official.get("/fr/validate")[1]


@pytest.mark.reference
def test_what_of_the_official_files_has_no_effect_is_logged_once(official: Instance) -> None:
    assert wait_until(lambda: "SHACL defines no sh:extends" in official.log)
    assert official.log.count("SHACL defines no sh:extends") == 1
    assert "DCAT-AP, which it imports, is read from" in official.log
