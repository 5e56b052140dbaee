"""Findings in people's words: which field, what is wrong, how to mend it, and whose rule it is.

The templates are data, beside the other words of a profile (`[messages]` and `[phrases]` in
`shapes/presentation/`); what the engine or the shapes say is for the technical view alone.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from rdflib import SH

from catalogue.domain.labels import Labels, short, short_path, spoken
from catalogue.domain.languages import base, pick
from catalogue.domain.places import Step
from catalogue.domain.profile import Field, Obligation, Profile
from catalogue.domain.report import VARIOUS, Finding, Severity
from catalogue.domain.terms import shorten
from catalogue.domain.vocabulary import Vocabularies

_ADDRESS = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:\S+")
_LONGEST = 120  # of a value that is repeated in a sentence
_NODE_KINDS = {
    str(SH.IRI): "NodeKind-iri",
    str(SH.Literal): "NodeKind-text",
    str(SH.BlankNodeOrIRI): "NodeKind-node",
}
_OWN_RULES = "urn:catalogue:"  # what no profile asks for, but a catalogue does
_ABOUT_LISTS = ("Vocabulary", "Pattern-list")
# Rules about a value that another address would keep.
_ABOUT_ADDRESSES = ("Vocabulary", "Class", "Pattern", "Pattern-list", "In", "HasValue", "NodeKind-iri")


@dataclass(frozen=True, slots=True)
class Explanation:
    """A finding as people read it. `field` is the way to the field: “Distribution 2 › Access address”.

    `example` shows a good value, where there is one. `rule` says whose rule it is, with the legal article.
    """

    field: str
    problem: str
    mend: str
    example: str = ""
    rule: str = ""

    @property
    def message(self) -> str:
        """What is wrong and how to mend it, in one text."""
        return f"{self.problem} {self.mend}".strip()


def explain(
    finding: Finding,
    profile: Profile,
    language: str,
    vocabularies: Vocabularies | None = None,
    place: Sequence[Step] = (),
) -> Explanation:
    """The explanation of a finding in one language: the one asked for, a variant of it, or English.

    A language that lacks a word for it is not mixed with English. With the vocabularies, lists and their entries
    are called by name. `place` is the way to the node that the finding is about (`places.Places`).
    """
    candidates = (_Words(finding, profile, each, vocabularies) for each in spoken(profile, language))
    words = next(each for each in candidates if each.language == "en" or each.says_all(place))
    problem, mend = words.template()
    terms = words.terms()
    way = words.labels.way(place, finding.focus_class, finding.path) or terms["field"]
    told = (way, problem.format_map(terms), mend.format_map(terms))
    return Explanation(*told, words.example(), words.source())


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


@dataclass(frozen=True)
class _Words:
    """A finding in one language; what is asked often is worked out once."""

    finding: Finding
    profile: Profile
    language: str
    vocabularies: Vocabularies | None

    @cached_property
    def labels(self) -> Labels:
        return Labels(self.profile, self.language)

    def says_all(self, place: Sequence[Step]) -> bool:
        """Whether the language has the template, and every label and article that it names."""
        things = [self._field, self.profile.classes.get(self.finding.focus_class)]
        things += [self.profile.field(step.owner, step.path) for step in place]
        texts = [text for thing in things if thing for text in (thing.label, thing.law) if text]
        known = self.profile.messages.get(self.language, {})
        said = all(self.language in text or base(self.language) in text for text in texts)
        return said and self._key(known) in known

    def template(self) -> tuple[str, str]:
        """The most particular template: for the class, the property and the rule, else for the rule alone."""
        known = self.profile.messages.get(self.language, {})
        return known.get(self._key(known), ("{field}", ""))

    def _key(self, known: Mapping[str, object]) -> str:
        if successor := self._successor:
            return "Former" if self._entry(successor) else "Former-unnamed"
        if self._suggested:
            return "Vocabulary-suggested"
        owner, path = shorten(self.finding.focus_class), short_path(self.finding.path)
        rule = self._rule
        keys = (f"{owner}/{path}/{rule}", rule, rule.partition("-")[0], "Other")
        return next((key for key in keys if key in known), "Other")

    @cached_property
    def _rule(self) -> str:
        """The kind of rule, as people see it: what SHACL calls one component may mean different things."""
        rule = shorten(self.finding.component).rpartition(":")[2].removesuffix("ConstraintComponent")
        field = self._field
        if rule == "MinCount":
            return "MinCount-one-of" if "|" in self.finding.path else self._missing()
        if rule == "NodeKind" and field:
            return "NodeKind-iri" if field.vocabularies else _NODE_KINDS.get(field.node_kind, rule)
        if rule == "Class":
            return self._of_class(field)
        if rule == "Pattern" and field and field.vocabularies:
            return "Pattern-list"
        if rule == "Or" and self.finding.path:
            return "Datatype" if field and field.datatypes else "Or-value"
        return _of_node(field) if rule == "Node" and field else rule

    def _of_class(self, field: Field | None) -> str:
        value = self.finding.value
        if field and field.vocabularies and not self._is_listed(field):
            return "Vocabulary"
        if value.startswith("_:"):
            return "Class-part"
        return "Class" if value == VARIOUS or _ADDRESS.fullmatch(value) else "Class-text"

    def _is_listed(self, field: Field) -> bool:
        """Whether the value is an entry of the field's lists: then it is not the entry that is wrong."""
        entry = self.vocabularies.concept(self.finding.value) if self.vocabularies else None
        return entry is not None and entry.scheme in field.vocabularies

    def _missing(self) -> str:
        return "MinCount" if self.finding.severity is Severity.VIOLATION else "MinCount-recommended"

    def terms(self) -> Mapping[str, str]:
        """What the templates may name."""
        minimum, maximum = self._cardinality(self._field)
        successor = self._successor or self._suggested
        return {
            "field": self._name(),
            "class": self._owner(),
            "value": self._value(),
            "expected": self._expected(),
            "minimum": str(minimum or 1),
            "maximum": str(1 if maximum is None else maximum),
            "successor": successor,
            "entry": self._entry(successor),
            "profile": pick(self.profile.title, (self.language,)),
        }

    def example(self) -> str:
        """A good value of the field."""
        field = self._field
        return pick(field.example, (self.language,)) if field else ""

    def source(self) -> str:
        """Whose rule it is, and the articles of law that ask for the field."""
        field = self._field
        key, levels = self._asked(field)
        terms = {"profile": pick(self.profile.title, (self.language,)), "levels": ", ".join(levels)}
        shape = self.profile.classes.get(self.finding.focus_class)
        law = {} if key == "rule-catalogue" else field.law if field else shape.law if shape else {}
        said = [self._phrase(key).format_map(terms), pick(law, (self.language,))]
        return self._phrase("between").join(part for part in said if part)

    def _asked(self, field: Field | None) -> tuple[str, list[str]]:
        """The phrase for what is asked, and the levels by name where it is not asked at all of them."""
        wanted = (
            Obligation.MANDATORY if self.finding.severity is Severity.VIOLATION else Obligation.RECOMMENDED
        )
        if self.finding.component.startswith(_OWN_RULES):
            return "rule-catalogue", []
        kind = "required" if wanted is Obligation.MANDATORY else "recommended"
        if not self._rule.startswith("MinCount") or field is None:
            return f"rule-{kind}", []
        levels = [
            level for level in self.profile.levels.values() if field.obligations.get(level.id) is wanted
        ]
        if not levels or len(levels) == len(self.profile.levels):
            return kind, []
        quoted = self._phrase("level")
        return f"{kind}-at", [quoted.format(level=pick(level.label, (self.language,))) for level in levels]

    @cached_property
    def _field(self) -> Field | None:
        return self.profile.field(self.finding.focus_class, self.finding.path)

    def _owner(self) -> str:
        owner = self.finding.focus_class
        return (self.labels.of_class(owner) if owner else "") or self._phrase("thing")

    def _name(self) -> str:
        return self.labels.of(self.finding.focus_class, self.finding.path) or self._phrase("thing")

    def _phrase(self, key: str) -> str:
        """A small word; in English where the language has none."""
        words = self.profile.phrases
        return words.get(self.language, {}).get(key) or words.get("en", {}).get(key, "")

    def _cardinality(self, field: Field | None) -> tuple[int, int | None]:
        pairs = field.cardinalities.values() if field else ()
        return max(pairs, key=lambda pair: pair[0], default=(0, None))

    @cached_property
    def _successor(self) -> str:
        """Today's address of a value that a list has moved, renamed or taken out; empty where there is none."""
        if not self.vocabularies or self._rule not in _ABOUT_ADDRESSES:
            return ""
        today = self.vocabularies.successor(self.finding.value) or ""
        entry, field = self.vocabularies.concept(today), self._field
        is_elsewhere = entry and field and field.vocabularies and entry.scheme not in field.vocabularies
        return "" if is_elsewhere else today

    @cached_property
    def _suggested(self) -> str:
        """The entry that a misspelt value most likely means; empty where nothing is close."""
        field, value = self._field, self.finding.value
        known = self.vocabularies if self._rule == "Vocabulary" and not value.startswith("_:") else None
        return (known.suggest(value, field.vocabularies) or "") if known and field and value else ""

    def _entry(self, iri: str) -> str:
        """An entry of a list by name."""
        known = self.vocabularies.label(iri, [self.language]) if self.vocabularies and iri else None
        return known[0] if known else ""

    def _value(self) -> str:
        """The offending value; a blank node, whose label says nothing, by what it should be."""
        value, field = self.finding.value, self._field
        if value.startswith("_:"):
            part = field.parts if field else None
            return self.profile.name(part, self.language) if part else self._phrase("unnamed")
        return (
            self._entry(value)
            or self.labels.of_term(value)
            or short(value, _LONGEST)
            or self._phrase("empty")
        )

    def _expected(self) -> str:
        field = self._field
        if field is None:
            return self._name()
        schemes = (self.vocabularies.scheme(iri) if self.vocabularies else None for iri in field.vocabularies)
        titles = [pick(scheme.title, (self.language,)) for scheme in schemes if scheme]
        names = [self.labels.of_class(iri) for iri in (*field.datatypes, *field.classes)]
        rule = self._rule
        return ", ".join(titles if titles and rule in _ABOUT_LISTS else names) or self._name()


def _of_node(field: Field) -> str:
    """What a failed `sh:node` means for people: a list, a datatype, a form, or a part that is not complete."""
    if field.vocabularies:
        return "Vocabulary"
    if field.datatypes:
        return "Datatype"
    if field.parts:
        return "Node"
    return "Pattern" if field.pattern else "Node-value"
