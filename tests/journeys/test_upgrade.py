"""`catalogue upgrade` as people use it: on files, folders, addresses, the standard input, and what is stored."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from rdflib import Graph

from catalogue.cli import catalogue
from tests.conftest import dataset
from tests.harvesters.pages import page
from tests.harvesters.site import Site, serving
from tests.shapes.conversions import HEALTH_DATA_HUB

IRI = "https://registre.example.org/cancers"
Command = Callable[..., Result]


@pytest.fixture
def command(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Command:
    """Runs `catalogue` with these arguments on an instance of its own, in English."""
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    for name, value in {"DATA": str(tmp_path / "data"), "IMPORT_PROCESSES": "1"}.items():
        monkeypatch.setenv(f"CATALOGUE_{name}", value)
    monkeypatch.setenv("NO_PROXY", "*")

    def run(*arguments: object, given: str = "") -> Result:
        return CliRunner().invoke(catalogue, [str(each) for each in arguments], input=given)

    return run


@pytest.fixture
def old(tmp_path: Path) -> Path:
    file = tmp_path / "old.ttl"
    file.write_text(HEALTH_DATA_HUB, encoding="utf-8")
    return file


def test_a_file_is_upgraded_to_standard_output(command: Command, old: Path) -> None:
    done = command("upgrade", old)
    assert done.exit_code == 0, done.stderr
    graph = Graph().parse(data=done.stdout)
    assert (None, None, None) in graph
    assert "csvw:titles" not in done.stdout
    assert "2 × The home page and the mailbox of an organisation become its contact point." in done.stderr
    assert "Organisation › healthdcatap:trustedDataHolder" in done.stderr
    assert "It conforms to HealthDCAT-AP" in done.stderr


def test_upgrading_the_result_changes_nothing(command: Command, old: Path, tmp_path: Path) -> None:
    once, twice = tmp_path / "once.nt", tmp_path / "twice.nt"
    command("upgrade", old, "--output", once, "--to-format", "nt")
    done = command("upgrade", once, "--output", twice, "--to-format", "nt")
    assert "Nothing had to be changed." in done.stderr
    assert Graph().parse(once).isomorphic(Graph().parse(twice))


def test_there_and_back(command: Command, old: Path, tmp_path: Path) -> None:
    new, back = tmp_path / "new.jsonld", tmp_path / "back.ttl"
    assert command("upgrade", old, "--output", new, "--to-format", "jsonld").exit_code == 0
    done = command("upgrade", "--to", "health-data-hub/1", new, "--output", back)
    assert done.exit_code == 0, done.stderr
    assert "Not read there" in done.stderr
    assert "healthdcatap:publisherNote" in back.read_text()


def test_what_a_person_must_add_is_told_and_is_the_exit_code(command: Command) -> None:
    done = command("upgrade", "-", "--language", "fr-BE", given=dataset())
    assert done.exit_code == 1
    assert "À ajouter ou à corriger" in done.stderr
    assert "Catégorie" in done.stderr
    assert "Descriptions\N{NO-BREAK SPACE}: 1." in done.stderr


def test_a_folder_becomes_a_folder(command: Command, old: Path, tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    old.rename(tmp_path / "in" / "one.ttl")
    (tmp_path / "in" / "two.ttl").write_text(dataset())
    (tmp_path / "in" / "broken.ttl").write_text("@prefix")
    done = command("upgrade", tmp_path / "in", "--output", tmp_path / "out")
    assert done.exit_code == 2
    assert "line 1" in done.stderr
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == ["one.ttl", "two.ttl"]


def test_an_address_with_its_pages_is_upgraded(command: Command) -> None:
    with serving() as site:
        url = _two_pages(site)
        done = command("upgrade", url)
    assert done.exit_code == 1
    assert len(set(Graph().parse(data=done.stdout).subjects(None, None))) >= 2
    assert "Descriptions: 2." in done.stderr


def _two_pages(site: Site) -> str:
    second = site.give("/second", page(["b"]))
    return site.give("/first", page(["a"], f"{site.url}/first", second))


def test_the_report_for_programs_is_a_line_for_each(command: Command, old: Path) -> None:
    done = command("upgrade", old, "--report", "json")
    told = json.loads(done.stderr.splitlines()[0])
    assert told["verdict"]["conforms"] is True
    assert told["kept"][0].keys() == {"class", "path", "count"}


def test_what_is_stored_becomes_a_draft(command: Command, old: Path) -> None:
    command("import", old, "--publish", "always")
    done = command("upgrade", "--stored", IRI, "urn:none")
    assert (done.exit_code, done.stdout) == (2, "")
    assert "There is no “urn:none” in this catalogue." in done.stderr
    assert "dqv:hasLegalBasis" in command("export", IRI, "--published").stdout
    assert "dpv:hasLegalBasis" in command("export", IRI).stdout


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--to", "dcat-ap/3.0.1", "x.ttl"], "rules lead to healthdcat-ap/8, health-data-hub/1"),
        (["--language", "xx", "x.ttl"], "there are messages in en, fr"),
        (["--stored", "--to", "health-data-hub/1", "x"], "healthdcat-ap/8 only"),
        (["missing.ttl"], "missing.ttl"),
        (["--output", "/proc/none/x.ttl", "OLD"], "--output"),
    ],
)
def test_bad_input_is_told_in_a_sentence(
    command: Command, old: Path, arguments: list[str], said: str
) -> None:
    done = command("upgrade", *(str(old) if word == "OLD" else word for word in arguments))
    assert done.exit_code == 2
    assert said in done.stderr
    assert "Traceback" not in done.stderr
