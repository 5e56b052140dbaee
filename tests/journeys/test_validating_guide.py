"""The examples of docs/validating.md print what the guide says; a line of … stands for any lines."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

GUIDE = (Path(__file__).parents[2] / "docs" / "validating.md").read_text(encoding="utf-8")
EXAMPLES = [
    example
    for block in re.findall(r"^```console\n(.*?)^```$", GUIDE, re.MULTILINE | re.DOTALL)
    for example in re.findall(r"^\$ (.*)\n((?:(?!\$ ).*\n)*)", block, re.MULTILINE)
]


@pytest.mark.parametrize(("command", "printed"), EXAMPLES)
def test_an_example_prints_what_the_guide_says(tmp_path: Path, command: str, printed: str) -> None:
    [turtle] = re.findall(r"^```turtle\n(.*?)^```$", GUIDE, re.MULTILINE | re.DOTALL)
    (tmp_path / "strokes.ttl").write_text(turtle, encoding="utf-8")
    folder = Path(sys.executable).parent
    environment = {**os.environ, "PATH": f"{folder}{os.pathsep}{os.environ['PATH']}", "LC_ALL": "C.UTF-8"}
    done = subprocess.run(
        ["/bin/sh", "-c", command], cwd=tmp_path, env=environment, capture_output=True, text=True, check=False
    )
    wanted = re.escape(printed).replace(re.escape("…\n"), "(?:.*\n)*?").replace(re.escape("…"), ".*")
    assert re.fullmatch(wanted, done.stdout), done.stdout + done.stderr
