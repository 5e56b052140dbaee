"""Reading RDF from files and bodies: any serialisation, bounded, with errors that say where."""

import codecs
import re
import sqlite3
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import IO, Final
from xml.parsers import expat

import pyoxigraph as ox

from catalogue.domain.errors import NotAbsolute, NoText, TooLarge, Unreadable, WebPage
from catalogue.domain.sentences import Sentence, quoted
from catalogue.rdf import formats
from catalogue.rdf.formats import JSON_LD, RDF_XML, Format
from catalogue.rdf.statements import MEGABYTES, Statements

# JSON-LD leaves out what has a relative IRI; read against this base, it can be told instead.
_NO_BASE: Final = "relative-iri:/"
_ENTITY_LIMIT: Final = 1024
_SNIFFED: Final = 4096
_JSON_BLOCK: Final = 2**20
# Below this depth JSON-LD takes memory by the square of it, until the process is ended.
_DEEPEST_JSON: Final = 200
_HTML: Final = re.compile(
    rb"(?:\xef\xbb\xbf)?\s*+(?:<\?xml[^>]*+>\s*+)?(?:(?><!--.*?-->)\s*+)*+<(?:!doctype\s+html|html)\b",
    re.I | re.S,
)
_NO_TEXT: Final = (b"%PDF-", b"PK\x03\x04", b"\x1f\x8b")  # PDF; ZIP, as spreadsheets are; gzip
_MALFORMED_ID: Final = re.compile(rb'"@id"\s*+:\s*+"([^"\\ <>{}|^`]*+[ <>{}|^`][^"]*+)"')
_JSON_TEXT: Final = re.compile(rb'"[^"\\]*(?:\\.[^"\\]*)*(?:"|\Z)', re.DOTALL)
_NO_BRACKETS: Final = bytes(set(range(256)) - set(b"{}[]"))
_NO_UTF8: Final = Sentence("it is not in the encoding UTF-8; save the file as UTF-8")
_CUT_OFF: Final = Sentence(
    "the file ends too early, before a statement is complete; write its end, or get the whole file"
)
_PLAIN_WORDS: Final = {
    "LoadDocumentCallback": Sentence(
        "it names a JSON-LD context on another server, and none is fetched; write the context into the file"
    ),
    "No scheme found": Sentence("an IRI is relative and the file has no base; write it in full"),
    **dict.fromkeys(("Invalid UTF-8", "using UTF-8", "Only UTF-8"), _NO_UTF8),
    **dict.fromkeys(("Unexpected end", "before end of input"), _CUT_OFF),
}


def read(data: bytes | Path, source: str, form: Format | None = None, base: str | None = None) -> Statements:
    """The statements of a file or body; named graphs are taken together.

    Without `form` the content decides. Raises Unreadable (with line and column), NotAbsolute, TooLarge,
    UnknownFormat.
    """
    start = _start(data)
    _check_start(start, source)
    form = form or guess(start)
    if form is RDF_XML:
        _check_entities(data, source)
    statements = Statements(source)
    try:
        _load(statements, data, form, base)
    except BaseException:
        statements.__exit__()
        raise
    return statements


def is_web_page(start: bytes) -> bool:
    """Whether a content begins as HTML does."""
    return _HTML.match(start) is not None


def _check_start(start: bytes, source: str) -> None:
    """Refuse what is plainly something else, before a parser stumbles over it and says so in its own way."""
    if not start.strip():
        raise Unreadable(source=source, line=1, column=1, reason=Sentence("the file is empty"))
    if is_web_page(start):
        raise WebPage(source=source, known=formats.known())
    is_utf16 = start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    if start.startswith(_NO_TEXT) or (b"\0" in start and not is_utf16):
        raise NoText(source=source, known=formats.known())


def guess(start: bytes) -> Format:
    """The serialisation of a content that has no name: by how it begins."""
    text = start.removeprefix(codecs.BOM_UTF8).lstrip()
    if text.startswith((b"<?xml", b"<rdf:RDF", b"<!DOCTYPE", b"<!--")):
        return RDF_XML
    if text.startswith((b"{", b"[")) and _begins_json(text):
        return JSON_LD
    return formats.TRIG  # every Turtle, N-Triples and TriG document is TriG; N-Quads is told by its name


def _begins_json(text: bytes) -> bool:
    rest = text[1:].lstrip()
    return not rest or rest[:1] in b'"{[]}'


def _start(data: bytes | Path) -> bytes:
    if isinstance(data, bytes):
        return data[:_SNIFFED]
    with data.open("rb") as file:
        return file.read(_SNIFFED)


def _load(statements: Statements, data: bytes | Path, form: Format, base: str | None) -> None:
    source = statements.source
    if form is JSON_LD:
        _check_json_depth(data, source)
        _check_json_iris(data, source)
    try:
        with _opened(data) as file:
            statements.add(_statements(_quads(file, form, base), source, form))
    except SyntaxError as error:
        raise _unreadable(error, source, data) from None
    except MemoryError:
        raise TooLarge(source=f"{source}: a single value", limit=MEGABYTES) from None
    except (ValueError, OSError, sqlite3.Error) as error:
        raise Unreadable(source=source, line=1, column=1, reason=quoted(str(error))) from None
    if next(statements.terms(), None) is None:
        reason = Sentence("no statement in this %(format)s file", format=form.label)
        raise Unreadable(source=source, line=1, column=1, reason=reason)


def _opened(data: bytes | Path) -> IO[bytes]:
    """The content from its first byte, after a byte order mark."""
    file: IO[bytes] = data.open("rb") if isinstance(data, Path) else BytesIO(data)
    if file.read(len(codecs.BOM_UTF8)) != codecs.BOM_UTF8:
        file.seek(0)
    return file


