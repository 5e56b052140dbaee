"""What a graph says, as tables."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from rdflib import RDF, Graph, Literal, URIRef
from rdflib.term import Node

from catalogue.domain.ordering import in_order, said
from catalogue.domain.profile import Field
from catalogue.domain.sheets import cells, notation
from catalogue.domain.sheets.layout import Frame, layout
from catalogue.domain.sheets.model import FIRST, Line, Table, Value
from catalogue.domain.terms import shorten

Triple = tuple[Node, Node, Node]
NONE = "none"  # the type of a thing that says none


@dataclass(slots=True)
class Workbook:
    """The tables of a graph, in the order in which forms lead to them, the names of their rows, and the rest of it."""

    tables: list[Table] = field(default_factory=list)
    keys: dict[Node, str] = field(default_factory=dict)
    others: list[list[Value]] = field(default_factory=list)

    def table(self, class_iri: str) -> Table | None:
        """The sheet of a class."""
        return next((each for each in self.tables if each.layout.class_iri == class_iri), None)


def lay_out(graph: Graph, roots: Sequence[URIRef], frame: Frame) -> Workbook:
    """The tables of a graph. `roots` are its descriptions, which come first."""
    book = Workbook()
    owners = _owners(graph, roots, frame)
    counts: dict[str, int] = {}
    given: set[str] = set()
    for node, class_iri in owners.items():
        table = book.table(class_iri)
        if table is None:
            table = Table(layout(class_iri, frame, graph))
            book.tables.append(table)
        counts[class_iri] = counts.get(class_iri, 0) + 1
        book.keys[node] = _free(f"{table.layout.name}-{counts[class_iri]}", given)
        given.add(book.keys[node])
    left = set(graph)
    for node, class_iri in owners.items():
        found = book.table(class_iri)
        assert found is not None
        found.lines[book.keys[node]] = _line(graph, node, found, frame, book.keys, left)
    book.others = [_other(triple, book.keys) for triple in sorted(left, key=_order)]
    return book


def _free(name: str, given: set[str]) -> str:
    """A name that no row has: two classes may be called alike."""
    return name if name not in given else f"{name}-{len(given)}"


def _owners(graph: Graph, roots: Iterable[URIRef], frame: Frame) -> dict[Node, str]:
    """The things that have rows, each with its class: the descriptions and their parts."""
    found: dict[Node, str] = {}
    waiting: list[tuple[Node, str]] = [(root, _own_class(graph, root, frame)) for root in roots]
    while waiting:
        node, class_iri = waiting.pop(0)
        if node in found or not frame.profile.fields(class_iri):
            continue
        found[node] = class_iri
        for asked in frame.profile.fields(class_iri):
            nodes = in_order(graph.objects(node, URIRef(asked.path)), lambda each: said(graph, each))
            waiting += [
                (each, _class(graph, each, asked, frame)) for each in nodes if _is_thing(graph, each, asked)
            ]
    return found


def _is_thing(graph: Graph, node: Node, asked: Field) -> bool:
    return bool(asked.parts) and not isinstance(node, Literal) and (node, None, None) in graph


def _own_class(graph: Graph, node: Node, frame: Frame) -> str:
    types = sorted(str(each) for each in graph.objects(node, RDF.type))
    return next((each for each in types if frame.profile.fields(each)), "")


def _class(graph: Graph, node: Node, asked: Field, frame: Frame) -> str:
    own = frame.profile.classes.get(_own_class(graph, node, frame))
    return own.iri if own and not own.entry else asked.parts or ""


def _line(
    graph: Graph, node: Node, table: Table, frame: Frame, keys: dict[Node, str], left: set[Triple]
) -> Line:
    line = Line(keys[node], 0)
    if isinstance(node, URIRef):
        line.cells[2] = [(str(node), 0)]
    types = sorted(each for each in graph.objects(node, RDF.type) if isinstance(each, URIRef))
    left -= {(node, RDF.type, each) for each in types}
    if [str(each) for each in types] != [table.layout.class_iri]:
        line.cells[3] = [(shorten(str(each)), 0) for each in types] or [(NONE, 0)]
    for at, column in enumerate(table.layout.columns, FIRST + 1):
        path = URIRef(column.field.path)
        terms = [each for each in graph.objects(node, path) if column.holds(each)]
        for term in _in_order(terms, graph):
            value = cells.write(term, column, frame, keys)
            if value is not None:
                line.cells.setdefault(at, []).append((value, 0))
                left.discard((node, path, term))
    return line


def _in_order(terms: list[Node], graph: Graph) -> list[Node]:
    texts = sorted(each for each in terms if isinstance(each, Literal))
    nodes = in_order(
        (each for each in terms if not isinstance(each, Literal)), lambda each: said(graph, each)
    )
    return [*texts, *nodes]


def _order(triple: Triple) -> tuple[str, str, str]:
    return str(triple[0]), str(triple[1]), str(triple[2])


def _other(triple: Triple, keys: dict[Node, str]) -> list[Value]:
    """A statement that no column shows; a long text goes on in further cells."""
    subject, path, value = triple
    exact = keys.get(value) or notation.written(value)
    pieces = [exact[at : at + cells.LONGEST] for at in range(0, len(exact), cells.LONGEST)]
    return [keys.get(subject) or notation.written(subject), shorten(str(path)), *pieces]
