"""Variables that come from a file, and go into one: handed in, looked at, and merged with those that are there by name.

The file itself is not kept. Between being handed in and being merged its variables are, for the person who handed them
in and for a day: texts of a dictionary, never a row of data.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Final

from rdflib import BNode
from rdflib.term import Node

from catalogue.domain.columns import MOST, Patch, Slot, made, shown, slots_of
from catalogue.domain.dictionaries import NAME, TABLE, Manner, Problem, Sheet, Telling, Wanted
from catalogue.domain.errors import TooLarge
from catalogue.domain.merging import Merge, key, merge
from catalogue.domain.people import Actor
from catalogue.domain.sentences import Sentence
from catalogue.rdf.columns import Exchange
from catalogue.services import cells, dictionaries
from catalogue.services.auditing import now
from catalogue.services.dictionaries import Upload, headings, types
from catalogue.services.dictionaries.base import check_number
from catalogue.services.variable_actions import together
from catalogue.services.variable_plans import HandedIn, Plan, packed, unpacked
from catalogue.services.variable_rows import Opened
from catalogue.services.variables import Action, Done, Edits, Variables
from catalogue.store.register_base import Pending, StartStore

NEW: Final = "new"
OUT: Final = "out"
PARTS: Final = ("added", "changed", "missing")
_FOR: Final = timedelta(days=1)
_MOST: Final = 24 * 2**20  # bytes of what is kept of a file


@dataclass(frozen=True, slots=True)
class OfTable:
    """A table of a file: where it goes, what it would be called there, and what it would do."""

    source: str
    into: str
    title: str
    merge: Merge


@dataclass(frozen=True, slots=True)
class Proposal:
    """What a dictionary would do by a plan; nothing without a heading for the names.

    `count` is how many variables the description would then have.
    """

    tables: tuple[OfTable, ...]
    problems: tuple[Problem, ...]
    left_out: int
    has_names: bool
    count: int


class VariableFiles:
    """What leads from a file to the variables of a description, and back."""

    def __init__(self, variables: Variables, kept: StartStore) -> None:
        self._variables = variables
        self._kept = kept

    def hand_in(self, actor: Actor, opened: Opened, upload: Upload, language: str) -> None:
        """Read a file and keep its variables, in place of what was kept. Raises BadInput with place and reason, and
        TooManyVariables.

        `language` is that of its texts, unless its headings are in another one.
        """
        dictionary = dictionaries.read(upload)
        counts = [len(_roles(sheet)) for sheet in dictionary.sheets]
        best = counts.index(max(counts))
        spoken = headings.language(dictionary.sheets[best].headings) or language
        found = HandedIn(dictionary, Plan(best, language=spoken))
        guessed = replace(found, plan=self._guessed(opened, found))
        _check_number(opened, guessed)
        self._keep(actor, opened, guessed)

    def handed_in(self, actor: Actor, opened: Opened) -> HandedIn | None:
        """What waits to be merged; None when there is nothing, or its day is over."""
        kept = self._kept.pending(actor.id, _place(opened), now())
        return unpacked(kept.data) if kept else None

    def plan(self, actor: Actor, opened: Opened, plan: Plan) -> HandedIn | None:
        """Keep a plan; one for another sheet or language begins with guesses."""
        found = self.handed_in(actor, opened)
        if found is None:
            return None
        told = replace(found, plan=plan)
        if (plan.sheet, plan.language) != (found.plan.sheet, found.plan.language) or not plan.targets:
            told = replace(found, plan=replace(self._guessed(opened, told), fill=plan.fill, parts=plan.parts))
        self._keep(actor, opened, told)
        return told

    def drop(self, actor: Actor, opened: Opened) -> None:
        """Forget what was handed in."""
        self._kept.drop_pending(actor.id, _place(opened))

    def proposal(self, opened: Opened, found: HandedIn, manner: Manner) -> Proposal:
        """What it would do."""
        if NAME not in found.plan.targets:
            return Proposal((), (), 0, has_names=False, count=len(opened.rows))
        telling = Telling(found.sheet, found.plan.targets, opened.layout)
        opened.columns.warm()
        manner = replace(manner, type=types.named)
        wanted = _by_table(telling.variables(manner))
        tables = tuple(_of_table(opened, found.plan, manner, *each) for each in wanted.items())
        count = len(opened.rows) + _growth(tables, found.plan)
        return Proposal(tables, tuple(telling.problems), telling.left_out, has_names=True, count=count)

    def apply(self, actor: Actor, opened: Opened, version: int, manner: Manner) -> Done:
        """Merge what was handed in, by its plan, as one change. Raises Stale, NoRoomForVariables."""
        found = self.handed_in(actor, opened)
        if found is None:
            return Done(opened.draft)
        done = self._variables.change(actor, opened, version, Edits(), self._merging(found, manner))
        self.drop(actor, opened)
        return done

    def _merging(self, found: HandedIn, manner: Manner) -> Action:
        def act(now: Opened) -> tuple[Exchange, int]:
            return _merged(now, self.proposal(now, found, manner), found.plan)

        return act

    def _guessed(self, opened: Opened, found: HandedIn) -> Plan:
        """The plan that somebody would most likely make."""
        targets = tuple(headings.targets(found.sheet.headings, opened.layout, found.plan.language))
        telling = Telling(found.sheet, targets, opened.layout)
        sources = _by_table(telling.variables(Manner())) if NAME in targets else {}
        stem = found.sheet.name or found.dictionary.source.rpartition(".")[0] or found.dictionary.source
        return replace(
            found.plan,
            targets=targets,
            tables={source: _likely(opened, source, wanted) for source, wanted in sources.items()},
            titles={source: source or stem for source in sources},
        )

    def _keep(self, actor: Actor, opened: Opened, found: HandedIn) -> None:
        data = packed(found)
        if len(data) > _MOST:
            raise TooLarge(
                source=found.dictionary.source, limit=Sentence("%(number)s MB", number=_MOST // 2**20)
            )
        self._kept.keep_pending(Pending(actor.id, _place(opened), now() + _FOR, data))


def table_of(opened: Opened) -> str:
    """All variables as CSV, in columns by which they are read again."""
    return "".join(cells.table(_cells(opened)))


def _cells(opened: Opened) -> Iterator[list[str]]:
    opened.columns.warm()
    rows = [(opened.labels[row.table], slots_of(row.said, opened.layout)) for row in opened.rows]
    widths = {slot: max([1, *(len(said.get(slot, ())) for _, said in rows)]) for slot in opened.layout.slots}
    yield [TABLE, *(opened.layout.heading(slot) for slot, width in widths.items() for _ in range(width))]
    for table, said in rows:
        yield [table, *(text for slot, width in widths.items() for text in _filled(said, slot, width))]


def _filled(said: Mapping[Slot, Sequence[Node]], slot: Slot, width: int) -> list[str]:
    texts = list(map(shown, said.get(slot, ())))
    return [*texts, *[""] * (width - len(texts))]


def _check_number(opened: Opened, found: HandedIn) -> None:
    """Raises TooManyVariables; several lines may tell of one variable."""
    if len(found.sheet.rows) > MOST and NAME in found.plan.targets:
        telling = Telling(found.sheet, found.plan.targets, opened.layout)
        check_number(found.dictionary.source, len(telling.variables(Manner())))


def _roles(sheet: Sheet) -> set[str]:
    return {found.role for text in sheet.headings if (found := headings.recognise(text))}


def _by_table(wanted: Iterable[Wanted]) -> dict[str, list[Wanted]]:
    found: dict[str, list[Wanted]] = {}
    for each in wanted:
        found.setdefault(each.table, []).append(each)
    return found


def _likely(opened: Opened, source: str, wanted: Sequence[Wanted]) -> str:
    """The table that is called so, else the one with most of the names, else a new one."""
    for at, node in opened.tables.items():
        titles = {
            key(str(text)) for table in opened.columns.tables if table.node == node for text in table.titles
        }
        if source and key(source) in titles | {key(opened.labels[node])}:
            return at
    names = {key(each.name) for each in wanted}
    shared = {
        at: sum(key(row.name) in names for row in opened.rows if row.table == node)
        for at, node in opened.tables.items()
    }
    best = max(shared, key=lambda at: shared[at], default="")
    only_one = len(opened.tables) == 1 and not source
    return best if best and (shared[best] * 2 > len(names) or only_one) else NEW


def _of_table(opened: Opened, plan: Plan, manner: Manner, source: str, wanted: Sequence[Wanted]) -> OfTable:
    into = plan.tables.get(source, NEW)
    if into not in (OUT, NEW) and into not in opened.tables:
        into = NEW
    rows = [row for row in opened.rows if row.table == opened.tables.get(into)]
    found = Merge() if into == OUT else merge(rows, wanted, opened.layout, manner, fill=plan.fill)
    return OfTable(source, into, plan.titles.get(source) or source, found)


def _growth(tables: Iterable[OfTable], plan: Plan) -> int:
    """How many variables more there would be by a plan."""
    more = sum(len(each.merge.added) for each in tables) if "added" in plan.parts else 0
    return more - (sum(len(each.merge.missing) for each in tables) if "missing" in plan.parts else 0)


def _merged(opened: Opened, proposal: Proposal, plan: Plan) -> tuple[Exchange, int]:
    new = [
        each for each in proposal.tables if each.into == NEW and each.merge.added and "added" in plan.parts
    ]
    nodes, making = (
        opened.make_tables([{plan.language: each.title} for each in new]) if new else ([], Patch())
    )
    into = dict(zip((each.source for each in new), nodes, strict=True))
    changes = []
    for table in proposal.tables:
        node = into.get(table.source) or opened.tables.get(table.into)
        if node is not None:
            changes += _of_merge(opened, table.merge, node, plan)
    change, count = together(changes)
    missing = [row for table in proposal.tables for row in table.merge.missing if "missing" in plan.parts]
    gone = opened.columns.without(missing) if missing else Exchange()
    return Exchange.of(making) | change | gone, count + len(missing)


def _of_merge(opened: Opened, found: Merge, table: Node, plan: Plan) -> list[Patch]:
    changes = []
    if "added" in plan.parts:
        changes += [made(BNode(), table, each.cells, opened.layout) for each in found.added]
    if "changed" in plan.parts:
        changes += [each.patch(opened.layout) for each in found.changed]
    return changes


def _place(opened: Opened) -> str:
    return f"variables-file:{opened.draft.record.number}"
