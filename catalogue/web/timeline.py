"""The years that a dataset covers, drawn as a line: where each bar and each year stands."""

from dataclasses import dataclass
from datetime import date
from math import ceil, floor

from catalogue.domain.facts import Span

WIDTH = 700
_ROW = 22
_STEPS = (1, 2, 5, 10, 20, 50, 100, 200, 500)


@dataclass(frozen=True, slots=True)
class Bar:
    x: float
    y: int
    width: float


@dataclass(frozen=True, slots=True)
class Tick:
    x: float
    label: str
    anchor: str


@dataclass(frozen=True, slots=True)
class Timeline:
    """Bars and years in a box of 700 units by `height`; `label` says in words what it shows."""

    bars: tuple[Bar, ...]
    ticks: tuple[Tick, ...]
    height: int
    label: str


def draw(spans: tuple[Span, ...], label: str, today: date) -> Timeline | None:
    """The drawing of some periods; one that goes on is drawn to today. None where there is nothing to see."""
    ends = [_until(span, today) for span in spans]
    if not spans or max(ends) - spans[0].start < 1 or len(spans) > 12:
        return None
    first, last = floor(spans[0].start), ceil(max(ends))
    step = next((step for step in _STEPS if (last - first) / step <= 8), _STEPS[-1])
    low, high = first // step * step, -(-last // step) * step

    def x(year: float) -> float:
        return round((year - low) / (high - low) * WIDTH, 1)

    bars = tuple(
        Bar(x(span.start), 4 + row * _ROW, max(3.0, round(x(end) - x(span.start), 1)))
        for row, (span, end) in enumerate(zip(spans, ends, strict=True))
    )
    ticks = tuple(Tick(x(year), str(year), _anchor(year, low, high)) for year in range(low, high + 1, step))
    return Timeline(bars, ticks, len(spans) * _ROW + 28, label)


def _until(span: Span, today: date) -> float:
    # The last day of a year is its end, not its twelfth month's beginning.
    return today.year + today.month / 12 if span.end is None else span.end


def _anchor(year: int, low: int, high: int) -> str:
    return "start" if year == low else "end" if year == high else "middle"
