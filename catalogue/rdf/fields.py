"""Classes, fields and facets of a profile: what its shapes say, with the words and places of its presentation."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from rdflib import DCAT, SH, SKOS

from catalogue.domain.languages import Text
from catalogue.domain.profile import ClassShape, Facet, Field, Obligation
from catalogue.domain.terms import expand, shorten
from catalogue.rdf.presentation import Presentation
from catalogue.rdf.shapes import Constraints, Key

# Search finds datasets, so its facets are theirs.
SEARCHED = str(DCAT.Dataset)
# Values of these classes are chosen from a vocabulary, not described in place.
_CHOSEN = frozenset({str(SKOS.Concept), str(SKOS.ConceptScheme)})


@dataclass(frozen=True, slots=True)
class Model:
    """What the shapes ask at each level, to be put into words.

    `entries` are described on their own. The law is cited where the rules serve it.
    """

    levels: Mapping[str, Mapping[Key, Constraints]]
    entries: frozenset[str]
    presentation: Presentation
    serves_law: bool

    def classes(self) -> dict[str, ClassShape]:
        """All classes that the shapes know, in the order of the layout."""
        owners = dict.fromkeys(owner for rules in self.levels.values() for owner, _ in rules)
        return {owner: self._class(owner, owners) for owner in _laid_out(self.presentation.layout, owners)}

    def facets(self) -> tuple[Facet, ...]:
        """The facets of search whose properties the shapes know, in the order of the layout."""
        named = self.presentation.layout.get("facets", {}).items()
        facets = (self._facet(name, order, entry) for order, (name, entry) in enumerate(named))
        return tuple(facet for facet in facets if facet.paths)

    def _facet(self, name: str, order: int, entry: Mapping[str, Any]) -> Facet:
        known = tuple(iri for path in entry["paths"] if (iri := expand(path)) in self._paths(SEARCHED))
        used = dict.fromkeys(iri for path in known for iri in self._rules(SEARCHED, path).vocabularies)
        label = self.presentation.words("facets", name).or_name(name)
        return Facet(name, order, label, known, tuple(used), entry.get("offered", True))

    def _class(self, owner: str, owners: Iterable[str]) -> ClassShape:
        facets = {path: each for each in self.facets() for path in each.paths} if owner == SEARCHED else {}
        layout = self.presentation.layout.get(shorten(owner), {})
        fields = (
            replace(self._field(owner, path, owners), order=order, facet=facets.get(path))
            for order, path in enumerate(_laid_out(layout, self._paths(owner)))
        )
        words = self.presentation.words("classes", shorten(owner))
        law = self._law(owner)
        return ClassShape(
            owner, words.or_name(shorten(owner)), tuple(fields), owner in self.entries, words.help, law
        )

    def _field(self, owner: str, path: str, owners: Iterable[str]) -> Field:
        words, place = self.presentation.field_words(owner, path), self.presentation.place(owner, path)
        rules = self._rules(owner, path)
        parts = [] if _is_listed(rules) else self._parts(rules, owners)
        return Field(
            owner,
            path,
            words.or_name(shorten(path)),
            words.help,
            place.get("group", ""),
            order=0,
            obligations={level: _obligation(each) for level, each in self._by_level(owner, path).items()},
            cardinalities={
                level: (each.minimum, each.maximum) for level, each in self._by_level(owner, path).items()
            },
            datatypes=tuple(rules.datatypes),
            node_kind=rules.node_kind,
            vocabularies=tuple(rules.vocabularies),
            parts=parts[0] if parts else None,
            example=words.example,
            unit=words.unit,
            weight=float(place.get("weight", 0)),
            classes=tuple(rules.classes),
            pattern=next(iter(rules.patterns), ""),
            editor=place.get("editor", "text"),
            fact=place.get("fact", False),
            law=self._law(owner, path),
            when=self.presentation.when(owner, path),
            per_language=place.get("per-language", False),
            until=expand(place.get("until", "")),
        )

    def _parts(self, rules: Constraints, owners: Iterable[str]) -> list[str]:
        """The classes by which values are described in place."""
        return [iri for iri in rules.classes if iri in owners and iri not in self.entries | _CHOSEN]

    def _law(self, owner: str, path: str = "") -> Text:
        return self.presentation.law(owner, path) if self.serves_law else {}

    def _paths(self, owner: str) -> dict[str, None]:
        return dict.fromkeys(path for rules in self.levels.values() for each, path in rules if each == owner)

    def _by_level(self, owner: str, path: str) -> dict[str, Constraints]:
        return {level: rules.get((owner, path), Constraints()) for level, rules in self.levels.items()}

    def _rules(self, owner: str, path: str) -> Constraints:
        """What the values of a property are, over all levels: they differ in how many there must be."""
        merged = Constraints()
        for rules in self._by_level(owner, path).values():
            merged.add_values(rules)
        return merged


def _is_listed(rules: Constraints) -> bool:
    """Whether values are entries of lists and nothing else, which are named and not described."""
    return bool(rules.vocabularies) and rules.node_kind == str(SH.IRI)


def _laid_out(names: Iterable[str], known: Iterable[str]) -> list[str]:
    """What is known: first as the layout orders it, then what the layout does not name."""
    ordered = (expand(name) for name in names)
    return list(dict.fromkeys([*(iri for iri in ordered if iri in known), *known]))


def _obligation(rules: Constraints) -> Obligation:
    if rules.minimum:
        return Obligation.MANDATORY
    return Obligation.RECOMMENDED if rules.recommended else Obligation.OPTIONAL
