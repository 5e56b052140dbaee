"""Findings in people's words: which field, what is wrong, how to mend it, and whose rule it is.

The templates are data, beside the other words of a profile (`[messages]` and `[phrases]` in
`shapes/presentation/`); what the engine or the shapes say is for the technical view alone.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from rdflib import DCAT, SH

from catalogue.domain import values
from catalogue.domain.languages import base, pick
from catalogue.domain.places import Step
from catalogue.domain.profile import Field, Obligation, Profile
from catalogue.domain.report import Finding, Severity
from catalogue.domain.terms import shorten
from catalogue.domain.vocabulary import Vocabularies

_SEPARATOR = " › "
# The signs of SPARQL's property paths; a slash is one before another address only.
_SIGNS = re.compile(r"[|*+^()\s]+|/(?=\^?[a-z][a-z0-9+.-]*:)")
_ADDRESS = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:\S+")
_LONGEST = 120  # of a value that is repeated in a sentence
_LONGEST_NAME = 60
_NODE_KINDS = {
    str(SH.IRI): "NodeKind-iri",
    str(SH.Literal): "NodeKind-text",
    str(SH.BlankNodeOrIRI): "NodeKind-node",
}
# Rules about a value that another address would keep.
_ABOUT_ADDRESSES = ("Vocabulary", "Class", "Pattern", "In", "HasValue", "NodeKind-iri")


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
    words = next(_in_languages(finding, profile, language, vocabularies))
    problem, mend = words.template()
    terms = words.terms()
    told = (words.way(place), problem.format_map(terms), mend.format_map(terms))
    return Explanation(*told, words.example(), words.source())


def way(place: Sequence[Step], owner: str, path: str, profile: Profile, language: str) -> str:
    """The way to a field of a class as labels: “Variables › Table 1 › Variable 37 (birth_year) › Title”.

    Without a place the class says where the field is, but for fields of a dataset.
    """
    spoken = spoken_language(profile, language)
    steps = [_step(step, profile, spoken) for step in place]
    if not place and path and owner != str(DCAT.Dataset):
        steps = [profile.name(owner, spoken)] if owner else []
    ends_there = bool(place) and (place[-1].owner, place[-1].path) == (owner, path)
    last = [] if ends_there or (place and not path) else [_labels(owner, path, profile, spoken)]
    return _SEPARATOR.join([*steps, *last])


def spoken_language(profile: Profile, language: str) -> str:
    """The language of the profile's words that suits a wish: itself, a variant of it, or English."""
    return _candidates(profile, language)[0]


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


def _candidates(profile: Profile, language: str) -> list[str]:
    variants = [tag for tag in profile.messages if base(tag) == base(language)]
    exact = [tag for tag in variants if tag.lower() == language.lower()]
    return list(dict.fromkeys([*exact, *sorted(variants, key=len), "en"]))


def _in_languages(
    finding: Finding, profile: Profile, language: str, vocabularies: Vocabularies | None
) -> Iterator["_Words"]:
    """The finding in each language that can say it whole, and in English at the end."""
    for each in _candidates(profile, language):
        words = _Words(finding, profile, each, vocabularies)
        if each == "en" or words.is_complete():
            yield words


def _step(step: Step, profile: Profile, language: str) -> str:
    label = _labels(step.owner, step.path, profile, language)
    number = f" {step.position}" if step.position else ""
    return f"{label}{number}{f' ({_short(step.name, _LONGEST_NAME)})' if step.name else ''}"


def _labels(owner: str, path: str, profile: Profile, language: str) -> str:
    """The label of a property; of a choice of properties, all of them; of a class where there is no property."""
    if not path:
        return _class_name(owner, profile, language)
    return " / ".join(_label(owner, each, profile, language) for each in _properties(path))


def _properties(path: str) -> list[str]:
    """The properties that a path of SPARQL's signs names."""
    return [part for part in _SIGNS.split(path) if part]


def _short_path(path: str) -> str:
    """A path as the keys of templates have it: `^dcat:inSeries`."""
    for each in _properties(path):
        path = path.replace(each, shorten(each))
    return path


