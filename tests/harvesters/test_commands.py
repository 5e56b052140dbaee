from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from catalogue.cli import catalogue
from tests.harvesters.pages import iri, page, tombstone
from tests.harvesters.site import Site

Command = Callable[..., Result]


@pytest.fixture
def command(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Command:
    """Runs `catalogue harvest` with these arguments on an instance of its own."""
    settings = {"DATA": str(tmp_path), "FETCH_TIMEOUT": "2", "IMPORT_PROCESSES": "1"}
    for name, value in settings.items():
        monkeypatch.setenv(f"CATALOGUE_{name}", value)
    monkeypatch.setenv("NO_PROXY", "*")

    def run(*arguments: str) -> Result:
        return CliRunner().invoke(catalogue, ["harvest", *arguments])

    return run


def test_a_source_is_added_harvested_listed_and_shown(command: Command, site: Site) -> None:
    url = site.give("/catalog", page(["a", "b"], more=tombstone("c")))
    added = command("add", url, "--id", "demo", "--every", "12")
    assert (added.exit_code, added.output.splitlines()[0]) == (0, f"added demo: {url}")
    ran = command("run", "demo")
    assert ran.exit_code == 0
    assert ran.output.splitlines()[0] == "demo: complete"
    assert f"kept as draft: a <{iri('a')}>" in ran.output
    assert "2 kept as draft, 0 refused" in ran.output
    listed = command("list").output
    for told in ("demo", "conforming", "complete", "2 draft"):
        assert told in listed
    assert ": complete" in command("show", "demo").output


def test_a_run_that_is_not_whole_exits_with_1_and_says_why(command: Command, site: Site) -> None:
    url = site.url + "/catalog"
    site.give("/catalog", page(["a"], url, site.url + "/gone"))
    command("add", url, "--id", "demo", "--publish", "always")
    ran = command("run", "--all")
    assert ran.exit_code == 1
    assert "demo: partial" in ran.output
    assert "404 Not Found" in ran.output


def test_what_is_held_exits_with_1_until_it_is_confirmed(command: Command, site: Site) -> None:
    url = site.give("/catalog", page(["a", "b"]))
    command("add", url, "--id", "demo", "--publish", "always")
    command("run", "demo")
    site.give("/catalog", page(["a"]))
    held = command("run", "demo")
    assert held.exit_code == 1
    assert "catalogue harvest run demo --confirm" in held.output
    assert command("run", "demo", "--confirm").exit_code == 0


def test_a_source_must_be_named_or_all_be_asked_for(command: Command) -> None:
    assert command("run").exit_code == 2
    assert command("run", "demo", "--all").exit_code == 2


def test_a_list_without_sources_says_how_to_add_one(command: Command) -> None:
    assert "catalogue harvest add URL" in command("list").output
