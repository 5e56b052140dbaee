"""How long functions and modules are: the size guide, measured. `python -m tests.architecture.sizes` prints it."""

import ast
import statistics
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]
PACKAGES = ("catalogue", "harvesters")
MODULE_LINES = 300
MEDIAN_LINES = 10
NEARLY_ALL_LINES = 30  # of 95 % of the functions
PARAMETERS = 4


@dataclass(frozen=True)
class Function:
    """A function or method: where it is, its lines, and its parameters without self and cls."""

    module: str
    name: str
    lines: int
    parameters: int

    def __str__(self) -> str:
        return f"{self.module}:{self.name} ({self.lines} lines, {self.parameters} parameters)"


def modules() -> list[Path]:
    """Every module of the product; migrations are data."""
    found = (path for package in PACKAGES for path in (ROOT / package).rglob("*.py"))
    return sorted(path for path in found if "versions" not in path.parts)


def functions() -> list[Function]:
    """Every function of the product."""
    return [each for path in modules() for each in _functions(path)]


def lines(path: Path) -> int:
    return path.read_text(encoding="utf-8").count("\n")


def percentile(values: list[int], share: float) -> int:
    """The value that `share` of the values do not exceed."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


def _functions(path: Path) -> Iterator[Function]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.FunctionDef):
            length = (node.end_lineno or node.lineno) - node.lineno + 1
            yield Function(path.relative_to(ROOT).as_posix(), node.name, length, _parameters(node))


def _parameters(node: ast.FunctionDef) -> int:
    named = [*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs]
    return len([each for each in named if each.arg not in ("self", "cls")])


def report() -> str:
    """The figures, and what is beyond the guide."""
    found = functions()
    lengths = [each.lines for each in found]
    long = [path for path in modules() if lines(path) > MODULE_LINES]
    beyond = [each for each in found if each.lines > NEARLY_ALL_LINES or each.parameters > PARAMETERS]
    return "\n".join(
        [
            f"{len(found)} functions: median {statistics.median(lengths):g} lines, "
            f"95 % within {percentile(lengths, 0.95)}; longest module {max(map(lines, modules()))} lines",
            *(f"  {path.relative_to(ROOT)}: {lines(path)} lines" for path in long),
            *(f"  {each}" for each in beyond),
        ]
    )


if __name__ == "__main__":
    print(report())
