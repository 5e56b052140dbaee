"""Runs every `bench_*.py` in a process of its own, and writes their rows to docs/benchmarks.md.

`python -m tests.benchmarks` runs all; names after it (`processes feeds`) run those and only print.
"""

import json
import os
import platform
import subprocess
import sys
from dataclasses import asdict
from importlib import import_module
from pathlib import Path

from tests.benchmarks.table import Row, markdown

FOLDER = Path(__file__).parent
ROOT = FOLDER.parents[1]
PAGE = ROOT / "docs" / "benchmarks.md"
ROWS = "rows: "
INTRODUCTION = """<!-- Written by `make bench`. -->

# Measurements

Each row was measured beside its bare counterpart in the same run on the same machine, and the aim speaks of the
ratio where there is one: absolute figures depend on the machine. `make bench` measures anew.
"""


def main(names: list[str]) -> int:
    """Run the benchmarks of these names, or all. Gives the exit code."""
    found = sorted(path.stem.removeprefix("bench_") for path in FOLDER.glob("bench_*.py"))
    tables = {name: _apart(name) for name in names or found}
    if not names:
        PAGE.write_text(_page(tables), encoding="utf-8")
    return 0


def _apart(name: str) -> list[Row]:
    """The rows of a benchmark, measured in a new process that shares nothing with the others."""
    sys.stdout.write(f"\n## {name}\n\n")
    sys.stdout.flush()
    command = [sys.executable, "-m", "tests.benchmarks", "--measure", name]
    output = subprocess.run(command, cwd=ROOT, stdout=subprocess.PIPE, text=True, check=True).stdout
    told = next(line for line in output.splitlines() if line.startswith(ROWS))
    rows = [Row(**row) for row in json.loads(told.removeprefix(ROWS))]
    sys.stdout.write(markdown(rows))
    return rows


def measure(name: str) -> None:
    rows = import_module(f"tests.benchmarks.bench_{name}").measure()
    sys.stdout.write(f"{ROWS}{json.dumps([asdict(row) for row in rows])}\n")


def _page(tables: dict[str, list[Row]]) -> str:
    machine = f"{os.cpu_count()} cores, Python {platform.python_version()}, {platform.system()}."
    parts = (f"## {name.capitalize()}\n\n{markdown(rows)}" for name, rows in tables.items())
    return "\n".join([INTRODUCTION, f"{machine}\n", *parts])


if __name__ == "__main__":
    if sys.argv[1:2] == ["--measure"]:
        measure(sys.argv[2])
    else:
        sys.exit(main(sys.argv[1:]))
