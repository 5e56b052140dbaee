"""A program pushes, replaces and publishes on a served instance; the examples of docs/api.md print what it says."""

import os
import re
import socket
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from catalogue.rdf.canonical import canonical
from catalogue.rdf.formats import TURTLE
from catalogue.rdf.reading import read
from catalogue.rdf.splitting import split
from tests.journeys.instance import PROGRAM, Instance

HERE = "http://127.0.0.1:8000"
GUIDE = (Path(__file__).parents[2] / "docs" / "api.md").read_text(encoding="utf-8")
EXAMPLES = [
    example
    for block in re.findall(r"^```console\n(.*?)^```$", GUIDE, re.MULTILINE | re.DOTALL)
    for example in re.findall(r"^\$ (.*)\n((?:(?!\$ ).*\n)*)", block, re.MULTILINE)
]


@pytest.fixture(scope="module")
def instance(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Instance]:
    folder = tmp_path_factory.mktemp("programs")
    [turtle] = re.findall(r"^```turtle\n(.*?)^```$", GUIDE, re.MULTILINE | re.DOTALL)
    (folder / "strokes.ttl").write_text(turtle, encoding="utf-8")
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port = found.getsockname()[1]
    settings = {"CATALOGUE_BASE_URL": f"http://127.0.0.1:{port}"}
    instance = Instance(folder, settings)
    try:
        instance.start(port)
        yield instance
    finally:
        if not instance.ended:
            instance.stop()


@pytest.mark.parametrize(
    ("command", "printed"), EXAMPLES, ids=[str(number) for number in range(len(EXAMPLES))]
)
def test_an_example_prints_what_the_guide_says(instance: Instance, command: str, printed: str) -> None:
    """Each goes on where the one before it ended."""
    environment = {**instance.environment, "PATH": f"{PROGRAM.parent}{os.pathsep}{os.environ['PATH']}"}
    done = subprocess.run(
        ["/bin/sh", "-c", command.replace(HERE, instance.url)],
        cwd=instance.folder,
        env={**environment, "LC_ALL": "C.UTF-8"},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    wanted = re.escape(printed.strip().replace(HERE, instance.url)).replace("…", ".*")
    assert re.fullmatch(wanted, done.stdout.replace("\r", "").strip()), done.stdout + done.stderr


def test_what_was_published_is_harvested_as_it_was_sent(instance: Instance) -> None:
    status, feed = instance.get("/catalog.ttl")
    assert status == 200
    sent = (instance.folder / "strokes.ttl").read_bytes()
    with read(feed.encode(), "feed", TURTLE) as statements:
        [harvested] = list(split(statements, str).descriptions)
    keyword = b'\n<https://hospital.example.org/strokes> <http://www.w3.org/ns/dcat#keyword> "stroke"@en .'
    with read(sent + keyword, "sent", TURTLE) as statements:
        assert harvested.hash == canonical(statements.find())[1]
