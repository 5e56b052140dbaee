"""The options of the search."""

from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, Field

from catalogue.settings.kinds import addresses_of_engine, authority_of_engine, name_of_index


class SearchSettings(BaseModel):
    """Where descriptions are searched. The description of a field is its documentation."""

    search_url: Annotated[str, AfterValidator(addresses_of_engine)] = Field(
        "",
        description="Search engine: empty for the embedded index in the data folder, or the address of Elasticsearch "
        "or OpenSearch, such as https://user:password@search.example.org:9200; of several nodes with commas between.",
        json_schema_extra={"secret": True},
    )
    search_user: str = Field(
        "",
        description="The name with which the catalogue signs in to the search engine, where its address has none.",
    )
    search_password: str = Field("", description="The password for it.", json_schema_extra={"secret": True})
    search_engine: Literal["auto", "elasticsearch", "opensearch"] = Field(
        "auto", description="Which of the two it is; `auto` tells by its answers."
    )
    search_index: Annotated[str, AfterValidator(name_of_index)] = Field(
        "catalogue",
        description="What the names of its indices begin with: another for each catalogue that it serves.",
    )
    search_authority: Annotated[str, AfterValidator(authority_of_engine)] = Field(
        "",
        description="File with the certificate of the authority that vouches for it, where that is a private one.",
    )
    search_timeout: float = Field(
        5, gt=0, le=60, description="Seconds in which a question must be answered, with trying again."
    )
