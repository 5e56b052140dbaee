"""What is worth another look in a description, though no rule forbids it: it hinders nothing and nobody.

Such are also values that are none of the datatype that a profile has in mind and its shapes do not demand, as of dates.
Which properties are ordered, and of which there should be one text a language, is said by the presentation of the
profile. A hint has the form of a finding, so that it is placed and worded as one; but no report has any.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Final

from rdflib import XSD, BNode, Graph, Literal, URIRef
from rdflib.term import Node

from catalogue.domain.datatypes import COUNTS, may_be
from catalogue.domain.forms.classes import class_of
from catalogue.domain.places import Places
from catalogue.domain.profile import Field, Profile
from catalogue.domain.report import HINTS, Finding, Severity
from catalogue.domain.verdict import Located

HIGHER: Final = f"{HINTS}Higher"
LATER: Final = f"{HINTS}Later"
SAME_LANGUAGE: Final = f"{HINTS}SameLanguage"
MISWRITTEN: Final = f"{HINTS}Datatype"
_NUMBERS: Final = {*COUNTS, *map(str, (XSD.decimal, XSD.double, XSD.float))}
_DATES: Final = frozenset(map(str, (XSD.date, XSD.dateTime, XSD.gYear, XSD.gYearMonth)))
_DATE: Final = re.compile(r"([0-9]{4})(?:-([0-9]{2}))?(?:-([0-9]{2}))?")
_1, _12, _31 = map(Decimal, (1, 12, 31))


def hints(
    graph: Graph, root: Node, profile: Profile, findings: Iterable[Finding] = ()
) -> tuple[Located, ...]:
    """The hints about a description and its parts, in the order of the profile's fields.

    What stands in the graph and is described on its own is looked at with its own description. Left out is what is
    about a value of which the findings tell already.
    """
    told = {(each.path, each.value) for each in findings}
    seeker = _Seeker(graph, root, profile)
    places = Places(graph, str(root), profile)
    fields = (field for shape in profile.classes.values() for field in shape.fields)
    found = [each for field in fields for each in seeker.about(field) if (each.path, each.value) not in told]
    return tuple(Located(each, places.of(each.focus) if each.focus != str(root) else ()) for each in found)


class _Seeker:
    """Looks at the values of one field after the other, wherever in the graph a node of its class has any."""

    def __init__(self, graph: Graph, root: Node, profile: Profile) -> None:
        self._graph, self._root, self._profile = graph, root, profile
        self._entries = {shape.iri for shape in profile.classes.values() if shape.entry}
        self._repeated: dict[str, list[tuple[Node, list[str]]]] = {}  # by property, which many classes have

    def about(self, field: Field) -> Iterator[Finding]:
        if field.datatypes:
            yield from self._forms(field)
        if field.per_language:
            yield from self._texts(field)
        if field.until:
            yield from self._order(field)

    def _forms(self, field: Field) -> Iterator[Finding]:
        for node, value in sorted(self._graph.subject_objects(URIRef(field.path)), key=str):
            if isinstance(value, Literal) and not _fits(value, field) and self._is_of(node, field):
                yield _hint(node, field, MISWRITTEN, str(value))

    def _texts(self, field: Field) -> Iterator[Finding]:
        if field.path not in self._repeated:
            self._repeated[field.path] = list(self._repetitions(field.path))
        for node, texts in self._repeated[field.path]:
            if self._is_of(node, field):
                yield from (_hint(node, field, SAME_LANGUAGE, text) for text in texts[1:])

    def _repetitions(self, path: str) -> Iterator[tuple[Node, list[str]]]:
        """The nodes that have several texts in one language, with those, whatever their class."""
        said: dict[tuple[Node, str], list[str]] = defaultdict(list)
        for node, value in self._graph.subject_objects(URIRef(path)):
            if isinstance(value, Literal):
                said[node, (value.language or "").lower()].append(str(value))
        yield from ((node, sorted(texts)) for (node, _), texts in said.items() if len(texts) > 1)

    def _order(self, field: Field) -> Iterator[Finding]:
        for node in sorted(set(self._graph.subjects(URIRef(field.path))), key=str):
            least = self._above(node, field)
            if least is not None and self._is_of(node, field):
                yield _hint(node, field, least.kind, least.text)

    def _above(self, node: Node, field: Field) -> "_Span | None":
        """The least value of a field, where none of those that must not be below it are as much."""
        before, after = self._spans(node, field.path), self._spans(node, field.until)
        if not before or not after or len({each.kind for each in (*before, *after)}) > 1:
            return None
        least = min(before, key=lambda each: each.least)
        return least if least.least > max(each.most for each in after) else None

    def _spans(self, node: Node, path: str) -> list["_Span"]:
        spans = map(_span, self._graph.objects(node, URIRef(path)))
        return [each for each in spans if each is not None]

    def _is_of(self, node: Node, field: Field) -> bool:
        """Whether a node is of the class of a field, and is described here."""
        owner = class_of(self._graph, node, self._profile)
        return owner == field.owner and (node == self._root or owner not in self._entries)


def _fits(value: Literal, field: Field) -> bool:
    """Whether a value is of its own datatype, or written as one of those of a field."""
    if value.datatype:
        return may_be(str(value), str(value.datatype))
    return bool(value.language) or any(may_be(str(value), each) for each in field.datatypes)


@dataclass(frozen=True, slots=True)
class _Span:
    """What a value can mean, at least and at most: a year is all of its days. `kind` is how two are compared."""

    text: str
    kind: str
    least: tuple[Decimal, ...]
    most: tuple[Decimal, ...]


def _span(value: Node) -> _Span | None:
    """What a value means; None for what has no order."""
    if not isinstance(value, Literal):
        return None
    text, datatype = str(value), str(value.datatype)
    if datatype in _NUMBERS:
        number = _number(text)
        return _Span(text, HIGHER, (number,), (number,)) if number is not None else None
    found = _DATE.match(text) if datatype in _DATES else None
    if not found:
        return None
    year, month, day = (Decimal(part or 0) for part in found.groups())
    return _Span(text, LATER, (year, month or _1, day or _1), (year, month or _12, day or _31))


def _number(text: str) -> Decimal | None:
    try:
        number = Decimal(text)
    except InvalidOperation:
        return None
    return number if number.is_finite() else None


def _hint(node: Node, field: Field, kind: str, value: str) -> Finding:
    focus = f"_:{node}" if isinstance(node, BNode) else str(node)
    return Finding(Severity.INFO, focus, field.owner, field.path, kind, value)
