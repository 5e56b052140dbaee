"""The variables of a description: found, shown page by page, and changed one by one or many at once.

Everything happens on somebody's working copy (`editing`), statement by statement: of six thousand variables only those
that change are made terms of. The last change of many can be taken back as long as the copy lives.
"""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final

from rdflib import CSVW, RDF, BNode, Graph
from rdflib.term import Node

from catalogue.domain.columns import MOST, Layout, Patch, Row, exchanged, in_languages, made, slots_of
from catalogue.domain.errors import BadInput, Conflict, NotFound, OtherWindow
from catalogue.domain.forms.names import key
from catalogue.domain.people import Actor
from catalogue.domain.profile import Profile
from catalogue.domain.tables import TABLE
from catalogue.rdf import columns
from catalogue.rdf.columns import Columns, Exchange
from catalogue.services.auditing import now
from catalogue.services.editing import Draft, Editing
from catalogue.services.variable_rows import Opened
from catalogue.store.register_base import Pending, StartStore

_UNDO_FOR: Final = timedelta(days=7)


class NoRoomForVariables(BadInput):
    message = "A description has %(most)s variables at most, and this would make %(count)s."

    @classmethod
    def of(cls, count: int) -> "NoRoomForVariables | None":
        """The error of so many variables, where these are too many."""
        return cls(most=MOST, count=count) if count > MOST else None


@dataclass(frozen=True, slots=True)
class Edits:
    """What was typed: texts by the key of a variable or table and that of a cell; and new variables by table."""

    cells: Mapping[str, Mapping[str, Sequence[str]]] = field(default_factory=dict)
    new: Sequence[tuple[str, Mapping[str, Sequence[str]]]] = ()


# A change of many: what changes, and how many things that are.
Action = Callable[[Opened], tuple[Exchange, int]]


@dataclass(frozen=True, slots=True)
class Done:
    """What became of a change: the working copy, and of how many things an action changed something."""

    draft: Draft
    count: int = 0
    added: tuple[str, ...] = ()  # the keys of new variables


@dataclass(frozen=True, slots=True)
class Undo:
    """The last change of many, that can be taken back."""

    count: int
    at: datetime
    change: Exchange


class Variables:
    """What people do to the variables of a description."""

    def __init__(
        self, editing: Editing, kept: StartStore, profile: Profile, languages: Sequence[str]
    ) -> None:
        self._editing = editing
        self._kept = kept
        self._profile = profile
        self._languages = tuple(languages)

    def open(self, actor: Actor, id: str, reader: str = "en", base: int = 0) -> Opened:
        """The variables of a record, `base` as in `Editing.open`. Raises NotFound, also for what can have none."""
        draft = self._editing.open(actor, id, base)
        opened = self._of(draft, draft.ntriples, reader)
        if not opened.has_way:
            raise NotFound(name=id)
        return opened

    def change(
        self, actor: Actor, opened: Opened, version: int, edits: Edits, action: Action | None = None
    ) -> Done:
        """Put what was typed into the working copy, then do something to many.

        Raises Stale, NoRoomForVariables, Conflict.
        """
        patch, added = _edited(opened, edits)
        if not patch and action is None:
            return Done(opened.draft)
        typed = Exchange.of(patch)
        _check_size(opened, typed)
        taken: list[tuple[Exchange, int]] = []

        def edit(graph: Graph) -> None:
            _apply_here(graph, typed, opened.draft, version)
            if action is not None:
                now = (
                    self._of(opened.draft, columns.text_of(graph), opened.layout.reader) if patch else opened
                )
                change, count = action(now)
                _check_size(now, change)
                taken.append((_apply_here(graph, change, opened.draft, version), count))

        draft = self._editing.change(actor, opened.draft.record.id, version, edit, opened.draft.base)
        for did, count in taken:
            self._remember(actor, draft, did, count)
        return Done(draft, sum(count for _, count in taken), added)

    def undoable(self, actor: Actor, draft: Draft) -> Undo | None:
        """The last change of many in this working copy; None when there is none, or it was saved."""
        kept = self._kept.pending(actor.id, _place(draft), now())
        if kept is None or not draft.is_changed:
            return None
        told = json.loads(kept.data)
        if told["base"] != draft.base or told["version"] > draft.version:
            return None
        at = datetime.fromisoformat(told["at"])
        return Undo(told["count"], at, Exchange(tuple(told["removed"]), tuple(told["added"])))

    def undo(self, actor: Actor, id: str, version: int) -> int:
        """Take back the last change of many; gives of how many things. Raises Conflict where they changed since."""
        draft = self._editing.open(actor, id)
        found = self.undoable(actor, draft)
        if found is None:
            return 0
        self._editing.change(actor, id, version, lambda graph: _apply(graph, found.change.undone))
        self._kept.drop_pending(actor.id, _place(draft))
        return found.count

    def _remember(self, actor: Actor, draft: Draft, change: Exchange, count: int) -> None:
        if not change:
            return
        told = {"base": draft.base, "version": draft.version, "at": now().isoformat(), "count": count}
        data = json.dumps({**told, "removed": change.removed, "added": change.added}).encode()
        self._kept.keep_pending(Pending(actor.id, _place(draft), now() + _UNDO_FOR, data))

    def _of(self, draft: Draft, ntriples: str, reader: str) -> Opened:
        found = Columns(ntriples)
        known = Layout(self._profile)
        used = found.languages([path for path in known.fields if known.speaks(path)])
        wished = sorted(self._languages, key=lambda tag: tag != reader)
        return Opened(draft, found, Layout(self._profile, in_languages(used, wished), reader))