def _quads(file: IO[bytes], form: Format, base: str | None) -> Iterator[ox.Quad]:
    base = base or (_NO_BASE if form is JSON_LD else None)
    return iter(ox.parse(file, format=_parsed(form), base_iri=base))


def _parsed(form: Format) -> ox.RdfFormat:
    parsed = ox.RdfFormat.from_media_type(form.media_type)
    assert parsed
    return parsed


def _check_json_depth(data: bytes | Path, source: str) -> None:
    """Refuse JSON that is nested too deeply, before a parser that calls itself follows it down."""
    unclosed, in_text = b"", False
    with _opened(data) as file:
        while block := file.read(_JSON_BLOCK):
            if (len(block) - len(block.rstrip(b"\\"))) % 2:
                block += file.read(1)  # what a backslash escapes stays with it
            rest = _JSON_TEXT.sub(b"", (b'"' if in_text else b"") + block + b"\0")
            in_text = not rest.endswith(b"\0")  # a text that goes on in the next block took the mark along
            unclosed = _unclosed(unclosed + rest.translate(None, _NO_BRACKETS))
            if len(unclosed) > _DEEPEST_JSON:
                reason = Sentence("it is nested more than %(count)s levels deep", count=_DEEPEST_JSON)
                raise Unreadable(source=source, line=1, column=1, reason=reason)


def _unclosed(brackets: bytes) -> bytes:
    """The brackets without those that are closed; what is left beyond the deepest level is too deep anyway."""
    for _ in range(_DEEPEST_JSON):
        length = len(brackets)
        brackets = brackets.replace(b"{}", b"").replace(b"[]", b"")
        if len(brackets) == length:
            break
    return brackets


def _check_json_iris(data: bytes | Path, source: str) -> None:
    """JSON-LD leaves out a node whose IRI is malformed; here it is refused with its line."""
    with _opened(data) as file:
        for number, line in enumerate(file, 1):
            for found in _MALFORMED_ID.finditer(line):
                reason = f"Invalid IRI: {quoted(found[1].decode(errors='replace'))}"
                raise Unreadable(source=source, line=number, column=found.start(1) + 1, reason=reason)


def _statements(
    quads: Iterator[ox.Quad], source: str, form: Format
) -> Iterator[ox.Triple] | Iterator[ox.Quad]:
    """What a file says, whatever graphs it has; who has none is not looked at one by one."""
    if form is JSON_LD:
        return (_absolute(quad, source) for quad in quads)
    has_graphs = _parsed(form).supports_datasets
    return (quad.triple for quad in quads) if has_graphs else quads


def _absolute(quad: ox.Quad, source: str) -> ox.Triple:
    for term in quad.triple:
        if isinstance(term, ox.NamedNode) and term.value.startswith(_NO_BASE):
            raise NotAbsolute(source=source, iri=quoted(term.value.removeprefix(_NO_BASE)))
    return quad.triple


def _unreadable(error: SyntaxError, source: str, data: bytes | Path) -> Unreadable:
    reason = error.msg
    if reason.startswith("Parser error "):
        reason = reason.partition(": ")[2] or Sentence("it is not understood from here on")
    line, column = error.lineno, error.offset
    if line is None:
        line, column = _locate(reason, data)
    return Unreadable(source=source, line=line, column=column, reason=_in_plain_words(reason))


def _in_plain_words(reason: str) -> str:
    for sign, words in _PLAIN_WORDS.items():
        if sign in reason:
            return words
    return reason if isinstance(reason, Sentence) else quoted(reason)


def _locate(reason: str, data: bytes | Path) -> tuple[int, int]:
    """Where an error without a place is: where the XML breaks, or where what it names first stands."""
    named = re.search(r"'([^']+)'", reason)
    sought = b"@context" if "LoadDocumentCallback" in reason else (named[1].encode() if named else None)
    parser = expat.ParserCreate()
    with _opened(data) as file:
        for number, line in enumerate(file, 1):
            if sought and sought in line:
                return number, line.index(sought) + 1
            if not sought:
                try:
                    parser.Parse(line)
                except expat.ExpatError as broken:
                    return broken.lineno, broken.offset + 1
    return (parser.CurrentLineNumber, parser.CurrentColumnNumber + 1) if not sought else (1, 1)


class _Prologue(Exception):
    """The first element was reached."""


def _check_entities(data: bytes | Path, source: str) -> None:
    """Refuse entities that reach outside or grow: only short, plain ones are left, as OWL files use."""

    def declared(name: str, _parameter: object, value: str | None, *_: object) -> None:
        if value is None:
            raise Unreadable(
                source=source,
                line=parser.CurrentLineNumber,
                column=1,
                reason=Sentence("the entity %(name)s is external", name=quoted(name)),
            )
        if "&" in value or len(value) > _ENTITY_LIMIT:
            raise Unreadable(
                source=source,
                line=parser.CurrentLineNumber,
                column=1,
                reason=Sentence("the entity %(name)s grows when it is used", name=quoted(name)),
            )

    def reached(*_: object) -> None:
        raise _Prologue

    parser = expat.ParserCreate()
    parser.EntityDeclHandler = declared
    parser.StartElementHandler = reached
    try:
        for block in _blocks(data):
            parser.Parse(block)
    except (_Prologue, expat.ExpatError):
        return  # the RDF parser tells what is wrong, if anything is


def _blocks(data: bytes | Path) -> Iterator[bytes]:
    with _opened(data) as file:
        while block := file.read(_SNIFFED):
            yield block
