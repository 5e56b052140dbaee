"""The bodies of comparisons and of lists of things, as models from which their schemas are written."""

from typing import Literal

from pydantic import Field

from catalogue.web.schemas import Body
from catalogue.web.search_schemas import Links


class Thing(Body):
    """A theme, a holder, an access body, a series or a keyword."""

    id: str = Field(description="Its name in addresses.")
    label: str
    language: str = Field(description="Of the label, where it is not the language asked for; else empty.")
    count: int = Field(description="How many datasets it has.")
    filter: str | None = Field(description="The parameter of the search that finds them; null for a series.")
    values: list[str] = Field(description="The values of that parameter; of a series, its IRI.")
    url: str = Field(description="Its page.")


class Things(Body):
    """A page of things, from A to Z."""

    total: int
    page: int
    page_size: int
    results: list[Thing]
    links: Links


class ComparedDataset(Body):
    """A dataset of a comparison."""

    id: str
    iri: str
    title: str
    url: str = Field(description="Its page.")


class NotCompared(Body):
    """What was asked for and is not here, or no more."""

    id: str
    reason: str
    withdrawn: bool


class ComparedProperty(Body):
    """What each dataset says, in the order of `datasets`: nothing in a list that is empty."""

    path: str | None = Field(description="IRI of the property; null for what the catalogue itself knows.")
    label: str
    agreement: Literal["same", "different", "partly"] = Field(
        description="partly: not all of them say anything."
    )
    values: list[list[str]]


class ComparedGroup(Body):
    """Properties that belong together."""

    id: str
    label: str
    properties: list[ComparedProperty]


class SharedVariable(Body):
    """A variable that more than one of the datasets has: its names in each, in the order of `datasets`."""

    label: str
    names: list[list[str]]


class SharedVariables(Body):
    """Variables in common. `counts` is how many variables each dataset has."""

    counts: list[int]
    by_name: list[SharedVariable]
    by_code: list[SharedVariable]


class Comparison(Body):
    """Datasets side by side."""

    datasets: list[ComparedDataset]
    missing: list[NotCompared]
    groups: list[ComparedGroup]
    variables: SharedVariables
