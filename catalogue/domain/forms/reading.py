"""From a description to its form."""

from dataclasses import dataclass, field
from typing import Final

from rdflib import BNode, Graph, Literal, URIRef
from rdflib.term import Node

from catalogue.domain.datatypes import written_as
from catalogue.domain.forms import others
from catalogue.domain.forms.classes import class_of, expected_classes, is_part
from catalogue.domain.forms.model import MANY, FormField, FormNode, FormValue, InputError
from catalogue.domain.forms.names import field_name, key, value_key
from catalogue.domain.forms.typing import Mistake, has_languages, shown, term
from catalogue.domain.ordering import in_order, name, said
from catalogue.domain.profile import Field, Obligation, Profile

_LINES: Final = frozenset({"line", "code"})
_ADDRESSES: Final = frozenset({"link", "choice", "agent", "entry", "email", "phone"})


def read(
    graph: Graph, root: Node, profile: Profile, level: str, group: str = "", *, many: int = MANY
) -> FormNode:
    """The form of a description, or of the part `root` of it, at an access level.

    With `group` only the fields of that group, of parts always all; nothing else is looked at, however large the
    description is. Where a property has more than `many` parts, they are only counted.
    """
    return _Reading(graph, profile, level, many).node(root, class_of(graph, root, profile), group)


@dataclass(slots=True)
class _Reading:
    """One reading; `shown` are the nodes whose fields stand in the form already: each does once."""

    graph: Graph
    profile: Profile
    level: str
    many: int
    shown: set[Node] = field(default_factory=set)

    def node(self, node: Node, owner: str, group: str = "") -> FormNode:
        self.shown.add(node)
        fields = [each for each in self.profile.fields(owner) if not group or each.group == group]
        told = tuple(self.field(node, each) for each in fields)
        rest = others.of_node(self.graph, node, self.profile, owner) if not group else ()
        return FormNode(node, key(node), owner, name(said(self.graph, node)), told, rest)

    def field(self, node: Node, field: Field) -> FormField:
        obligation, minimum, maximum = self.asked(node, field)
        values = list(self.graph.objects(node, URIRef(field.path)))
        classes = expected_classes(field, self.profile)
        is_many = bool(classes) and len(values) > self.many
        stem = field_name(node, field.path)
        told = () if is_many else self.values(values, field, stem)
        return FormField(
            field,
            stem,
            f"{stem}.new0",
            obligation,
            minimum,
            maximum,
            told,
            len(values),
            is_many,
            has_languages(field),
            classes,
        )

    def asked(self, node: Node, field: Field) -> tuple[Obligation, int, int | None]:
        """What the access level and the conditions of the profile ask of a property."""
        obligation = field.obligations.get(self.level, Obligation.OPTIONAL)
        minimum, maximum = field.cardinalities.get(self.level, (0, None))
        if field.when and field.when.holds(self.graph, str(node), self.level):
            return Obligation.MANDATORY, max(1, minimum), maximum
        return obligation, minimum, maximum

    def values(self, nodes: list[Node], field: Field, stem: str) -> tuple[FormValue, ...]:
        ordered = ordered_values(self.graph, nodes)
        movable = [each for each in ordered if is_part(self.graph, each, field)]
        return tuple(self.value(each, field, stem, movable) for each in ordered)

    def value(self, term: Node, field: Field, stem: str, movable: list[Node]) -> FormValue:
        name = f"{stem}.{value_key(term)}"
        part, elsewhere = self.part(term, field) if term in movable else (None, "")
        return FormValue(
            name,
            value_key(term),
            control(term, field, is_part=term in movable),
            shown(term),
            (term.language or "") if isinstance(term, Literal) else "",
            str(term.datatype or "") if isinstance(term, Literal) else "",
            str(term) if isinstance(term, URIRef) else "",
            part,
            elsewhere,
            problem(term, field, name),
            first=term not in movable or term == movable[0],
            last=term not in movable or term == movable[-1],
        )

    def part(self, node: Node, field: Field) -> tuple[FormNode | None, str]:
        """The form of a part; of one that stands in the form already, its key."""
        if node in self.shown:
            return None, key(node)
        return self.node(node, class_of(self.graph, node, self.profile, field)), ""


def ordered_values(graph: Graph, nodes: list[Node]) -> list[Node]:
    """The values of a property in the order of pages; texts by their language."""
    texts = [each for each in nodes if isinstance(each, Literal)]
    rest = [each for each in nodes if not isinstance(each, Literal)]
    by_language = sorted(texts, key=lambda text: (text.language or "", str(text), str(text.datatype)))
    return [*in_order(rest, lambda node: said(graph, node)), *by_language]


def control(term: Node, field: Field, *, is_part: bool) -> str:
    """How a value is typed: as its property says, as far as the value is of that kind."""
    if isinstance(term, BNode) or (is_part and field.editor == "parts"):
        return "part"
    if isinstance(term, URIRef):
        if field.editor in ("email", "phone") and shown(term) == str(term):
            return "link"
        return field.editor if field.editor in _ADDRESSES else "link"
    return _text_control(str(term), field)


def _text_control(text: str, field: Field) -> str:
    if field.editor in _LINES:
        return "text" if "\n" in text or "\r" in text else field.editor
    if field.datatypes:
        return field.editor if written_as(text, field.datatypes) else "line"
    return field.editor if field.editor in ("text", "email", "phone") else "line"


def problem(value: Node, field: Field, name: str) -> InputError | None:
    """What is wrong with a text that was kept as it was typed."""
    if not isinstance(value, Literal) or value.datatype or value.language:
        return None
    try:
        term(str(value), "", field, "en")
    except Mistake as mistake:
        return InputError(name, mistake.problem, mistake.mend, str(value))
    return None
