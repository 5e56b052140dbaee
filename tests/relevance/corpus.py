"""The descriptions that the questions are about, by the names that the judgements use.

They are the demonstration, and the official examples where their folder is given. A program that measures a search
takes these in, published whatever they lack, and turns the IRIs of its results into names.
"""

from collections.abc import Iterable
from pathlib import Path
from typing import Final

from catalogue.domain.record import Description, Kind
from catalogue.rdf.canonical import describe_text
from catalogue.rdf.formats import TURTLE
from catalogue.rdf.reading import read
from catalogue.rdf.splitting import split
from catalogue.services.demonstration import FOLDER

BASE: Final = "http://127.0.0.1:8000/"
SEARCHED: Final = (Kind.DATASET, Kind.SERIES)
Corpus = dict[str, Description]


def demonstration(base: str = BASE) -> Corpus:
    """The demonstration of an instance at this address: each dataset, and the series that two of them share."""
    found = (each for path in sorted(FOLDER.glob("*.ttl")) for each in _searched(path, base))
    return {f"demonstration/{_end(each)}": each for each in found}


def examples(reference: Path) -> Corpus:
    """The official examples. Of two files about the same dataset the first one counts."""
    found: Corpus = {}
    iris: set[str] = set()
    for path in sorted((reference / "examples").glob("*.ttl")):
        descriptions = [each for each in _searched(path, BASE) if each.iri not in iris]
        iris.update(each.iri for each in descriptions)
        found |= {_name(path, each, alone=len(descriptions) == 1): each for each in descriptions}
    return found


def only_in(language: str, corpus: Corpus) -> Corpus:
    """The same as if it had been written in English or French alone, for questions in the other language."""
    other = {"en": "fr", "fr": "en"}[language]
    return {name: _without(other, description) for name, description in corpus.items()}


def names(corpus: Corpus) -> dict[str, str]:
    """The name of each IRI."""
    return {description.iri: name for name, description in corpus.items()}


def _searched(path: Path, base: str) -> Iterable[Description]:
    with read(path, path.name, TURTLE, base) as statements:
        found = list(split(statements, lambda key: f"{base}dataset/{key}").descriptions)
    return [each for each in found if each.kind in SEARCHED]


def _name(path: Path, description: Description, *, alone: bool) -> str:
    return f"example/{path.stem}" if alone else f"example/{path.stem}/{_end(description)}"


def _end(description: Description) -> str:
    return description.iri.rstrip("/").rpartition("/")[2]


def _without(language: str, description: Description) -> Description:
    """A description without its texts in a language: canonical N-Triples have one statement a line."""
    lines = description.ntriples.splitlines(keepends=True)
    kept = "".join(line for line in lines if not line.endswith(f'"@{language} .\n'))
    return describe_text(description.iri, description.kind, kept)
