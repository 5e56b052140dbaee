"""What a client gets is what its Accept header asks for; machines get RDF unless they name a page."""

import pytest

from catalogue.rdf.formats import JSON_LD, N_TRIPLES, RDF_XML, TURTLE, Format
from catalogue.web.negotiation import PAGE, choose

FIREFOX = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"
CHROME = (
    "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,image/apng,*/*;q=0.8,"
    "application/signed-exchange;v=b3;q=0.7"
)
JENA = "text/turtle,application/n-triples;q=0.9,application/ld+json;q=0.8,application/rdf+xml;q=0.7,*/*;q=0.3"
RDFLIB = "application/rdf+xml,text/rdf+n3;q=0.9,application/xhtml+xml;q=0.5, */*;q=0.1"
COMUNICA = (
    "application/n-quads,application/trig;q=0.95,application/ld+json;q=0.9,application/n-triples;q=0.8,"
    "text/turtle;q=0.6,application/rdf+xml;q=0.5,text/n3;q=0.35,application/xml;q=0.3,text/html;q=0.2"
)


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        ("", TURTLE),
        ("*/*", TURTLE),
        ("nonsense", TURTLE),
        (FIREFOX, PAGE),
        (CHROME, PAGE),
        (JENA, TURTLE),
        (RDFLIB, RDF_XML),
        (COMUNICA, JSON_LD),
        ("text/html", PAGE),
        ("TEXT/HTML", PAGE),
        ("application/xhtml+xml", PAGE),
        ("text/html, */*", PAGE),
        ("*/*, text/html;q=0.9", TURTLE),
        ("text/*", TURTLE),
        ("application/*", RDF_XML),
        ("application/json", JSON_LD),
        ("text/xml", RDF_XML),
        ("text/plain", N_TRIPLES),
        ('application/ld+json;profile="http://www.w3.org/ns/json-ld#compacted"', JSON_LD),
        ("application/n-triples;q=0.5, text/turtle;q=0.4", N_TRIPLES),
        ("application/rdf+xml, text/turtle", RDF_XML),
        ("text/turtle, application/rdf+xml", TURTLE),
        ("text/html, text/turtle", PAGE),
        ("text/turtle, text/html", TURTLE),
        ("*/*, text/turtle;q=0", RDF_XML),
        ("application/json, text/plain, */*", JSON_LD),
        ("image/png, */*;q=0.1", TURTLE),
    ],
)
def test_the_header_decides(header: str, expected: Format) -> None:
    assert choose(header) is expected


@pytest.mark.parametrize("header", ["image/png", "text/csv", "text/turtle;q=0", "*/*;q=0", "text/html;q=0"])
def test_what_there_is_not_is_not_given(header: str) -> None:
    assert choose(header) is None


def test_where_there_is_no_page_a_browser_gets_rdf() -> None:
    assert choose(FIREFOX, page=False) is RDF_XML
    assert choose("text/html", page=False) is None
