"""Findings in people's words: which field, what is wrong, how to mend it.

The templates are data, beside the other words of a profile (`[messages]` in `shapes/presentation/`); what the
engine or the shapes say is for the technical view alone.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from rdflib import DCAT, SH

from catalogue.domain.languages import pick
from catalogue.domain.profile import Field, Profile
from catalogue.domain.report import Finding, Severity
from catalogue.domain.terms import shorten
from catalogue.domain.vocabulary import Vocabularies

_SEPARATOR = " › "
_NODE_KINDS = {
    str(SH.IRI): "NodeKind-iri",
    str(SH.Literal): "NodeKind-text",
    str(SH.BlankNodeOrIRI): "NodeKind-node",
}


@dataclass(frozen=True, slots=True)
class Explanation:
    """A finding as people read it. `field` is the way to the field: “Distribution › Access address”."""

    field: str
    problem: str
    mend: str


def explain(
    finding: Finding, profile: Profile, language: str, vocabularies: Vocabularies | None = None
) -> Explanation:
    """The explanation of a finding in a language, or in English where there are no templates in it.

    With the vocabularies, lists and their entries are called by name.
    """
    words = _Words(finding, profile, language, vocabularies)
    problem, mend = words.template()
    terms = words.terms()
    return Explanation(words.way(), problem.format_map(terms), mend.format_map(terms))


def worth_telling(findings: Iterable[Finding]) -> Iterator[Finding]:
    """The findings without the warnings that say again what a violation says.

    HealthDCAT-AP requires at some levels what DCAT-AP recommends at all.
    """
    found = tuple(findings)
    refused = {(f.focus, f.path, f.component, f.value) for f in found if f.severity is Severity.VIOLATION}
    for each in found:
        if (
            each.severity is Severity.VIOLATION
            or (each.focus, each.path, each.component, each.value) not in refused
        ):
            yield each


@dataclass(frozen=True, slots=True)
class _Words:
    finding: Finding
    profile: Profile
    language: str
    vocabularies: Vocabularies | None

    def template(self) -> tuple[str, str]:
        """The most particular template: for the class, the property and the rule, else for the rule alone."""
        owner, path = shorten(self.finding.focus_class), shorten(self.finding.path)
        rule = self._rule()
        known = self.profile.messages.get(self.language) or self.profile.messages.get("en", {})
        keys = (f"{owner}/{path}/{rule}", rule, rule.partition("-")[0], "Other")
        return next((known[key] for key in keys if key in known), ("{field}", ""))

    def _rule(self) -> str:
        rule = shorten(self.finding.component).partition(":")[2].removesuffix("ConstraintComponent")
        field = self._field()
        if rule == "MinCount":
            return "MinCount-one-of" if "|" in self.finding.path else self._missing()
        if rule == "NodeKind" and field:
            return "NodeKind-iri" if field.vocabularies else _NODE_KINDS.get(field.node_kind, rule)
        return _of_node(field) if rule == "Node" and field else rule

    def _missing(self) -> str:
        return "MinCount" if self.finding.severity is Severity.VIOLATION else "MinCount-recommended"

    def way(self) -> str:
        """The class and the property; the class alone for a finding on the whole, left out for the dataset."""
        if not self.finding.path:
            return self._owner()
        own = self.finding.focus_class == str(DCAT.Dataset)
        return self._property() if own else f"{self._owner()}{_SEPARATOR}{self._property()}"

    def terms(self) -> Mapping[str, str]:
        """What the templates may name."""
        expected = self._expected()
        minimum, maximum = self._cardinality()
        example = pick(field.example, (self.language,)) if (field := self._field()) else ""
        return {
            "field": self._property() or self._owner(),
            "class": self._owner(),
            "value": self._value(),
            "expected": expected,
            "example": example or expected,
            "minimum": str(minimum),
            "maximum": str(maximum or ""),
        }

    def _field(self) -> Field | None:
        return self.profile.field(self.finding.focus_class, self.finding.path)

    def _owner(self) -> str:
        return self.profile.name(self.finding.focus_class, self.language)

    def _property(self) -> str:
        """The label of the property; of a choice of properties, all of them."""
        paths = [path.removeprefix("^") for path in self.finding.path.split("|")]
        labels = [self.profile.label(self.finding.focus_class, path, self.language) for path in paths if path]
        return " / ".join(labels)

    def _cardinality(self) -> tuple[int, int | None]:
        field = self._field()
        return (
            max(field.cardinalities.values(), key=lambda pair: pair[0], default=(0, None))
            if field
            else (0, None)
        )

    def _value(self) -> str:
        """The offending value; a blank node, whose label says nothing, by what it should be."""
        value, field = self.finding.value, self._field()
        known = self.vocabularies.label(value, [self.language]) if self.vocabularies else None
        if known:
            return known[0]
        if value.startswith("_:"):
            return (
                self.profile.name(field.parts, self.language) if field and field.parts else self._property()
            )
        return value

    def _expected(self) -> str:
        field = self._field()
        if field is None:
            return ""
        schemes = (self.vocabularies.scheme(iri) if self.vocabularies else None for iri in field.vocabularies)
        titles = [pick(scheme.title, (self.language,)) for scheme in schemes if scheme]
        names = [self.profile.name(iri, self.language) for iri in (*field.datatypes, *field.classes)]
        rule = self._rule()
        return ", ".join(titles if titles and rule == "Vocabulary" else names) or self._property()


def _of_node(field: Field) -> str:
    """What a failed `sh:node` means for people: a list, a datatype, a form, or a part that is not complete."""
    if field.vocabularies:
        return "Vocabulary"
    if field.datatypes:
        return "Datatype"
    if field.parts:
        return "Node"
    return "Pattern" if field.example else "Other"
