"""Reading RDF: every serialisation, and an error with its place for everything that is not."""

import time
from pathlib import Path

import psutil
import pytest

from catalogue.domain.errors import BadInput, NotAbsolute, TooLarge, UnknownFormat, Unreadable
from catalogue.rdf.canonical import canonical
from catalogue.rdf.formats import (
    FORMATS,
    JSON_LD,
    N_QUADS,
    RDF_XML,
    TURTLE,
    Format,
    by_extension,
    by_media_type,
)
from catalogue.rdf.reading import guess, read
from catalogue.rdf.statements import Statements

TRIPLE = b'<http://x/s> <http://x/p> "o"@en .\n'
SAME = {
    "ttl": TRIPLE,
    "nt": TRIPLE,
    "trig": b"<http://x/graph> { " + TRIPLE + b" }",
    "nq": b'<http://x/s> <http://x/p> "o"@en <http://x/graph> .\n',
    "jsonld": b'{"@id": "http://x/s", "http://x/p": {"@value": "o", "@language": "en"}}',
    "rdf": b'<?xml version="1.0"?><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:x="http://x/">'
    b'<rdf:Description rdf:about="http://x/s"><x:p xml:lang="en">o</x:p></rdf:Description></rdf:RDF>',
}


def rdf_xml(about: str, prologue: str = "", value: str = "o") -> bytes:
    return (
        f'<?xml version="1.0"?>{prologue}\n<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" '
        f'xmlns:x="http://x/">\n<rdf:Description rdf:about="{about}"><x:p>{value}</x:p></rdf:Description>\n</rdf:RDF>'
    ).encode()


def text_of(statements: Statements) -> str:
    return canonical(statements.find())[0]


@pytest.mark.parametrize("extension", SAME)
def test_each_serialisation_says_the_same(extension: str) -> None:
    with read(SAME[extension], "f", by_extension(extension)) as statements:
        assert text_of(statements).encode() == TRIPLE


@pytest.mark.parametrize("extension", ["ttl", "nt", "trig", "jsonld", "rdf"])
def test_the_content_tells_the_serialisation_where_nothing_else_does(extension: str) -> None:
    with read(SAME[extension], "f") as statements:
        assert len(statements) == 1


def test_every_format_is_found_by_its_names() -> None:
    for form in FORMATS:
        assert by_extension(f".{form.extension.upper()}") is form
        assert by_media_type(f"{form.media_type}; charset=utf-8") is form
    assert by_extension("docx") is None
    assert by_media_type("text/html") is None


def test_lexical_forms_are_kept() -> None:
    turtle = b"""@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
        <http://x/s> <http://x/p> "01"^^xsd:integer, 1, 1.50, "00Z"^^xsd:time, " a  b\\n" ,
            "2026-01-01T00:00:00Z"^^xsd:dateTime, "2026-01-01"^^xsd:date, "TRUE"^^xsd:boolean, "1"^^xsd:boolean ."""
    with read(turtle, "f", TURTLE) as statements:
        text = text_of(statements)
    for lexical in ("01", "1", "1.50", "00Z", "2026-01-01T00:00:00Z", "2026-01-01", "TRUE"):
        assert f'"{lexical}"^^<http://www.w3.org/2001/XMLSchema#' in text
    assert '" a  b\\n" .' in text
    assert len(text.splitlines()) == 9


def test_a_file_is_read_like_a_body_and_may_begin_with_a_byte_order_mark(tmp_path: Path) -> None:
    path = tmp_path / "a.ttl"
    path.write_bytes(b"\xef\xbb\xbf" + TRIPLE)
    with read(path, "a.ttl", TURTLE) as statements:
        assert len(statements) == 1


def test_a_large_file_is_sorted_on_disk_and_leaves_nothing_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SQLITE_TMPDIR", str(tmp_path / "sorted"))
    (tmp_path / "sorted").mkdir()
    path = tmp_path / "large.nt"
    with path.open("wb") as file:
        for number in range(420_000):
            file.write(
                b'<http://x/%d> <http://x/property/with/a/long/name/to/fill/the/file> "value %d" .\n'
                % (number, number)
            )
    before = psutil.Process().memory_info().rss
    with read(path, "large", TURTLE) as statements:
        assert len(statements) == 420_000
        assert psutil.Process().memory_info().rss - before < 150 * 2**20
    assert not list((tmp_path / "sorted").iterdir())


