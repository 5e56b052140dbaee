"""The options of the instance as such: its data, its name, its limits and its processes."""

from datetime import UTC, tzinfo
from pathlib import Path
from typing import Annotated, Literal
from zoneinfo import ZoneInfo

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from catalogue.settings.kinds import (
    Email,
    Iri,
    IriList,
    Localised,
    TextList,
    WebAddress,
    known_time_zone,
)
from catalogue.settings.portals import Portals

EHDS = "http://data.europa.eu/eli/reg/2025/327/oj"
LARGEST_PAGE = 1000  # descriptions on a page of the feed, whoever asks


class GeneralSettings(BaseModel):
    """What an instance is and what it may use. The description of a field is its documentation."""

    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True)

    data: Path = Field(
        Path("var"), description="Folder of everything embedded: database, search index, bodies."
    )
    database_url: str = Field(
        "",
        description="Database: empty for SQLite in the data folder, or postgresql://user:password@host/name.",
        json_schema_extra={"secret": True},
    )
    base_url: WebAddress = Field(
        "http://127.0.0.1:8000", description="The public address, in which every IRI minted here begins."
    )
    profile: str = Field(
        "healthdcat-ap/8",
        description="The profile: the id of a shipped one, a folder with one, or that of an official release's files.",
    )
    validator: Literal["pyshacl", "fast"] = Field(
        "pyshacl",
        description="The SHACL engine; `fast` needs the extra `fast`, and pySHACL confirms what it refuses.",
    )
    theme: str = Field("default", description="The theme: a folder of the shipped themes/, or a path to one.")
    languages: TextList = Field(
        ["en", "fr"], min_length=1, description="Languages of the pages, the preferred one first."
    )
    time_zone: Annotated[str, AfterValidator(known_time_zone)] = Field(
        "UTC",
        description="The time zone in which people are told when something was done, as Europe/Paris; data are in UTC.",
    )
    title: Localised = Field(
        {"en": "Health data catalogue", "fr": "Catalogue de données de santé"},
        description="The catalogue's title, by language.",
    )
    description: Localised = Field(
        {
            "en": "Descriptions of health datasets that can be asked for.",
            "fr": "Descriptions des jeux de données de santé que l’on peut demander.",
        },
        description="What the catalogue holds, by language.",
    )
    publisher: Localised = Field(
        {
            "en": "Your institution",
            "fr": "Votre institution",
        },
        description="The name of the institution that publishes the catalogue, by language.",
    )
    publisher_url: Iri = Field("", description="The institution's home page.")
    publisher_email: Email = Field("", description="Where to write to the institution about the catalogue.")
    legislation: IriList = Field(
        [EHDS], min_length=1, description="IRIs (ELI) of the legislation that the catalogue serves."
    )
    licence: Iri = Field(
        "http://publications.europa.eu/resource/authority/licence/CC_BY_4_0",
        description="IRI of the licence of the descriptions; empty for none.",
    )
    access_portals: Portals = Field(
        {},
        description="Where health data access bodies take applications, by the IRI of the body: an https address with "
        "{datasets} for the IRIs of the datasets, or {list} for the address of the list, or both; as a table, or "
        "as “IRI address|IRI address”.",
    )
    page_size: int = Field(
        100, ge=1, le=LARGEST_PAGE, description="Descriptions on one page of the DCAT feed."
    )
    description_limit: int = Field(
        32, ge=1, le=512, description="The largest description that is taken in, in megabytes of N-Triples."
    )
    import_limit: int = Field(
        4096, ge=1, description="The largest file that is imported or harvested page, in megabytes."
    )
    import_processes: int = Field(
        0,
        ge=0,
        le=64,
        description="Processes that validate during an import, and prepare a rebuild of the index; 0 for one a core.",
    )
    fetch_timeout: float = Field(
        30, gt=0, le=600, description="Seconds without an answer before a fetch is given up."
    )
    fetch_time: float = Field(
        3600, gt=0, description="Seconds after which a page that is still arriving is given up."
    )
    fetch_pages: int = Field(
        20000, ge=1, description="Pages of one source after which a run is ended as endless."
    )
    allow_private_addresses: bool = Field(
        False,
        description="Whether redirects and page links of a source, and what the public has checked, may lead to "
        "private or loopback addresses.",
    )
    validation_limit: int = Field(
        8, ge=1, le=512, description="The largest body that the public may have checked, in megabytes."
    )
    validation_time: float = Field(
        20, gt=0, le=300, description="Seconds after which a public check ends with what it has by then."
    )
    validation_pages: int = Field(20, ge=1, description="Pages of an address that a public check follows.")
    validation_descriptions: int = Field(
        1000, ge=1, description="Descriptions after which a public check ends."
    )
    validation_statements: int = Field(
        60_000, ge=1, description="Statements of a description above which a public check leaves it out."
    )
    validation_at_once: int = Field(
        2, ge=1, le=64, description="Public checks at one time in a web process; others have to come again."
    )
    validation_kept: int = Field(
        256, ge=1, description="What the results of public checks may take in the database, in megabytes."
    )
    web_processes: int = Field(1, ge=1, le=64, description="Web processes of `catalogue serve`.")
    web_threads: int = Field(8, ge=1, le=256, description="Threads of each web process.")
    poll: float = Field(
        0.2,
        gt=0,
        le=60,
        description="Seconds between two looks at the change feed, by the worker and the caches.",
    )
    log_level: Literal["debug", "info", "warning", "error"] = Field("info", description="How much is logged.")

    @property
    def database(self) -> str:
        """The database's address, the embedded one where none is set."""
        return self.database_url or f"sqlite:///{(self.data / 'catalogue.sqlite').absolute()}"

    @property
    def zone(self) -> tzinfo:
        """The time zone in which people are told moments; UTC is there without the machine's list of zones."""
        return UTC if self.time_zone == "UTC" else ZoneInfo(self.time_zone)
