"""The lists of a form: what can be chosen, what is chosen, and what a search without a script has found."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Final

from flask import url_for

from catalogue.domain.forms.model import FormField, FormNode, FormValue
from catalogue.domain.people import Actor
from catalogue.domain.profile import Field
from catalogue.services.choices import FOUND, Option, OptionGroup
from catalogue.services.choosing import Choosing, Wish
from catalogue.web.languages import gettext
from catalogue.web.workspace.faults import nodes

TICKED: Final = 12  # options of which several may be ticked are all in sight up to so many
LISTED: Final = 60  # options are a list, or behind a fold, up to so many


@dataclass(frozen=True, slots=True)
class Choice:
    """An option of a form, and whether the description says it. `here` says that it is described below, in place."""

    iri: str
    label: str
    code: str = ""
    note: str = ""
    chosen: bool = False
    here: bool = False


@dataclass(frozen=True, slots=True)
class ChoiceGroup:
    """Options that stand together, with what they are called together."""

    label: str
    options: tuple[Choice, ...]

    @property
    def is_seen(self) -> bool:
        return not all(option.here for option in self.options)


@dataclass(frozen=True, slots=True)
class Listing:
    """A short list whole."""

    groups: tuple[ChoiceGroup, ...]

    @property
    def count(self) -> int:
        return sum(len(group.options) for group in self.groups)


@dataclass(frozen=True, slots=True)
class Found:
    """What a search has found; `more` says that there is more than is shown."""

    question: str
    options: tuple[Choice, ...]
    more: bool


@dataclass(frozen=True, slots=True)
class Search:
    """The search that a page was asked with: the field's name and the words."""

    name: str = ""
    question: str = ""


