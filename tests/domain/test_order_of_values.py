"""The order of plain values: one for everybody, given by nobody, and no statement of the description."""

from itertools import permutations

import pytest
from rdflib import DCAT, DCTERMS, RDF, Graph, Literal, URIRef

from catalogue.domain.forms import FormField, apply, read
from tests.shapes.loaded import profile

ROOT = URIRef("http://example.org/1")
LANGUAGES = "http://publications.europa.eu/resource/authority/language/"
KEYWORDS = [
    Literal("stroke"),
    Literal("heart", lang="en"),
    Literal("stroke", lang="en"),
    Literal("cœur", lang="fr"),
]
CHOICES = [URIRef(LANGUAGES + code) for code in ("DEU", "ENG", "FRA")]


def graph(values: tuple[Literal | URIRef, ...], path: URIRef) -> Graph:
    made = Graph()
    made.add((ROOT, RDF.type, DCAT.Dataset))
    for value in values:
        made.add((ROOT, path, value))
    return made


def asked(made: Graph, path: URIRef) -> FormField:
    found = read(made, ROOT, profile(), "PUBLIC").field(str(path))
    assert found
    return found


@pytest.mark.parametrize(("path", "values"), [(DCAT.keyword, KEYWORDS), (DCTERMS.language, CHOICES)])
def test_values_stand_in_one_order_however_they_came(path: URIRef, values: list[Literal | URIRef]) -> None:
    for given in permutations(values):
        shown = [(each.text or each.iri, each.language) for each in asked(graph(given, path), path).values]
        assert shown == [(str(each), getattr(each, "language", "") or "") for each in values]


@pytest.mark.parametrize(("path", "values"), [(DCAT.keyword, KEYWORDS), (DCTERMS.language, CHOICES)])
@pytest.mark.parametrize("verb", ["up", "down"])
def test_no_value_can_be_moved_and_nothing_is_said_of_its_place(
    path: URIRef, values: list[Literal | URIRef], verb: str
) -> None:
    made = graph(tuple(values), path)
    before = set(made)
    for value in asked(made, path).values:
        assert value.first
        assert value.last
        apply(made, ROOT, {"action": [f"{verb}:{value.name}"]}, profile())
    assert set(made) == before
