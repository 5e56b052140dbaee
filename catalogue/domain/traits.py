"""What is filtered by beside the properties of the profile: what a catalogue knows of a description itself."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from catalogue.domain.record import Kind
from catalogue.domain.search import Card

KIND: Final = "kind"


@dataclass(frozen=True, slots=True)
class Trait:
    """A filter. `id` stands in web addresses; `label`, and what each of its `values` is called, are English and keys
    of the translations. `read` gives the value of a result, or "" where it has none."""

    id: str
    label: str
    values: Mapping[str, str]
    read: Callable[[Card], str]


TRAITS: Final = (
    Trait(
        "variables",
        "Variables",
        {"yes": "Described one by one"},
        lambda card: "yes" * bool(card["variables"]),
    ),
    Trait(
        "conformance",
        "Conformance to the profile",
        {"yes": "Conforms", "no": "Does not conform"},
        lambda card: "yes" if card["conforms"] else "no",
    ),
    Trait(
        KIND,
        "Dataset or series",
        {str(Kind.DATASET): "Dataset", str(Kind.SERIES): "Series of datasets"},
        lambda card: str(card["kind"]),
    ),
)
