"""Variables of a file beside those that are there, by name: what is new, differs, is the same, is missing."""

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from catalogue.domain.columns import Layout, Patch, Row, Slot, normal, shown, slots_of
from catalogue.domain.dictionaries import DATATYPE, Manner, Wanted


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


def merge(
    rows: Iterable[Row], wanted: Sequence[Wanted], layout: Layout, manner: Manner, *, fill: bool = False
) -> Merge:
    """Compare a table with a file. What the file does not say of a variable stays; `fill` changes empty cells alone."""
    alike = _Alike(layout, manner)
    there: dict[str, Row] = {}
    rows = list(rows)
    for row in rows:
        there.setdefault(key(row.name), row)
    found, named = Merge(), {key(each.name) for each in wanted}
    for each in wanted:
        known = there.get(key(each.name)) if each.name else None
        if known is None:
            found.added.append(each)
        elif differences := alike.differences(known, each, fill=fill):
            found.changed.append(Changed(known, each, differences))
        else:
            found.unchanged.append(known)
    found.missing = [row for row in rows if key(row.name) not in named]
    return found


def key(name: str) -> str:
    """A name as it is compared: the same letters are the same however they are composed."""
    return unicodedata.normalize("NFC", normal(name))


@dataclass(frozen=True, slots=True)
class _Alike:
    """Compares what is there with what a file says."""

    layout: Layout
    manner: Manner

    def differences(self, row: Row, wanted: Wanted, *, fill: bool) -> tuple[Difference, ...]:
        there = slots_of(row.said, self.layout)
        found = []
        for slot, texts in wanted.cells.items():
            before, after = tuple(map(shown, there.get(slot, ()))), tuple(map(normal, texts))
            if self._keys(slot, before) != self._keys(slot, after) and not (fill and before):
                found.append(Difference(slot, before, after))
        return tuple(found)

    def _keys(self, slot: Slot, texts: Sequence[str]) -> list[str]:
        """The texts in an order of their own; a datatype is the same by whatever name."""
        return sorted(key(self.manner.type(text) if slot.path == DATATYPE else text) for text in texts)
