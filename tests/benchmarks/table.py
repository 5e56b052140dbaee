"""One row a measurement: ours beside the bare thing, in one run on one machine."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Row:
    """`ours` and `bare` in `unit`; `ratio` is what the aim speaks of, `aim` says what it should be."""

    name: str
    ours: float
    bare: float
    unit: str
    ratio: float
    aim: str

    def cells(self) -> tuple[str, str, str, str, str]:
        return (
            self.name,
            f"{_short(self.ours)} {self.unit}",
            f"{_short(self.bare)} {self.unit}" if self.bare else "",
            f"{self.ratio:.2f}" if self.ratio else "",
            self.aim,
        )


def markdown(rows: list[Row]) -> str:
    """The rows as a table."""
    head = ("Measurement", "Ours", "Bare", "Ratio", "Aim")
    lines = [head, ("---",) * len(head), *(row.cells() for row in rows)]
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)


def _short(value: float) -> str:
    return f"{value:,.0f}" if value >= 100 else f"{value:.3g}"