def _label(owner: str, path: str, profile: Profile, language: str) -> str:
    """What people call a property, if need be in another class; a foreign one by the last part of its address."""
    known = profile.field(owner, path) or next(
        (field for shape in profile.classes.values() for field in shape.fields if field.path == path), None
    )
    return pick(known.label, (language,)) if known else values.words(path)


def _class_name(iri: str, profile: Profile, language: str) -> str:
    name = profile.name(iri, language) if iri else ""
    return values.words(iri) if iri and name == shorten(iri) else name


def _short(text: str, longest: int) -> str:
    told = " ".join(text.split())
    return told if len(told) <= longest else f"{told[: longest - 1]}…"


@dataclass(frozen=True, slots=True)
class _Words:
    """A finding in one language."""

    finding: Finding
    profile: Profile
    language: str
    vocabularies: Vocabularies | None

    def is_complete(self) -> bool:
        """Whether the language has the template and the labels that it needs."""
        field, shape = self._field(), self.profile.classes.get(self.finding.focus_class)
        labels = [thing.label for thing in (field, shape) if thing]
        known = self.profile.messages.get(self.language, {})
        return self._key(known) in known and all(pick_only(label, self.language) for label in labels)

    def template(self) -> tuple[str, str]:
        """The most particular template: for the class, the property and the rule, else for the rule alone."""
        known = self.profile.messages.get(self.language, {})
        return known.get(self._key(known), ("{field}", ""))

    def _key(self, known: Mapping[str, object]) -> str:
        if successor := self._successor():
            return "Former" if self._entry(successor) else "Former-unnamed"
        owner, path = shorten(self.finding.focus_class), _short_path(self.finding.path)
        rule = self._rule()
        keys = (f"{owner}/{path}/{rule}", rule, rule.partition("-")[0], "Other")
        return next((key for key in keys if key in known), "Other")

    def _rule(self) -> str:
        """The kind of rule, as people see it: what SHACL calls one component may mean different things."""
        rule = shorten(self.finding.component).rpartition(":")[2].removesuffix("ConstraintComponent")
        field = self._field()
        if rule == "MinCount":
            return "MinCount-one-of" if "|" in self.finding.path else self._missing()
        if rule == "NodeKind" and field:
            return "NodeKind-iri" if field.vocabularies else _NODE_KINDS.get(field.node_kind, rule)
        if rule == "Class":
            return self._of_class(field)
        if rule == "Or" and self.finding.path:
            return "Datatype" if field and field.datatypes else "Or-value"
        return _of_node(field) if rule == "Node" and field else rule

    def _of_class(self, field: Field | None) -> str:
        if field and field.vocabularies:
            return "Vocabulary"
        if self.finding.value.startswith("_:"):
            return "Class-part"
        return "Class" if _ADDRESS.fullmatch(self.finding.value) else "Class-text"

    def _missing(self) -> str:
        return "MinCount" if self.finding.severity is Severity.VIOLATION else "MinCount-recommended"

    def way(self, place: Sequence[Step]) -> str:
        """The way to the field, and the class alone for a finding on the whole."""
        return way(place, self.finding.focus_class, self.finding.path, self.profile, self.language)

    def terms(self) -> Mapping[str, str]:
        """What the templates may name."""
        expected = self._expected()
        minimum, maximum = self._cardinality()
        successor = self._successor()
        return {
            "field": self._name(),
            "class": self._owner(),
            "value": self._value(),
            "expected": expected,
            "example": self.example() or expected,
            "minimum": str(minimum or 1),
            "maximum": str(1 if maximum is None else maximum),
            "successor": successor,
            "entry": self._entry(successor),
            "profile": pick(self.profile.title, (self.language,)),
        }

    def example(self) -> str:
        """A good value of the field."""
        field = self._field()
        return pick(field.example, (self.language,)) if field else ""

    def source(self) -> str:
        """Whose rule it is, and the articles of law that ask for the field."""
        field = self._field()
        key, levels = self._asked(field)
        terms = {"profile": pick(self.profile.title, (self.language,)), "levels": ", ".join(levels)}
        shape = self.profile.classes.get(self.finding.focus_class)
        law = field.law if field else shape.law if shape else {}
        said = [self._phrase(key).format_map(terms), pick(law, (self.language,))]
        return "; ".join(part for part in said if part)

    def _asked(self, field: Field | None) -> tuple[str, list[str]]:
        """The phrase for what is asked, and the levels by name where it is not asked at all of them."""
        wanted = (
            Obligation.MANDATORY if self.finding.severity is Severity.VIOLATION else Obligation.RECOMMENDED
        )
        kind = "required" if wanted is Obligation.MANDATORY else "recommended"
        if not self._rule().startswith("MinCount") or field is None:
            return f"rule-{kind}", []
        levels = [
            level for level in self.profile.levels.values() if field.obligations.get(level.id) is wanted
        ]
        if not levels or len(levels) == len(self.profile.levels):
            return kind, []
        quoted = self._phrase("level")
        return f"{kind}-at", [quoted.format(level=pick(level.label, (self.language,))) for level in levels]

    def _field(self) -> Field | None:
        return self.profile.field(self.finding.focus_class, self.finding.path)

    def _owner(self) -> str:
        return _class_name(self.finding.focus_class, self.profile, self.language) or self._phrase("thing")

    def _name(self) -> str:
        labels = _labels(self.finding.focus_class, self.finding.path, self.profile, self.language)
        return labels or self._phrase("thing")

    def _phrase(self, key: str) -> str:
        """A small word; in English where the language has none."""
        words = self.profile.phrases
        return words.get(self.language, {}).get(key) or words.get("en", {}).get(key, "")

    def _cardinality(self) -> tuple[int, int | None]:
        field = self._field()
        return (
            max(field.cardinalities.values(), key=lambda pair: pair[0], default=(0, None))
            if field
            else (0, None)
        )

    def _successor(self) -> str:
        """Today's address of a value that a list has moved, renamed or taken out; empty where there is none."""
        about = self._rule() in _ABOUT_ADDRESSES
        return (self.vocabularies.successor(self.finding.value) or "") if self.vocabularies and about else ""

    def _entry(self, iri: str) -> str:
        """An entry of a list by name."""
        known = self.vocabularies.label(iri, [self.language]) if self.vocabularies and iri else None
        return known[0] if known else ""

    def _value(self) -> str:
        """The offending value; a blank node, whose label says nothing, by what it should be."""
        value, field = self.finding.value, self._field()
        if value.startswith("_:"):
            part = field.parts if field else None
            return self.profile.name(part, self.language) if part else self._phrase("unnamed")
        return self._entry(value) or self._term(value) or _short(value, _LONGEST) or self._phrase("empty")

    def _term(self, value: str) -> str:
        """A class or a property of the profile that stands as a value, by its label."""
        if value in self.profile.classes or value in self.profile.names:
            return self.profile.name(value, self.language)
        known = any(field.path == value for shape in self.profile.classes.values() for field in shape.fields)
        return _label("", value, self.profile, self.language) if known else ""

    def _expected(self) -> str:
        field = self._field()
        if field is None:
            return self._name()
        schemes = (self.vocabularies.scheme(iri) if self.vocabularies else None for iri in field.vocabularies)
        titles = [pick(scheme.title, (self.language,)) for scheme in schemes if scheme]
        names = [_class_name(iri, self.profile, self.language) for iri in (*field.datatypes, *field.classes)]
        rule = self._rule()
        return ", ".join(titles if titles and rule == "Vocabulary" else names) or self._name()


def pick_only(texts: Mapping[str, str], language: str) -> str:
    """A text in a language or its base, and nothing where it has none."""
    return texts.get(language) or texts.get(base(language)) or ""


def _of_node(field: Field) -> str:
    """What a failed `sh:node` means for people: a list, a datatype, a form, or a part that is not complete."""
    if field.vocabularies:
        return "Vocabulary"
    if field.datatypes:
        return "Datatype"
    if field.parts:
        return "Node"
    return "Pattern" if field.example else "Other"
