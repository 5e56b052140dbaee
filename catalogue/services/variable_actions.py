"""What is done to many variables at once: to those that were ticked, or to all that a query finds."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

from rdflib import CSVW

from catalogue.domain.columns import Patch, Row
from catalogue.rdf.columns import Exchange
from catalogue.services.variable_rows import Opened, Query
from catalogue.services.variables import Action


@dataclass(frozen=True, slots=True)
class Chosen:
    """Which variables: those of some keys, or with `everything` all that a query finds."""

    keys: Collection[str] = ()
    query: Query = field(default_factory=Query)
    everything: bool = False

    def rows(self, opened: Opened) -> Sequence[Row]:
        if self.everything:
            return opened.find(self.query)
        return [opened.by_key[each] for each in self.keys if each in opened.by_key]


def setting(chosen: Chosen, cell: str, text: str, *, fill: bool) -> Action:
    """Let a cell of each variable say a text; with `fill` only where it says nothing."""

    def act(opened: Opened) -> tuple[Exchange, int]:
        slot = opened.layout.slot(cell)
        changes = []
        for row in chosen.rows(opened) if slot else ():
            if slot and not (fill and row.texts(slot, opened.layout)):
                changes.append(row.set(slot, [text], opened.layout))
        return together(changes)

    return act


def moving(chosen: Chosen, table: str) -> Action:
    """Let variables stand in another table."""

    def act(opened: Opened) -> tuple[Exchange, int]:
        into = opened.tables.get(table)
        rows = [row for row in chosen.rows(opened) if into is not None and row.table != into]
        gone = tuple((row.table, CSVW.column, row.node) for row in rows)
        come = tuple((into, CSVW.column, row.node) for row in rows if into is not None)
        return Exchange.of(Patch(gone, come)), len(rows)

    return act


def removing(chosen: Chosen) -> Action:
    """Remove variables."""

    def act(opened: Opened) -> tuple[Exchange, int]:
        rows = chosen.rows(opened)
        return opened.columns.without(rows), len(rows)

    return act


def removing_table(table: str) -> Action:
    """Remove a table with all its variables."""

    def act(opened: Opened) -> tuple[Exchange, int]:
        found = next((each for each in opened.columns.tables if each.node == opened.tables.get(table)), None)
        return (opened.columns.without_table(found), found.size) if found else (Exchange(), 0)

    return act


def adding_table(titles: Mapping[str, str]) -> Action:
    """Add a table with titles by language."""

    def act(opened: Opened) -> tuple[Exchange, int]:
        return Exchange.of(opened.make_tables([titles])[1]), 1

    return act


def together(changes: Sequence[Patch]) -> tuple[Exchange, int]:
    """Changes as one, and how many of them change anything."""
    removed = tuple(triple for change in changes for triple in change.removed)
    added = tuple(triple for change in changes for triple in change.added)
    return Exchange.of(Patch(removed, added)), sum(map(bool, changes))
