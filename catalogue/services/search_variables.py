"""The variables of a description as the search index is given them."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from rdflib import CSVW, DCTERMS, BNode, Literal, URIRef
from rdflib.term import Node

from catalogue.domain import codes
from catalogue.domain.columns import MOST
from catalogue.domain.readable import Readable
from catalogue.domain.search import VariableText
from catalogue.domain.variables import TITLES, local
from catalogue.rdf.sorted_statements import said
from catalogue.search.names import LONGEST_NAME

LONGEST_PART: Final = 1_000  # characters of one part of a description, such as a variable
LONGEST_PASSAGE: Final = 400_000  # characters of all parts: 6,000 variables, each a little shorter
CODES: Final = 100  # of one variable, which may name a range of them

_TEXTS: Final = (*TITLES, DCTERMS.description)
NAME: Final = CSVW.name
_COLUMN, _TYPE, _CODED = CSVW.column, CSVW.datatype, CSVW.propertyUrl  # each look-up in a namespace costs

Facts = Mapping[Node, list[Node]]  # values of a node, by path


def variables(graph: Readable) -> tuple[VariableText, ...]:
    """The variables that a description lists, by name; those without name and title are left out."""
    columns = dict.fromkeys(column for _, column in graph.subject_objects(_COLUMN))
    if not columns:
        return ()
    length = min(LONGEST_PART, max(1, LONGEST_PASSAGE // len(columns)))
    told = (_variable(said(graph, column), length) for column in columns)
    return tuple(sorted((each for each in told if each.name or each.texts), key=_place)[:MOST])


def _variable(facts: Facts, length: int) -> VariableText:
    def first(path: URIRef) -> str:
        return min((_plain(value) for value in facts.get(path, ())), default="")

    return VariableText(
        name=first(NAME)[:LONGEST_NAME],
        texts=tuple(text for path in _TEXTS for text in _texts(facts.get(path, ()), length)),
        type=local(first(_TYPE))[:LONGEST_NAME],
        codes=tuple(dict.fromkeys(code for value in facts.get(_CODED, ()) for code in _codes(value)))[:CODES],
    )


def _texts(values: Iterable[Node], length: int) -> Iterator[tuple[str, str]]:
    """The texts of a property, each with its language, one after the other."""
    literals = (value for value in values if isinstance(value, Literal))
    found = ((value.language or "", _plain(value)[:length]) for value in literals)
    return ((language.lower(), text) for language, text in sorted(found) if text)


def _codes(value: Node) -> Iterator[str]:
    """The keys of what a variable measures, its whole address among them."""
    if not isinstance(value, BNode) and len(str(value)) <= codes.LONGEST:
        yield from codes.used(str(value))
        yield codes.key(str(value))


def _place(variable: VariableText) -> tuple[str, tuple[tuple[str, str], ...]]:
    return variable.name, variable.texts


def _plain(value: Node) -> str:
    return " ".join(str(value).split())
