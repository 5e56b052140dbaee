"""Taking tables into a graph that was laid out before: what the sheets do not show, or do not have, stays."""

from collections.abc import Iterable, Sequence

from rdflib import RDF, BNode, Graph, Literal, URIRef
from rdflib.term import Node

from catalogue.domain.forms.typing import Mistake
from catalogue.domain.register import rename
from catalogue.domain.sentences import Sentence
from catalogue.domain.sheets import cells, taking
from catalogue.domain.sheets.layout import OTHERS, Column, Frame
from catalogue.domain.sheets.model import FIRST, Line, Place, Table, Trouble, Value
from catalogue.domain.sheets.taking import Taken
from catalogue.domain.sheets.writing import Workbook

Others = Iterable[tuple[int, Sequence[Value]]]


def take_into(
    before: Graph, book: Workbook, tables: Sequence[Table], others: Others | None, frame: Frame
) -> Taken:
    """The graph of `before`, which `book` shows, with what was changed in the sheets.

    A column or sheet that was left out changes nothing, and so does `others` where it is None. A row that was taken
    out goes with its thing, unless another names it.
    """
    graph = Graph()
    graph += before
    taken = Taken(graph)
    known = {key: node for node, key in book.keys.items()}
    made = taking.take_up(tables, (), frame)  # for the things of new rows alone
    taken.rows = {name: known.get(name, node) for name, node in made.rows.items()}
    for table in tables:
        _take_table(taken, table, book, frame)
    _take_others(taken, book, others, known)
    _rename(taken, tables, book)
    _drop(taken, tables, book)
    return taken


def _take_table(taken: Taken, table: Table, book: Workbook, frame: Frame) -> None:
    shown = book.table(table.layout.class_iri)
    for name, line in table.lines.items():
        was = shown.lines.get(name) if shown else None
        node = taken.rows[name]
        if was is None or shown is None:
            for each in taking.types(line, table):
                taken.graph.add((node, RDF.type, each))
        elif _texts(line, 3) != _texts(was, 3):
            _exchange_types(taken.graph, node, taking.types(was, shown), taking.types(line, table))
        places = _places(shown)
        for at, column in enumerate(table.layout.columns, FIRST + 1):
            old = _texts(was, places[column.key]) if was and column.key in places else []
            if _texts(line, at) != old:
                _exchange(taken, node, (table, line, at, column), frame)


def _places(shown: Table | None) -> dict[str, int]:
    return {column.key: at for at, column in enumerate(shown.layout.columns, FIRST + 1)} if shown else {}


def _texts(line: Line, column: int) -> list[str]:
    return [cells.typed(value) for value, _ in line.values(column)]


def _exchange_types(graph: Graph, node: Node, old: Iterable[URIRef], new: Iterable[URIRef]) -> None:
    for each in old:
        graph.remove((node, RDF.type, each))
    for each in new:
        graph.add((node, RDF.type, each))


def _exchange(taken: Taken, node: Node, cell: tuple[Table, Line, int, Column], frame: Frame) -> None:
    """Let a property say what the cells of a column say; what was too long for a cell stays."""
    table, line, at, column = cell
    path = URIRef(column.field.path)
    names = {value: key for key, value in taken.rows.items()}
    for term in list(taken.graph.objects(node, path)):
        if column.holds(term) and cells.write(term, column, frame, names) is not None:
            taken.graph.remove((node, path, term))
    for value, row in line.values(at):
        try:
            taken.graph.add((node, path, cells.read(value, column, frame, taken.rows)))
        except Mistake as mistake:
            taken.troubles.append(Trouble(table.place(row, at), mistake.problem, mistake.mend))


def _take_others(taken: Taken, book: Workbook, others: Others | None, known: dict[str, Node]) -> None:
    """Add the statements that are new in the sheet of others, and remove those that are not there any more."""
    if others is None:
        return
    rows = {tuple(_said(values)): (number, values) for number, values in others}
    before: dict[tuple[str, ...], Sequence[Value]] = {tuple(_said(each)): each for each in book.others}
    gone = Taken(Graph(), dict(known))
    for said, values in before.items():
        if said not in rows:
            taking.take_other(gone, values, Place(OTHERS, 0, 1))
    for triple in gone.graph:
        taken.graph.remove(triple)
    for said, (number, values) in rows.items():
        if said not in before:
            taking.take_other(taken, values, Place(OTHERS, number, 1))


def _said(values: Sequence[Value]) -> list[str]:
    said = ["" if value is None else cells.typed(value) for value in values]
    while said and not said[-1]:
        said.pop()
    return said


def _rename(taken: Taken, tables: Sequence[Table], book: Workbook) -> None:
    """Give things the addresses that were written beside them; a description itself keeps its own."""
    for table in tables:
        shown = book.table(table.layout.class_iri)
        for name, line in table.lines.items():
            was = shown.lines.get(name) if shown else None
            if was is None or _texts(line, 2) == _texts(was, 2):
                continue
            node, row = taken.rows[name], next((row for _, row in line.values(2)), line.row)
            if _is_root(taken.graph, node):
                problem = Sentence("The address of a description cannot be changed.")
                place = table.place(row, 2)
                taken.troubles.append(Trouble(place, problem, Sentence("Put back what was there.")))
            else:
                address = next(iter(_texts(line, 2)), "").strip()
                rename(taken.graph, node, URIRef(address) if address else BNode())


def _is_root(graph: Graph, node: Node) -> bool:
    return (None, None, node) not in graph


def _drop(taken: Taken, tables: Sequence[Table], book: Workbook) -> None:
    """Remove the things whose rows were taken out, and that nothing names any more."""
    left = {name for table in tables for name in table.lines}
    sheets = {table.layout.class_iri for table in tables}
    gone = [
        node
        for node, key in book.keys.items()
        if key not in left
        and any(key in table.lines for table in book.tables if table.layout.class_iri in sheets)
    ]
    for node in gone:
        if not _is_named(taken.graph, node, gone):
            _remove(taken.graph, node)


def _is_named(graph: Graph, node: Node, gone: list[Node]) -> bool:
    return any(subject not in gone for subject in graph.subjects(None, node))


def _remove(graph: Graph, node: Node) -> None:
    below = [each for each in graph.objects(node) if isinstance(each, BNode)]
    graph.remove((node, None, None))
    for each in below:
        if (None, None, each) not in graph and not isinstance(each, Literal):
            _remove(graph, each)
