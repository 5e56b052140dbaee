"""What a description cannot hold: characters that XML cannot say, and addresses that a browser would run.

RDF knows both. But RDF/XML is one of the serialisations that every catalogue reads, and what one description cannot say
would be missing from it; and nobody should click on a program of somebody else.
"""

import re
from typing import Final

from catalogue.domain.errors import BadInput

# https://www.w3.org/TR/xml/#charsets
FORBIDDEN_IN_XML: Final = re.compile("[^\t\n\r -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_RUN: Final = frozenset({"javascript", "data", "vbscript", "blob", "file", "filesystem", "view-source"})
_LINKS: Final = frozenset(
    {
        "http",
        "https",
        "ftp",
        "ftps",
        "sftp",
        "mailto",
        "tel",
        "urn",
        "doi",
        "hdl",
        "ark",
        "info",
        "tag",
        "geo",
    }
)


class Unsayable(BadInput):
    message = "%(source)s: a value of <%(path)s> holds the character %(character)s, which XML cannot say. Delete it."


class RunByBrowsers(BadInput):
    message = (
        "<%(iri)s> cannot name a description: what begins with “%(scheme)s:” is run by browsers, not named."
    )


def forbidden_character(text: str) -> str:
    """The first character of a text that XML cannot say, as `U+0000`; empty where there is none."""
    found = FORBIDDEN_IN_XML.search(text)
    return f"U+{ord(found[0]):04X}" if found else ""


def scheme(iri: str) -> str:
    """What an IRI begins with, in small letters."""
    return iri.partition(":")[0].lower()


def is_run(iri: str) -> bool:
    """Whether a browser would run, or open from the reader's own computer, what an IRI says."""
    return scheme(iri) in _RUN


def is_link(iri: str) -> bool:
    """Whether an IRI is of a kind that people are led to, or that names something by a known system."""
    return scheme(iri) in _LINKS


def check_name(iri: str) -> None:
    """Raises RunByBrowsers for an IRI that no description can have."""
    if is_run(iri):
        raise RunByBrowsers(iri=iri, scheme=scheme(iri))
