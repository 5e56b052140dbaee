"""Every option once, with its default and a line of help.

A value comes from, in this order: a `CATALOGUE_*` variable, the file that a `CATALOGUE_*_FILE` variable
names (for secrets), the TOML file that `CATALOGUE_CONFIG` names (`catalogue.toml` in the working folder when
that is not set), and the default. `catalogue settings` prints them with their origin.
"""

import os
import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any, Literal
from urllib.parse import urlsplit

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

PREFIX = "CATALOGUE_"
CONFIG = "CATALOGUE_CONFIG"
EHDS = "http://data.europa.eu/eli/reg/2025/327/oj"
LARGEST_PAGE = 1000  # descriptions on a page of the feed, whoever asks


class SettingsError(Exception):
    """A setting that cannot work. The message names it, where it comes from, and what is expected."""


def _from_text(value: object) -> object:
    """A list may be given as text with commas."""
    return [part.strip() for part in value.split(",") if part.strip()] if isinstance(value, str) else value


def _by_language(value: object) -> object:
    """A text may be given by language as a TOML table or as `en=Title|fr=Titre`, or as one plain text."""
    if not isinstance(value, str):
        return value
    pairs = [part.partition("=") for part in value.split("|")]
    if all(sign and name.strip().isalpha() and len(name.strip()) in (2, 3) for name, sign, _ in pairs):
        return {name.strip(): text.strip() for name, _, text in pairs}
    return {"": value}


def _web_address(value: str) -> str:
    parts = urlsplit(value)
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.query or parts.fragment:
        raise ValueError(
            "expected an address such as https://catalogue.example.org, without query or fragment"
        )
    return value.rstrip("/")


def _iri(value: str) -> str:
    if value and not re.fullmatch(r"[A-Za-z][A-Za-z0-9+.-]*:[^\x00-\x20<>\"{}|\\^`]+", value):
        raise ValueError(f"expected an IRI such as {EHDS}, written in full")
    return value


def _email(value: str) -> str:
    if value and not re.fullmatch(r"[^\x00-\x20<>\"{}|\\^`@]+@[^\x00-\x20<>\"{}|\\^`@]+", value):
        raise ValueError("expected an e-mail address such as data@example.org")
    return value


def _no_engine(value: str) -> str:
    if value:
        raise ValueError("there is no search engine but the embedded one yet; leave it empty")
    return value


Localised = Annotated[dict[str, str], BeforeValidator(_by_language)]
TextList = Annotated[list[str], BeforeValidator(_from_text)]
WebAddress = Annotated[str, AfterValidator(_iri), AfterValidator(_web_address)]
Iri = Annotated[str, AfterValidator(_iri)]
IriList = Annotated[list[Iri], BeforeValidator(_from_text)]
Email = Annotated[str, AfterValidator(_email)]


class Settings(BaseModel):
    """The options of an instance. The description of a field is its documentation."""

    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True)

    data: Path = Field(
        Path("var"), description="Folder of everything embedded: database, search index, bodies."
    )
    database_url: str = Field(
        "",
        description="Database: empty for SQLite in the data folder, or postgresql://user:password@host/name.",
        json_schema_extra={"secret": True},
    )
    search_url: Annotated[str, AfterValidator(_no_engine)] = Field(
        "",
        description="Search engine: empty for the embedded index in the data folder.",
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
        0, ge=0, le=64, description="Processes that validate during an import; 0 for one a core."
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


@dataclass(frozen=True, slots=True)
class Origin:
    """A setting's name, its value as it may be printed, and where it comes from."""

    name: str
    value: str
    origin: str
    help: str


def load(environment: Mapping[str, str] | None = None, **given: Any) -> Settings:
    """The settings of this process. Raises SettingsError; `given` goes before everything else."""
    return _load(os.environ if environment is None else environment, given)[0]


def origins(environment: Mapping[str, str] | None = None) -> list[Origin]:
    """Every setting with its value and origin; secrets are not told."""
    settings, where = _load(os.environ if environment is None else environment, {})
    return [
        Origin(variable(name), _printable(settings, name), where.get(name, "default"), info.description or "")
        for name, info in Settings.model_fields.items()
    ]


def variable(name: str) -> str:
    """The environment variable of a setting."""
    return PREFIX + name.upper()


def is_secret(name: str) -> bool:
    extra = Settings.model_fields[name].json_schema_extra
    return isinstance(extra, dict) and bool(extra.get("secret"))


def _load(environment: Mapping[str, str], given: dict[str, Any]) -> tuple[Settings, dict[str, str]]:
    values: dict[str, Any] = {}
    where: dict[str, str] = {}
    for name, value, origin in (*_from_toml(environment), *_from_environment(environment)):
        values[name], where[name] = value, origin
    try:
        return Settings(**{**values, **given}), where
    except ValidationError as error:
        raise SettingsError(_explain(error, where)) from None


def _from_environment(environment: Mapping[str, str]) -> Iterator[tuple[str, Any, str]]:
    """The variables, files first, so that a variable itself goes before its file."""
    names = [name for name in environment if name.startswith(PREFIX) and name != CONFIG]
    known = Settings.model_fields
    for name in sorted(names, key=lambda name: not name.endswith("_FILE")):
        setting = name[len(PREFIX) :].lower()
        if setting not in known and setting.endswith("_file"):
            yield setting.removesuffix("_file"), _secret(name, environment[name]), f"file named by {name}"
        else:
            yield setting, environment[name], f"variable {name}"


def _from_toml(environment: Mapping[str, str]) -> Iterator[tuple[str, Any, str]]:
    path = Path(environment.get(CONFIG, "catalogue.toml"))
    if not path.is_file():
        if CONFIG in environment:
            raise SettingsError(f"{CONFIG}: there is no file {path}")
        return
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise SettingsError(f"{path}: not TOML: {error}") from None
    for name, value in table.items():
        yield name, value, f"file {path}"


def _secret(name: str, path: str) -> str:
    try:
        return Path(path).read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsError(f"{name}: {path} cannot be read: {error}") from None


def _explain(error: ValidationError, where: Mapping[str, str]) -> str:
    lines = []
    for problem in error.errors(include_url=False):
        name = str(problem["loc"][0]) if problem["loc"] else ""
        told = "" if name in Settings.model_fields and is_secret(name) else f" (it is {problem['input']!r})"
        if problem["type"] == "extra_forbidden":
            lines.append(f"{variable(name)}: there is no such setting ({where.get(name, 'given')})")
        else:
            lines.append(
                f"{variable(name)}: {problem['msg']}{told}; it comes from {where.get(name, 'the caller')}"
            )
    return "\n".join(lines)


def _printable(settings: Settings, name: str) -> str:
    value = getattr(settings, name)
    if is_secret(name) and value:
        return "(set, not shown)"
    if isinstance(value, dict):
        return "|".join(f"{language}={text}" if language else text for language, text in value.items())
    return ", ".join(value) if isinstance(value, list) else str(value)
