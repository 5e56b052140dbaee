"""Terms as N-Triples writes them, on one cell: for what a cell could not say otherwise."""

import re
from typing import Final

from rdflib import BNode, Literal, URIRef
from rdflib.term import Node

from catalogue.domain.terms import expand, shorten

_LITERAL: Final = re.compile(r'"((?:[^"\\]|\\.)*)"(?:@([A-Za-z0-9-]+)|\^\^(\S+))?', re.DOTALL)
_IRI: Final = re.compile(r"<([^<>\"{}|^`\\\s]+)>")
_ABSOLUTE: Final = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[^\x00-\x20<>\"{}|\\^`]+")
_BLANK: Final = re.compile(r"_:([A-Za-z0-9]+)")
_ESCAPE: Final = re.compile(r"\\(?:u([0-9A-Fa-f]{4})|(.))", re.DOTALL)
# What a spreadsheet has no way to hold, would change as it is read, or takes for an escape of its own (`_x000D_`).
_UNSAFE: Final = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\ufffe\uffff]|\r|_(?=x[0-9A-Fa-f]{4}_)")
_NAMES: Final = {"n": "\n", "t": "\t", "r": "\r"}


def is_safe(text: str) -> bool:
    """Whether a cell gives back a text as it is."""
    return not _UNSAFE.search(text)


def is_iri(text: str) -> bool:
    """Whether a text is an address that a thing can have."""
    return bool(_ABSOLUTE.fullmatch(text))


def written(term: Node) -> str:
    """A term as it is written: `"text"@en`, `"1"^^xsd:integer`, `<iri>`, `_:label`."""
    if isinstance(term, BNode):
        return f"_:{term}"
    if isinstance(term, URIRef):
        return f"<{term}>"
    assert isinstance(term, Literal)
    text = str(term).replace("\\", "\\\\").replace('"', '\\"')
    text = _UNSAFE.sub(lambda sign: f"\\u{ord(sign.group()):04X}", text)
    if term.language:
        return f'"{text}"@{term.language}'
    return f'"{text}"^^{shorten(str(term.datatype))}' if term.datatype else f'"{text}"'


def read(text: str) -> Node | None:
    """The term that is written so; None for a text that is no notation."""
    if found := _IRI.fullmatch(text):
        return URIRef(found[1])
    if found := _BLANK.fullmatch(text):
        return BNode(found[1])
    if found := _LITERAL.fullmatch(text):
        plain = _ESCAPE.sub(_unescaped, found[1])
        if found[2]:
            return Literal(plain, lang=found[2])
        if found[3]:
            return Literal(plain, datatype=URIRef(expand(found[3].strip("<>"))), normalize=False)
        return Literal(plain)
    return None


def _unescaped(found: re.Match[str]) -> str:
    return chr(int(found[1], 16)) if found[1] else _NAMES.get(found[2], found[2])
