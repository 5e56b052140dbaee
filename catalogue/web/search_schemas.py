"""The bodies of search, as models from which their schemas are written; `search_api` gives what they say."""

from typing import Literal

from pydantic import Field

from catalogue.web.schemas import Body

Ends = list[int | None]


class FoundText(Body):
    """A text that matches, and why."""

    field: str = Field(description="IRI of the property of the dataset.")
    label: str
    text: str
    matches: list[str] = Field(description="The words of the text that match, as they stand in it.")
    language: str
    said: Literal["synonym", "translation", "narrower", "broader"] | None = Field(
        description="How it says the question where it does not say it as it was typed."
    )
    more: int = Field(description="How many other texts of the property match too.")


class FoundDataset(Body):
    """A dataset or series. Ends of ranges are null where they are open."""

    id: str
    iri: str
    kind: Literal["dataset", "series"]
    url: str = Field(description="Its page.")
    title: str
    language: str = Field(description="Of the title; empty where none is stated.")
    holder: str
    access: str = Field(examples=["NON_PUBLIC"])
    access_label: str
    score: float = Field(description="To be compared within one answer only.")
    translated: bool = Field(
        description="Nothing matches as it was typed, and something does in another language."
    )
    highlights: list[FoundText]
    people: int | None
    years: Ends | None
    ages: Ends | None
    variables: int
    conforms: bool
    updated: str = Field(description="When the description changed.")


class FacetValue(Body):
    """A value of a filter. `count` is the number of results with it alone of its filter."""

    value: str
    label: str
    language: str = Field(description="Of the label, where it is not the language asked for; else empty.")
    count: int
    selected: bool
    broader: str | None = Field(
        description="The value of the same filter that it stands below; it has its results too."
    )


class Facet(Body):
    """A filter: `id` is the name of its parameter."""

    id: str
    label: str
    values: list[FacetValue]


class Suggestion(Body):
    """A suggestion: `url` is its page, or the search that finds what has it."""

    text: str
    language: str
    count: int = Field(description="How many datasets have it.")
    label: str = Field(
        description="What the filter is called, of a concept or an organisation; of a title, that it is a series."
    )
    url: str


class Suggestions(Body):
    """The suggestions of a kind."""

    kind: Literal["title", "concept", "organisation", "variable", "code"]
    label: str
    suggestions: list[Suggestion]


class Groups(Body):
    """What may be meant by the beginning of a question, in groups; none for what is too short."""

    groups: list[Suggestions]


class Meant(Body):
    """What may have been meant, and how many results it has."""

    text: str
    total: int
    url: str


class UnderstoodFilter(Body):
    """A part of the words that a filter can ask for, which is not applied."""

    text: str = Field(description="As it was typed.")
    label: str
    parameters: dict[str, list[str]] = Field(
        description="The parameters of the filter, each with its values."
    )
    url: str = Field(description="The same search with this filter in place of these words.")


class Understood(Body):
    """Filters that the words speak of, and the same search with all of them in place of these words."""

    total: int
    url: str
    filters: list[UnderstoodFilter]


class Links(Body):
    """The other pages."""

    next: str | None
    previous: str | None


class Search(Body):
    """A page of results."""

    total: int = Field(description="How many there are, datasets and series.")
    series: int = Field(description="How many of them are series.")
    page: int
    page_size: int
    results: list[FoundDataset]
    also: list[FoundDataset] = Field(
        description="Where there are fewer than ten results: the results of what was meant, or what has some of the "
        "words or a broader one. They are not counted."
    )
    facets: list[Facet]
    did_you_mean: Meant | None
    understood: Understood | None
    links: Links
