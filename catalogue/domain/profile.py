"""The model that everything reads: classes and their properties, from SHACL shapes plus presentation.

Forms, validation, pages, search facets and the reference documentation all read one `Profile`, which
`catalogue.rdf.profiles.load_profile` builds from a folder of `shapes/` (see `docs/profile.md`).
"""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from rdflib import DCTERMS, Graph, URIRef

from catalogue.domain.languages import Text, pick
from catalogue.domain.readable import Readable
from catalogue.domain.regulation import Condition, Element
from catalogue.domain.terms import shorten


class Obligation(StrEnum):
    MANDATORY = "mandatory"
    RECOMMENDED = "recommended"
    OPTIONAL = "optional"


@dataclass(frozen=True, slots=True)
class Facet:
    """How a property is filtered in search. `id` stands in URLs (`theme`, `access`, `country`).

    `paths` are property IRIs of the dataset: the values are those of the first that has any. `vocabularies`
    are the schemes of its values; without any, the values are organisations or plain texts. One that is not `offered`
    has too many values for a page: addresses lead to it.
    """

    id: str
    order: int
    label: Text
    paths: tuple[str, ...] = ()
    vocabularies: tuple[str, ...] = ()
    offered: bool = True


@dataclass(frozen=True, slots=True)
class Field:
    """One property of one class: all that is known of it, once.

    `obligations` and `cardinalities` are by access level; a cardinality is (minimum, maximum or None).
    `classes` are the classes that its values must have, `vocabularies` the IRIs of the schemes they come from.
    `parts` is the class IRI of a nested part that has fields of its own. `editor` names the control of a form.
    `weight` is its share in full-text ranking, 0 when it is not searched; `fact` says that it belongs to the
    key facts of a page. `unit` is what a number counts. `law` names the legal articles that ask for it; `when` says
    under which condition it is mandatory, where that is so at no level as such. Of a field that is `per_language` there
    should be one text in each language; `until` is the property whose values should not be below those of this one.
    """

    owner: str
    path: str
    label: Text
    help: Text
    group: str
    order: int
    obligations: Mapping[str, Obligation] = field(default_factory=dict)
    cardinalities: Mapping[str, tuple[int, int | None]] = field(default_factory=dict)
    datatypes: tuple[str, ...] = ()
    node_kind: str = ""  # IRI of sh:IRI, sh:Literal, sh:BlankNodeOrIRI …
    vocabularies: tuple[str, ...] = ()
    parts: str | None = None
    example: Text = field(default_factory=dict)
    facet: Facet | None = None
    weight: float = 0.0
    classes: tuple[str, ...] = ()
    pattern: str = ""
    editor: str = "text"
    fact: bool = False
    law: Text = field(default_factory=dict)
    when: Condition | None = None
    unit: Text = field(default_factory=dict)
    per_language: bool = False
    until: str = ""


@dataclass(frozen=True, slots=True)
class ClassShape:
    """One class of the profile. `entry` says that its nodes are described on their own, not as parts."""

    iri: str
    label: Text
    fields: tuple[Field, ...]
    entry: bool = False
    help: Text = field(default_factory=dict)
    law: Text = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Group:
    """Fields that belong together on a page and in a form."""

    id: str
    order: int
    label: Text
    help: Text = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Level:
    """An access level. `iri` is the value of dct:accessRights that says so."""

    id: str
    iri: str
    label: Text
    help: Text = field(default_factory=dict)


