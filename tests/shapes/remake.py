"""Remaking the lists that follow ISO standards, by hand: `python -m tests.shapes.remake`.

Languages (ISO 639-3) and countries (ISO 3166-1) come from pycountry, which follows the standards. What a table has
already stays: its names, which are CLDR's where CLDR has them, and what the Publications Office has beyond ISO.
New entries are added with pycountry's names, the codes of the other parts of the standard become aliases, and the
differences are for `git diff` to show. `docs/vocabularies.md` says when to run it.
"""

import csv
import gettext
from collections.abc import Iterator, Mapping
from pathlib import Path

import pycountry

TABLES = Path(__file__).parents[2] / "shapes" / "vocabularies"
AUTHORITY = "http://publications.europa.eu/resource/authority"
COLUMNS = ("iri", "code", "alias", "broader", "deprecated", "en", "fr")
# The Publications Office has written two countries by letters of its own, which are in use outside its lists too.
FURTHER = {"GRC": "EL", "GBR": "UK"}

Row = dict[str, str]


def languages() -> dict[str, Row]:
    """The languages by code: those of the standard, with their other codes."""
    french = gettext.translation("iso639-3", pycountry.LOCALES_DIR, languages=["fr"])
    return {
        each.alpha_3.upper(): {
            "alias": " ".join(_codes(each, "alpha_2", "bibliographic")),
            "en": each.name,
            "fr": french.gettext(each.name).replace("'", "’"),
        }
        for each in pycountry.languages
    }


def countries() -> dict[str, Row]:
    """The countries by code: those of the standard, with their two letters."""
    french = gettext.translation("iso3166-1", pycountry.LOCALES_DIR, languages=["fr"])
    return {
        each.alpha_3: {
            "alias": " ".join([*_codes(each, "alpha_2"), *FURTHER.get(each.alpha_3, "").split()]),
            "en": each.name,
            "fr": french.gettext(each.name).replace("'", "’"),
        }
        for each in pycountry.countries
    }


def merged(name: str, standard: Mapping[str, Row]) -> Iterator[Row]:
    """The rows of a table with what the standard has more, by code."""
    with (TABLES / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        own = {row["code"]: row for row in csv.DictReader(file)}
    for code in sorted({*own, *standard}):
        empty = dict.fromkeys(COLUMNS, "") | {"iri": f"{AUTHORITY}/{name}/{code}", "code": code}
        given = standard.get(code, {})
        yield empty | given | own.get(code, {}) | {"alias": given.get("alias", "")}


def _codes(entry: object, *names: str) -> list[str]:
    return [code for name in names if (code := getattr(entry, name, None))]


def _write(name: str, rows: Iterator[Row]) -> None:
    made = list(rows)
    with (TABLES / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, COLUMNS, lineterminator="\n")
        writer.writeheader()
        writer.writerows(made)


if __name__ == "__main__":
    _write("language", merged("language", languages()))
    _write("country", merged("country", countries()))
