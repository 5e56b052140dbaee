"""What every source file owes its reader."""

import ast
import re

import pytest

from tests.architecture.sizes import ROOT, modules

UNFINISHED = re.compile(r"\b(TO" r"DO|FIX" r"ME|XX" r"X|HA" r"CK)\b")
NAMES = [path.relative_to(ROOT).as_posix() for path in modules()]


@pytest.mark.parametrize("name", NAMES)
def test_a_module_says_what_it_is_for(name: str) -> None:
    tree = ast.parse((ROOT / name).read_text(encoding="utf-8"))
    assert ast.get_docstring(tree) or not tree.body


def test_nothing_is_left_for_later() -> None:
    texts = [*modules(), *(ROOT / "tests").rglob("*.py"), *(ROOT / "docs").rglob("*.md")]
    assert [str(path) for path in texts if UNFINISHED.search(path.read_text(encoding="utf-8"))] == []


def test_library_code_does_not_print() -> None:
    """What people see goes through click; what operators see goes to the log."""
    calls = {
        name
        for name in NAMES
        for node in ast.walk(ast.parse((ROOT / name).read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "print"
    }
    assert calls == set()
