"""The command line: import, export, publish, withdraw; and an import that is killed."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from catalogue.bootstrap import Services
from catalogue.domain.search import Query
from catalogue.rdf.canonical import canonical
from catalogue.rdf.formats import by_extension
from catalogue.rdf.reading import read
from catalogue.settings import Settings
from catalogue.store.base import Selection
from tests.benchmarks.descriptions import PREFIXES, turtle, write_file
from tests.conftest import dataset

CATALOGUE = str(Path(sys.executable).parent / "catalogue")


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    given = {"CATALOGUE_DATA": str(tmp_path / "data"), "CATALOGUE_VALIDATOR": "pyshacl"}
    ours = ("CATALOGUE_", "LC_", "LANG")
    return {name: value for name, value in os.environ.items() if not name.startswith(ours)} | given


@pytest.fixture
def run(environment: dict[str, str], tmp_path: Path) -> Callable[..., "subprocess.CompletedProcess[str]"]:
    def call(*words: str, **more: str) -> "subprocess.CompletedProcess[str]":
        return subprocess.run(
            [CATALOGUE, *words],
            env=environment | more,
            cwd=tmp_path,
            capture_output=True,
            text=True,
            check=False,
        )

    return call


Run = Callable[..., "subprocess.CompletedProcess[str]"]


def test_help_lists_every_command(run: Run) -> None:
    from catalogue.cli import COMMANDS

    told = run("--help")
    assert told.returncode == 0
    for command in COMMANDS:
        assert f"\n  {command} " in told.stdout


def test_a_description_goes_in_and_comes_out_the_same(run: Run, tmp_path: Path) -> None:
    (tmp_path / "a.ttl").write_text(dataset(title="Été"))
    told = run("import", "a.ttl")
    assert (told.returncode, told.stdout.splitlines()[-1]) == (
        0,
        "0 created, 0 updated, 0 unchanged, 1 kept as draft, 0 refused",
    )
    hashes = set()
    for extension in ("nt", "ttl", "jsonld", "rdf"):
        exported = run("export", "http://example.org/1", "--format", extension).stdout
        with read(exported.encode(), extension, by_extension(extension)) as statements:
            hashes.add(canonical(statements.find())[1])
    assert len(hashes) == 1
    assert run("export", "http://example.org/1", "--published").returncode == 1
    assert "published" in run("publish", "http://example.org/1").stdout
    assert run("export", "http://example.org/1", "--published").returncode == 0
    assert "withdrawn" in run("withdraw", "http://example.org/1", "--reason", "a test").stdout
    assert run("list").stdout == "withdrawn\tdoes not conform\t<http://example.org/1>\n"
    assert run("remove", "http://example.org/1", "--yes").returncode == 0
    assert run("list").stdout == ""


def test_a_refusal_is_told_with_its_reason_and_fails_the_command(run: Run, tmp_path: Path) -> None:
    (tmp_path / "bad.ttl").write_text(dataset() + "oops")
    (tmp_path / "good.ttl").write_text(PREFIXES + turtle(1))
    told = run("import", "bad.ttl", "good.ttl")
    assert told.returncode == 1
    assert "refused: bad.ttl: line 5" in told.stdout
    assert told.stdout.endswith("1 created, 0 updated, 0 unchanged, 0 kept as draft, 1 refused\n")


def test_a_wrong_setting_is_one_line_without_a_trace(run: Run) -> None:
    told = run("list", CATALOGUE_PAGE_SIZE="many")
    assert told.returncode == 2
    assert told.stderr.startswith("catalogue: CATALOGUE_PAGE_SIZE")
    assert "Traceback" not in told.stderr


def test_settings_are_printed_with_their_origin(run: Run, tmp_path: Path) -> None:
    (tmp_path / "catalogue.toml").write_text("page_size = 50\n")
    told = run("settings").stdout
    assert "CATALOGUE_PAGE_SIZE = 50  (file catalogue.toml)" in told
    assert "CATALOGUE_VALIDATOR = pyshacl  (variable CATALOGUE_VALIDATOR)" in told


def test_an_import_that_is_killed_again_and_again_loses_nothing(
    run: Run, environment: dict[str, str], tmp_path: Path
) -> None:
    path = write_file(tmp_path / "many.ttl", 200)
    services = Services(Settings(data=Path(environment["CATALOGUE_DATA"])))
    acknowledged = 0
    for pause in (1.5, 1.7, 2.0, 2.2, 2.5):
        process = subprocess.Popen(
            [CATALOGUE, "import", str(path)], env=environment, stdout=subprocess.DEVNULL
        )
        time.sleep(pause)
        process.send_signal(signal.SIGKILL)
        process.wait()
        stored = services.store.count(Selection())
        assert stored >= acknowledged
        acknowledged = stored
    told = run("import", str(path))
    assert told.returncode == 0, told.stderr
    assert services.store.count(Selection()) == 200
    assert services.store.position() == 200  # nothing was stored twice
    services.indexing.catch_up()
    assert services.index.position() == 200
    assert services.index.search(Query()).total == 200


def test_a_draft_says_what_it_lacks_in_plain_words(run: Run, tmp_path: Path) -> None:
    (tmp_path / "a.ttl").write_text(dataset())
    run("import", "a.ttl")
    told = run("findings", "http://example.org/1")
    assert told.returncode == 1
    assert "Violation: Health data access body" in told.stdout
    assert "sh:" not in told.stdout
    for language in ("fr", "fr-BE"):
        assert "Violation\u00a0: " in run("findings", "http://example.org/1", "--language", language).stdout
    assert "Violation\u00a0: " in run("findings", LANG="fr_FR.ISO-8859-1", PYTHONIOENCODING="latin-1").stdout
    assert "messages in en, fr" in run("findings", "--language", "xx").stderr


def test_what_was_found_under_another_profile_is_told_as_such(run: Run, tmp_path: Path) -> None:
    (tmp_path / "a.ttl").write_text(dataset())
    run("import", "a.ttl")
    told = run("findings", "http://example.org/1", CATALOGUE_PROFILE="health-data-hub/1")
    assert (told.returncode, told.stderr) == (1, "does not conform\n")
    assert "healthdcat-ap/8, PUBLIC: does not conform" in told.stdout


def test_what_stored_descriptions_lack_is_told_by_cause(run: Run, tmp_path: Path) -> None:
    (tmp_path / "a.ttl").write_text("".join(dataset(f"http://example.org/{n}") for n in range(1, 4)))
    run("import", "a.ttl")
    told = run("findings")
    assert told.returncode == 1
    assert "Violation: Health data access body (3 in 3 descriptions)" in told.stdout
    assert "<http://example.org/1> <http://example.org/2>" in told.stdout
    causes = [json.loads(line) for line in run("findings", "--format", "json").stdout.splitlines()]
    body = next(each for each in causes if each["field"] == "Health data access body")
    assert (body["findings"], body["descriptions"]) == (3, 3)
    assert body["examples"] == [f"http://example.org/{number}" for number in range(1, 4)]


def test_the_findings_of_one_description_are_there_for_programs_too(run: Run, tmp_path: Path) -> None:
    (tmp_path / "a.ttl").write_text(dataset())
    run("import", "a.ttl")
    told = run("findings", "http://example.org/1", "--format", "json")
    verdict = json.loads(told.stdout)
    assert (verdict["iri"], verdict["conforms"]) == ("http://example.org/1", False)
    assert "required" in {word for each in verdict["findings"] for word in each["rule"].lower().split()}