@dataclass(frozen=True)
class Pickers:
    """The lists of one page, for somebody who describes something of an organisation.

    `own` are the parts of the description that have addresses, by class: one may stand in two places.
    """

    choosing: Choosing
    actor: Actor
    organisation: str
    languages: tuple[str, ...]
    form: FormNode
    own: Mapping[str, Sequence[Option]] = field(default_factory=dict)
    asked: Search = field(default_factory=Search)

    def kind(self, ask: FormField) -> str:
        """How a property is chosen: ticks, select or picker; empty where it is typed or described in place."""
        wish = self.choosing.wish(ask.field, self.organisation)
        if wish is None or wish.entries:
            return "picker" if wish else ""
        count = self._count(wish)
        if not count or (wish.schemes and not self.choosing.choices.is_whole(wish.schemes)):
            return "picker" if count else ""
        if ask.repeatable:
            return "ticks" if count <= TICKED else "picker"
        return "select" if count <= LISTED else "picker"

    def _count(self, wish: Wish) -> int:
        if wish.schemes:
            return self.choosing.choices.count(wish.schemes)
        return sum(len(group.options) for group in self._entries(wish.class_iri))

    def is_listed(self, ask: FormField) -> bool:
        """Whether all that can be chosen is shown behind a fold, beside the search."""
        wish = self.choosing.wish(ask.field, self.organisation)
        return wish is not None and not wish.entries and 0 < self._count(wish) <= LISTED

    def takes_address(self, ask: FormField) -> bool:
        """Whether something that is in none of the lists can be given by its address."""
        wish = self.choosing.wish(ask.field, self.organisation)
        if wish is None or wish.class_iri:
            return False
        return wish.entries or not self.choosing.choices.is_whole(wish.schemes)

    def is_register(self, asked: Field) -> bool:
        """Whether the values of a property can be entries of a register."""
        wish = self.choosing.wish(asked, self.organisation)
        return bool(wish and wish.class_iri)

    def is_registered(self, value: FormValue) -> bool:
        """Whether a value stands in a register, where it is edited."""
        return value.iri in self._registered

    @cached_property
    def _registered(self) -> frozenset[str]:
        return self.choosing.registered(_named(self.form), self.organisation)

    def address(self, ask: FormField) -> str:
        """Where a script asks for what suits the words that are typed."""
        wish = self.choosing.wish(ask.field, self.organisation)
        return url_for("workspace.choices", **parameters(wish)) if wish else ""

    def placeholder(self, ask: FormField) -> str:
        """What can be typed into the search."""
        wish = self.choosing.wish(ask.field, self.organisation)
        if wish and wish.entries:
            return gettext("Title of a dataset")
        return gettext("Name") if wish and wish.class_iri else gettext("Name or code")

    def options(self, ask: FormField) -> Listing:
        """The options of a short list, and what the description says besides."""
        said = {value.iri for value in ask.values if value.iri}
        groups = self._groups(ask)
        offered = {option.iri for group in groups for option in group.options}
        here = {value.iri for value in ask.values if self._is_here(value)}
        told = [ChoiceGroup(group.label, _choices(group.options, said, here)) for group in groups]
        besides = tuple(self._known(value) for value in ask.values if value.iri and value.iri not in offered)
        return Listing((*told, ChoiceGroup(gettext("Said already"), besides)) if besides else tuple(told))

    def _groups(self, ask: FormField) -> Sequence[OptionGroup]:
        wish = self.choosing.wish(ask.field, self.organisation)
        if wish and wish.class_iri:
            return self._entries(wish.class_iri)
        return self.choosing.choices.groups(ask.field.vocabularies, self.languages[0])

    def _entries(self, class_iri: str) -> Sequence[OptionGroup]:
        """What can be named of a class: the entries of the register, and what this description has of its own."""
        entries = tuple(self.choosing.entries(self.organisation, class_iri))
        listed = {option.iri for option in entries}
        own = tuple(each for each in self.own.get(class_iri, ()) if each.iri not in listed)
        groups = (
            OptionGroup(gettext("From the register"), entries),
            OptionGroup(gettext("In this description"), own),
        )
        return [group for group in groups if group.options]

    def chosen(self, ask: FormField) -> list[Choice]:
        """What is chosen from a long list, or named by its address."""
        return [self._known(value) for value in ask.values if value.iri]

    def found(self, ask: FormField) -> Found | None:
        """What the search of this page has found for a field, without what is chosen already."""
        wish = self.choosing.wish(ask.field, self.organisation)
        if wish is None or self.asked.name != ask.name:
            return None
        said = {value.iri for value in ask.values}
        found = self.choosing.search(wish, self.asked.question, self.languages, self.actor)
        return Found(
            self.asked.question,
            _choices([each for each in found if each.iri not in said], set(), set()),
            len(found) >= FOUND,
        )

    def _known(self, value: FormValue) -> Choice:
        here, known = self._is_here(value), self._names.get(value.iri)
        if known:
            return Choice(known.iri, known.label, known.code, known.note, chosen=True, here=here)
        title = value.part.title if value.part else ""
        return Choice(value.iri, title or value.iri, chosen=True, here=here)

    def _is_here(self, value: FormValue) -> bool:
        """Whether a value has a fold of its own, in which it can be removed."""
        return value.part is not None and not self.is_registered(value)

    @cached_property
    def _names(self) -> dict[str, Option]:
        own = {option.iri: option for options in self.own.values() for option in options}
        return own | self.choosing.known(_named(self.form), self.languages, self.actor)


def parameters(wish: Wish) -> dict[str, Any]:
    """A wish as the parameters of an address."""
    told = {
        "scheme": list(wish.schemes),
        "class": [wish.class_iri] if wish.class_iri else [],
        "entries": ["1"] if wish.entries else [],
        "organisation": [wish.organisation] if wish.organisation and not wish.schemes else [],
    }
    return {name: values for name, values in told.items() if values}


def _choices(options: Iterable[Option], said: set[str], here: set[str]) -> tuple[Choice, ...]:
    return tuple(
        Choice(each.iri, each.label, each.code, each.note, each.iri in said, each.iri in here)
        for each in options
    )


def _named(form: FormNode) -> list[str]:
    told = (value.iri for node, _ in nodes(form) for ask in node.fields for value in ask.values if value.iri)
    return list(dict.fromkeys(told))
