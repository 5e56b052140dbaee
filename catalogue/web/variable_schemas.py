"""The body that answers a search of variables, as models from which its schema is written."""

from pydantic import Field

from catalogue.web.schemas import Body
from catalogue.web.search_schemas import Links


class FoundVariable(Body):
    """A variable that matches."""

    group: str = Field(description="Which `q` it answers.")
    name: str
    title: str = Field(description="In the language asked for, or else in the best there is; may be empty.")
    description: str = Field(description="May be empty.")
    type: str = Field(description="A datatype of CSVW; may be empty.", examples=["decimal"])
    codes: list[str] = Field(description="What it measures, in lower case.", examples=[["4548-4"]])


class Matches(Body):
    """How many variables of a dataset answer a `q`."""

    group: str
    count: int


class HasVariables(Body):
    """A dataset with a variable for each `q`."""

    id: str
    iri: str
    url: str = Field(description="Its page.")
    title: str
    language: str = Field(description="Of the title; empty where none is stated.")
    access: str = Field(examples=["NON_PUBLIC"])
    access_label: str
    matches: list[Matches]
    variables: list[FoundVariable] = Field(description="The best of each `q`, at most five.")


class VariableSearch(Body):
    """A page of datasets, the best first."""

    total: int
    page: int
    page_size: int
    results: list[HasVariables]
    links: Links
