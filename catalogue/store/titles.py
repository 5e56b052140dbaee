"""Noting the titles of newest revisions, in the transaction that stores them: lists need nothing else of a text."""

from collections.abc import Iterable
from typing import Any, Final

from rdflib import DCTERMS
from sqlalchemy import Connection, delete, insert

from catalogue.domain.record import Write
from catalogue.domain.spelling import plain
from catalogue.rdf import graphs
from catalogue.store.schema import titles

LONGEST: Final = 1_000  # characters of a title that are noted
TAG: Final = 100  # characters of a language
_CHUNK: Final = 500
_LANGUAGES: Final = 100  # of one description


def note_titles(connection: Connection, writes: Iterable[tuple[int, Write]]) -> None:
    """Note the titles of the descriptions, in place of what was noted of their records."""
    told = [(number, write.description) for number, write in writes if write.description is not None]
    for start in range(0, len(told), _CHUNK):
        these = [number for number, _ in told[start : start + _CHUNK]]
        connection.execute(delete(titles).where(titles.c.record.in_(these)))
    rows = [row for number, each in told for row in rows_of(number, each.iri, each.ntriples)]
    if rows:
        connection.execute(insert(titles), rows)


def rows_of(record: int, iri: str, ntriples: str) -> list[dict[str, Any]]:
    """The rows of a record, one for each language."""
    said = graphs.texts(ntriples, iri, str(DCTERMS.title))
    by_language = {tag.lower()[:TAG]: text[:LONGEST] for tag, text in sorted(said.items())[:_LANGUAGES]}
    return [
        {"record": record, "language": tag, "title": text, "plain": plain(text)}
        for tag, text in by_language.items()
    ]