@pytest.mark.parametrize("content", [b"", b"   \n\n"])
def test_an_empty_file_is_said_to_be_empty(content: bytes) -> None:
    with pytest.raises(Unreadable, match="empty"):
        read(content, "f", TURTLE)


def test_a_file_without_a_statement_is_refused() -> None:
    with pytest.raises(Unreadable, match="no statement"):
        read(b"# nothing but a remark\n", "f", TURTLE)


@pytest.mark.parametrize(
    ("content", "line"),
    [
        (TRIPLE * 3 + b"this is no Turtle", 4),
        (b'@prefix a: <http://a/> .\na:x a:y a:z ;\n a:q "cut off', 3),
        (TRIPLE + b'<http://x/s> <http://x/p> "\xe9" .', 2),
        (TRIPLE + b"<http://x/with space> <http://x/p> 1 .", 2),
        (TRIPLE + b"<relative> <http://x/p> 1 .", 2),
    ],
    ids=["not RDF", "truncated", "Latin-1", "space in an IRI", "relative IRI"],
)
def test_broken_turtle_names_its_line(content: bytes, line: int) -> None:
    with pytest.raises(Unreadable) as told:
        read(content, "a.ttl", TURTLE)
    assert told.value.fields["line"] == line
    assert f"a.ttl, line {line}" in str(told.value)


@pytest.mark.parametrize(
    ("content", "form"),
    [
        (TRIPLE + b'<http://x/s> <http://x/p> "\xe9" .', TURTLE),
        (b'{"@id": "http://x/s", "http://x/p": "\xe9"}', JSON_LD),
        (rdf_xml("http://x/s").replace(b"<x:p>", b"<x:p>\xe9"), RDF_XML),
    ],
    ids=["Turtle", "JSON-LD", "RDF/XML"],
)
def test_what_is_not_in_utf_8_is_to_be_saved_as_such(content: bytes, form: Format) -> None:
    with pytest.raises(Unreadable, match=r"^a, line \d+, column \d+: it is not .*; save the file as UTF-8$"):
        read(content, "a", form)


@pytest.mark.parametrize(
    ("content", "form"),
    [
        (TRIPLE + b"<http://x/s> <http://x/p>", TURTLE),
        (b'<http://x/s> <http://x/p> """a\nb', TURTLE),
        (b'{"@id": "http://x/s", "http://x/p": "', JSON_LD),
        (rdf_xml("http://x/s")[:-30], RDF_XML),
    ],
    ids=["Turtle", "a text over several lines", "JSON-LD", "RDF/XML"],
)
def test_a_file_that_was_cut_off_says_so_and_where_once(content: bytes, form: Format) -> None:
    with pytest.raises(Unreadable, match=r"^a, line \d+, column \d+: the file ends too early"):
        read(content, "a", form)


@pytest.mark.parametrize(
    ("content", "line"),
    [
        (rdf_xml("http://x/s")[:-30], 3),
        (rdf_xml("http://x/with space"), 3),
        (rdf_xml("http://x/s").replace(b"</x:p>", b"</x:q>"), 3),
    ],
    ids=["truncated", "space in an IRI", "wrong end"],
)
def test_broken_rdf_xml_names_its_line(content: bytes, line: int) -> None:
    with pytest.raises(Unreadable) as told:
        read(content, "a.rdf", RDF_XML)
    assert told.value.fields["line"] == line


def test_html_and_office_files_are_no_rdf() -> None:
    with pytest.raises(UnknownFormat, match="Turtle, RDF/XML"):
        read(b"<!DOCTYPE html><html></html>", "page")
    with pytest.raises(BadInput):
        read(b"PK\x03\x04" + bytes(range(256)), "sheet.xlsx")


def test_entities_that_grow_are_refused_before_they_do() -> None:
    bomb = '<!DOCTYPE r [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;">]>'
    with pytest.raises(Unreadable, match="the entity b grows"):
        read(rdf_xml("http://x/s", bomb, "&c;"), "f", RDF_XML)
    long = f'<!DOCTYPE r [<!ENTITY a "{"a" * 5000}">]>'
    with pytest.raises(Unreadable, match="grows"):
        read(rdf_xml("http://x/s", long, "&a;" * 1000), "f", RDF_XML)


