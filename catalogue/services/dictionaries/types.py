"""Datatypes: what people and programs call them, in the words of CSV on the Web; a guess from values."""

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from catalogue.domain.variables import KINDS
from catalogue.services.dictionaries.words import plain

# What stands in files of SQL, Python, R, SAS, SPSS, Stata, REDCap, OMOP, FHIR, Frictionless and in people's own.
_WORDS: Final[Mapping[str, str]] = {
    "string": "string str text texte char varchar nvarchar nchar varchar2 character chaine caractere caracteres "
    "alphanumerique alphanumeric alpha factor facteur category categorical categorie categoriel categorielle nominal "
    "ordinal object code coded codes radio dropdown checkbox notes list liste enum uuid id identifier identifiant "
    "clob memo markdown oid base64binary codeableconcept coding quantitycode reference blob json chaine_de_caracteres "
    "select descriptive file any",
    "integer": "integer int entier int64 int32 int16 int8 bigint smallint tinyint mediumint long byte short count "
    "uint8 uint16 uint32 uint64 serial bigserial compteur nombre_entier numerique_entier whole_number unsignedint "
    "positiveint positiveinteger nonnegativeinteger integer64 unsignedlong unsignedshort",
    "decimal": "decimal decimale numeric number num float float64 float32 double real reel nombre numerique "
    "nombre_decimal quantitative quantitatif continuous continue continu money calc slider double_precision quantity "
    "f8 numeric_decimal nombre_reel",
    "boolean": "boolean bool logical logique booleen yesno yes_no oui_non truefalse true_false vrai_faux binary "
    "binaire bit flag dichotomous dichotomique",
    "date": "date jour date_ymd date_dmy date_mdy",
    "dateTime": "datetime timestamp date_time date_heure date_et_heure datetime64 posixct timestamptz horodatage "
    "smalldatetime instant timestamp_without_time_zone timestamp_with_time_zone datetime_ymd datetime_dmy datetime2 "
    "datetime64_ns datetimestamp",
    "time": "time heure hms time_of_day",
    "gYear": "gyear year annee",
    "gYearMonth": "gyearmonth yearmonth year_month mois annee_mois",
    "duration": "duration duree interval timedelta difftime",
    "anyURI": "anyuri uri url iri lien link canonical",
}
_KNOWN: Final = {word: name for name, words in _WORDS.items() for word in words.split()} | {
    name.lower(): name for name in KINDS
}
_ASIDE: Final = re.compile(r"[(\[<].*$", re.DOTALL)
_LENGTH: Final = re.compile(r"\d+$")
_PREFIX: Final = re.compile(
    r"^(?:xsd:|xs:|csvw:|https?://\S+[#/]|http://hl7\.org/fhirpath/system\.)", re.IGNORECASE
)
_MISSING: Final = frozenset(
    {"", "na", "n/a", "null", "none", "nan", ".", "-", "nd", "nc", "?", "missing", "manquant"}
)
_DAY: Final = r"(?:\d{4}[-/]\d{1,2}[-/]\d{1,2}|\d{1,2}[-/.]\d{1,2}[-/.]\d{4})"
_TIME: Final = r"\d{1,2}:\d{2}(?::\d{2}(?:[.,]\d+)?)?(?:\s*(?:Z|[+-]\d{2}:?\d{2}))?"
# The first whose form all values have. Numbers with zeros before them are codes: postal codes, hospitals.
_FORMS: Final[Sequence[tuple[str, re.Pattern[str]]]] = tuple(
    (name, re.compile(form, re.IGNORECASE))
    for name, form in (
        ("boolean", "true|false|yes|no|oui|non|vrai|faux"),
        ("integer", r"[+-]?(?:0|[1-9]\d{0,17})"),
        (
            "decimal",
            r"[+-]?(?:0|[1-9]\d*)?[.,]?\d+(?:e[+-]?\d+)?|[+-]?(?:0|[1-9]\d*)(?:[.,]\d*)?(?:e[+-]?\d+)?",
        ),
        ("date", _DAY),
        ("dateTime", rf"{_DAY}[T ]{_TIME}"),
        ("time", _TIME),
        ("anyURI", r"https?://\S+"),
    )
)
_CODE: Final = re.compile(r"0\d+")


def named(text: str) -> str:
    """The name in CSV on the Web of what a dictionary calls a type; the text itself where it is not known."""
    bare = _PREFIX.sub("", text.strip())
    words = plain(_ASIDE.sub("", bare)).split()
    return next((_KNOWN[each] for each in _ways(words) if each in _KNOWN), text.strip())


def is_known(text: str) -> bool:
    """Whether a text is the name of a type."""
    return named(text) in KINDS


def _ways(words: Sequence[str]) -> Iterable[str]:
    yield "_".join(words)
    yield "".join(words)
    if words:
        yield words[0]
        yield _LENGTH.sub("", words[0])


def guess(values: Iterable[str]) -> str:
    """The type of a sample of values; empty where it holds none, `string` where nothing narrower suits."""
    said = [text.strip() for text in values if text.strip().lower() not in _MISSING]
    if not said:
        return ""
    if any(_CODE.fullmatch(text) for text in said):
        return "string"
    return next((name for name, form in _FORMS if all(map(form.fullmatch, said))), "string")
