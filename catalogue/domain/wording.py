"""Findings in people's words: which field, what is wrong, how to mend it, and whose rule it is.

The templates are data, beside the other words of a profile (`[messages]` and `[phrases]` in
`shapes/presentation/`); what the engine or the shapes say is for the technical view alone.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from rdflib import SH

from catalogue.domain import datatypes
from catalogue.domain.labels import FieldLabels, short, short_path, spoken
from catalogue.domain.languages import base, pick
from catalogue.domain.places import Step
from catalogue.domain.profile import Field, Obligation, Profile
from catalogue.domain.report import HINTS, Finding, Severity
from catalogue.domain.rule_kinds import Broken
from catalogue.domain.terms import shorten
from catalogue.domain.vocabulary import Vocabularies

_LONGEST = 120  # of a value that is repeated in a sentence
# What such a value is, where a property says no more of it.
_KINDS = {str(SH.IRI): "address", str(SH.Literal): "text"}
# What only the form of a file asks for: no law does.
_FORMALITIES = ("Class", "Class-part", "Class-value", "Datatype-unmarked", "NodeKind-address")
_UNTYPED = ("Class", "Class-part", "Class-value")
_OWN_RULES = "urn:catalogue:"  # what no profile asks for, but a catalogue does
_OURS = ("rule-catalogue", "advice-catalogue")
_ABOUT_LISTS = ("Vocabulary", "Pattern-list")
# Rules about a value that another address would keep.
_ABOUT_ADDRESSES = (
    *("Vocabulary", "Class", "Class-value", "Pattern", "Pattern-list", "In", "HasValue"),
    *("NodeKind-iri", "NodeKind-address"),
)


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
    candidates = (
        _Words(finding, profile, each, vocabularies, tuple(place)) for each in spoken(profile, language)
    )
    words = next(each for each in candidates if each.language == "en" or each.says_all())
    problem, mend = words.template()
    terms = words.terms()
    way = words.labels.way(place, finding.focus_class, finding.path) or terms["field"]
    told = (way, problem.format_map(terms), mend.format_map(terms))
    return Explanation(*told, words.example(), words.source())


@dataclass(frozen=True)
class _Words:
    """A finding in one language; what is asked often is worked out once."""

    finding: Finding
    profile: Profile
    language: str
    vocabularies: Vocabularies | None
    place: tuple[Step, ...] = ()

    @cached_property
    def labels(self) -> FieldLabels:
        return FieldLabels(self.profile, self.language)

    def says_all(self) -> bool:
        """Whether the language has the template, and every label and article that it names."""
        things = [self._field, self.profile.classes.get(self.finding.focus_class)]
        things += [self.profile.field(step.owner, step.path) for step in self.place]
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
        return self._broken.kind()

    @cached_property
    def _broken(self) -> Broken:
        return Broken(self.finding, self._field, self.vocabularies)

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
            "parts": self._parts(),
            "other": self.labels.of(self.finding.focus_class, self._field.until) if self._field else "",
            "profile": pick(self.profile.title, (self.language,)),
        }

    def example(self) -> str:
        """A good value of the field; where only a statement about the value lacks, that statement in Turtle."""
        field, value = self._field, self.finding.value
        if self.finding.component.startswith(HINTS):
            return ""
        if self._rule == "NodeKind-address" and not self._successor:
            return f"<{value}>"
        if field and field.classes and self._rule in _UNTYPED and not self._successor:
            return datatypes.typed(value, field.classes[0])
        if self._rule == "Datatype-unmarked":
            return datatypes.marked(value, self._broken.datatype())
        return pick(field.example, (self.language,)) if field else ""

    def source(self) -> str:
        """Whose rule it is, and the articles of law that ask for the field, where the rule serves them."""
        field = self._field
        key, levels = self._asked(field)
        terms = {"profile": pick(self.profile.title, (self.language,)), "levels": ", ".join(levels)}
        shape = self.profile.classes.get(self.finding.focus_class)
        is_lawful = key not in _OURS and self._rule not in _FORMALITIES
        law = {} if not is_lawful else field.law if field else shape.law if shape else {}
        said = [self._phrase(key).format_map(terms), pick(law, (self.language,))]
        return self._phrase("between").join(part for part in said if part)

    def _asked(self, field: Field | None) -> tuple[str, list[str]]:
        """The phrase for what is asked, and the levels by name where it is not asked at all of them."""
        wanted = (
            Obligation.MANDATORY if self.finding.severity is Severity.VIOLATION else Obligation.RECOMMENDED
        )
        if self.finding.component.startswith(HINTS):
            return "advice-catalogue", []
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
            if named := self._named_by_place():
                return short(named, _LONGEST)
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
        if rule == "Node-value":
            return self._asked_value(field)
        if rule == "Datatype-unmarked":
            return self.labels.of_class(self._broken.datatype())
        return ", ".join(titles if titles and rule in _ABOUT_LISTS else names) or self._name()

    def _asked_value(self, field: Field) -> str:
        """What a value must be: of a class, or of a kind."""
        quoted = self._phrase("level")
        types = ", ".join(quoted.format(level=self.labels.of_class(iri)) for iri in field.classes)
        kind = self._phrase(_KINDS.get(field.node_kind, "described"))
        return self._phrase("typed").format(types=types) if types else kind

    def _named_by_place(self) -> str:
        """What the value is called, where the place goes on to it."""
        last = self.place[-1] if self.place else None
        is_value = last and (last.owner, last.path) == (self.finding.focus_class, self.finding.path)
        return last.name if last and is_value else ""

    def _parts(self) -> str:
        """What the described part has to have; all that it may have where nothing is asked."""
        fields = self.profile.fields(self._field.parts if self._field and self._field.parts else "")
        asked = [each for each in fields if set(each.obligations.values()) - {Obligation.OPTIONAL}]
        return ", ".join(self.labels.of(each.owner, each.path) for each in asked or fields) or self._name()
