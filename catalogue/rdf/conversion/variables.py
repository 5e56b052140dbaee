"""Rules about variables: tables that older releases described beside a sample, and their titles."""

from dataclasses import dataclass

from rdflib import CSVW, DCAT, DCTERMS, RDF, BNode, Literal, URIRef
from rdflib.term import Node

from catalogue.rdf.conversion.work import Work


@dataclass(frozen=True, slots=True)
class Variables:
    """The tables of a description belong to its dataset, which names them by `path`.

    Before, they hung on a distribution, named by one of `at`, or stood alone; a schema (`csvw:tableSchema`)
    becomes a table.
    """

    of: URIRef
    path: URIRef
    at: tuple[URIRef, ...]

    def forward(self, work: Work) -> int:
        datasets = [node for node in work.nodes(self.of) if work.values(node, DCTERMS.title)]
        open_ones = [node for node in datasets if not work.values(node, self.path)]
        if not open_ones or not _has_tables(work):
            return 0
        if len(datasets) > 1:
            work.doubt("several", open_ones[0], self.path)
            return 0
        return self._link(work, open_ones[0])

    def _link(self, work: Work, dataset: Node) -> int:
        for distribution in work.nodes(self.of, self.at):
            for schema in work.values(distribution, CSVW.tableSchema):
                _as_table(work, distribution, schema)
        groups = work.nodes(CSVW.TableGroup)
        grouped = {table for group in groups for table in work.graph.objects(group, CSVW.table)}
        loose = [table for table in work.nodes(CSVW.Table) if table not in grouped]
        if loose:
            groups.append(_grouped(work, loose))
        for group in groups:
            work.graph.add((dataset, self.path, group))
        return len(groups)


@dataclass(frozen=True, slots=True)
class Name:
    """A node without a title has that of the only one that it is reached from (`^`) or reaches by a step."""

    of: URIRef
    path: URIRef
    steps: tuple[str, ...]

    def forward(self, work: Work) -> int:
        return sum(self._name(work, node) for node in work.nodes(self.of) if not work.values(node, self.path))

    def _name(self, work: Work, node: Node) -> int:
        for step in self.steps:
            near = _near(work, node, step)
            titles = work.values(near[0], self.path) if len(near) == 1 else []
            if titles:
                for title in titles:
                    work.graph.add((node, self.path, title))
                return 1
        return 0


def _near(work: Work, node: Node, step: str) -> list[Node]:
    if step.startswith("^"):
        return sorted(work.graph.subjects(URIRef(step[1:]), node), key=str)
    return [value for value in work.values(node, URIRef(step)) if not isinstance(value, Literal)]


def _grouped(work: Work, tables: list[Node]) -> Node:
    group = BNode()
    work.graph.add((group, RDF.type, CSVW.TableGroup))
    for table in tables:
        work.graph.add((group, CSVW.table, table))
    return group


def _has_tables(work: Work) -> bool:
    typed = any((None, RDF.type, name) in work.graph for name in (CSVW.TableGroup, CSVW.Table))
    return typed or (None, CSVW.tableSchema, None) in work.graph


def _as_table(work: Work, distribution: Node, schema: Node) -> None:
    """Make a schema the table that it is of, at the address of the distribution."""
    work.graph.remove((distribution, CSVW.tableSchema, schema))
    work.graph.remove((schema, RDF.type, CSVW.Schema))
    work.graph.add((schema, RDF.type, CSVW.Table))
    for title in work.values(distribution, DCTERMS.title):
        work.graph.add((schema, DCTERMS.title, title))
    addresses = work.values(distribution, DCAT.downloadURL)
    if len(addresses) == 1 and not work.values(schema, CSVW.url):
        work.graph.add((schema, CSVW.url, addresses[0]))
