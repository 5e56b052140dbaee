"""The variables of a description as somebody works on them: which there are, and which of them a question means."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from rdflib import DCTERMS, RDF, Literal
from rdflib.term import Node

from catalogue.domain.columns import Layout, Patch, Row, Slot, normal, slots_of
from catalogue.domain.forms.names import key
from catalogue.domain.ordering import name
from catalogue.domain.tables import Maker, way
from catalogue.rdf.columns import Columns
from catalogue.services.editing import Draft

TWICE: Final = "twice"
WRONG: Final = "wrong"


@dataclass(frozen=True, slots=True)
class Query:
    """Which variables: with these words, of a table (its key), lacking a property (the key of its cell).

    `lacks` may also be `twice`, for names that a table has twice, or `wrong`, for values that cannot stand there.
    """

    words: str = ""
    table: str = ""
    lacks: str = ""


@dataclass(frozen=True)
class Opened:
    """A description's variables as somebody works on them."""

    draft: Draft
    columns: Columns
    layout: Layout

    @property
    def rows(self) -> Sequence[Row]:
        return self.columns.rows

    @cached_property
    def by_key(self) -> Mapping[str, Row]:
        """The variables by what stands for their nodes in names of inputs."""
        return {key(row.node): row for row in self.rows}

    @cached_property
    def tables(self) -> Mapping[str, Node]:
        """The tables by key, in order."""
        return {key(table.node): table.node for table in self.columns.tables}

    @cached_property
    def labels(self) -> Mapping[Node, str]:
        """What each table is called in a file: its title, with its key where another one is called so too."""
        titles = {node: name(self.columns.said(node)) for node in self.tables.values()}
        counts = Counter(titles.values())
        return {
            node: title if title and counts[title] == 1 else f"{title} [{key(node)}]".strip()
            for node, title in titles.items()
        }

    @cached_property
    def has_way(self) -> bool:
        """Whether the profile has a place for variables here."""
        return bool(self.owner)

    @cached_property
    def owner(self) -> str:
        """The class of the description from which the profile leads to variables; empty for none."""
        types = map(str, self.columns.said(self.draft.root).get(RDF.type, ()))
        return next((owner for owner in sorted(types) if way(self.layout.profile, owner)), "")

    def find(self, query: Query) -> list[Row]:
        """The variables that a query means, by table and name."""
        rows = self.columns.find(query.words) if query.words.strip() else list(self.rows)
        if query.table in self.tables:
            rows = [row for row in rows if row.table == self.tables[query.table]]
        return [row for row in rows if self._lacks(row, query.lacks)] if query.lacks else rows

    def _lacks(self, row: Row, what: str) -> bool:
        if what == TWICE:
            return self._counts[row.table, row.name] > 1
        if what == WRONG:
            return bool(self.mistakes(row))
        slot = self.layout.slot(what)
        return slot is not None and row.lacks(slot.path)

    @cached_property
    def _counts(self) -> Counter[tuple[Node, str]]:
        return Counter((row.table, row.name) for row in self.rows)

    def mistakes(self, row: Row) -> list[tuple[Slot, str]]:
        """The cells whose text cannot be a value there, with the text."""
        found = slots_of(row.said, self.layout)
        texts = (
            (slot, str(value))
            for slot, values in found.items()
            for value in values
            if isinstance(value, Literal)
        )
        return [(slot, text) for slot, text in texts if self.layout.mistake(slot, text)]

    def maker(self) -> Maker:
        """What makes tables here."""
        said = self.columns.said
        title = name(said(self.draft.root))
        titles = [each for each in said(self.draft.root).get(DCTERMS.title, ()) if str(each) == title]
        first = titles[0] if titles and isinstance(titles[0], Literal) else Literal(title)
        return Maker(self.layout.profile, self.owner, said, first)

    def make_tables(self, tables: Sequence[Mapping[str, str]]) -> tuple[list[Node], Patch]:
        """New tables, each with titles by language: their nodes, and what adds them."""
        texts = [
            [Literal(normal(text), lang=tag or None) for tag, text in titles.items() if normal(text)]
            for titles in tables
        ]
        return self.maker().make(self.draft.root, texts)
