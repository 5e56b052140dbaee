"""How a version of a description is named to programs: its number, and the beginning of its hash."""

from collections.abc import Collection
from typing import Final

from catalogue.domain.errors import Stale
from catalogue.domain.record import Record, Revision

ANY: Final = "*"  # stands for whichever version there is


def version_name(revision: Revision) -> str:
    """The name of a revision: `3-0f1e2d3c4b5a6978`."""
    return f"{revision.number}-{revision.hash[:16]}"


def check_version(record: Record, names: Collection[str]) -> None:
    """Raises Stale unless the newest revision has one of the names, or `ANY` is among them."""
    newest = version_name(record.head)
    if newest not in names and ANY not in names:
        expected = ", ".join(sorted(name.partition("-")[0] for name in names)) or "?"
        raise Stale(name=record.id, current=record.head.number, expected=expected, etag=f'"{newest}"')
