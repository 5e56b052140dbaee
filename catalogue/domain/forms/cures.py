"""How to mend a text that is no value of the datatypes that are asked for, with an example of one that is."""

from collections.abc import Mapping
from typing import Final

from rdflib import XSD

from catalogue.domain.datatypes import COUNTS, WKT
from catalogue.domain.profile import Field
from catalogue.domain.sentences import Sentence

_CALENDAR: Final = frozenset(map(str, (XSD.date, XSD.gYearMonth, XSD.gYear)))
_IN_CALENDAR: Final = Sentence("Write a day, a month or a year, such as “2024-05-31”, “2024-05” or “2024”.")
_COUNT: Final = Sentence("Write a whole number in digits, such as “24310”.")
_NUMBER: Final = Sentence("Write a number in digits, such as “0.5”.")
_CURES: Final[Mapping[str, Sentence]] = {
    **dict.fromkeys(COUNTS, _COUNT),
    **dict.fromkeys(map(str, (XSD.decimal, XSD.double, XSD.float)), _NUMBER),
    str(XSD.boolean): Sentence("Choose “Yes” or “No”."),
    str(XSD.duration): Sentence(
        "Write a duration, such as “1 day”, “3 months”, “1 year”, or “P1D”, “P3M”, “P1Y”."
    ),
    str(XSD.date): Sentence("Write a day, such as “2024-05-31”."),
    str(XSD.gYearMonth): Sentence("Write a month, such as “2024-05”."),
    str(XSD.gYear): Sentence("Write a year, such as “2024”."),
    str(XSD.dateTime): Sentence("Write a day and a time, such as “2024-05-31T10:00:00”."),
    str(XSD.time): Sentence("Write a time of day, such as “10:00:00”."),
    str(XSD.hexBinary): Sentence("Write pairs of hexadecimal digits, such as “9f86d081”."),
    str(XSD.anyURI): Sentence(
        "Write the whole address, such as “https://www.example.org/page”, without spaces or quotation marks."
    ),
    WKT: Sentence("Write it as WKT, such as “POINT(2.35 48.86)” or “POLYGON((2 48, 3 48, 3 49, 2 48))”."),
}


def cure(field: Field) -> Sentence:
    """What to write in a field instead."""
    if set(field.datatypes) >= _CALENDAR:
        return _IN_CALENDAR
    known = (_CURES[each] for each in field.datatypes if each in _CURES)
    return next(known, Sentence("Look at the example below the field."))
