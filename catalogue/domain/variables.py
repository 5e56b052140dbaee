"""The variables of a dataset, as its description lists them (csvw:TableGroup, csvw:Table, csvw:Column).

Real descriptions have thousands, so that the graph is read once by property and not once a variable.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from rdflib import CSVW, DCTERMS, BNode, Graph, Literal, URIRef
from rdflib.term import Node

from catalogue.domain import values
from catalogue.domain.languages import Reader, choose, foreign
from catalogue.domain.telling import Part, Teller, Value
from catalogue.domain.terms import HEALTHDCATAP

# Release 8 has `csvw:title`; the releases before it had `csvw:titles`.
TITLES: Final = (URIRef(f"{CSVW}title"), URIRef(f"{CSVW}titles"))
_PATHS: Final = (CSVW.name, *TITLES, DCTERMS.description, CSVW.datatype, CSVW.propertyUrl)
_STRUCTURE: Final = tuple(map(str, (DCTERMS.title, CSVW.table, CSVW.column)))


@dataclass(frozen=True, slots=True)
class Variable:
    """One variable. `type` is a word for its datatype, `code` the concept that it measures."""

    name: str
    title: Value
    meaning: Value
    type: str
    code: Value | None
    table: str

    def matches(self, words: Sequence[str]) -> bool:
        """Whether every word stands somewhere in it."""
        code = self.code.text if self.code else ""
        text = " ".join((self.name, self.title.text, self.meaning.text, code, self.table)).casefold()
        return all(word in text for word in words)


def find(variables: Iterable[Variable], question: str) -> list[Variable]:
    """The variables in which every word of a question stands."""
    words = question.casefold().split()
    return [variable for variable in variables if variable.matches(words)]


def variables(teller: Teller, dataset: URIRef) -> tuple[Variable, ...]:
    """The variables of a dataset by table and name: both in the order that findings count by."""
    facts = {path: _by_subject(teller.graph, path) for path in _PATHS}
    found: list[Variable] = []
    for table in _tables(teller, dataset):
        title = _text(teller.graph.objects(table, DCTERMS.title), teller.reader).text
        for column in teller.ordered(teller.objects(table, CSVW.column)):
            found.append(_variable(column, facts, title, teller.reader))
            teller.told.update(
                (column, path, node) for path, named in facts.items() for node in named.get(column, ())
            )
    return tuple(found)


def notes(teller: Teller, dataset: URIRef) -> tuple[Part, ...]:
    """What is said about the groups and tables of variables beside their names and variables."""
    groups = teller.ordered(teller.objects(dataset, HEALTHDCATAP.hasVariables))
    owners = [(group, CSVW.TableGroup) for group in groups]
    owners += [(table, CSVW.Table) for table in _tables(teller, dataset)]
    parts = []
    for node, owner in owners:
        title, _ = teller.name(node)
        rows = tuple(teller.rows(node, str(owner), _STRUCTURE, 1))
        if rows:
            parts.append(Part(title, rows))
    return tuple(parts)


def _tables(teller: Teller, dataset: URIRef) -> list[Node]:
    groups = teller.ordered(teller.objects(dataset, HEALTHDCATAP.hasVariables))
    return [table for group in groups for table in teller.ordered(teller.objects(group, CSVW.table))]


def _by_subject(graph: Graph, path: URIRef) -> dict[Node, list[Node]]:
    named: defaultdict[Node, list[Node]] = defaultdict(list)
    for subject, node in graph.subject_objects(path):
        named[subject].append(node)
    return dict(named)


def _variable(
    column: Node, facts: dict[URIRef, dict[Node, list[Node]]], table: str, reader: Reader
) -> Variable:
    def of(path: URIRef) -> list[Node]:
        return facts[path].get(column, [])

    return Variable(
        name=_text(of(CSVW.name), reader).text,
        title=_text([*of(TITLES[0]), *of(TITLES[1])], reader),
        meaning=_text(of(DCTERMS.description), reader),
        type=kind(_text(of(CSVW.datatype), reader).text, reader),
        code=_code(of(CSVW.propertyUrl), reader),
        table=table,
    )


def _text(nodes: Iterable[Node], reader: Reader) -> Value:
    texts = choose((node for node in nodes if isinstance(node, Literal)), reader.languages)
    if not texts:
        return Value("")
    return Value(str(texts[0]), foreign(texts[0].language, reader.language))


def _code(nodes: list[Node], reader: Reader) -> Value | None:
    named = sorted(str(node) for node in nodes if not isinstance(node, BNode))
    if not named:
        return None
    text, href = values.link(named[0], reader)
    return Value(text, href=href, term=named[0])


def kind(datatype: str, reader: Reader) -> str:
    """A datatype of CSVW in a word that people use; one that is not known stays as it is."""
    return _kinds(reader).get(local(datatype), datatype)


def local(datatype: str) -> str:
    """A datatype's own name, without that of its vocabulary: `date` of `xsd:date`."""
    return datatype.rpartition("#")[2].rpartition(":")[2]


def types(reader: Reader) -> dict[str, str]:
    """The datatypes to choose from, each with its word: of those that people call the same, the first."""
    chosen: dict[str, str] = {}
    for name, word in _kinds(reader).items():
        chosen.setdefault(word, name)
    return {name: word for word, name in chosen.items()}


def _kinds(reader: Reader) -> dict[str, str]:
    say: Callable[[str], str] = reader.gettext
    return {
        "string": say("text"),
        "integer": say("whole number"),
        "int": say("whole number"),
        "long": say("whole number"),
        "nonNegativeInteger": say("whole number"),
        "positiveInteger": say("whole number"),
        "decimal": say("number"),
        "double": say("number"),
        "float": say("number"),
        "number": say("number"),
        "boolean": say("yes or no"),
        "date": say("date"),
        "dateTime": say("date and time"),
        "datetime": say("date and time"),
        "time": say("time of day"),
        "gYear": say("year"),
        "gYearMonth": say("month"),
        "duration": say("duration"),
        "anyURI": say("address"),
    }


KINDS: Final = tuple(types(Reader("en", ())))
