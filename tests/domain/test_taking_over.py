"""A new part says at once what it must say, where the description says it."""

import pytest
from rdflib import DCAT, DCTERMS, RDF, Graph, Literal, URIRef

from catalogue.domain.forms import apply, prune
from catalogue.domain.forms.levels import set_level
from catalogue.domain.forms.names import field_name
from catalogue.domain.forms.taking_over import take_over
from catalogue.domain.terms import DCATAP, ELI
from tests.shapes.loaded import profile

ROOT = URIRef("http://example.org/1")
LAW = URIRef("http://data.europa.eu/eli/reg/2025/327/oj")


@pytest.fixture
def graph() -> Graph:
    made = Graph()
    made.add((ROOT, RDF.type, DCAT.Dataset))
    made.add((ROOT, DCTERMS.title, Literal("A cohort", lang="en")))
    made.add((ROOT, DCATAP.applicableLegislation, LAW))
    return made


def add(graph: Graph, path: URIRef) -> URIRef:
    """A part that a button adds."""
    focus = apply(graph, ROOT, {"action": [f"add:{field_name(ROOT, str(path))}"]}, profile()).focus
    take_over(graph, ROOT, focus, profile(), "PUBLIC")
    [part] = graph.objects(ROOT, path)
    assert isinstance(part, URIRef)
    return part


def test_a_distribution_names_the_law_of_its_dataset(graph: Graph) -> None:
    part = add(graph, DCAT.distribution)
    assert set(graph.objects(part, DCATAP.applicableLegislation)) == {LAW}
    assert (LAW, RDF.type, ELI.LegalResource) in graph
    assert (part, DCTERMS.title, None) not in graph


def test_a_part_that_says_nothing_of_its_own_goes_when_it_is_saved(graph: Graph) -> None:
    part = add(graph, DCAT.distribution)
    prune(graph, ROOT, "")
    assert (ROOT, DCAT.distribution, None) not in graph
    assert (part, None, None) not in graph
    assert (ROOT, DCATAP.applicableLegislation, LAW) in graph


def test_a_part_that_says_something_stays(graph: Graph) -> None:
    part = add(graph, DCAT.distribution)
    graph.add((part, DCAT.accessURL, URIRef("http://example.org/data")))
    prune(graph, ROOT, "")
    assert set(graph.objects(part, DCATAP.applicableLegislation)) == {LAW}


def test_what_is_not_there_is_not_taken_over(graph: Graph) -> None:
    before = set(graph)
    take_over(graph, ROOT, "n000000000000", profile(), "PUBLIC")
    take_over(graph, ROOT, "", profile(), "PUBLIC")
    assert set(graph) == before


def test_another_level_takes_the_place_of_the_one_before_and_of_nothing_else(graph: Graph) -> None:
    levels, own = profile().levels, URIRef("http://example.org/our-own-conditions")
    graph.add((ROOT, DCTERMS.accessRights, own))
    for id in ("PUBLIC", "NON_PUBLIC", "NON_PUBLIC"):
        set_level(graph, ROOT, levels[id], profile())
    assert set(graph.objects(ROOT, DCTERMS.accessRights)) == {own, URIRef(levels["NON_PUBLIC"].iri)}
    assert (URIRef(levels["NON_PUBLIC"].iri), RDF.type, DCTERMS.RightsStatement) in graph
