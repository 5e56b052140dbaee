"""Reading the controlled vocabularies of `shapes/vocabularies/`: a manifest, and a table for each."""

import tomllib
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from hashlib import sha256
from pathlib import Path
from typing import Any, TypeVar

from catalogue.domain.errors import WrongSetting
from catalogue.domain.successors import Rule
from catalogue.domain.terms import expand
from catalogue.domain.vocabulary import Concept, Scheme, Vocabularies
from catalogue.rdf.tables import Table, WrongTable

Made = TypeVar("Made")

MANIFEST = "vocabularies.toml"
FORMER = "former.toml"


def read_vocabularies(*folders: Path) -> Vocabularies:
    """The vocabularies of one or more folders, about 40 ms; a later folder replaces a scheme it has too.

    Raises WrongSetting naming the file that cannot be used, its line where there is one, and why.
    """
    schemes = {scheme.iri: scheme for folder in folders for scheme in _schemes(folder)}
    return Vocabularies(schemes.values(), [rule for folder in folders for rule in _rules(folder / FORMER)])


def _schemes(folder: Path) -> Iterator[Scheme]:
    manifest = folder / MANIFEST
    listed: dict[str, str] = {}
    for name, entry in _toml(manifest).items():
        scheme = _checked(manifest, partial(_scheme, name, entry, folder / f"{name}.csv"))
        for concept in scheme.concepts:
            before = listed.setdefault(concept.iri, name)
            if before != name:
                reason = f"<{concept.iri}> stands in {before}.csv too"
                raise WrongSetting(name=str(folder / f"{name}.csv"), reason=reason)
        yield scheme


def _scheme(name: str, entry: Mapping[str, Any], file: Path) -> Scheme:
    data = file.read_bytes()
    head = (entry["iri"], name, entry["title"], entry["source"], entry["date"], entry.get("complete", True))
    member = (expand(entry["member"]),) if "member" in entry else ()
    narrower_only = entry.get("members") == "narrower"
    edition = sha256(repr(sorted(entry.items())).encode() + data).hexdigest()
    try:
        concepts = tuple(_concepts(Table(data), entry["iri"], (member, narrower_only)))
    except WrongTable as problem:
        raise WrongSetting(name=f"{file}, line {problem.line}", reason=str(problem)) from None
    return Scheme(*head, concepts, edition, entry.get("preloaded", True))


def _concepts(table: Table, scheme: str, classes: tuple[tuple[str, ...], bool]) -> Iterator[Concept]:
    member, narrower_only = classes
    plain = (table.column(name) for name in ("iri", "code", "alias", "broader", "deprecated"))
    for iri, code, alias, broader, deprecated, labels in zip(*plain, table.labels(), strict=True):
        own = () if narrower_only and not broader else member
        aliases = tuple(alias.split()) if alias else ()
        yield Concept(iri, code, scheme, labels, broader, deprecated == "true", own, aliases)


def _rules(file: Path) -> list[Rule]:
    """What a folder knows of former addresses; it need not know any."""
    if not file.is_file():
        return []
    rules = _toml(file).get("rule", [])
    return _checked(file, lambda: [_rule(entry, old) for entry in rules for old in entry["from"]])


def _rule(entry: Mapping[str, Any], old: str) -> Rule:
    further = {name: entry[name] for name in ("since", "codes", "accepted", "whole") if name in entry}
    return Rule(old, entry["to"], entry["reason"], **further)


def _toml(file: Path) -> dict[str, Any]:
    return _checked(file, lambda: tomllib.loads(file.read_text(encoding="utf-8")))


def _checked(file: Path, make: Callable[[], Made]) -> Made:
    """What is made of a file. Raises WrongSetting naming it when it cannot be."""
    try:
        return make()
    except (OSError, ValueError) as error:
        raise WrongSetting(name=str(file), reason=str(error)) from None
    except KeyError as error:
        raise WrongSetting(name=str(file), reason=f"{error} is missing") from None
