"""How one value of a description is said to a reader: dates, numbers, durations, links."""

import re
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from functools import lru_cache
from typing import Final
from urllib.parse import unquote, urlsplit

from babel import Locale, UnknownLocaleError
from babel.core import get_global
from babel.dates import format_date, format_datetime
from babel.numbers import format_decimal
from babel.units import format_unit
from rdflib import XSD, Literal, URIRef

from catalogue.domain.languages import Reader

_DATE: Final = re.compile(r"^(\d{4})(?:-(\d\d))?(?:-(\d\d))?")
_DURATION: Final = re.compile(
    r"^P(?:(?P<year>\d+)Y)?(?:(?P<month>\d+)M)?(?:(?P<week>\d+)W)?(?:(?P<day>\d+)D)?"
    r"(?:T(?:(?P<hour>\d+)H)?(?:(?P<minute>\d+)M)?(?:(?P<second>\d+)(?:\.\d+)?S)?)?$"
)
_EMAIL: Final = re.compile(r"^[^\s@<>:\"]+@[^\s@<>:\"]+\.[^\s@<>:\"]+$")
_ADDRESS: Final = re.compile(r"^https?://([^\s<>\"]+?)/?$")
_LICENCE: Final = re.compile(
    r"^https?://(?:publications\.europa\.eu/resource/authority/licence/CC_|creativecommons\.org/licenses/)"
    r"([A-Za-z_-]+?)[/_](\d)[._](\d)/?$"
)
_ELI: Final = re.compile(
    r"^https?://data\.europa\.eu/eli/(reg|reg_impl|reg_del|dir|dec)/(\d{4})/(\d+)(?:/|$)"
)
_TIMES: Final = {XSD.date, XSD.dateTime, XSD.dateTimeStamp, XSD.gYear, XSD.gYearMonth}
_NUMBERS: Final = {
    XSD.integer, XSD.decimal, XSD.double, XSD.float, XSD.nonNegativeInteger, XSD.positiveInteger,
    XSD.int, XSD.long, XSD.short, XSD.unsignedInt, XSD.unsignedLong,
}  # fmt: skip
# Code systems whose addresses end in the code.
_CODES: Final = (
    (re.compile(r"^https?://loinc\.org/(?:rdf/)?([\w-]+)/?$"), "LOINC"),
    (re.compile(r"^https?://snomed\.info/(?:id|sct)/(\d+)$"), "SNOMED CT"),
    (re.compile(r"^https?://atcddd\.fhi\.no/.*[?&]code=(\w+)"), "ATC"),
    (re.compile(r"^https?://(?:www\.)?orpha\.net/ORDO/Orphanet_(\d+)$"), "ORPHA"),
    (re.compile(r"^https?://www\.wikidata\.org/(?:entity|wiki)/(Q\d+)$"), "Wikidata"),
    (re.compile(r"^https?://(?:dx\.)?doi\.org/(.+)$"), "DOI"),
    (re.compile(r"^https?://purl\.obolibrary\.org/obo/([A-Za-z]+_\w+)$"), "OBO"),
    (re.compile(r"^https?://www\.iana\.org/assignments/media-types/(.+)$"), ""),
)


def locale(language: str) -> Locale:
    """The conventions of a language; English ones for a language that is not known."""
    try:
        return Locale.parse(language, sep="-")
    except (UnknownLocaleError, ValueError):
        return Locale.parse("en_GB")


@lru_cache(maxsize=100)
def _conventions(language: str) -> Locale:
    # Day before month, as everywhere in Europe.
    return Locale.parse("en_GB") if language == "en" else locale(language)


def literal(value: Literal, reader: Reader) -> str:
    """A literal as people write it in the reader's language; its lexical form where nothing better is known."""
    text, datatype = str(value), value.datatype
    if datatype in _TIMES:
        return day(text, reader)
    if datatype in _NUMBERS:
        return number(text, reader)
    if datatype == XSD.boolean:
        return yes_or_no(text, reader)
    if datatype == XSD.duration:
        return duration(text, reader)
    return text


def day(value: str | date | datetime, reader: Reader, *, short: bool = False) -> str:
    """A day, month or year in words: `12 October 2026`, `October 2026`, `2026`; `12 Oct 2026` if short."""
    return _day(value if isinstance(value, str) else value.isoformat(), reader.language, short)


@lru_cache(maxsize=10_000)
def _day(text: str, language: str, short: bool) -> str:
    found = _DATE.match(text)
    if not found:
        return text
    year, month, date_ = (int(part) if part else 0 for part in found.groups())
    try:
        when = date(year, month or 1, date_ or 1)
    except ValueError:
        return text
    month_name = "MMM" if short else "MMMM"
    pattern = f"d {month_name} y" if date_ else f"{month_name} y" if month else "y"
    if date_ == 1 and language == "fr":
        pattern = pattern.replace("d ", "d'er' ")
    return format_date(when, pattern, locale=_conventions(language))


def moment(value: datetime, reader: Reader) -> str:
    """A date with its time of day, in the time zone that it has, which is named."""
    told = format_datetime(value, "d MMM y, HH:mm", locale=_conventions(reader.language))
    return f"{told} {zone(value)}"


def zone(value: datetime) -> str:
    """What the time zone of a moment is called then: `CET`, or `UTC-03` where people have no letters for it."""
    name = value.tzname() or "UTC"
    return name if name[0].isalpha() else f"UTC{name}"


def number(value: str | int | float, reader: Reader) -> str:
    """A number with its digits grouped: `24,310`, `24 310`."""
    return _grouped(str(value), reader.language)


