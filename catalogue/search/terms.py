"""The list of everyday health and research terms in English and French that ships with the project.

One concept a line; each column has its ways of saying it, the plainest first (docs/search.md). Beside it stands which
of them are kinds or parts of which.
"""

import csv
from collections.abc import Iterator, Mapping
from importlib.resources import files

_SEPARATOR = "|"

Term = Mapping[str, tuple[str, ...]]  # by language, the ways to say one thing


def terms() -> Iterator[Term]:
    """All concepts of the list."""
    folder = files("catalogue.translations") / "terms"
    for file in sorted(folder.iterdir(), key=lambda each: each.name):
        if file.name.endswith(".tsv"):
            rows = csv.DictReader(
                file.read_text("utf-8").splitlines(), dialect="excel-tab", quoting=csv.QUOTE_NONE
            )
            for row in rows:
                yield {language: tuple(said.split(_SEPARATOR)) for language, said in row.items()}


def narrower() -> Mapping[str, tuple[str, ...]]:
    """Of a broader concept those that are kinds or parts of it, each by an English way to say it."""
    text = (files("catalogue.translations") / "narrower.tsv").read_text("utf-8")
    rows = (line.split("\t") for line in text.splitlines()[1:])
    return {broader: tuple(some.split(_SEPARATOR)) for broader, some in rows}
