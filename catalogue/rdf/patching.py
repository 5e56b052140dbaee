"""RDF Patch (afs.github.io/rdf-patch): changes to a stored description, a statement a line.

    TX .
    D <http://example.org/1> <http://purl.org/dc/terms/title> "Cohrot"@en .
    A <http://example.org/1> <http://purl.org/dc/terms/title> "Cohort"@en .
    TC .

Terms are written as in N-Triples. A blank node has the label that it has in the N-Triples of the version that is
changed; any other label is a new node.
"""

from collections.abc import Iterator
from typing import Final

import pyoxigraph as ox

from catalogue.domain.deliveries import DoesNotApply
from catalogue.domain.errors import Unreadable
from catalogue.domain.record import Description
from catalogue.domain.sentences import Sentence, quoted
from catalogue.rdf.canonical import describe, triples_of

MEDIA_TYPE: Final = "application/rdf-patch"
_ROWS_WITHOUT_A_CHANGE: Final = ("H", "TX", "TC")
_BOM: Final = "\ufeff"


def patched(description: Description, patch: bytes, source: str) -> Description:
    """The description after the changes, which all apply or none.

    Raises Unreadable for what is no patch, and DoesNotApply when it deletes what is not there or adds what is.
    """
    triples = dict.fromkeys(triples_of(description.ntriples))
    for number, row, statement in _changes(_text(patch, source), source):
        triple = _triple(statement, (source, number))
        if row == "A" and triple in triples:
            raise DoesNotApply(line=number, reason=Sentence("the statement that it adds is there already."))
        if row == "D" and triple not in triples:
            raise DoesNotApply(line=number, reason=Sentence("the statement that it deletes is not there."))
        if row == "A":
            triples[triple] = None
        else:
            del triples[triple]
    return describe(description.iri, description.kind, triples)


def _text(patch: bytes, source: str) -> str:
    try:
        return patch.decode().removeprefix(_BOM)
    except UnicodeDecodeError as error:
        line = patch.count(b"\n", 0, error.start) + 1
        reason = Sentence("it is not in the encoding UTF-8; save the file as UTF-8")
        raise Unreadable(source=source, line=line, column=1, reason=reason) from None


def _changes(text: str, source: str) -> Iterator[tuple[int, str, str]]:
    """The rows that add or delete: number of the line, A or D, and the statement."""
    found = False
    for number, line in enumerate(text.split("\n"), 1):
        row, _, rest = line.strip().partition(" ")
        if not row or row.startswith("#") or row in _ROWS_WITHOUT_A_CHANGE:
            continue
        if row not in ("A", "D"):
            reason = Sentence(
                "a row of a patch begins with A or D, and not with “%(row)s”", row=quoted(row, 20)
            )
            raise Unreadable(source=source, line=number, column=1, reason=reason)
        found = True
        yield number, row, rest
    if not found:
        raise Unreadable(source=source, line=1, column=1, reason=Sentence("it changes nothing"))


def _triple(statement: str, at: tuple[str, int]) -> ox.Triple:
    source, number = at
    try:
        [triple] = triples_of(f"{statement}\n")
    except (SyntaxError, ValueError) as error:
        reason = getattr(error, "msg", "") or Sentence(
            "one statement stands on a line, written as in N-Triples"
        )
        told = reason if isinstance(reason, Sentence) else quoted(reason.partition(": ")[2] or reason)
        column = (getattr(error, "offset", None) or 1) + 2
        raise Unreadable(source=source, line=number, column=column, reason=told) from None
    if any(isinstance(term, ox.Triple) for term in triple):
        reason = Sentence("it quotes a triple (RDF-star)")
        raise Unreadable(source=source, line=number, column=3, reason=reason)
    return triple
