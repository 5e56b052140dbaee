"""How the values of datatypes are written, and the lines of Turtle that say what a value is."""

import re
from collections.abc import Iterable, Mapping
from typing import Final

from rdflib import XSD, Literal, URIRef

from catalogue.domain.report import VARIOUS
from catalogue.domain.terms import shorten

WKT: Final = "http://www.opengis.net/ont/geosparql#wktLiteral"  # OGC GeoSPARQL, 8.5.1
_SIGN: Final = "[+-]?"
_YEAR: Final = "-?(?!0000)[0-9]{4}"  # there was no year 0 (XML Schema, part 2, 3.2.7)
_MONTH: Final = "(?:0[1-9]|1[0-2])"
_DAY: Final = "(?:0[1-9]|[12][0-9]|3[01])"
_TIME: Final = r"(?:[01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](?:\.[0-9]+)?"
_ZONE: Final = "(?:Z|[+-](?:(?:0[0-9]|1[0-3]):[0-5][0-9]|14:00))?"
_DECIMAL: Final = rf"{_SIGN}(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)"
_FLOAT: Final = rf"{_DECIMAL}(?:[eE]{_SIGN}[0-9]+)?|-?INF|NaN"
_SECONDS: Final = r"(?:[0-9]+(?:\.[0-9]+)?S)?"
_WITHIN_A_DAY: Final = rf"(?:T(?=.)(?:[0-9]+H)?(?:[0-9]+M)?{_SECONDS})?"
# Whole numbers; how large and how small they may be is for the datatype to say.
COUNTS: Final = frozenset(
    str(XSD[name])
    for name in (
        *("integer", "long", "int", "short", "byte"),
        *("nonNegativeInteger", "positiveInteger", "nonPositiveInteger", "negativeInteger"),
        *("unsignedLong", "unsignedInt", "unsignedShort", "unsignedByte"),
    )
)
# XML Schema, part 2; no text has the form of two kinds of dates.
FORMS: Final[Mapping[str, re.Pattern[str]]] = {
    str(datatype): re.compile(pattern)
    for datatype, pattern in {
        **dict.fromkeys(COUNTS, rf"{_SIGN}[0-9]+"),
        XSD.long: rf"{_SIGN}0*[0-9]{{1,18}}",
        XSD.unsignedLong: rf"{_SIGN}0*[0-9]{{1,19}}",
        XSD.boolean: "true|false|0|1",
        XSD.decimal: _DECIMAL,
        XSD.double: _FLOAT,
        XSD.float: _FLOAT,
        XSD.date: rf"{_YEAR}-{_MONTH}-{_DAY}{_ZONE}",
        XSD.dateTime: rf"{_YEAR}-{_MONTH}-{_DAY}T{_TIME}{_ZONE}",
        XSD.gYear: rf"{_YEAR}{_ZONE}",
        XSD.gYearMonth: rf"{_YEAR}-{_MONTH}{_ZONE}",
        XSD.time: rf"{_TIME}{_ZONE}",
        XSD.duration: rf"-?P(?=.)(?:[0-9]+Y)?(?:[0-9]+M)?(?:[0-9]+D)?{_WITHIN_A_DAY}",
        XSD.hexBinary: "(?:[0-9a-fA-F]{2})+",
        XSD.anyURI: r"[^\s<>\"{}|\\^`]+",
        WKT: r"(?is)(?:<[^<>]*>\s*)?(?:multi)?(?:point|linestring|polygon|geometrycollection|envelope)\s*\(.+\)",
    }.items()
}
_LONGEST: Final = 300  # of an address in an example
_PLACEHOLDER: Final = f"<{VARIOUS}>"
_IRI: Final = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[^\x00-\x20<>\"{}|\\^`]+")


def written_as(value: str, datatypes: Iterable[str]) -> str:
    """The first of some datatypes whose values are written like this one; empty where none is."""
    return next((each for each in datatypes if _is_written_as(value, each)), "")


def _is_written_as(value: str, datatype: str) -> bool:
    """Whether a value has the form of a datatype, and is one of its values: there is no 31 February."""
    return datatype in FORMS and may_be(value, datatype)


def may_be(value: str, datatype: str) -> bool:
    """Whether a value can be of a datatype, as far as this is known."""
    has_form = datatype not in FORMS or FORMS[datatype].fullmatch(value)
    return bool(has_form) and not Literal(value, datatype=URIRef(datatype)).ill_typed


def marked(value: str, datatype: str) -> str:
    """A value that `written_as` knows with its datatype, as Turtle writes it."""
    return f'"{value}"^^{_term(datatype)}'


def typed(value: str, class_iri: str) -> str:
    """The statement of a node's class, as Turtle writes it: `<http://example.org/me> a foaf:Agent .`"""
    if value.startswith("_:"):
        return f"[ a {_term(class_iri)} ; {VARIOUS} ]"
    known = len(value) <= _LONGEST and _IRI.fullmatch(value)
    return f"{f'<{value}>' if known else _PLACEHOLDER} a {_term(class_iri)} ."


def _term(iri: str) -> str:
    name = shorten(iri)
    return f"<{iri}>" if name == iri else name
