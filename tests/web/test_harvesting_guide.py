"""The examples of docs/harvesting-us.md do what they say, with a real client on a real socket."""

import re
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import redirect_stdout
from io import StringIO
from pathlib import Path

import pytest
from werkzeug.serving import WSGIRequestHandler

from catalogue.bootstrap import Services
from catalogue.settings import Settings
from tests.conftest import dataset
from tests.engines.ports import free_port
from tests.serving import serving
from tests.web.shelf import Shelf

GUIDE = Path(__file__).parents[2] / "docs" / "harvesting-us.md"
PLACEHOLDER = "https://catalogue.example.org"


class Quiet(WSGIRequestHandler):
    """Logs nothing, and keeps connections as the real server does."""

    protocol_version = "HTTP/1.1"

    def log(self, *_: object) -> None:
        pass


def blocks(language: str) -> list[str]:
    """The code blocks of a language, without the indentation that a list gives them."""
    text = GUIDE.read_text(encoding="utf-8")
    found = re.findall(rf"^( *)```{language}\n(.*?)^ *```$", text, re.MULTILINE | re.DOTALL)
    return [re.sub(f"^{indent}", "", block, flags=re.MULTILINE) for indent, block in found]


def examples() -> list[tuple[str, str]]:
    """The commands, each with what it prints."""
    return re.findall(r"^\$ (.*)\n((?:(?!\$ ).*\n)*)", "".join(blocks("console")), re.MULTILINE)


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """An instance with some descriptions, one of them withdrawn, that answers on a socket."""
    base = f"http://127.0.0.1:{free_port()}"
    shelf = Shelf(Services(Settings(data=tmp_path_factory.mktemp("instance"), poll=0.01, base_url=base)))
    for iri in (f"{base}/dataset/heart", f"{base}/dataset/withdrawn", "dataset:123", "http://example.org/4"):
        shelf.add(dataset(iri))
    shelf.withdraw(f"{base}/dataset/withdrawn")
    port = int(base.rpartition(":")[2])
    with serving(shelf.client.application, port, Quiet):
        yield base


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the commands keep what they take: one after the other, as a reader runs them."""
    return tmp_path_factory.mktemp("reader")


@pytest.mark.skipif(shutil.which("curl") is None, reason="curl is not installed")
@pytest.mark.parametrize(("command", "printed"), examples())
def test_an_example_prints_what_the_guide_says(
    address: str, folder: Path, command: str, printed: str
) -> None:
    done = subprocess.run(
        command.replace(PLACEHOLDER, address),
        shell=True,
        cwd=folder,
        capture_output=True,
        text=True,
        check=True,
    )
    expected = re.escape(printed.replace(PLACEHOLDER, address).strip()).replace("…", ".*?")
    assert re.search(expected, done.stdout.replace("\r", ""), re.DOTALL), done.stdout


def test_the_walk_of_the_guide_finds_every_dataset(address: str) -> None:
    [walk] = blocks("python")
    said = StringIO()
    with redirect_stdout(said):
        exec(walk.replace(PLACEHOLDER, address), {})
    assert said.getvalue() == "3 datasets\n"
