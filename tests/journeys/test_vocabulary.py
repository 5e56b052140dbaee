"""The commands about vocabularies, as somebody types them."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from catalogue.cli import catalogue
from tests.conftest import dataset

Command = Callable[..., Result]
FORMER = "http://healthdataportal.eu/resource/authority/healthcategories/EHRS"
TODAY = "https://hdeu-dcat.data.health.europa.eu/resource/authority/healthcategories/EHRS"
FORMER_CATEGORY = f"<http://healthdataportal.eu/ns/health#healthCategory> <{FORMER}>"


@pytest.fixture
def command(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Command:
    """Runs `catalogue` with these arguments on an instance of its own."""
    monkeypatch.setenv("CATALOGUE_DATA", str(tmp_path / "instance"))
    monkeypatch.setenv("CATALOGUE_IMPORT_PROCESSES", "1")

    def run(*arguments: str) -> Result:
        return CliRunner().invoke(catalogue, arguments)

    return run


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A file with a former value."""
    path = tmp_path / "one.ttl"
    path.write_text(dataset(more=FORMER_CATEGORY))
    return path


def test_former_values_are_found_shown_and_mended(command: Command, file: Path) -> None:
    command("import", str(file), "--publish", "always")
    found = command("vocabulary", "check")
    assert found.exit_code == 1
    for told in (f"  {FORMER}", f"  → {TODAY} “Electronic health records”", "1 of 1 description(s)"):
        assert told in found.output
    shown = command("vocabulary", "mend")
    assert (shown.exit_code, shown.output.splitlines()[-1]) == (
        1,
        "1 description(s) would change; --apply does it",
    )
    mended = command("vocabulary", "mend", "--apply")
    assert (mended.exit_code, mended.output.splitlines()[-1]) == (0, "1 description(s) mended")
    assert command("vocabulary", "check").exit_code == 0
    assert command("vocabulary", "mend").output == "nothing to mend\n"


def test_files_are_checked_without_being_stored(command: Command, file: Path, tmp_path: Path) -> None:
    checked = command("vocabulary", "check", str(file), "--format", "json", "--language", "fr")
    [value] = json.loads(checked.output)["values"]
    assert checked.exit_code == 1
    assert (value["kind"], value["value"], value["today"], value["certain"]) == (
        "former",
        FORMER,
        TODAY,
        True,
    )
    assert value["label"] == "Dossiers médicaux électroniques"
    assert not (tmp_path / "instance" / "catalogue.sqlite").exists()


def test_what_cannot_be_read_is_told_and_exits_with_2(command: Command, file: Path, tmp_path: Path) -> None:
    (tmp_path / "broken.ttl").write_text("<http://example.org/")
    checked = command("vocabulary", "check", str(tmp_path))
    assert checked.exit_code == 2
    assert "broken.ttl" in checked.stderr
    assert FORMER in checked.stdout


def test_the_lists_are_listed_with_their_size_and_source(command: Command) -> None:
    listed = command("vocabulary", "list", "--language", "fr").output.splitlines()
    [languages] = [line for line in listed if line.startswith("language\t")]
    assert languages.endswith("Langues")
    assert int(languages.split("\t")[1]) > 7900
    assert "\tpart\t" in next(line for line in listed if line.startswith("media-type\t"))
