"""Descriptions that are worked on: of one with thousands of variables only what is looked at becomes a graph."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from rdflib import RDF, BNode, Graph
from rdflib.plugins.stores.memory import SimpleMemory
from rdflib.term import Node

from catalogue.domain.errors import BadInput
from catalogue.domain.ordering import POSITION
from catalogue.rdf import graphs

_SAYING_NOTHING = frozenset(f"<{path}>" for path in (RDF.type, POSITION))
_NOWHERE = Graph()  # this store has one graph, and asks for it all the same


class WorkingGraph(Graph):
    """A graph that is read from N-Triples node by node, and written back with what was changed alone.

    Whoever asks for more than what single nodes say has all of it read, and notices nothing but the time.
    """

    def __init__(self, ntriples: str) -> None:
        self._lines = _Lines(ntriples)
        super().__init__(store=self._lines)

    def ntriples(self) -> str:
        """What it says now: the very text that it was made of as long as nothing was changed.

        Raises BadInput for a term that RDF does not have, such as an IRI with spaces.
        """
        try:
            return self._lines.text()
        except ValueError as error:
            raise BadInput(reason=str(error)) from None

    def exchange(self, removed: Iterable[str], added: Iterable[str]) -> tuple[list[str], list[str]]:
        """Exchange statements by their lines of N-Triples; of nodes that nobody looked at, no term is made.

        Gives the lines that did go and come: what is there already does not come. Raises KeyError, with nothing
        changed, when a line is not there that should go.
        """
        return self._lines.exchange(removed, added)


def has_empty_parts(ntriples: str, start: str, before: str) -> bool:
    """Whether a node whose IRI begins so says nothing but what it is, and does not stand in the N-Triples of before."""
    said: dict[str, set[str]] = {}
    for line in ntriples.split("\n"):
        if line.startswith(f"<{start}"):
            subject, path, _ = line.split(" ", 2)
            said.setdefault(subject, set()).add(path)
    return any(paths <= _SAYING_NOTHING and subject not in before for subject, paths in said.items())


class _Lines(SimpleMemory):
    """The statements of N-Triples: those of a node become terms when something of the node is asked for."""

    def __init__(self, ntriples: str) -> None:
        super().__init__()
        self._source = ntriples
        self._waiting: dict[str, list[str]] = {}
        self._touched: dict[str, Node] = {}
        self._exchanged: dict[str, list[str]] = {}
        for line in ntriples.split("\n"):
            if line:
                self._waiting.setdefault(line.partition(" ")[0], []).append(line)
        self._said: dict[str, Sequence[str]] = dict(self._waiting)

    def triples(self, triple: Any, context: Any = None) -> Iterator[Any]:
        self._read(triple[0])
        return super().triples(triple, context)

    def add(self, triple: Any, context: Any, quoted: bool = False) -> None:
        self._read(triple[0])
        self._touched[_written(triple[0])] = triple[0]
        super().add(triple, context, quoted)

    def remove(self, triple: Any, context: Any = None) -> None:
        self._read(triple[0])
        for (subject, _, _), _ in list(super().triples(triple)):
            self._touched[_written(subject)] = subject
        super().remove(triple, context)

    def __len__(self, context: Any = None) -> int:
        self._read(None)
        return super().__len__(context)

    def _read(self, subject: Node | None) -> None:
        """Make terms of what a node says, or of all."""
        if subject is None:
            lines = [line for each in self._waiting.values() for line in each]
            self._waiting.clear()
        else:
            lines = self._waiting.pop(_written(subject), [])
        for triple in graphs.triples("\n".join(lines)) if lines else ():
            super().add(triple, _NOWHERE)

    def exchange(self, removed: Iterable[str], added: Iterable[str]) -> tuple[list[str], list[str]]:
        coming, going = dict.fromkeys(added), dict.fromkeys(removed)
        now: dict[str, dict[str, None]] = {}
        for line in (*going, *coming):
            subject = line.partition(" ")[0]
            if subject not in now:
                now[subject] = dict.fromkeys(self._lines_of(subject))
        subjects = {line: line.partition(" ")[0] for line in (*going, *coming)}
        for line in going:
            if line not in now[subjects[line]]:
                raise KeyError(line)
        gone = [line for line in going if line not in coming]
        come = [line for line in coming if line not in now[subjects[line]]]
        for line in gone:
            del now[subjects[line]][line]
        for line in come:
            now[subjects[line]][line] = None
        for subject in dict.fromkeys(subjects[line] for line in (*gone, *come)):
            self._put(subject, list(now[subject]))
        return gone, come

    def _lines_of(self, subject: str) -> Sequence[str]:
        if subject in self._waiting:
            return self._waiting[subject]
        return self._written_now(graphs.node(subject))

    def _put(self, subject: str, lines: list[str]) -> None:
        """Let a node say these lines and nothing else."""
        if subject not in self._waiting:  # its statements are terms already, if there are any
            super().remove((graphs.node(subject), None, None))
            self._touched.pop(subject, None)
        self._waiting[subject] = self._exchanged[subject] = lines

    def text(self) -> str:
        now: dict[str, Sequence[str]] = {**self._exchanged}
        now |= {subject: self._written_now(node) for subject, node in self._touched.items()}
        changed = {
            subject: lines for subject, lines in now.items() if set(lines) != set(self._said.get(subject, ()))
        }
        if not changed:
            return self._source
        told = [line for subject, lines in (self._said | changed).items() for line in lines]
        return "".join(f"{line}\n" for line in told)

    def _written_now(self, subject: Node) -> tuple[str, ...]:
        self._read(subject)
        found = list(super().triples((subject, None, None)))
        return tuple(line for line in graphs.ntriples(triple for triple, _ in found).split("\n") if line)


def _written(subject: Node) -> str:
    return f"_:{subject}" if isinstance(subject, BNode) else f"<{subject}>"
