"""How complete a description is."""

import pytest
from rdflib import DCAT, DCTERMS, Graph, Literal, URIRef

from catalogue.domain.completeness import Completeness, ElementState, completeness
from catalogue.domain.labels import FieldLabels
from catalogue.domain.profile import Obligation
from catalogue.domain.terms import HEALTHDCATAP
from tests.shapes.loaded import LEVELS, conforming, profile

IRI = "http://example.org/d"
DATASET = URIRef(IRI)


def _of(graph: Graph, level: str = "PUBLIC") -> Completeness:
    return completeness(graph, IRI, profile(), level)


def _states(graph: Graph, level: str = "PUBLIC") -> dict[str, ElementState]:
    return {each.id: each.state for each in _of(graph, level).elements}


def _missing(graph: Graph, obligation: Obligation, level: str = "PUBLIC") -> list[str]:
    meter = next(each for each in _of(graph, level).meters if each.obligation is obligation)
    assert meter.filled + len(meter.missing) == meter.total
    labels = FieldLabels(profile(), "en")
    return [labels.way(gap.place, gap.owner, gap.path) for gap in meter.missing]


def _without(path: URIRef, subject: URIRef | None = DATASET) -> Graph:
    graph = conforming("PUBLIC", variables=3)
    graph.remove((subject, path, None))
    return graph


@pytest.mark.parametrize("level", LEVELS)
def test_what_conforms_fills_all_that_is_mandatory(level: str) -> None:
    assert _missing(conforming(level), Obligation.MANDATORY, level) == []


def test_there_are_three_meters_in_the_order_of_their_weight() -> None:
    assert [meter.obligation for meter in _of(conforming("PUBLIC")).meters] == list(Obligation)


def test_what_is_missing_is_named_by_its_label() -> None:
    assert _missing(_without(DCTERMS.title), Obligation.MANDATORY) == ["Title"]
    assert "Keyword" in _missing(_without(DCAT.keyword), Obligation.RECOMMENDED)
    assert "Other title" in _missing(conforming("PUBLIC"), Obligation.OPTIONAL)


def test_an_empty_text_fills_nothing() -> None:
    graph = _without(DCTERMS.title)
    graph.add((DATASET, DCTERMS.title, Literal("  ")))
    assert _missing(graph, Obligation.MANDATORY) == ["Title"]


def test_a_level_asks_for_more() -> None:
    graph = _without(DCAT.keyword)
    assert _missing(graph, Obligation.MANDATORY, "PUBLIC") == []
    assert _missing(graph, Obligation.MANDATORY, "NON_PUBLIC") == ["Keyword"]


def test_parts_that_are_there_are_measured_too() -> None:
    graph = _without(DCAT.accessURL, URIRef(f"{IRI}/csv"))
    assert _missing(graph, Obligation.MANDATORY) == ["Distribution › Access address"]


def test_a_thousand_variables_weigh_no_more_than_one() -> None:
    totals = {
        tuple(meter.total for meter in _of(conforming("PUBLIC", variables)).meters) for variables in (1, 1000)
    }
    assert len(totals) == 1


def test_one_part_that_lacks_a_field_leaves_it_unfilled() -> None:
    graph = conforming("PUBLIC", variables=3)
    path = URIRef("http://www.w3.org/ns/csvw#title")
    graph.remove((next(graph.subjects(path)), path, None))
    assert _missing(graph, Obligation.MANDATORY) == ["Variables › Table › Variable › Title"]


def test_structured_data_make_variables_mandatory() -> None:
    assert _missing(_without(HEALTHDCATAP.hasVariables), Obligation.MANDATORY) == ["Variables"]


def test_a_circle_of_parts_ends() -> None:
    graph = conforming("PUBLIC")
    graph.add((DATASET, DCAT.distribution, DATASET))
    assert _of(graph).meters


def test_what_is_no_dataset_has_meters_and_no_elements_of_the_law() -> None:
    graph = Graph().add(
        (DATASET, URIRef("http://www.w3.org/1999/02/22-rdf-syntax-ns#type"), DCAT.DataService)
    )
    found = _of(graph)
    assert found.elements == ()
    assert found.meters[0].filled == 0


def test_the_27_elements_of_the_law_are_judged_one_by_one() -> None:
    states = _states(conforming("NON_PUBLIC"), "NON_PUBLIC")
    assert len(states) == 27
    assert states["title"] is ElementState.GIVEN
    assert states["custodian"] is ElementState.MISSING
    assert states["temporal-coverage"] is ElementState.CONDITIONAL


def test_the_access_body_is_asked_for_only_where_data_are_not_open() -> None:
    graph = _without(HEALTHDCATAP.hdab)
    found = [_states(graph, level)["access-body"] for level in LEVELS]
    assert found == [ElementState.NOT_APPLICABLE, ElementState.MISSING, ElementState.MISSING]


@pytest.mark.parametrize(
    ("said", "state"),
    [
        ("true", ElementState.MISSING),
        ("1", ElementState.MISSING),
        ("false", ElementState.NOT_APPLICABLE),
        ("", ElementState.CONDITIONAL),
    ],
)
def test_variables_are_asked_for_where_data_are_structured(said: str, state: ElementState) -> None:
    graph = _without(HEALTHDCATAP.hasVariables)
    graph.remove((DATASET, HEALTHDCATAP.hasStructuredData, None))
    if said:
        graph.add((DATASET, HEALTHDCATAP.hasStructuredData, Literal(said)))
    assert _states(graph)["variables"] is state


def test_the_conditional_elements_are_those_of_the_law() -> None:
    expected = (
        "applicable-legislation code-values coding-system geographical-coverage access-body number-of-records "
        "number-of-individuals temporal-coverage"
    ).split()
    assert {each.id for each in profile().elements if each.conditional} == set(expected)
