"""Where the tables of variables hang in a description, by the profile, and how one is made."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from rdflib import CSVW, DCTERMS, RDF, BNode, Literal, URIRef
from rdflib.term import Node

from catalogue.domain.columns import Patch, Said, Triple
from catalogue.domain.profile import Field, Profile

TABLE = str(CSVW.Table)


def way(profile: Profile, owner: str) -> tuple[Field, ...]:
    """The properties that lead from a class to tables of variables, the shortest way; none where there is no way."""
    ways: list[tuple[Field, ...]] = [()]
    seen = {owner}
    while ways:
        steps = ways.pop(0)
        for field in profile.fields(steps[-1].parts or "" if steps else owner):
            if field.parts == TABLE:
                return (*steps, field)
            if field.parts and field.parts not in seen:
                seen.add(field.parts)
                ways.append((*steps, field))
    return ()


@dataclass(frozen=True, slots=True)
class Maker:
    """Makes tables. `said` tells what a description says of a node; `title` is what new groups are called."""

    profile: Profile
    owner: str
    said: Callable[[Node], Said]
    title: Literal

    def make(self, root: Node, tables: Sequence[Sequence[Literal]]) -> tuple[list[Node], Patch]:
        """New tables, each with its titles: their nodes, and what adds them, with what has to stand above them."""
        steps = way(self.profile, self.owner)
        added = list(self._condition(root, steps[0]))
        node = root
        for field in steps[:-1]:
            node = self._step(node, field, added)
        nodes: list[Node] = []
        for titles in tables:
            table = BNode()
            added += [(node, URIRef(steps[-1].path), table), (table, RDF.type, CSVW.Table)]
            added += [(table, DCTERMS.title, title) for title in titles]
            nodes.append(table)
        return nodes, Patch((), tuple(added))

    def _step(self, node: Node, field: Field, added: list[Triple]) -> Node:
        """The part that is there already, else a new one with a title."""
        for known in sorted(self.said(node).get(URIRef(field.path), ()), key=str):
            if URIRef(field.parts or "") in self.said(known).get(RDF.type, ()):
                return known
        new = BNode()
        added += [(node, URIRef(field.path), new), (new, RDF.type, URIRef(field.parts or ""))]
        if self.profile.field(field.parts or "", str(DCTERMS.title)):
            added.append((new, DCTERMS.title, self.title))
        return new

    def _condition(self, root: Node, field: Field) -> Sequence[Triple]:
        """What is so where there are variables, and is not said yet: that the data are structured."""
        asked = field.when
        known = self.profile.field(self.owner, asked.path) if asked else None
        if asked is None or known is None or not asked.value or self.said(root).get(URIRef(asked.path)):
            return ()
        datatype = URIRef(known.datatypes[0]) if known.datatypes else None
        return [(root, URIRef(asked.path), Literal(asked.value, datatype=datatype, normalize=False))]
