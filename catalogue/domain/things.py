"""What datasets have in common and people look for them by: themes, holders, access bodies, series, keywords."""

import hashlib
import re
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

_APART: Final = re.compile(r"[\W_]+")
_LONGEST: Final = 80  # characters of an address
_MARK: Final = 8  # signs that tell apart what has no letters, or too many


class ThingKind(StrEnum):
    """What there are pages of; the value stands in web addresses."""

    THEMES = "themes"
    HOLDERS = "holders"
    BODIES = "access-bodies"
    SERIES = "series"
    KEYWORDS = "keywords"


# The filters of search whose values are such things. Series have descriptions of their own instead.
FACETS: Final = {
    ThingKind.THEMES: ("category", "theme", "european_theme"),
    ThingKind.HOLDERS: ("holder",),
    ThingKind.BODIES: ("hdab",),
    ThingKind.SERIES: (),
    ThingKind.KEYWORDS: ("keyword",),
}


@dataclass(frozen=True, slots=True)
class Thing:
    """One of them. `slug` is its name in addresses; `language` is that of the label where it is not the reader's.

    `values` are those of `facet` under which the search finds its datasets: several where they differ in case, accents
    or signs alone. `count` is the number of its datasets; of several values it is at most that.
    """

    kind: ThingKind
    slug: str
    label: str
    language: str
    count: int
    facet: str = ""
    values: tuple[str, ...] = ()


def slug(text: str) -> str:
    """A text as the part of an address, the same for the same text for ever; `text` has no accents any more."""
    plain = _APART.sub("-", text.casefold()).strip("-")
    if plain and len(plain) <= _LONGEST:
        return plain
    mark = hashlib.sha256(text.casefold().encode()).hexdigest()[:_MARK]
    return f"{plain[:_LONGEST].rstrip('-')}-{mark}".lstrip("-")
