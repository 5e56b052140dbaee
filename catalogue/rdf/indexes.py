"""Where the statements of a file are found again: in memory while they are few, else in SQLite.

Both tell the same in the same order. SQLite sorts a large file on disk, where it is gone when the index is closed
or the process ends; but it takes as long again as reading a page of a catalogue does.
"""

import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property, lru_cache
from itertools import groupby
from operator import itemgetter
from typing import Final, Protocol

from catalogue.rdf.lines import Pairs

Said = Mapping[str, Pairs]

_MEMORY: Final = 32_000  # kB; what does not fit lies in a nameless file of the system's temporary folder
_SMALL: Final = 100  # properties of a node that may be remembered
_TABLES: Final = """
PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA locking_mode = EXCLUSIVE; PRAGMA cache_size = -{memory};
CREATE TABLE said (subject TEXT, part INTEGER, terms TEXT, PRIMARY KEY (subject, part));
CREATE TABLE named (
    value TEXT, predicate TEXT, subject TEXT, PRIMARY KEY (value, predicate, subject)
) WITHOUT ROWID;
"""
_UNREFERRED: Final = """
SELECT subject FROM (SELECT DISTINCT subject FROM said) AS one WHERE NOT EXISTS (
    SELECT 1 FROM named WHERE value = one.subject AND subject <> one.subject)
"""


class Index(Protocol):
    """Statements by node; the methods are those of `Statements`."""

    def about(self, subject: str) -> Pairs:
        """What a node says."""

    def naming(self, value: str, predicate: str | None = None) -> Iterator[tuple[str, str]]:
        """The subjects that name a node, each with the property, by property and subject."""

    def unreferred(self) -> Iterator[str]:
        """The subjects that no other one names, in order."""

    def nodes(self, predicate: str | None) -> Iterator[tuple[str, Pairs]]:
        """The nodes with what they say, in order; with a property, at least those that have it."""

    def close(self) -> None:
        """Let go of what it lies in."""


class InMemory:
    """The index of one part: what its nodes say, in order, each statement once."""

    def __init__(self, said: Said) -> None:
        self._said = said
        self._named: dict[str, Pairs] = {}
        for subject, pairs in said.items():
            for predicate, value in pairs:
                if value[0] != '"':
                    self._named.setdefault(value, []).append((subject, predicate))

    def about(self, subject: str) -> Pairs:
        return self._said.get(subject, [])

    def naming(self, value: str, predicate: str | None = None) -> Iterator[tuple[str, str]]:
        found = self._named.get(value, ())
        if predicate is None:
            return iter(sorted(found, key=itemgetter(1, 0)) if len(found) > 1 else found)
        return (each for each in found if each[1] == predicate)

    def unreferred(self) -> Iterator[str]:
        return (
            subject
            for subject in self._said
            if all(naming == subject for naming, _ in self._named.get(subject, ()))
        )

    def nodes(self, predicate: str | None) -> Iterator[tuple[str, Pairs]]:
        is_there = predicate is None or predicate in self._properties
        return iter(self._said.items() if is_there else ())

    @cached_property
    def _properties(self) -> frozenset[str]:
        return frozenset([predicate for pairs in self._said.values() for predicate, _ in pairs])

    def close(self) -> None:
        pass


class InSqlite:
    """The index of any number of parts."""

    def __init__(self) -> None:
        self._database = sqlite3.connect("", isolation_level=None, check_same_thread=False)
        self._parts = 0
        self._near = lru_cache(maxsize=2_000)(self._if_small)
        self._database.executescript(_TABLES.format(memory=_MEMORY))

    def insert(self, lines: Iterable[str]) -> None:
        """Sort in a part, of statements without their ends in order: a row for what a node says.

        One for each statement took most of the time.
        """
        said: dict[str, list[str]] = {}
        named: list[tuple[str, str, str]] = []
        for line in lines:
            subject, predicate, value = line.split(" ", 2)
            said.setdefault(subject, []).extend((predicate, value))
            if value[0] != '"':
                named.append((value, predicate, subject))
        self._parts += 1
        self._near.cache_clear()
        rows = ((subject, self._parts, "\n".join(terms)) for subject, terms in said.items())
        self._database.execute("BEGIN")
        self._database.executemany("INSERT INTO said VALUES (?, ?, ?)", rows)
        self._database.executemany("INSERT OR IGNORE INTO named VALUES (?, ?, ?)", sorted(named))
        self._database.execute("COMMIT")

    def about(self, subject: str) -> Pairs:
        """What a node says: what many share is asked for once."""
        near = self._near(subject)
        return self._found(subject) if near is None else near

    def _if_small(self, subject: str) -> Pairs | None:
        said = self._found(subject)
        return said if len(said) <= _SMALL else None

    def _found(self, subject: str) -> Pairs:
        query = "SELECT terms FROM said WHERE subject = ?"
        return _pairs(self._database.execute(query, (subject,)).fetchall())

    def naming(self, value: str, predicate: str | None = None) -> Iterator[tuple[str, str]]:
        query = "SELECT subject, predicate FROM named WHERE value = ?"
        if predicate is None:
            return iter(self._database.execute(query, (value,)))
        return iter(self._database.execute(f"{query} AND predicate = ?", (value, predicate)))

    def unreferred(self) -> Iterator[str]:
        return (subject for (subject,) in self._database.execute(_UNREFERRED))

    def nodes(self, predicate: str | None) -> Iterator[tuple[str, Pairs]]:
        query = "SELECT subject, terms FROM said WHERE instr(terms, ?) ORDER BY subject"
        rows = self._database.execute(query, (predicate or "<",))
        return ((node, _pairs([row[1:] for row in same])) for node, same in groupby(rows, itemgetter(0)))

    def close(self) -> None:
        self._database.close()


def _pairs(rows: Iterable[tuple[str]]) -> Pairs:
    """What a node says, from its row; in other parts of a large file it may say more, or the same again."""
    found = list(rows)
    pairs: Pairs = []
    for (terms,) in found:
        each = terms.split("\n")
        pairs.extend(zip(each[::2], each[1::2], strict=True))
    return sorted(set(pairs)) if len(found) > 1 else pairs
