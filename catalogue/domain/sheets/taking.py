"""The graph that tables say."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from rdflib import RDF, BNode, Graph, URIRef
from rdflib.term import Node

from catalogue.domain.forms.typing import Mistake
from catalogue.domain.sentences import Sentence, quoted
from catalogue.domain.sheets import cells, notation
from catalogue.domain.sheets.layout import OTHERS, Frame
from catalogue.domain.sheets.model import FIRST, Line, Place, Table, Trouble, Value
from catalogue.domain.sheets.writing import NONE
from catalogue.domain.terms import expand

_NO_ADDRESS = Sentence("Write the whole address, beginning with “https://”, or leave the cell empty.")


@dataclass(slots=True)
class Taken:
    """What tables say: a graph, the things of their rows by name, and what is wrong in them."""

    graph: Graph = field(default_factory=Graph)
    rows: dict[str, Node] = field(default_factory=dict)
    troubles: list[Trouble] = field(default_factory=list)


def take_up(
    tables: Sequence[Table], others: Iterable[tuple[int, Sequence[Value]]], frame: Frame, title: str = OTHERS
) -> Taken:
    """The graph of tables and of other statements; `title` is what the sheet of the latter is called."""
    taken = Taken(rows=dict(_named(tables)))
    for table in tables:
        for name, line in table.lines.items():
            _take_line(taken, taken.rows[name], table, line, frame)
    for number, values in others:
        take_other(taken, values, Place(title, number, 1))
    return taken


def _named(tables: Iterable[Table]) -> Iterator[tuple[str, Node]]:
    for table in tables:
        for name, line in table.lines.items():
            address = next((cells.typed(value).strip() for value, _ in line.values(2)), "")
            yield name, URIRef(address) if notation.is_iri(address) else BNode()


def _take_line(taken: Taken, node: Node, table: Table, line: Line, frame: Frame) -> None:
    for value, row in line.values(2):
        if not notation.is_iri(cells.typed(value).strip()):
            problem = Sentence("“%(text)s” is no web address.", text=quoted(cells.typed(value)))
            taken.troubles.append(Trouble(table.place(row, 2), problem, _NO_ADDRESS))
    for each in types(line, table):
        taken.graph.add((node, RDF.type, each))
    for at, column in enumerate(table.layout.columns, FIRST + 1):
        for value, row in line.values(at):
            try:
                term = cells.read(value, column, frame, taken.rows)
            except Mistake as mistake:
                place = table.place(row, at)
                taken.troubles.append(Trouble(place, mistake.problem, mistake.mend))
                continue
            taken.graph.add((node, URIRef(column.field.path), term))


def types(line: Line, table: Table) -> list[URIRef]:
    """The types of a thing: those that its row says, else the class of its sheet."""
    told = [cells.typed(value).strip() for value, _ in line.values(3)]
    if told == [NONE]:
        return []
    return [URIRef(expand(each)) for each in told] or [URIRef(table.layout.class_iri)]


def take_other(taken: Taken, values: Sequence[Value], place: Place) -> None:
    """Take in a statement of the sheet of others: a thing, a property, a value that may go on in further cells."""
    said = ["" if value is None else cells.typed(value) for value in values]
    subject, path, value = (*said, "", "", "")[0], (*said, "", "")[1], "".join(said[2:])
    terms = (_term(subject, taken), URIRef(expand(path)), _term(value, taken))
    if terms[0] is None or terms[2] is None or not notation.is_iri(terms[1]):
        problem = Sentence("This is no statement.")
        mend = Sentence("Write the name of a row, a property, and a value, or remove the row.")
        taken.troubles.append(Trouble(place, problem, mend))
        return
    taken.graph.add((terms[0], terms[1], terms[2]))


def _term(text: str, taken: Taken) -> Node | None:
    return taken.rows.get(text.strip()) or notation.read(text)
