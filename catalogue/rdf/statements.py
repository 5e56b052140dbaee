"""What a file says, in an index that a file of any size fits into."""

import sqlite3
from collections.abc import Iterable, Iterator
from itertools import groupby, islice
from operator import itemgetter
from typing import Final

import pyoxigraph as ox

from catalogue.domain.errors import TooLarge, Unreadable
from catalogue.domain.sentences import Sentence

# RDF 1.1 only: quoted triples are refused, but pyoxigraph's types allow them everywhere.
Node = ox.NamedNode | ox.BlankNode | ox.Triple
Term = Node | ox.Literal
Terms = tuple[str, str, str]  # of a statement, as N-Triples writes them

VALUE_LIMIT: Final = 16 * 2**20  # characters of a value as N-Triples writes it
MEGABYTES: Final = Sentence("%(number)s MB", number=VALUE_LIMIT // 2**20)
_MEMORY: Final = 32_000  # kB; what does not fit lies in a nameless file of the system's temporary folder
_PART: Final = 20_000  # statements that are sorted in at once
_READ: Final = 500
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


class Statements:
    """The statements of a file, each once and word for word; of several graphs, those of all.

    Terms are asked for and told as N-Triples writes them (`<iri>`, `_:label`), but by `find`. SQLite sorts them: a
    large file lies on disk, and is gone when this closes or the process ends. Use it as a context manager.
    """

    def __init__(self, source: str) -> None:
        self.source = source
        self._database = sqlite3.connect("", isolation_level=None, check_same_thread=False)
        self._parts = 0
        self._database.executescript(_TABLES.format(memory=_MEMORY))

    def __enter__(self) -> "Statements":
        return self

    def __exit__(self, *_: object) -> None:
        self._database.close()

    def __len__(self) -> int:
        return sum(1 for _ in self.terms())

    def __bool__(self) -> bool:
        """Whether the file says anything, without counting it."""
        return self._parts > 0

    def add(self, triples: Iterable[ox.Triple] | Iterable[ox.Quad]) -> None:
        """Add statements, those of a file's only graph perhaps as quads; or what comes before an error in them.

        Raises Unreadable for a quoted triple and TooLarge for a value that is.
        """
        source = iter(triples)
        self._database.execute("BEGIN")
        try:
            while part := ox.serialize(islice(source, _PART), format=ox.RdfFormat.N_TRIPLES):  # type: ignore[arg-type]
                self._insert(part.decode())
        finally:
            self._database.execute("COMMIT")

    def _insert(self, ntriples: str) -> None:
        """Sort in a part: a row for what a node says, as one for each statement took most of the time."""
        self._check(ntriples)
        said: dict[str, list[str]] = {}
        named: list[Terms] = []
        for line in sorted(set(ntriples.removesuffix(" .\n").split(" .\n"))):
            subject, predicate, value = line.split(" ", 2)
            said.setdefault(subject, []).extend((predicate, value))
            if value[0] != '"':
                named.append((value, predicate, subject))
        self._parts += 1
        rows = ((subject, self._parts, "\n".join(terms)) for subject, terms in said.items())
        self._database.executemany("INSERT INTO said VALUES (?, ?, ?)", rows)
        self._database.executemany("INSERT OR IGNORE INTO named VALUES (?, ?, ?)", sorted(named))

    def _check(self, ntriples: str) -> None:
        """Look at values one by one only where one may be what is refused."""
        if " <<" not in ntriples and len(ntriples) <= VALUE_LIMIT:
            return
        values = [line.split(" ", 2)[2] for line in ntriples.split(" .\n") if line]
        if any(value.startswith("<<") for value in values):
            reason = Sentence("it quotes a triple (RDF-star)")
            raise Unreadable(source=self.source, line="?", column="?", reason=reason)
        if any(len(value) > VALUE_LIMIT for value in values):
            raise TooLarge(source=f"{self.source}: a single value", limit=MEGABYTES)

    def about(self, subject: str) -> list[tuple[str, str]]:
        """The properties of a node, each with a value; values that are literals begin with a quotation mark."""
        return _said(
            self._database.execute("SELECT terms FROM said WHERE subject = ?", (subject,)).fetchall()
        )

    def naming(self, value: str, predicate: str | None = None) -> Iterator[tuple[str, str]]:
        """The subjects that name a node, each with the property by which it does."""
        query = "SELECT subject, predicate FROM named WHERE value = ?"
        if predicate is None:
            return iter(self._database.execute(query, (value,)))
        return iter(self._database.execute(f"{query} AND predicate = ?", (value, predicate)))

    def unreferred(self) -> Iterator[str]:
        """The subjects that no other one names, in order."""
        return (subject for (subject,) in self._database.execute(_UNREFERRED))

    def find(
        self, subject: Node | None = None, predicate: ox.NamedNode | None = None, value: Node | None = None
    ) -> Iterator[ox.Triple]:
        """The statements that match, with None for any."""
        found = self.terms(*(None if term is None else str(term) for term in (subject, predicate, value)))
        while part := list(islice(found, _READ)):
            for quad in ox.parse(written(part), format=ox.RdfFormat.N_TRIPLES):
                yield quad.triple

    def terms(
        self, subject: str | None = None, predicate: str | None = None, value: str | None = None
    ) -> Iterator[Terms]:
        """As `find`, of terms as they are written."""
        if subject is None and value is not None:
            yield from ((s, p, value) for s, p in self.naming(value, predicate))
            return
        for node, said in [(subject, self.about(subject))] if subject is not None else self._nodes(predicate):
            for path, other in said:
                if predicate in (None, path) and value in (None, other):
                    yield node, path, other

    def _nodes(self, predicate: str | None) -> Iterator[tuple[str, list[tuple[str, str]]]]:
        """The nodes with what they say, in order; with a property, at least those that have it."""
        query = "SELECT subject, terms FROM said WHERE instr(terms, ?) ORDER BY subject"
        rows = self._database.execute(query, (predicate or "<",))
        return ((node, _said([row[1:] for row in same])) for node, same in groupby(rows, itemgetter(0)))


def _said(rows: list[tuple[str]]) -> list[tuple[str, str]]:
    """What a node says, from its row; in other parts of a large file it may say more, or the same again."""
    pairs: list[tuple[str, str]] = []
    for (terms,) in rows:
        each = terms.split("\n")
        pairs.extend(zip(each[::2], each[1::2], strict=True))
    return sorted(set(pairs)) if len(rows) > 1 else pairs


def written(statements: Iterable[Terms]) -> str:
    """N-Triples of terms that are written already."""
    return "".join(f"{subject} {predicate} {value} .\n" for subject, predicate, value in statements)