def _edited(opened: Opened, edits: Edits) -> tuple[Patch, tuple[str, ...]]:
    """What changes by what was typed, and the keys of new variables."""
    change = Patch()
    of_tables = Layout(opened.layout.profile, opened.layout.languages, opened.layout.reader, TABLE)
    for at, cells in edits.cells.items():
        if at in opened.by_key:
            row, layout = opened.by_key[at], opened.layout
        elif at in opened.tables:
            node = opened.tables[at]
            row, layout = Row(node, node, opened.columns.said(node)), of_tables
        else:
            continue
        change |= _typed(row, cells, layout)
    added = []
    for table, cells in edits.new:
        node = BNode()
        texts = {slot: said for at, said in cells.items() if (slot := opened.layout.slot(at))}
        if any(text.strip() for said in texts.values() for text in said):
            into, making = _into(opened, table, change)
            change |= making | made(node, into, texts, opened.layout)
            added.append(key(node))
    return change, tuple(added)


def _typed(row: Row, cells: Mapping[str, Sequence[str]], layout: Layout) -> Patch:
    change, said = Patch(), slots_of(row.said, layout)
    for at, texts in cells.items():
        slot = layout.slot(at)
        if slot is not None:
            change |= exchanged(row.node, slot, said.get(slot, []), texts, layout)
    return change


def _into(opened: Opened, table: str, change: Patch) -> tuple[Node, Patch]:
    """The table for a new variable; where there is none yet, a new one, which further variables share."""
    if table in opened.tables or opened.tables:
        return opened.tables.get(table) or next(iter(opened.tables.values())), Patch()
    begun = next((s for s, p, o in change.added if p == RDF.type and o == CSVW.Table), None)
    if begun is not None:
        return begun, Patch()
    title = opened.maker().title
    [node], made_it = opened.make_tables([{title.language or "": str(title)}])
    return node, made_it


def _check_size(opened: Opened, change: Exchange) -> None:
    too_many = NoRoomForVariables.of(len(opened.rows) + change.variables)
    if too_many and change.variables > 0:
        raise too_many


def _apply(graph: Graph, change: Exchange) -> None:
    columns.apply(graph, change)


def _apply_here(graph: Graph, change: Exchange, draft: Draft, version: int) -> Exchange:
    """Apply what was made for a draft. Raises OtherWindow when it is not that any more."""
    try:
        return columns.apply(graph, change)
    except Conflict:
        raise OtherWindow(name=draft.record.iri, current=draft.version, expected=version) from None


def _place(draft: Draft) -> str:
    return f"variables-before:{draft.record.number}"