@pytest.mark.parametrize("kind", ['SYSTEM "file:///etc/passwd"', 'PUBLIC "x" "http://127.0.0.1/x"'])
def test_external_entities_are_refused(kind: str) -> None:
    with pytest.raises(Unreadable, match="external"):
        read(rdf_xml("http://x/s", f"<!DOCTYPE r [<!ENTITY a {kind}>]>", "&a;"), "f", RDF_XML)


def test_short_entities_as_ontologies_use_them_are_read() -> None:
    with read(rdf_xml("&base;s", '<!DOCTYPE r [<!ENTITY base "http://x/">]>'), "f", RDF_XML) as statements:
        assert "<http://x/s>" in text_of(statements)


def test_a_remote_context_is_never_fetched() -> None:
    document = b'{"@context": "http://127.0.0.1/context",\n "@id": "http://x/s", "name": "o"}'
    with pytest.raises(Unreadable, match="none is fetched") as told:
        read(document, "f", JSON_LD)
    assert told.value.fields["line"] == 1


@pytest.mark.parametrize("start", [b"[", b'{"http://x/p":', b'{"http://x/p": {"@list": ['])
def test_json_that_is_nested_too_deeply_is_refused_before_it_is_parsed(start: bytes) -> None:
    with pytest.raises(Unreadable, match="levels deep"):
        read(start * 50_000, "f", JSON_LD)


def test_brackets_in_texts_are_no_nesting() -> None:
    text = rb"{[\\\"" * 300_000  # longer than what is looked at in one piece
    with read(b'{"@id": "http://x/s", "http://x/p": ["' + text + b'", {}, "{"]}', "f", JSON_LD) as statements:
        assert len(statements) == 3


def test_json_ld_does_not_drop_what_has_no_absolute_iri() -> None:
    with pytest.raises(NotAbsolute, match="<s>"):
        read(b'{"@id": "s", "http://x/p": "o"}', "f", JSON_LD)
    with pytest.raises(Unreadable, match="with space"):
        read(b'{"http://x/p": "o",\n "@id": "http://x/with space"}', "f", JSON_LD)
    with read(b'{"@id": "s", "http://x/p": "o"}', "f", JSON_LD, "http://x/") as statements:
        assert "<http://x/s>" in text_of(statements)


@pytest.mark.parametrize("extension", ["ttl", "jsonld", "rdf"])
def test_a_value_of_many_megabytes_is_refused(extension: str) -> None:
    with pytest.raises(TooLarge, match="16 MB"):
        read(
            SAME[extension]
            .replace(b'o"', b"o" * 17_000_000 + b'"')
            .replace(b">o<", b">" + b"o" * 17_000_000 + b"<"),
            "f",
            by_extension(extension),
        )


def test_quoted_triples_are_refused() -> None:
    with pytest.raises(BadInput):
        read(b"<< <http://x/s> <http://x/p> 1 >> <http://x/q> 2 .", "f", TURTLE)


def test_n_quads_are_taken_together() -> None:
    with read(SAME["nq"] + b'<http://x/s> <http://x/p> "two" <http://x/other> .', "f", N_QUADS) as statements:
        assert len(statements) == 2


def test_guessing_looks_behind_remarks_and_arrays() -> None:
    assert guess(b'  [ { "@id": "x" } ]') is JSON_LD
    assert guess(b"<!-- a remark --><rdf:RDF>") is RDF_XML


ATTACKS = {
    "comments that end and begin again": b"<!---->" * 580 + b"x",
    "an IRI that does not end": b'{"@id": "' + b" " * 300_000,
    "backslashes without end": b'{"@id": "' + b"\\" * 3_000_000,
}


@pytest.mark.parametrize("name", ATTACKS)
def test_work_grows_with_what_is_read(name: str) -> None:
    began = time.process_time()
    with pytest.raises(BadInput):
        read(ATTACKS[name], "f", JSON_LD)
    assert time.process_time() - began < 2


@pytest.mark.parametrize("extension", ["ttl", "jsonld"])
def test_an_error_repeats_little_of_what_it_is_about(extension: str) -> None:
    text = {
        "ttl": "<http://x/ %s> a <http://x/C> .",
        "jsonld": '{"@id": "http://x/ %s", "@type": "http://x/C"}',
    }
    with pytest.raises(Unreadable) as told:
        read((text[extension] % ("a: b" * 10_000)).encode(), "f", by_extension(extension))
    assert len(str(told.value)) < 300
