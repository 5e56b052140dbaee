"""Which kind of rule a finding is about, as people see it: what SHACL calls one component may mean different things."""

from dataclasses import dataclass

from rdflib import SH

from catalogue.domain import datatypes
from catalogue.domain.addresses import is_address
from catalogue.domain.profile import Field
from catalogue.domain.report import VARIOUS, Finding, Severity
from catalogue.domain.terms import shorten
from catalogue.domain.vocabulary import Vocabularies

_NODE_KINDS = {
    str(SH.IRI): "NodeKind-iri",
    str(SH.Literal): "NodeKind-text",
    str(SH.BlankNodeOrIRI): "NodeKind-node",
}
_TO_NODES = (str(SH.IRI), str(SH.BlankNodeOrIRI))


@dataclass(frozen=True, slots=True)
class Broken:
    """A rule that is broken, with the field that it is about where the profile knows it."""

    finding: Finding
    field: Field | None
    vocabularies: Vocabularies | None

    def kind(self) -> str:
        """The kind of rule, which templates are keyed by: `MinCount`, `NodeKind-iri`, `Datatype-unmarked`."""
        rule = shorten(self.finding.component).rpartition(":")[2].removesuffix("ConstraintComponent")
        if rule == "MinCount":
            return self._missing()
        if rule == "Or" and self.finding.path:
            return self._datatype() if self.field and self.field.datatypes else "Or-value"
        return self._of_field(rule, self.field) if self.field else self._foreign(rule)

    def datatype(self) -> str:
        """The datatype that a value is written in, where it is not marked with it; else empty."""
        return datatypes.written_as(self.finding.value, self.field.datatypes) if self.field else ""

    def _of_field(self, rule: str, field: Field) -> str:
        if rule == "NodeKind":
            if field.node_kind in _TO_NODES and is_address(self.finding.value):
                return "NodeKind-address"
            return "NodeKind-iri" if field.vocabularies else _NODE_KINDS.get(field.node_kind, rule)
        if rule == "Class":
            return "Vocabulary" if field.vocabularies and not self._is_listed(field) else self._of_class()
        if rule == "Pattern" and field.vocabularies:
            return "Pattern-list"
        if rule == "Node":
            rule = _of_node(field)
        return self._datatype() if rule == "Datatype" else rule

    def _foreign(self, rule: str) -> str:
        return self._of_class() if rule == "Class" else rule

    def _of_class(self) -> str:
        """What is wrong with what is not of a class; of a text, its kind says more (`worth_telling`)."""
        value, field = self.finding.value, self.field
        if value.startswith("_:") or value == VARIOUS:
            return "Class-part"
        if is_address(value):
            return "Class" if field and field.node_kind in _TO_NODES else "Class-value"
        return "Class-link" if field and field.editor == "link" else "Class-text"

    def _is_listed(self, field: Field) -> bool:
        """Whether the value is an entry of the field's lists: then it is not the entry that is wrong."""
        entry = self.vocabularies.concept(self.finding.value) if self.vocabularies else None
        return entry is not None and entry.scheme in field.vocabularies

    def _datatype(self) -> str:
        return "Datatype-unmarked" if self.datatype() else "Datatype"

    def _missing(self) -> str:
        if "|" in self.finding.path:
            return "MinCount-one-of"
        return "MinCount" if self.finding.severity is Severity.VIOLATION else "MinCount-recommended"


def _of_node(field: Field) -> str:
    """What a failed `sh:node` means for people: a list, a datatype, a form, or a part that is not complete."""
    if field.vocabularies:
        return "Vocabulary"
    if field.datatypes:
        return "Datatype"
    if field.parts:
        return "Node"
    return "Pattern" if field.pattern else "Node-value"
