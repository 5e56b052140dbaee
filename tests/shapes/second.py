"""rdf-validate-shacl in Node.js: an implementation of SHACL that shares nothing with pySHACL.

Its packages are those of `node/package-lock.json`, installed once into pytest's cache.
"""

import json
import shutil
import subprocess
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

import pytest

PROGRAM = Path(__file__).parent / "node"
PATIENCE = 1800.0

# Severity, focus (`_:` before a blank node), path ("" for none and for several), component.
Told = tuple[str, str, str, str]


def installed(folder: Path) -> Path:
    """The folder with the program and its packages. Skips the test where they cannot be had."""
    missing = [name for name in ("node", "npm") if not shutil.which(name)]
    if missing:
        pytest.skip(f"{' and '.join(missing)} not found")
    lock, stamp = PROGRAM / "package-lock.json", folder / "installed"
    if not stamp.is_file() or stamp.read_bytes() != lock.read_bytes():
        _install(folder)
        shutil.copyfile(lock, stamp)
    shutil.copyfile(PROGRAM / "validate.js", folder / "validate.js")
    return folder


def _install(folder: Path) -> None:
    for name in ("package.json", "package-lock.json"):
        shutil.copyfile(PROGRAM / name, folder / name)
    command = ["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--no-update-notifier"]
    ended = subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=PATIENCE, check=False)
    if ended.returncode:
        pytest.skip(f"npm installs no packages here: {ended.stderr.strip()[-300:]}")


def second_opinion(
    folder: Path, shapes: Mapping[str, str], descriptions: Iterable[tuple[str, str]]
) -> Iterator[set[Told]]:
    """The findings for each description, given as level and N-Triples; `shapes` are those of each level."""
    lines = [{"level": level, "shapes": text} for level, text in shapes.items()]
    lines += [{"level": level, "data": text} for level, text in descriptions]
    ended = subprocess.run(
        ["node", folder / "validate.js"],
        input="".join(f"{json.dumps(line)}\n" for line in lines),
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=False,
    )
    assert ended.returncode == 0, ended.stderr
    return ({tuple(found) for found in json.loads(line)} for line in ended.stdout.splitlines())