@dataclass(frozen=True)
class Profile:
    """A profile as it was loaded. `iri` is what a record conforms to (dct:conformsTo).

    `messages` maps a language to the templates of `catalogue.domain.wording`, `names` the IRIs of classes and
    datatypes to words; `shapes_of` reads the shapes of a level. `levels_differ` says that it asks more at one
    access level than at another. `remarks` are what an operator should know of its files: what has no effect.
    `register` names, by class, the register in which its nodes can be described once for many descriptions;
    `registers` are the names of these; `not_copied` are the properties that a description which begins from another one
    starts without; `languages` are those in which texts may be given, whatever those of the catalogue are.
    """

    id: str
    version: str
    title: Text
    iri: str
    levels: Mapping[str, Level]
    classes: Mapping[str, ClassShape]
    groups: tuple[Group, ...]
    facets: tuple[Facet, ...]
    vocabularies: tuple[str, ...]
    messages: Mapping[str, Mapping[str, tuple[str, str]]]
    names: Mapping[str, Text]
    shapes_of: Callable[[str], Graph] = field(repr=False, compare=False)
    phrases: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    elements: tuple[Element, ...] = ()
    levels_differ: bool = False
    remarks: tuple[str, ...] = ()
    register: Mapping[str, str] = field(default_factory=dict)
    registers: Mapping[str, Text] = field(default_factory=dict)
    not_copied: frozenset[str] = frozenset()
    languages: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        by_path = {(each.owner, each.path): each for shape in self.classes.values() for each in shape.fields}
        object.__setattr__(self, "_by_path", by_path)

    def fields(self, class_iri: str) -> tuple[Field, ...]:
        """The fields of a class in the order in which people read them; none for a foreign class."""
        shape = self.classes.get(class_iri)
        return shape.fields if shape else ()

    def field(self, class_iri: str, path: str) -> Field | None:
        """The field of a class at a property, or None where the profile does not know it."""
        found: Field | None = self._by_path.get((class_iri, path))  # type: ignore[attr-defined]
        return found

    def facet(self, facet_id: str) -> Facet | None:
        """The facet of an id."""
        return next((facet for facet in self.facets if facet.id == facet_id), None)

    @property
    def organisation_facets(self) -> tuple[str, ...]:
        """The facets whose values are organisations."""
        agents = {
            each.path for shape in self.classes.values() for each in shape.fields if each.editor == "agent"
        }
        return tuple(
            facet.id for facet in self.facets if not facet.vocabularies and not agents.isdisjoint(facet.paths)
        )

    def label(self, class_iri: str, path: str, language: str = "en") -> str:
        """What people call a property of a class; a foreign property keeps its short name."""
        known = self.field(class_iri, path)
        return pick(known.label, (language,)) if known else shorten(path)

    def name(self, iri: str, language: str = "en") -> str:
        """What people call a class or a datatype; a foreign one keeps its short name."""
        shape = self.classes.get(iri)
        text = shape.label if shape else self.names.get(iri, {})
        return pick(text, (language,)) or shorten(iri)

    def register_name(self, kind: str, language: str = "en") -> str:
        """What people call a register; one without words keeps its id."""
        return pick(self.registers.get(kind, {}), (language,)) or kind

    def level_label(self, level: str, language: str = "en") -> str:
        """What people call an access level; one that only other profiles have keeps its id."""
        known = self.levels.get(level)
        return pick(known.label, (language,)) if known else level

    def stated_level(self, graph: Readable, iri: str) -> Level | None:
        """The access level that a description says to have; None where it says none of ours."""
        said = {str(value) for value in graph.objects(URIRef(iri), DCTERMS.accessRights)}
        return self.level_among(said)

    def level_among(self, rights: Collection[str]) -> Level | None:
        """The access level that one of the values of `dct:accessRights` names; None where none of ours is there."""
        return next((level for level in self.levels.values() if level.iri in rights), None)

    def level_of(self, graph: Readable, iri: str) -> str:
        """The access level to hold a description to: the first one where it says none of ours.

        The validator then reports what is missing or wrong about the access rights.
        """
        return self.level_for({str(value) for value in graph.objects(URIRef(iri), DCTERMS.accessRights)})

    def level_for(self, rights: Collection[str]) -> str:
        """As `level_of`, of the values of `dct:accessRights`."""
        stated = self.level_among(rights)
        return stated.id if stated else next(iter(self.levels))

    def shapes(self, level: str) -> Graph:
        """The SHACL shapes of an access level, read anew at every call."""
        return self.shapes_of(level)
