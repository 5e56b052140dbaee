"""Which version of a description a program means: ETags that name a revision, and If-Match (RFC 9110, 13.1.1).

An ETag names the number of the revision and the beginning of its hash: `"3-0f1e2d3c4b5a6978"`. A serialisation has its
extension behind that, and means the same revision. A weak ETag is the same as no other: If-Match compares strongly.
"""

import re
from typing import Final

from flask import request

from catalogue.domain.deliveries import MalformedPrecondition, NoPrecondition
from catalogue.domain.record import Record, Revision
from catalogue.domain.sentences import quoted
from catalogue.domain.versions import ANY, check_version, version_name

_TAG: Final = re.compile(r'(W/)?"([^"]*)"')
_LIST: Final = re.compile(rf"[ \t,]*+{_TAG.pattern}[ \t]*+(?:,[ \t]*+(?:{_TAG.pattern}[ \t]*+)?)*+")
_NAME: Final = re.compile(r"(\d{1,9}-[0-9a-f]{16})(?:[.;-].*)?")


def etag(revision: Revision, extension: str = "") -> str:
    """The ETag of a revision, or of one of its serialisations."""
    return f'"{version_name(revision)}{"." if extension else ""}{extension}"'


def check(record: Record, *, required: bool = True) -> int | None:
    """Hold the newest revision to the If-Match header. Raises NoPrecondition where it is missing,
    MalformedPrecondition, and Stale.

    Gives the number of the revision that the header names, which the change itself is held to; None where any will do.
    """
    given = request.headers.get("If-Match", "").strip()
    if not given and required:
        raise NoPrecondition
    if given:
        check_version(record, named(given))
    return record.head.number if given and ANY not in named(given) else None


def named(given: str) -> frozenset[str]:
    """The names of the versions that an If-Match header lists. Raises MalformedPrecondition for what is no list."""
    if given == ANY:
        return frozenset({ANY})
    if not _LIST.fullmatch(given):
        raise MalformedPrecondition(given=quoted(given))
    tags = [tag for weak, tag in _TAG.findall(given) if not weak]
    return frozenset(found[1] for tag in tags if (found := _NAME.fullmatch(tag)))
