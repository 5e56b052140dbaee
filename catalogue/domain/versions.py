"""How a version of a description is named to programs: its number, and the beginning of its hash."""

from collections.abc import Collection
from typing import Final

from catalogue.domain.errors import Stale
from catalogue.domain.record import Record, Revision
from catalogue.domain.sentences import Sentence

ANY: Final = "*"  # stands for whichever version there is


def version_name(revision: Revision) -> str:
    """The name of a revision: `3-0f1e2d3c4b5a6978`."""
    return f"{revision.number}-{revision.hash[:16]}"


def check_version(record: Record, names: Collection[str]) -> None:
    """Raises Stale unless the newest revision has one of the names, or `ANY` is among them."""
    newest = version_name(record.head)
    if newest not in names and ANY not in names:
        expected = _meant({name.partition("-")[0] for name in names}, str(record.head.number))
        raise Stale(name=record.id, current=record.head.number, expected=expected, etag=f'"{newest}"')


def _meant(numbers: set[str], newest: str) -> str:
    """The revisions that were meant, told so that they are not taken for the newest one."""
    if not numbers:
        return Sentence("one that is named; a weak ETag names none")
    others = sorted(numbers - {newest})
    return ", ".join(others) or Sentence("the one that is meant: its content differs")
