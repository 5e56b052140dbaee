"""How the values of datatypes are written, and the lines of Turtle that say what a value is."""

import re
from collections.abc import Iterable, Mapping
from typing import Final

from rdflib import XSD, Literal, URIRef

from catalogue.domain.report import VARIOUS
from catalogue.domain.terms import shorten

_WKT: Final = "http://www.opengis.net/ont/geosparql#wktLiteral"  # OGC GeoSPARQL, 8.5.1
_SIGN: Final = "[+-]?"
_TIME: Final = r"\d\d:\d\d:\d\d(?:\.\d+)?"
_ZONE: Final = r"(?:Z|[+-]\d\d:\d\d)?"
# XML Schema, part 2; no text has the form of two kinds of dates.
FORMS: Final[Mapping[str, re.Pattern[str]]] = {
    str(datatype): re.compile(pattern)
    for datatype, pattern in {
        XSD.nonNegativeInteger: r"\+?\d+",
        XSD.boolean: "true|false|0|1",
        XSD.decimal: rf"{_SIGN}(?:\d+(?:\.\d*)?|\.\d+)",
        XSD.date: rf"-?\d{{4}}-\d\d-\d\d{_ZONE}",
        XSD.dateTime: rf"-?\d{{4}}-\d\d-\d\dT{_TIME}{_ZONE}",
        XSD.gYear: rf"-?\d{{4}}{_ZONE}",
        XSD.gYearMonth: rf"-?\d{{4}}-\d\d{_ZONE}",
        XSD.duration: r"-?P(?=.)(?:\d+Y)?(?:\d+M)?(?:\d+D)?(?:T(?=.)(?:\d+H)?(?:\d+M)?(?:\d+(?:\.\d+)?S)?)?",
        XSD.hexBinary: "(?:[0-9a-fA-F]{2})+",
        _WKT: r"(?is)(?:<[^<>]*>\s*)?(?:multi)?(?:point|linestring|polygon|geometrycollection|envelope)\s*\(.+\)",
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
    has_form = datatype in FORMS and FORMS[datatype].fullmatch(value)
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