# A page of results says hundreds of numbers, most of them small and all of them again on the next.
@lru_cache(maxsize=10_000)
def _grouped(text: str, language: str) -> str:
    try:
        return format_decimal(Decimal(text), locale=_conventions(language))
    except (InvalidOperation, ValueError):
        return text


def yes_or_no(text: str, reader: Reader) -> str:
    """A boolean in a word."""
    if text in ("true", "1"):
        return reader.gettext("Yes")
    return reader.gettext("No") if text in ("false", "0") else text


def duration(text: str, reader: Reader) -> str:
    """A duration in words: `3 months`."""
    found = _DURATION.match(text)
    parts = {unit: int(count) for unit, count in found.groupdict().items() if count} if found else {}
    said = [
        format_unit(count, f"duration-{unit}", locale=_conventions(reader.language))
        for unit, count in parts.items()
    ]
    return ", ".join(said) or text


def years(start: str, end: str, reader: Reader) -> str:
    """A period in years: `2004 to 2025`, `since 2004`, `until 2025`; nothing when neither is known."""
    first, last = _year(start), _year(end)
    if first and last:
        between = reader.gettext("%(first)s to %(last)s") % {"first": first, "last": last}
        return first if first == last else between
    return _open(first, last, reader)


def period(start: str, end: str, reader: Reader) -> str:
    """A period to the day, in years alone where it starts and ends with one."""
    if start[4:10] in ("", "-01-01") and end[4:10] in ("", "-12-31") and (start or end):
        return years(start, end, reader)
    first, last = (day(text, reader) if text else "" for text in (start, end))
    if first and last:
        return reader.gettext("from %(first)s to %(last)s") % {"first": first, "last": last}
    return _open(first, last, reader)


def _open(first: str, last: str, reader: Reader) -> str:
    if first:
        return reader.gettext("since %(first)s") % {"first": first}
    return reader.gettext("until %(last)s") % {"last": last} if last else ""


def _year(text: str) -> str:
    found = _DATE.match(text)
    return found.group(1) if found else ""


def link(iri: str, reader: Reader) -> tuple[str, str]:
    """An IRI as (what to read, where it leads): never the IRI itself to read; nowhere if it is no address."""
    parts = urlsplit(iri)
    if parts.scheme == "mailto":
        return unquote(parts.path), iri
    if parts.scheme == "tel":
        return unquote(parts.path), iri
    if parts.scheme in ("http", "https", "ftp"):
        return _address(iri, reader), iri
    return words(iri), ""


def _address(iri: str, reader: Reader) -> str:
    law = _ELI.match(iri)
    if law:
        return _law(law, reader)
    licence = _LICENCE.match(iri)
    if licence:
        return f"CC {licence[1].replace('_', '-').upper()} {licence[2]}.{licence[3]}"
    for pattern, system in _CODES:
        found = pattern.match(iri)
        if found:
            return f"{system} {unquote(found.group(1))}".strip()
    parts = urlsplit(iri)
    if parts.fragment:
        return words(iri)
    host = parts.netloc.removeprefix("www.")
    return host + ellipsis(unquote(parts.path).rstrip("/"), 36)


def _law(found: re.Match[str], reader: Reader) -> str:
    kind, year, number_ = found.groups()
    templates = {
        "reg": reader.gettext("Regulation (EU) %(year)s/%(number)s"),
        "reg_impl": reader.gettext("Implementing Regulation (EU) %(year)s/%(number)s"),
        "reg_del": reader.gettext("Delegated Regulation (EU) %(year)s/%(number)s"),
        "dir": reader.gettext("Directive (EU) %(year)s/%(number)s"),
        "dec": reader.gettext("Decision (EU) %(year)s/%(number)s"),
    }
    return templates[kind] % {"year": year, "number": number_}


def ellipsis(text: str, limit: int) -> str:
    """The end of a path when it is long: what tells pages of one site apart."""
    return text if len(text) <= limit else "/…" + text[-limit + 2 :]


def words(iri: str) -> str:
    """The last part of an IRI in words: `HealthRecord` gives `Health record`."""
    local = unquote(re.split(r"[/#:]", str(iri).rstrip("/#:"))[-1])
    spaced = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", " ", local).replace("_", " ").strip()
    head, _, tail = spaced.partition(" ")
    return f"{head[:1].upper()}{head[1:]} {tail if tail.isupper() else tail.lower()}".strip() or str(iri)


def is_address(node: object) -> bool:
    """Whether a node is an IRI that a reader's program can open."""
    return isinstance(node, URIRef) and str(node).startswith(
        ("http://", "https://", "mailto:", "tel:", "ftp:")
    )


def is_email(text: str) -> bool:
    """Whether a text is nothing but an e-mail address."""
    return bool(_EMAIL.match(text))


def address_in(text: str) -> tuple[str, str] | None:
    """A text that is nothing but an address, as (what to read, where it leads): whole, but for its scheme."""
    if is_email(text):
        return text, f"mailto:{text}"
    found = _ADDRESS.match(text)
    return (found[1], text) if found else None


def year_and_part(text: str) -> float | None:
    """A date as a point on a line of years: July 2006 is 2006.5. None for what is no date."""
    found = _DATE.match(text)
    if not found:
        return None
    year, month, _ = (int(part) if part else 0 for part in found.groups())
    return year + (max(month, 1) - 1) / 12


def short_code(code: str) -> str:
    """The language tag of a three-letter code where there is a shorter one: `fra` gives `fr`."""
    return str(get_global("language_aliases").get(code, code))
