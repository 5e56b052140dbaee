"""Durations as people type them: as ISO 8601 has them, or as a number of days, months or years."""

import re
from collections.abc import Mapping
from typing import Final

_WORDS: Final = re.compile(r"(\d+)\s*([^\W\d_]+)\.?", re.IGNORECASE)
# What people write for a unit, in the languages of the pages, by how ISO 8601 writes it.
_UNITS: Final[Mapping[str, tuple[str, ...]]] = {
    "P{}Y": ("year", "years", "an", "ans", "année", "années"),
    "P{}M": ("month", "months", "mois"),
    "P{}W": ("week", "weeks", "semaine", "semaines"),
    "P{}D": ("day", "days", "jour", "jours"),
    "PT{}H": ("hour", "hours", "heure", "heures", "h"),
    "PT{}M": ("minute", "minutes", "min"),
    "PT{}S": ("second", "seconds", "seconde", "secondes", "s"),
}
_FORMS: Final = {word: form for form, words in _UNITS.items() for word in words}
_WEEK: Final = "P{}W"


def duration(text: str) -> str:
    """A duration as XML Schema has it: `3 months` and `3 mois` are `P3M`; a week, which it has not, is seven days.

    What is no duration stays as it is.
    """
    found = _WORDS.fullmatch(text)
    form = _FORMS.get(found[2].casefold(), "") if found else ""
    if found and form:
        return f"P{7 * int(found[1])}D" if form == _WEEK else form.format(int(found[1]))
    weeks = re.fullmatch(r"P(\d+)W", text.upper())
    if weeks:
        return f"P{7 * int(weeks[1])}D"
    return text.upper() if re.fullmatch(r"-?[pP][\dYMDTHSymdths.]+", text) else text
