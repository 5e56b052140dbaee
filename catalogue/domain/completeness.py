"""How complete a description is, beside whether it conforms: three meters, and the elements that the law names.

The minimum elements are those of Implementing Regulation (EU) 2026/2098, Annex B (`shapes/presentation/`).
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any, Final, Self

from rdflib import DCAT, Graph, Literal, URIRef
from rdflib.term import Node

from catalogue.domain.languages import Text
from catalogue.domain.ordering import said
from catalogue.domain.places import Step, class_of
from catalogue.domain.profile import Field, Obligation, Profile
from catalogue.domain.regulation import Element

# Parts within parts, as far as a description goes: group of tables, table, variable.
_DEEPEST: Final = 4


class ElementState(StrEnum):
    """Whether an element is given. CONDITIONAL: not given, and only people can say whether it should be."""

    GIVEN = "given"
    MISSING = "missing"
    NOT_APPLICABLE = "not-applicable"
    CONDITIONAL = "conditional-not-given"


@dataclass(frozen=True, slots=True)
class Gap:
    """A field that is not filled: `path` of the class `owner`, in the part at `place` (steps without positions)."""

    owner: str
    path: str
    place: tuple[Step, ...] = ()

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Self:
        return cls(data["owner"], data["path"], tuple(map(Step.from_json, data["place"])))


@dataclass(frozen=True, slots=True)
class Meter:
    """How many of the fields of one obligation are filled, and which are not."""

    obligation: Obligation
    filled: int
    total: int
    missing: tuple[Gap, ...] = ()

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Self:
        missing = tuple(map(Gap.from_json, data["missing"]))
        return cls(Obligation(data["obligation"]), data["filled"], data["total"], missing)


@dataclass(frozen=True, slots=True)
class Judged:
    """An element of the law and whether the description gives it. `label` and `condition` are by language."""

    id: str
    label: Text
    paths: tuple[str, ...]
    conditional: bool
    condition: Text
    state: ElementState

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Self:
        return cls(**{**data, "paths": tuple(data["paths"]), "state": ElementState(data["state"])})


@dataclass(frozen=True, slots=True)
class Completeness:
    """The meters (mandatory, recommended, optional) and the elements, in the order of the law."""

    meters: tuple[Meter, ...]
    elements: tuple[Judged, ...] = ()

    def to_json(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Self:
        meters, elements = map(Meter.from_json, data["meters"]), map(Judged.from_json, data["elements"])
        return cls(tuple(meters), tuple(elements))


def completeness(graph: Graph, iri: str, profile: Profile, level: str) -> Completeness:
    """How complete a description is at an access level.

    The meters count the fields of the described thing and, for what is mandatory or recommended, those of the
    parts that it has: each once, however many parts there are, and filled when all of them fill it. Elements
    are only asked of datasets.
    """
    measure = _Measure(graph, iri, profile, level)
    elements = measure.elements() if measure.owner == str(DCAT.Dataset) else ()
    return Completeness(tuple(map(measure.meter, Obligation)), tuple(elements))


class _Measure:
    def __init__(self, graph: Graph, iri: str, profile: Profile, level: str) -> None:
        self._graph, self._iri, self._profile, self._level = graph, iri, profile, level
        self._root = URIRef(iri)
        self.owner = class_of(said(graph, self._root), profile)

    def elements(self) -> Iterator[Judged]:
        for each in self._profile.elements:
            state = self._state(each)
            yield Judged(each.id, each.label, each.paths, each.conditional, each.condition, state)

    def _state(self, element: Element) -> ElementState:
        if any(_values(self._graph, self._root, path) for path in element.paths):
            return ElementState.GIVEN
        asked = element.when.holds(self._graph, self._iri, self._level) if element.when else None
        if asked is None:
            return ElementState.CONDITIONAL if element.conditional or element.when else ElementState.MISSING
        return ElementState.MISSING if asked else ElementState.NOT_APPLICABLE

    def meter(self, obligation: Obligation) -> Meter:
        counted = dict(self._counted(obligation, self.owner, [self._root], ()))
        missing = tuple(gap for gap, filled in counted.items() if not filled)
        return Meter(obligation, len(counted) - len(missing), len(counted), missing)

    def _counted(
        self, obligation: Obligation, owner: str, nodes: list[Node], place: tuple[Step, ...]
    ) -> Iterator[tuple[Gap, bool]]:
        """The fields of some nodes of a class, and those of their parts, with whether all nodes fill them."""
        for field in self._profile.fields(owner):
            if self._obligation(field) is obligation:
                filled = all(_values(self._graph, node, field.path) for node in nodes)
                yield Gap(owner, field.path, place), filled
            if field.parts and obligation is not Obligation.OPTIONAL and len(place) < _DEEPEST:
                parts = self._parts(nodes, field.path)
                within = (*place, Step(owner, field.path))
                yield from self._counted(obligation, field.parts, parts, within) if parts else ()

    def _obligation(self, field: Field) -> Obligation | None:
        """What a field is here; what is mandatory on a condition is so where the condition holds."""
        if field.when and field.when.holds(self._graph, self._iri, self._level):
            return Obligation.MANDATORY
        return field.obligations.get(self._level)

    def _parts(self, nodes: Iterable[Node], path: str) -> list[Node]:
        """The values of some nodes that are described themselves, each once."""
        values = dict.fromkeys(value for node in nodes for value in _values(self._graph, node, path))
        return [value for value in values if (value, None, None) in self._graph]


def _values(graph: Graph, node: Node, path: str) -> list[Node]:
    """The values that say something: an empty text says nothing."""
    values = graph.objects(node, URIRef(path))
    return [value for value in values if not isinstance(value, Literal) or str(value).strip()]
