"""The variables in stored N-Triples, looked up by line, and changed by line.

A description of six thousand variables has forty thousand statements; a graph of them takes a second to make and to
write, their lines a twentieth of it. Terms are made of what is looked at alone.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from rdflib import CSVW, DCTERMS, RDF, BNode, Graph, Literal, URIRef
from rdflib.term import Node

from catalogue.domain.columns import Patch, Row
from catalogue.domain.errors import Conflict
from catalogue.domain.ordering import in_order
from catalogue.domain.sentences import Sentence
from catalogue.rdf import canonical, graphs
from catalogue.rdf.working import WorkingGraph

_COLUMN: Final = f"<{CSVW.column}>"
_TABLE: Final = f"<{CSVW.table}>"
_TYPE: Final = f"<{RDF.type}>"
_NAME: Final = f"<{CSVW.name}>"
_END: Final = re.compile(r'"(?:@([A-Za-z0-9-]+)|\^\^<[^>]*>)? \.$')  # of a statement whose value is a literal
CHANGED: Final = Sentence("These variables were changed since, so that this cannot be taken back.")


@dataclass(frozen=True, slots=True)
class TableNode:
    """A table of variables: its node, the group that it is in (None where there is none), its titles and size."""

    node: Node
    group: Node | None
    titles: tuple[Literal, ...]
    size: int


@dataclass(frozen=True, slots=True)
class Exchange:
    """Lines of N-Triples that go and that come."""

    removed: tuple[str, ...] = ()
    added: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.removed or self.added)

    def __or__(self, other: "Exchange") -> "Exchange":
        return Exchange(self.removed + other.removed, self.added + other.added)

    @classmethod
    def of(cls, patch: Patch) -> "Exchange":
        """A change of statements."""
        # And not `splitlines`: a text may hold other separators of lines.
        removed, added = (graphs.ntriples(each).split("\n")[:-1] for each in (patch.removed, patch.added))
        return cls(tuple(removed), tuple(added))

    @property
    def undone(self) -> "Exchange":
        """What takes it back."""
        return Exchange(self.added, self.removed)

    @property
    def variables(self) -> int:
        """How many variables more there are with it."""
        named = f" {_COLUMN} "
        return sum(named in line for line in self.added) - sum(named in line for line in self.removed)


class Columns:
    """The tables and variables of a description, read from its N-Triples."""

    def __init__(self, ntriples: str) -> None:
        self._said: defaultdict[str, list[str]] = defaultdict(list)
        for line in ntriples.split("\n"):
            subject, _, rest = line.partition(" ")
            self._said[subject].append(rest)

    @cached_property
    def tables(self) -> tuple[TableNode, ...]:
        """The tables, in the order in which pages show them."""
        groups = {table: group for group, table in self._pairs(_TABLE)}
        sizes: defaultdict[str, int] = defaultdict(int)
        for table, _ in self._pairs(_COLUMN):
            sizes[table] += 1
        typed = [key for key, said in self._said.items() if f"<{RDF.type}> <{CSVW.Table}> ." in said]
        nodes = {graphs.node(key): key for key in dict.fromkeys([*groups, *sizes, *typed])}
        ordered = in_order(nodes, self.said)
        return tuple(self._table(node, groups.get(nodes[node]), sizes[nodes[node]]) for node in ordered)

    def _table(self, node: Node, group: str | None, size: int) -> TableNode:
        titles = [title for title in self.said(node).get(DCTERMS.title, ()) if isinstance(title, Literal)]
        return TableNode(node, graphs.node(group) if group else None, tuple(sorted(titles)), size)

    @cached_property
    def groups(self) -> tuple[Node, ...]:
        """The groups of tables that there are, with tables or without."""
        typed = [key for key, said in self._said.items() if f"<{RDF.type}> <{CSVW.TableGroup}> ." in said]
        return tuple(map(graphs.node, dict.fromkeys([*typed, *(group for group, _ in self._pairs(_TABLE))])))

    @cached_property
    def rows(self) -> tuple[Row, ...]:
        """The variables by table, and in each by name."""
        ordered = {_key(table.node): place for place, table in enumerate(self.tables)}
        names = self._names()
        pairs = sorted(
            self._pairs(_COLUMN),
            key=lambda pair: (ordered[pair[0]], names.get(pair[1], "").casefold(), pair[1]),
        )
        return tuple(
            Row(graphs.node(column), graphs.node(table), _Lines(column, self._said[column]))
            for table, column in pairs
        )

    def languages(self, paths: Iterable[str]) -> tuple[str, ...]:
        """The languages in which properties of variables have texts, the most frequent first; "" for those without."""
        starts = tuple(f"<{path}> " for path in paths)
        said = (rest for row in self.rows for rest in self._said[_key(row.node)] if rest.startswith(starts))
        counts = Counter((found[1] or "").lower() for rest in said if (found := _END.search(rest)))
        return tuple(sorted(counts, key=lambda tag: (-counts[tag], tag)))

    def lacking(self, paths: Sequence[str]) -> Counter[str]:
        """How many variables say nothing by a property, for each of some."""
        counts: Counter[str] = Counter()
        for row in self.rows:
            there = {rest.partition(" ")[0] for rest in self._said[_key(row.node)]}
            counts.update(path for path in paths if f"<{path}>" not in there)
        return counts

    def find(self, question: str) -> list[Row]:
        """The variables in which every word of a question stands."""
        words = question.casefold().split()
        return [row for row in self.rows if self.said(row.node).mentions(words)]

    def said(self, node: Node) -> "_Lines":
        """What is said of a node, by property."""
        return _Lines(_key(node), self._said.get(_key(node), ()))

    def without(self, rows: Sequence[Row]) -> Exchange:
        """What removes variables, with the blank nodes that nothing else names."""
        return self._gone([row.node for row in rows])

    def without_table(self, table: TableNode) -> Exchange:
        """What removes a table with its variables."""
        return self._gone([table.node, *(row.node for row in self.rows if row.table == table.node)])

    def _gone(self, nodes: Iterable[Node]) -> Exchange:
        removed: dict[str, None] = {}
        keys = list(map(_key, nodes))
        while keys:
            own = [f"{key} {rest}" for key in keys for rest in self._said.get(key, ())]
            named = self._naming({*keys, *map(_value, own)})
            removed.update(dict.fromkeys([*own, *(line for key in keys for line in named.get(key, ()))]))
            below = {value for value in map(_value, own) if value.startswith("_:") and value not in keys}
            keys = [key for key in below if set(named[key]) <= removed.keys()]
        return Exchange(tuple(removed))

    def _naming(self, wanted: Collection[str]) -> dict[str, list[str]]:
        """The lines that name nodes, by node."""
        found: dict[str, list[str]] = defaultdict(list)
        for subject, said in self._said.items():
            for rest in said:
                value = _value(rest)
                if value in wanted:
                    found[value].append(f"{subject} {rest}")
        return found

    def warm(self) -> None:
        """Read all variables at once, for who looks at every one of them."""
        said: defaultdict[str, dict[Node, list[Node]]] = defaultdict(dict)
        text = "".join(
            f"{_key(row.node)} {rest}\n" for row in self.rows for rest in self._said[_key(row.node)]
        )
        for node, path, value in graphs.triples(text):
            said[_key(node)].setdefault(path, []).append(value)
        for row in self.rows:
            assert isinstance(row.said, _Lines)
            row.said.know(said[_key(row.node)])

    def _pairs(self, path: str) -> list[tuple[str, str]]:
        """Subjects and objects of a property, each pair once, as the lines have them."""
        start = f"{path} "
        return [
            (subject, rest[len(start) : -2])
            for subject, said in self._said.items()
            for rest in said
            if rest.startswith(start) and rest[len(start)] in "<_"
        ]

    def _names(self) -> dict[str, str]:
        start = f"{_NAME} "
        lines = [
            (subject, rest) for subject, said in self._said.items() for rest in said if rest.startswith(start)
        ]
        triples = canonical.triples_of("".join(f"{subject} {rest}\n" for subject, rest in lines))
        return {subject: triple.object.value for (subject, _), triple in zip(lines, triples, strict=True)}  # type: ignore[union-attr]


class _Lines(Mapping[Node, list[Node]]):
    """What is said of a node, by property; the lines of one are read when it is first asked for."""

    def __init__(self, node: str, lines: Sequence[str]) -> None:
        self._node = node
        self._lines = lines
        self._known: dict[Node, list[Node]] = {}
        self._whole = False

    def know(self, values: dict[Node, list[Node]]) -> None:
        """Take what the lines say, where somebody has read it already."""
        self._known = values
        self._whole = True

    def __getitem__(self, path: Node) -> list[Node]:
        if path not in self._known and not self._whole:
            start = f"<{path}> "
            self._known |= self._read([line for line in self._lines if line.startswith(start)])
        return self._known[path]

    def _read(self, lines: Sequence[str]) -> dict[Node, list[Node]]:
        found: dict[Node, list[Node]] = {}
        for _, path, value in graphs.triples("".join(f"{self._node} {line}\n" for line in lines)):
            found.setdefault(path, []).append(value)
        return found

    def __contains__(self, path: object) -> bool:
        start = f"<{path}> "
        return any(line.startswith(start) for line in self._lines)

    def __iter__(self) -> Iterator[Node]:
        return (URIRef(path[1:-1]) for path in dict.fromkeys(line.partition(" ")[0] for line in self._lines))

    def __len__(self) -> int:
        return len(list(iter(self)))

    def mentions(self, words: Sequence[str]) -> bool:
        """Whether every word stands in some value, in any case."""
        said = (line[:-2].partition(" ") for line in self._lines)
        text = " ".join(_text(value) for path, _, value in said if path != _TYPE).casefold()
        return all(word in text for word in words)


def _text(value: str) -> str:
    """What a value says, of its form in N-Triples."""
    if value.startswith("_:"):
        return ""
    text = value[1:-1] if value.startswith("<") else value[1 : value.rindex('"')]
    return str(graphs.read_term(value)) if "\\" in text else text


def _value(rest: str) -> str:
    """The value at the end of a line, or of what follows its subject, where it is a node; any other in part."""
    return rest[:-2].rpartition(" ")[2]


def _key(node: Node) -> str:
    return f"_:{node}" if isinstance(node, BNode) else f"<{node}>"


def apply(graph: Graph, change: Exchange) -> Exchange:
    """Change a graph that is worked on. Gives what did change, which can be taken back.

    Raises Conflict, with the graph as it was, when a line is not there that should go.
    """
    assert isinstance(graph, WorkingGraph)
    try:
        removed, added = graph.exchange(change.removed, change.added)
    except KeyError:
        raise Conflict(reason=CHANGED) from None
    return Exchange(tuple(removed), tuple(added))


def text_of(graph: Graph) -> str:
    """The N-Triples of a graph; of one that is worked on, those that it was read from, with what changed."""
    return graph.ntriples() if isinstance(graph, WorkingGraph) else graphs.ntriples(graph)
