"""The form of a description as a tree: what a page shows of a node, and what its inputs are called.

Nothing here knows a property: what there is comes from the profile. `docs/forms.md` tells how a property becomes a
control.
"""

from dataclasses import dataclass
from typing import Final

from rdflib import URIRef
from rdflib.term import Node

from catalogue.domain.profile import Field, Obligation
from catalogue.domain.sentences import Sentence

MANY: Final = 50  # parts of one property that a form shows at once
# Characters of one text: what reads N-Triples takes 16 MB, and a character may have four bytes.
LONGEST: Final = 3_000_000


@dataclass(frozen=True, slots=True)
class InputError:
    """What is wrong with an input, and how to mend it; `text` is what was typed, in the language of that tag."""

    name: str
    problem: Sentence
    mend: Sentence
    text: str = ""
    language: str = ""


@dataclass(frozen=True, slots=True)
class Applied:
    """What became of posted inputs.

    `errors` are about texts that the description has all the same, as they were typed; `unkept` about those that it
    has not, because they are too long or what they belong to is not there any more.
    `names` are the inputs whose names have changed with their values, as they were and as they are: a page that is
    not shown anew renames them before it posts again; what is empty now has no name. `focus` is the name of what a
    button has added or moved, empty without such a button. `changed` says whether the description is another one.
    """

    errors: tuple[InputError, ...]
    names: dict[str, str]
    focus: str = ""
    changed: bool = False
    unkept: tuple[InputError, ...] = ()


@dataclass(frozen=True, slots=True)
class Statement:
    """What the profile does not know, kept as it is: a property with its value, in words and as RDF has them.

    `about` is the node, `value_iri` is empty for a text, `language` the tag of one.
    """

    about: str
    path: str
    label: str
    text: str
    value_iri: str = ""
    language: str = ""


@dataclass(frozen=True, slots=True)
class FormValue:
    """One value of a property.

    `name` is the name of its input, `{name}.lang` that of its language. `control` is how it is typed: that of its
    field, but `text` for a line that has breaks, `line` for a text where something else is expected, and `part`
    for a node without an address. `iri` is the address of a value that has one. `part` is what is described below
    it; where it stands in the same form already, `elsewhere` is the key of that node, and there is no part.
    `problem` says what is wrong with what is kept. `first` and `last` say whether a part can be moved.
    """

    name: str
    key: str
    control: str
    text: str = ""
    language: str = ""
    datatype: str = ""
    iri: str = ""
    part: "FormNode | None" = None
    elsewhere: str = ""
    problem: InputError | None = None
    first: bool = True
    last: bool = True


@dataclass(frozen=True, slots=True)
class FormField:
    """One property of a node with its values, in the order of pages.

    `name` stands for the property in buttons (`add:{name}`) and for the set of its addresses; `new` is the name of
    an empty input (`{new}.lang` its language), further ones are called `{name}.new1`, `.new2` … `classes` are what
    a new part can be, none where values are not described. `count` is how many values there are: where they are
    parts and more than can be shown, `many` says so, and `values` is empty. `languages` says that its texts have a
    language. `obligation` is that of the access level, with the conditions of the profile; `minimum` follows it.
    """

    field: Field
    name: str
    new: str
    obligation: Obligation
    minimum: int
    maximum: int | None
    values: tuple[FormValue, ...]
    count: int
    many: bool = False
    languages: bool = False
    classes: tuple[str, ...] = ()

    @property
    def repeatable(self) -> bool:
        return self.maximum is None or self.maximum > 1

    @property
    def has_room(self) -> bool:
        """Whether another value may be added."""
        return self.maximum is None or self.count < self.maximum

    @property
    def missing(self) -> bool:
        """Whether it is mandatory and empty."""
        return self.obligation is Obligation.MANDATORY and not self.count


@dataclass(frozen=True, slots=True)
class FormNode:
    """A node that is described: the description itself or a part of it, with the fields of its class.

    `key` stands for it in names of inputs and anchors. `title` is what it is called, empty where it has no name.
    `others` is what the profile does not know of it.
    """

    node: Node
    key: str
    class_iri: str
    title: str
    fields: tuple[FormField, ...]
    others: tuple[Statement, ...] = ()

    @property
    def iri(self) -> str:
        """The address of the node; empty for a blank node."""
        return str(self.node) if isinstance(self.node, URIRef) else ""

    def field(self, path: str) -> FormField | None:
        """The field of a property, where it is shown here."""
        return next((each for each in self.fields if each.field.path == path), None)
