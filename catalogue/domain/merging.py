"""Variables of a file beside those that are there, by name: what is new, differs, is the same, is missing."""

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from catalogue.domain.columns import Layout, Patch, Row, Slot, normal, shown, slots_of
from catalogue.domain.dictionaries import Wanted


@dataclass(frozen=True, slots=True)
class Difference:
    """A cell that would be changed: what it says, and what it would say."""

    slot: Slot
    before: tuple[str, ...]
    after: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Changed:
    """A variable that is there, and what of it would be changed."""

    row: Row
    wanted: Wanted
    differences: tuple[Difference, ...]

    def patch(self, layout: Layout) -> Patch:
        """What makes it so."""
        change = Patch()
        for each in self.differences:
            change |= self.row.set(each.slot, each.after, layout)
        return change


@dataclass(slots=True)
class Merge:
    """A file beside one table. What is missing in the file stays in the table, unless somebody says otherwise."""

    added: list[Wanted] = field(default_factory=list)
    changed: list[Changed] = field(default_factory=list)
    unchanged: list[Row] = field(default_factory=list)
    missing: list[Row] = field(default_factory=list)


def merge(rows: Iterable[Row], wanted: Sequence[Wanted], layout: Layout, *, fill: bool = False) -> Merge:
    """Compare a table with a file. What the file does not say of a variable stays; `fill` changes empty cells alone."""
    there: dict[str, Row] = {}
    rows = list(rows)
    for row in rows:
        there.setdefault(key(row.name), row)
    found, named = Merge(), {key(each.name) for each in wanted}
    for each in wanted:
        known = there.get(key(each.name)) if each.name else None
        if known is None:
            found.added.append(each)
        elif differences := _differences(known, each, layout, fill=fill):
            found.changed.append(Changed(known, each, differences))
        else:
            found.unchanged.append(known)
    found.missing = [row for row in rows if key(row.name) not in named]
    return found


def key(name: str) -> str:
    """A name as it is compared: the same letters are the same however they are composed."""
    return unicodedata.normalize("NFC", normal(name))


def _differences(row: Row, wanted: Wanted, layout: Layout, *, fill: bool) -> tuple[Difference, ...]:
    there = slots_of(row.said, layout)
    found = []
    for slot, texts in wanted.cells.items():
        before = tuple(map(shown, there.get(slot, ())))
        after = tuple(map(normal, texts))
        same = sorted(map(key, before)) == sorted(map(key, after))
        if not same and not (fill and before):
            found.append(Difference(slot, before, after))
    return tuple(found)
