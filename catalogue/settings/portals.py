"""The portals of health data access bodies, as an option: the address of each, by the IRI of its body."""

import re
from typing import Annotated, Final
from urllib.parse import urlsplit

from pydantic import AfterValidator, BeforeValidator

from catalogue.settings.kinds import Iri

PLACES: Final = frozenset({"datasets", "list"})  # what an address may name in braces


def _by_body(value: object) -> object:
    """Portals may be given as a TOML table, or as `IRI address|IRI address`."""
    if not isinstance(value, str):
        return value
    pairs = [part.split() for part in value.split("|") if part.strip()]
    if any(len(pair) != 2 for pair in pairs):
        raise ValueError("expected the IRI of a body, a space and an address; several with | between them")
    return dict(pairs)


def _portal(value: str) -> str:
    parts = urlsplit(value)
    named = re.findall(r"{([^{}]*)}", parts.path + parts.query)
    if parts.scheme != "https" or not parts.hostname or re.search(r"[\s{}]", parts.netloc):
        raise ValueError("expected an address that begins with https://")
    if not named or set(named) - PLACES or len(re.findall("[{}]", value)) != 2 * len(named):
        raise ValueError(
            "expected {datasets} or {list} or both in the path or the query, and nothing else in braces"
        )
    return value


Portals = Annotated[dict[Iri, Annotated[str, AfterValidator(_portal)]], BeforeValidator(_by_body)]
