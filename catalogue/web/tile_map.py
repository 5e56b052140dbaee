"""The countries that a dataset covers, on a map of Europe in which each country is a square.

No package of country shapes is small and kept, and a square shows Malta as well as France. What is not one whole
country of Europe (a region, a continent, the world) is told in the text beside it only.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from catalogue.domain.telling import Value
from catalogue.domain.terms import COUNTRIES

_SIDE: Final = 30
_GAP: Final = 3

# Where each country stands (column, row), and the letters that it is known by in the institutions of the Union.
_TILES: Final = {
    "ISL": ("IS", 0, 0), "NOR": ("NO", 4, 0), "SWE": ("SE", 5, 0), "FIN": ("FI", 6, 0),
    "DNK": ("DK", 4, 1), "EST": ("EE", 6, 1),
    "IRL": ("IE", 0, 2), "GBR": ("UK", 1, 2), "NLD": ("NL", 3, 2), "LVA": ("LV", 6, 2),
    "BEL": ("BE", 2, 3), "LUX": ("LU", 3, 3), "DEU": ("DE", 4, 3), "POL": ("PL", 5, 3), "LTU": ("LT", 6, 3),
    "FRA": ("FR", 2, 4), "CHE": ("CH", 3, 4), "CZE": ("CZ", 4, 4), "SVK": ("SK", 5, 4), "UKR": ("UA", 7, 4),
    "PRT": ("PT", 0, 5), "ESP": ("ES", 1, 5), "LIE": ("LI", 3, 5), "AUT": ("AT", 4, 5), "HUN": ("HU", 5, 5),
    "ROU": ("RO", 6, 5), "MDA": ("MD", 7, 5),
    "ITA": ("IT", 3, 6), "SVN": ("SI", 4, 6), "HRV": ("HR", 5, 6), "SRB": ("RS", 6, 6), "BGR": ("BG", 7, 6),
    "BIH": ("BA", 5, 7), "MNE": ("ME", 6, 7), "MKD": ("MK", 7, 7), "TUR": ("TR", 8, 7),
    "MLT": ("MT", 3, 8), "ALB": ("AL", 6, 8), "GRC": ("EL", 7, 8), "CYP": ("CY", 8, 8),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Tile:
    """A country: where its square stands, its letters, and whether it is covered."""

    x: int
    y: int
    letters: str
    covered: bool


@dataclass(frozen=True, slots=True)
class TileMap:
    """The squares in a box of `width` by `height`; `label` says in words what is marked."""

    tiles: tuple[Tile, ...]
    label: str
    side: int = _SIDE
    width: int = 9 * (_SIDE + _GAP)
    height: int = 9 * (_SIDE + _GAP)


def draw(places: Iterable[Value], label: str) -> TileMap | None:
    """The map of the places that are countries of Europe; None where none is. `label` has a place for their names."""
    covered = {
        place.term.removeprefix(f"{COUNTRIES}/"): place.text
        for place in places
        if place.term.startswith(f"{COUNTRIES}/")
    }
    shown = sorted(name for code, name in covered.items() if code in _TILES)
    if not shown:
        return None
    step = _SIDE + _GAP
    tiles = tuple(
        Tile(column * step, row * step, letters, code in covered)
        for code, (letters, column, row) in _TILES.items()
    )
    return TileMap(tiles, label % {"countries": ", ".join(shown)})
