"""The kinds of values that options have, and how texts are read as them."""

import re
import ssl
from pathlib import Path
from typing import Annotated
from urllib.parse import urlsplit
from zoneinfo import available_timezones

from pydantic import AfterValidator, BeforeValidator, ValidationInfo


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
        raise ValueError("expected an IRI such as http://data.europa.eu/eli/reg/2025/327/oj, written in full")
    return value


def _email(value: str) -> str:
    if value and not re.fullmatch(r"[^\x00-\x20<>\"{}|\\^`@]+@[^\x00-\x20<>\"{}|\\^`@]+", value):
        raise ValueError("expected an e-mail address such as data@example.org")
    return value


def optional_web_address(value: str) -> str:
    return _web_address(value) if value else value


def known_time_zone(value: str) -> str:
    if value != "UTC" and value not in available_timezones():
        raise ValueError("expected UTC, or the name of a time zone such as Europe/Paris")
    return value


def roles_of_claims(value: list[str]) -> list[str]:
    for entry in value:
        if not re.fullmatch(r".+=(administrator|[a-z0-9._-]+:(editor|reviewer|administrator|reader))", entry):
            raise ValueError(
                "expected entries such as data-stewards=north:editor, or catalogue-admins=administrator"
            )
    return value


def addresses_of_engine(value: str) -> str:
    """Addresses with commas between, each perhaps with user:password. What is wrong is told without repeating them."""
    for address in value.split(",") if value else ():
        try:
            _web_address(address.strip())
            _ = urlsplit(address).port
        except ValueError:
            raise ValueError(
                "expected addresses such as https://user:password@search.example.org:9200, with commas between"
            ) from None
    return value


def authority_of_engine(value: str, others: ValidationInfo) -> str:
    """A file with certificates, of use where every address of the engine has one to show."""
    if not value:
        return value
    if not Path(value).is_file():
        raise ValueError("there is no such file")
    try:
        ssl.create_default_context(cafile=value)
    except OSError as error:
        raise ValueError(f"the file has no certificate in PEM that can be read ({error.strerror})") from None
    addresses = others.data.get("search_url")
    if addresses and {urlsplit(address.strip()).scheme for address in addresses.split(",")} != {"https"}:
        raise ValueError("there is a certificate only where every address in CATALOGUE_SEARCH_URL has https")
    return value


def name_of_index(value: str) -> str:
    if not re.fullmatch(r"[a-z0-9][a-z0-9_-]{0,99}", value):
        raise ValueError("expected small letters, digits, - and _, such as catalogue")
    return value


Localised = Annotated[dict[str, str], BeforeValidator(_by_language)]
TextList = Annotated[list[str], BeforeValidator(_from_text)]
WebAddress = Annotated[str, AfterValidator(_iri), AfterValidator(_web_address)]
Iri = Annotated[str, AfterValidator(_iri)]
IriList = Annotated[list[Iri], BeforeValidator(_from_text)]
Email = Annotated[str, AfterValidator(_email)]
