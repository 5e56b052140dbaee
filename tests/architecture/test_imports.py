"""Imports point at the domain: the contracts of pyproject.toml hold."""

import subprocess
import sys
from pathlib import Path

from tests.architecture.sizes import ROOT

CONTRACTS = Path(sys.executable).with_name("lint-imports")


def test_every_import_contract_is_kept() -> None:
    result = subprocess.run([CONTRACTS, "--no-cache"], cwd=ROOT, capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stdout + result.stderr


def test_the_supervisor_imports_next_to_nothing() -> None:
    """It and gunicorn's arbiter are there only to watch: their memory is part of the product's."""
    heavy = {"flask", "pydantic", "rdflib", "sqlalchemy", "click"}
    assert not _loaded("catalogue.processes.supervisor") & {*heavy, "gunicorn", "typing", "subprocess"}
    assert not _loaded("catalogue.processes.web") & heavy


def test_the_worker_knows_no_web_framework() -> None:
    assert not _loaded("catalogue.processes.worker") & {"flask", "jinja2", "werkzeug", "gunicorn"}


def test_help_comes_without_the_engines() -> None:
    assert not _loaded("catalogue.cli") & {"flask", "rdflib", "sqlalchemy", "tantivy", "pyshacl"}


def _loaded(module: str) -> set[str]:
    """The modules that are loaded once one is imported, in a new process."""
    script = f"import sys, {module}; print('\\n'.join(sys.modules))"
    result = subprocess.run(
        [sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True
    )
    return set(result.stdout.split())
