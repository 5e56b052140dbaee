"""The model that everything reads: classes and their properties, from SHACL shapes plus presentation.

Forms, validation, pages, search facets and the reference documentation all read one `Profile`. It is built
by `Profile.load(folder)` from a folder of `shapes/` (see `docs/architecture.md`, "The shapes are the model").
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

Text = Mapping[str, str]  # language -> text; always has "en"


class Obligation(StrEnum):
    MANDATORY = "mandatory"
    RECOMMENDED = "recommended"
    OPTIONAL = "optional"


@dataclass(frozen=True, slots=True)
class Facet:
    """How a property is filtered in search. `id` stands in URLs (`theme`, `access`, `country`)."""

    id: str
    order: int
    label: Text


@dataclass(frozen=True, slots=True)
class Field:
    """One property of one class: all that is known of it, once.

    `obligations` and `cardinalities` are by access level; a cardinality is (minimum, maximum or None).
    `vocabularies` are scheme IRIs. `parts` is the class IRI of a nested part that has fields of its own.
    `weight` is its share in full-text ranking, 0 when it is not searched.
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
