"""Reading the controlled vocabularies of `shapes/vocabularies/`: a manifest, and a table for each."""

import csv
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from catalogue.domain.errors import WrongSetting
from catalogue.domain.successors import Rule
from catalogue.domain.terms import expand
from catalogue.domain.vocabulary import Concept, Scheme, Vocabularies

MANIFEST = "vocabularies.toml"
FORMER = "former.toml"
_PLAIN_COLUMNS = frozenset({"iri", "code", "broader", "deprecated", "alias"})


def read_vocabularies(*folders: Path) -> Vocabularies:
    """The vocabularies of one or more folders, about 15 ms; a later folder replaces a scheme it has too.

    Raises WrongSetting naming the file that cannot be used.
    """
    schemes = [scheme for folder in folders for scheme in _schemes(folder)]
    return Vocabularies(schemes, [rule for folder in folders for rule in _rules(folder / FORMER)])


def _rules(file: Path) -> Iterator[Rule]:
    """What a folder knows of former addresses; it need not know any."""
    if not file.is_file():
        return
    try:
        for entry in tomllib.loads(file.read_text(encoding="utf-8"))["rule"]:
            for old in entry["from"]:
                codes = entry.get("codes", {})
                yield Rule(old, entry["to"], entry["reason"], entry.get("since"), codes)
    except (OSError, ValueError, KeyError) as error:
        raise WrongSetting(name=str(file), reason=_reason(error)) from None


def _schemes(folder: Path) -> Iterator[Scheme]:
    manifest = folder / MANIFEST
    try:
        entries = tomllib.loads(manifest.read_text(encoding="utf-8"))
        for name, entry in entries.items():
            yield _scheme(name, entry, folder / f"{name}.csv")
    except (OSError, ValueError, KeyError, csv.Error) as error:
        raise WrongSetting(name=str(manifest), reason=_reason(error)) from None


def _reason(error: Exception) -> str:
    return f"{error} is missing" if isinstance(error, KeyError) else str(error)


def _scheme(name: str, entry: Mapping[str, Any], table: Path) -> Scheme:
    with table.open(encoding="utf-8", newline="") as rows:
        concepts = tuple(_concepts(csv.DictReader(rows), entry))
    return Scheme(
        entry["iri"],
        name,
        entry["title"],
        entry["source"],
        entry["date"],
        entry.get("complete", True),
        concepts,
    )


def _concepts(rows: Iterable[Mapping[str, str]], entry: Mapping[str, Any]) -> Iterator[Concept]:
    member = (expand(entry["member"]),) if "member" in entry else ()
    narrower_only = entry.get("members") == "narrower"
    for row in rows:
        labels = {name: text for name, text in row.items() if text and name not in _PLAIN_COLUMNS}
        classes = () if narrower_only and not row["broader"] else member
        deprecated = row["deprecated"] == "true"
        aliases = tuple(row.get("alias", "").split())
        yield Concept(
            row["iri"], row["code"], entry["iri"], labels, row["broader"], deprecated, classes, aliases
        )
