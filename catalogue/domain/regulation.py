"""What a law asks a description to tell: its elements, as data of the presentation."""

from dataclasses import dataclass, field
from typing import Final

from rdflib import Graph, URIRef

from catalogue.domain.languages import Text

# xsd:boolean has two ways to say each.
_BOOLEANS: Final = {"1": "true", "0": "false"}


@dataclass(frozen=True, slots=True)
class Condition:
    """When something is asked for: at some access levels, or when a property has a value. Empty: always."""

    levels: tuple[str, ...] = ()
    path: str = ""
    value: str = ""

    def holds(self, graph: Graph, iri: str, level: str) -> bool | None:
        """Whether a description at an access level meets it; None where the description does not tell."""
        if self.levels and level not in self.levels:
            return False
        said = {str(value).lower() for value in graph.objects(URIRef(iri), URIRef(self.path))}
        if self.path and not said:
            return None
        return not self.path or self.value in {_BOOLEANS.get(each, each) for each in said}


@dataclass(frozen=True, slots=True)
class Element:
    """One element that the law names, and the properties of a dataset that give it.

    A conditional element is asked for only where it makes sense, which `condition` says in words; `when` says
    it for programs, where a description itself tells.
    """

    id: str
    paths: tuple[str, ...]
    label: Text
    help: Text = field(default_factory=dict)
    conditional: bool = False
    condition: Text = field(default_factory=dict)
    when: Condition | None = None
