"""Serialising stored descriptions: one alone, or many in one document.

A document is `head`, fragments joined by `separator`, and `foot`. Every fragment is complete in itself, so that
a page of a feed is put together from stored bytes.
"""

import json
import re
from collections.abc import Iterable
from html import escape
from typing import Any, Final
from xml.parsers import expat

import pyoxigraph as ox

from catalogue.domain.characters import FORBIDDEN_IN_XML, Unsayable, forbidden_character
from catalogue.domain.errors import NotRepresentable
from catalogue.domain.terms import PREFIXES
from catalogue.rdf.canonical import canonical, triples_of
from catalogue.rdf.formats import JSON_LD, N_TRIPLES, RDF_XML, SERVED, TURTLE, Format

_PREFIXES: Final = dict(PREFIXES)
_HEADS: Final = {
    TURTLE: "".join(f"@prefix {name}: <{iri}> .\n" for name, iri in _PREFIXES.items()) + "\n",
    RDF_XML: '<?xml version="1.0" encoding="UTF-8"?>\n<rdf:RDF'
    + "".join(f'\n    xmlns:{name}="{escape(iri)}"' for name, iri in _PREFIXES.items())
    + ">\n",
    JSON_LD: '{"@context": ' + json.dumps(_PREFIXES) + ',\n"@graph": [\n',
    N_TRIPLES: "",
}
# N-Triples write most of them as escapes, which may also stand for others.
_SUSPECT: Final = re.compile(rf"\\[bfuU]|{FORBIDDEN_IN_XML.pattern}")
_FEET: Final = {RDF_XML: "</rdf:RDF>\n", JSON_LD: "\n]}\n"}


def head(form: Format) -> bytes:
    """What a document begins with."""
    return _HEADS[form].encode()


def foot(form: Format) -> bytes:
    """What a document ends with."""
    return _FEET.get(form, "").encode()


def separator(form: Format) -> bytes:
    """What stands between two fragments."""
    return b",\n" if form is JSON_LD else b""


def document(fragments: Iterable[bytes], form: Format) -> bytes:
    """The document of these fragments."""
    return head(form) + separator(form).join(part for part in fragments if part) + foot(form)


def body(ntriples: str, form: Format) -> bytes:
    """One description as a document. Raises NotRepresentable when the format cannot say it."""
    return ntriples.encode() if form is N_TRIPLES else document([fragment(ntriples, form)], form)


def fragment(ntriples: str, form: Format, scope: str = "") -> bytes:
    """One description without head and foot; `scope` makes its blank nodes different from all others'.

    `scope` must be letters and digits, beginning with a letter. Raises NotRepresentable.
    """
    triples = _scoped(ntriples, scope) if scope else list(triples_of(ntriples))
    if form is RDF_XML:
        return _rdf_xml(triples)
    if form is JSON_LD:
        return _json_ld(triples)
    if form is TURTLE:
        return _turtle(triples)
    return _serialise(triples, ox.RdfFormat.N_TRIPLES)


def _serialise(triples: list[ox.Triple], form: ox.RdfFormat) -> bytes:
    return ox.serialize(triples, format=form, prefixes=_PREFIXES) or b""


def _scoped(ntriples: str, scope: str) -> list[ox.Triple]:
    def rename(term: Any) -> Any:
        return ox.BlankNode(scope + term.value) if isinstance(term, ox.BlankNode) else term

    return [ox.Triple(rename(t.subject), t.predicate, rename(t.object)) for t in triples_of(ntriples)]


def _turtle(triples: list[ox.Triple]) -> bytes:
    """The writer puts its prefixes first, in an order that changes; `head` has them in ours."""
    written = _serialise(triples, ox.RdfFormat.TURTLE)
    start = 0
    while written.startswith(b"@prefix ", start):
        start = written.index(b"\n", start) + 1
    return written[start:]


def _rdf_xml(triples: list[ox.Triple]) -> bytes:
    """RDF/XML has no way to write some predicates and characters, and the writer does not refuse them."""
    # A carriage return that is not escaped would come back as a line break.
    written = _serialise(triples, ox.RdfFormat.RDF_XML).replace(b"\r", b"&#13;")
    inner = written[written.index(b">", written.index(b"<rdf:RDF")) + 1 : written.rindex(b"</rdf:RDF>")]
    whole = head(RDF_XML) + inner + foot(RDF_XML)
    try:
        # The RDF parser takes names that XML does not have; others would stumble over them.
        expat.ParserCreate(namespace_separator=" ").Parse(whole, True)
        back = list(ox.parse(whole, format=ox.RdfFormat.RDF_XML))
        same = canonical(quad.triple for quad in back)[1] == canonical(triples)[1]
    except (SyntaxError, ValueError, expat.ExpatError):
        same = False
    if not same:
        raise NotRepresentable(format=RDF_XML.label, reason=_unsayable(triples), others=_others(RDF_XML))
    return inner.lstrip(b"\n")


def _others(form: Format) -> str:
    return ", ".join(other.label for other in SERVED if other is not form)


def _unsayable(triples: list[ox.Triple]) -> str:
    """The first reason why RDF/XML cannot say these triples, for people."""
    for triple in triples:
        if not re.search(r"[^\W\d][\w.-]*$", triple.predicate.value):
            return f"the property <{triple.predicate.value}> has no ending that is a name in XML"
        if isinstance(triple.object, ox.Literal) and FORBIDDEN_IN_XML.search(triple.object.value):
            return f"a value of <{triple.predicate.value}> holds a character that XML forbids"
    return "it would not come back the same"


def check_characters(source: str, ntriples: str) -> None:
    """Raises Unsayable for stored N-Triples with a literal that XML cannot say."""
    if not _SUSPECT.search(ntriples):
        return
    for triple in triples_of("\n".join(line for line in ntriples.split("\n") if _SUSPECT.search(line))):
        found = isinstance(triple.object, ox.Literal) and forbidden_character(triple.object.value)
        if found:
            raise Unsayable(source=source, path=triple.predicate.value, character=found)


def _json_ld(triples: list[ox.Triple]) -> bytes:
    """Short names for properties and types; a node with an IRI that looks like a short name keeps long ones."""
    nodes = json.loads(_serialise(triples, ox.RdfFormat.JSON_LD))
    ambiguous = any(_looks_short(term) for triple in triples for term in (triple.subject, triple.object))
    written = [{"@context": None, **node} if ambiguous else _short_keys(node) for node in nodes]
    return ",\n".join(json.dumps(node, ensure_ascii=False) for node in written).encode()


def _looks_short(term: Any) -> bool:
    return isinstance(term, ox.NamedNode) and term.value.partition(":")[0] in _PREFIXES


def _short_keys(node: dict[str, Any]) -> dict[str, Any]:
    short = {_short(key): value for key, value in node.items()}
    types = short.get("rdf:type", [])
    if types and all("@id" in value for value in types):
        del short["rdf:type"]
        identity = {"@id": short.pop("@id")}
        return identity | {"@type": [_short(value["@id"]) for value in types]} | short
    return short


def _short(iri: str) -> str:
    for name, namespace in _PREFIXES.items():
        if iri.startswith(namespace) and iri[len(namespace) :].isidentifier():
            return f"{name}:{iri[len(namespace) :]}"
    return iri
