"""What people call the fields of a description, and the way to one of them: “Distribution 2 › Format”."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from rdflib import DCAT

from catalogue.domain import values
from catalogue.domain.languages import base, pick
from catalogue.domain.places import Step
from catalogue.domain.profile import Profile
from catalogue.domain.terms import shorten

_SEPARATOR: Final = " › "
_LONGEST_NAME: Final = 60
# The signs of SPARQL's property paths; a slash is one before another address only.
_SIGNS: Final = re.compile(r"[|*+^()\s]+|/(?=\^?[a-z][a-z0-9+.-]*:)")


def spoken(profile: Profile, language: str) -> list[str]:
    """The languages of a profile's words that suit a wish, best first: itself, its variants, and English."""
    variants = [tag for tag in profile.messages if base(tag) == base(language)]
    exact = [tag for tag in variants if tag.lower() == language.lower()]
    return list(dict.fromkeys([*exact, *sorted(variants, key=len), "en"]))


@dataclass(frozen=True, slots=True)
class FieldLabels:
    """The labels of a profile in one of its languages."""

    profile: Profile
    language: str

    def way(self, place: Sequence[Step], owner: str, path: str) -> str:
        """The way to a field of a class: “Variables › Table 1 › Variable 37 (birth_year) › Title”.

        Without a place the class says where the field is, but for fields of a dataset. Without a path it is the
        way to the node itself.
        """
        steps = [self._step(step) for step in place]
        if not place and path and owner and owner != str(DCAT.Dataset):
            steps = [self.of_class(owner)]
        last = (place[-1].owner, place[-1].path) if place else None
        ends_there = last == (owner, path) or (place and not path)
        told = [*steps, *([] if ends_there else [self.of(owner, path)])]
        return _SEPARATOR.join(each for each in told if each)

    def of(self, owner: str, path: str) -> str:
        """The label of a property; of a choice of properties, all of them; of the class where there is none."""
        if not path:
            return self.of_class(owner) if owner else ""
        return " / ".join(self._of_property(owner, each) for each in properties(path))

    def of_class(self, iri: str) -> str:
        """The label of a class or datatype; a foreign one by the last part of its address."""
        name = self.profile.name(iri, self.language)
        return values.words(iri) if name == shorten(iri) else name

    def of_term(self, iri: str) -> str:
        """The label of anything that the profile knows: a class, a datatype, a property; empty for all else."""
        if ":" not in iri:
            return ""
        if iri in self.profile.classes or iri in self.profile.names:
            return self.of_class(iri)
        known = any(field.path == iri for shape in self.profile.classes.values() for field in shape.fields)
        return self._of_property("", iri) if known else ""

    def _step(self, step: Step) -> str:
        number = f" {step.position}" if step.position else ""
        name = f" ({short(step.name, _LONGEST_NAME)})" if step.name else ""
        return f"{self.of(step.owner, step.path)}{number}{name}".strip()

    def _of_property(self, owner: str, path: str) -> str:
        """The label of a property, if need be in another class."""
        fields = (field for shape in self.profile.classes.values() for field in shape.fields)
        known = self.profile.field(owner, path) or next((each for each in fields if each.path == path), None)
        return pick(known.label, (self.language,)) if known else values.words(path)


@lru_cache(maxsize=4096)
def properties(path: str) -> tuple[str, ...]:
    """The properties that a path in SPARQL's signs names."""
    return tuple(part for part in _SIGNS.split(path) if part)


def short_path(path: str) -> str:
    """A path with short names, as the keys of templates have it: `^dcat:inSeries`."""
    for each in properties(path):
        path = path.replace(each, shorten(each))
    return path


def short(text: str, longest: int) -> str:
    """A text in one line, cut where it is long."""
    told = " ".join(text.split())
    return told if len(told) <= longest else f"{told[: longest - 1]}…"
