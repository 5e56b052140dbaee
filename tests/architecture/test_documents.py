"""Documents fail too: what they say of settings, commands, routes, fields and files is so."""

import re
from pathlib import Path

import pytest

from tests.architecture import reference
from tests.architecture.sizes import ROOT

DOCUMENTS = [ROOT / "README.md", ROOT / "CHANGELOG.md", *sorted((ROOT / "docs").rglob("*.md"))]
LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)\)")
SETTING = re.compile(r"\bCATALOGUE_[A-Z_]+\b")
COMMAND = re.compile(r"(?:`|^\s+|&& )catalogue ((?:[a-z]+ ?)+)", re.MULTILINE)
ELSEWHERE = {"CATALOGUE_CONFIG"}  # read before the settings are


@pytest.fixture(scope="module")
def pages() -> dict[str, str]:
    return reference.pages()


@pytest.mark.parametrize("name", ["settings.md", "commands.md", "routes.md", "profile.md"])
def test_a_reference_page_tells_what_the_code_does(name: str, pages: dict[str, str]) -> None:
    written = (reference.FOLDER / name).read_text(encoding="utf-8")
    assert written == pages[name], f"docs/reference/{name} is out of date: run make docs"


def test_every_route_says_what_it_answers(pages: dict[str, str]) -> None:
    silent = [
        row for row in pages["routes.md"].splitlines() if row.startswith("| `/") and row.endswith("|  |")
    ]
    assert silent == []


def test_every_command_says_what_it_does(pages: dict[str, str]) -> None:
    commands = pages["commands.md"].split("\n## ")[1:]
    assert [text.splitlines()[0] for text in commands if not text.splitlines()[2].strip()] == []


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_links_within_the_documents_lead_somewhere(document: Path) -> None:
    links = [link.split("#")[0] for link in LINK.findall(document.read_text(encoding="utf-8"))]
    local = [link for link in links if link and "://" not in link and not link.startswith("mailto:")]
    assert [link for link in local if not (document.parent / link).exists()] == []


def test_every_page_is_found_from_the_index() -> None:
    index = (ROOT / "docs" / "index.md").read_text(encoding="utf-8")
    pages = [path.relative_to(ROOT / "docs").as_posix() for path in DOCUMENTS if path.parent.name == "docs"]
    assert [page for page in pages if page != "index.md" and f"({page})" not in index] == []


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_documents_name_only_settings_and_commands_that_exist(document: Path, pages: dict[str, str]) -> None:
    text = document.read_text(encoding="utf-8")
    known = set(SETTING.findall(pages["settings.md"])) | ELSEWHERE
    settings = {name.removesuffix("_FILE") for name in SETTING.findall(text)} - {"CATALOGUE_"}
    assert settings <= known
    commands = {line.removeprefix("## catalogue ") for line in pages["commands.md"].splitlines()}
    unknown = [said for said in COMMAND.findall(text) if not _is_command(said, commands)]
    assert unknown == []


def _is_command(said: str, commands: set[str]) -> bool:
    """Whether a text begins with a command, or names a group of them."""
    words = said.split()
    return any(" ".join(words[:count]) in commands for count in range(1, len(words) + 1)) or any(
        command.startswith(f"{words[0]} ") for command in commands
    )
