"""Rules about one property: another name, another place, another form of its values."""

import re
from dataclasses import dataclass
from typing import Final

from rdflib import RDF, BNode, Literal, URIRef
from rdflib.term import Node

from catalogue.domain.datatypes import FORMS
from catalogue.rdf.conversion.work import Work

_ABSOLUTE: Final = re.compile(r"https?://[^\s<>\"{}|\\^`]+")


@dataclass(frozen=True, slots=True)
class Rename:
    """A property has another name.

    With `listed` its new name is for values of that list only, with `single` only for a single value.
    """

    of: URIRef
    path: URIRef
    to: URIRef
    at: tuple[URIRef, ...] = ()
    listed: str = ""
    single: bool = False

    def forward(self, work: Work) -> int:
        return sum(self._rename(work, node, (self.path, self.to)) for node in work.nodes(self.of, self.at))

    def backward(self, work: Work) -> int:
        return sum(self._rename(work, node, (self.to, self.path)) for node in work.nodes(self.of, self.at))

    def _rename(self, work: Work, node: Node, names: tuple[URIRef, URIRef]) -> int:
        old, new = names
        values = work.values(node, old)
        if values and self.single and len({*values, *work.values(node, new)}) > 1:
            work.doubt("several", node, new)
            return 0
        return sum(self._value(work, (node, old, value), new) for value in values)

    def _value(self, work: Work, statement: tuple[Node, URIRef, Node], new: URIRef) -> int:
        node, _, value = statement
        renamed = self._of_list(work, value) if new == self.to else value
        if renamed is None:
            work.doubt("unlisted", node, value)
            return 0
        work.replace(statement, (node, new, renamed))
        return 1

    def _of_list(self, work: Work, value: Node) -> Node | None:
        """The value as it stands in the list, by its address of today if need be; None where it does not."""
        if not self.listed or work.is_in(self.listed, value):
            return value
        today = work.successor(value)
        return today if today and work.is_in(self.listed, today) else None


@dataclass(frozen=True, slots=True)
class Move:
    """What is said of one node belongs to the one that it names `along` a property."""

    of: URIRef
    path: URIRef
    along: URIRef

    def forward(self, work: Work) -> int:
        return sum(self._move(work, node) for node in work.nodes(self.of))

    def _move(self, work: Work, node: Node) -> int:
        values, targets = work.values(node, self.path), work.values(node, self.along)
        if values and (len(targets) != 1 or isinstance(targets[0], Literal)):
            work.doubt("several" if targets else "nowhere", node, self.along)
            return 0
        for value in values:
            work.replace((node, self.path, value), (targets[0], self.path, value))
        return len(values)


@dataclass(frozen=True, slots=True)
class Wrap:
    """A text where a node is asked for becomes the `text` of a new node of the class `type`."""

    of: URIRef
    path: URIRef
    type: URIRef
    text: URIRef

    def forward(self, work: Work) -> int:
        return sum(
            self._wrap(work, (node, self.path, value))
            for node in work.nodes(self.of)
            for value in work.values(node, self.path)
            if isinstance(value, Literal)
        )

    def _wrap(self, work: Work, statement: tuple[Node, URIRef, Node]) -> int:
        node, path, value = statement
        made = BNode()
        work.replace(statement, (node, path, made), (made, RDF.type, self.type), (made, self.text, value))
        return 1


@dataclass(frozen=True, slots=True)
class Text:
    """An IRI where a text is asked for becomes that text, without the first of `strip` that it begins with."""

    of: URIRef
    path: URIRef
    strip: tuple[str, ...] = ("",)
    datatype: URIRef | None = None

    def forward(self, work: Work) -> int:
        found = [
            (node, value)
            for node in work.nodes(self.of)
            for value in work.values(node, self.path)
            if isinstance(value, URIRef)
        ]
        return sum(self._text(work, node, value) for node, value in found)

    def _text(self, work: Work, node: Node, value: URIRef) -> int:
        beginning = next((each for each in self.strip if value.startswith(each)), None)
        if beginning is None:
            work.doubt("unknown", node, value)
            return 0
        text = Literal(value.removeprefix(beginning), datatype=self.datatype)
        work.replace((node, self.path, value), (node, self.path, text))
        return 1


