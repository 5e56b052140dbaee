"""One cell: how a term is written in it, so that it reads back as that very term."""

from collections.abc import Mapping
from datetime import date, datetime, time
from typing import Final

from rdflib import BNode, Literal, URIRef
from rdflib.term import Node

from catalogue.domain.forms import typing
from catalogue.domain.forms.typing import Mistake, is_named
from catalogue.domain.sentences import Sentence, quoted
from catalogue.domain.sheets import notation
from catalogue.domain.sheets.layout import Column, Frame
from catalogue.domain.sheets.model import Value

LONGEST: Final = 32_000  # characters
_TO: Final = "→ "  # before the name of a row, where a text is expected
_DIGITS: Final = 15  # that spreadsheets keep of a number


def write(term: Node, column: Column, frame: Frame, keys: Mapping[Node, str]) -> Value:
    """What a cell holds of a term; None where it is too long for one. `keys` are the names of rows."""
    names = {keys[term]: term} if term in keys else {}
    for value in _plain(term, column, frame, keys):
        if isinstance(value, str) and (value != value.strip() or not value or not notation.is_safe(value)):
            continue
        try:
            if _same(read(value, column, frame, names), term):
                return value if len(str(value)) <= LONGEST else None
        except Mistake:
            continue
    exact = notation.written(term)
    return exact if len(exact) <= LONGEST else None


def _plain(term: Node, column: Column, frame: Frame, keys: Mapping[Node, str]) -> list[Value]:
    """The ways to write a term, the most readable first."""
    if term in keys:
        return [keys[term], f"{_TO}{keys[term]}"]
    if isinstance(term, BNode):
        return []
    text = str(term)
    if isinstance(term, URIRef):
        shown = frame.shown(text) if column.field.vocabularies else None
        return [*([shown] if shown else []), typing.shown(term), text]
    if column.field.editor == "yes-no":
        return [*yes_and_no(frame.language)[:2], text]
    return [*_numbers(text, column), text]


def yes_and_no(language: str) -> tuple[str, str]:
    """How the two values of a boolean are written; both languages are read."""
    return ("Oui", "Non") if language.startswith("fr") else ("Yes", "No")


def _numbers(text: str, column: Column) -> list[Value]:
    if column.field.editor != "number" or len(text) > _DIGITS:
        return []
    try:
        return [int(text)]
    except ValueError:
        try:
            return [float(text)]
        except ValueError:
            return []


def read(value: Value, column: Column, frame: Frame, rows: Mapping[str, Node]) -> Node:
    """The term that a cell holds. Raises Mistake. `rows` are the things of the sheets by the names of their rows."""
    text = typed(value)
    exact = notation.read(text)
    if exact is not None:
        return exact
    field = column.field
    if text.startswith(_TO) and text.removeprefix(_TO).strip() in rows:
        return rows[text.removeprefix(_TO).strip()]
    if is_named(field) or field.parts:
        found = rows.get(text.strip()) or _chosen(text, column, frame)
        if found is not None:
            return found
        if ":" not in text and "." not in text:
            raise _unknown(text, column)
    if column.language is not None:
        return Literal(text, lang=column.language or None)
    return typing.term(text, "", field, frame.language)


def _chosen(text: str, column: Column, frame: Frame) -> URIRef | None:
    iri = frame.chosen(text, column.field.vocabularies)
    return URIRef(iri) if iri else None


def _unknown(text: str, column: Column) -> Mistake:
    if column.field.vocabularies:
        mend = Sentence("Choose an entry of the list, or write its code or its address.")
    elif column.field.parts:
        mend = Sentence(
            "Write the name of a row of the other sheet, such as “%(name)s”.", name="Distribution-1"
        )
    else:
        mend = Sentence("Write the whole address, beginning with “https://”.")
    return Mistake(Sentence("“%(text)s” is not known here.", text=quoted(text)), mend)


def typed(value: Value) -> str:
    """A value as somebody would have typed it: a date without the midnight that spreadsheets add."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and value.is_integer() and abs(value) < 10**_DIGITS:
        return str(int(value))
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat()
    return value.isoformat() if isinstance(value, date | time) else str(value)


def _same(one: Node, other: Node) -> bool:
    """Whether two terms are one to the letter."""
    if isinstance(one, Literal) and isinstance(other, Literal):
        return (str(one), one.language, one.datatype) == (str(other), other.language, other.datatype)
    return type(one) is type(other) and str(one) == str(other)