@dataclass(frozen=True, slots=True)
class Address:
    """A text that is an address becomes an IRI; with `scheme`, one that begins with it (`mailto:`)."""

    of: URIRef
    paths: tuple[URIRef, ...]
    scheme: str = ""

    def forward(self, work: Work) -> int:
        return sum(
            self._address(work, (node, path, value))
            for node in work.nodes(self.of)
            for path in self.paths
            for value in work.values(node, path)
            if isinstance(value, Literal)
        )

    def _address(self, work: Work, statement: tuple[Node, URIRef, Node]) -> int:
        node, path, value = statement
        address = as_iri(str(value), self.scheme)
        if address is None:
            work.doubt("no address", node, value)
            return 0
        work.replace(statement, (node, path, address))
        return 1


@dataclass(frozen=True, slots=True)
class Datatypes:
    """A value that is written as its property asks, but says another datatype, says the right one."""

    def forward(self, work: Work) -> int:
        found = [
            ((node, URIRef(field.path), value), field.datatypes)
            for shape in work.profile.classes.values()
            for field in shape.fields
            if field.datatypes
            for node in work.nodes(URIRef(shape.iri))
            for value in work.values(node, URIRef(field.path))
            if isinstance(value, Literal) and str(value.datatype) not in field.datatypes
        ]
        return sum(_retype(work, statement, datatypes) for statement, datatypes in found)


@dataclass(frozen=True, slots=True)
class Datatype:
    """The texts of one property say this datatype in the older release."""

    of: URIRef
    path: URIRef
    datatype: URIRef

    def backward(self, work: Work) -> int:
        found = [
            (node, self.path, value)
            for node in work.nodes(self.of)
            for value in work.values(node, self.path)
            if isinstance(value, Literal) and value.datatype != self.datatype
        ]
        for statement in found:
            work.replace(statement, (*statement[:2], _typed(statement[2], self.datatype)))
        return len(found)


@dataclass(frozen=True, slots=True)
class Repeat:
    """A list of values becomes the property repeated."""

    of: URIRef
    path: URIRef

    def forward(self, work: Work) -> int:
        found = [
            (node, head)
            for node in work.nodes(self.of)
            for head in work.values(node, self.path)
            if head == RDF.nil or (head, RDF.first, None) in work.graph
        ]
        return sum(self._repeat(work, node, head) for node, head in found)

    def _repeat(self, work: Work, node: Node, head: Node) -> int:
        try:
            items = list(work.graph.items(head))
        except ValueError:  # a list that leads back into itself has no end
            work.doubt("unknown", node, self.path)
            return 0
        work.replace((node, self.path, head), *((node, self.path, item) for item in items))
        while head != RDF.nil and (after := work.graph.value(head, RDF.rest)):
            work.graph.remove((head, None, None))
            head = after
        return 1


@dataclass(frozen=True, slots=True)
class Derive:
    """A value that follows from another property having one."""

    of: URIRef
    path: URIRef
    when: URIRef
    value: str
    datatype: URIRef

    def forward(self, work: Work) -> int:
        found = [
            node
            for node in work.nodes(self.of)
            if work.values(node, self.when) and not work.values(node, self.path)
        ]
        for node in found:
            value = Literal(self.value, datatype=self.datatype, normalize=False)
            work.graph.add((node, self.path, value))
        return len(found)


def as_iri(text: str, scheme: str = "") -> URIRef | None:
    """The IRI that a text is meant to be, None where it is none."""
    text = text.strip()
    if not scheme:
        return URIRef(text) if _ABSOLUTE.fullmatch(text) else None
    bare = text.removeprefix(scheme)
    is_meant = "@" in bare if scheme == "mailto:" else bool(bare)
    return URIRef(scheme + bare) if is_meant and _ABSOLUTE.fullmatch(f"http://{bare}") else None


def _retype(work: Work, statement: tuple[Node, URIRef, Literal], datatypes: tuple[str, ...]) -> int:
    node, path, value = statement
    text = str(value).strip()
    fitting = [each for each in datatypes if each in FORMS and FORMS[each].fullmatch(text)]
    if len(fitting) != 1 or value.language:
        work.doubt("another form", node, value)
        return 0
    typed = Literal(text, datatype=URIRef(fitting[0]), normalize=False)
    work.replace(statement, (node, path, typed))
    return 1


def _typed(value: Literal, datatype: URIRef) -> Literal:
    return Literal(str(value), datatype=datatype, normalize=False)
