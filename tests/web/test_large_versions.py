"""Comparing and previewing a description with very many variables: quick, and as true as of a small one."""

from collections.abc import Callable

import pytest
from rdflib import CSVW, DCTERMS, Graph, Literal, URIRef

from catalogue.bootstrap import Services
from catalogue.domain.record import Record
from catalogue.services.previewing import LARGE
from tests.benchmarks.descriptions import PREFIXES, turtle
from tests.conftest import described
from tests.web.markup import text
from tests.web.visitors import Visitor

COUNT = LARGE // 4  # variables, of six statements each


@pytest.fixture
def large(services: Services, ada: Visitor) -> Record:
    """A description with many variables, which was not judged as a whole yet."""
    columns = ", ".join(
        f'[ a csvw:Column ; csvw:name "v_{number}" ; csvw:datatype "integer" ; csvw:title "Variable {number}"@en ; '
        f'dct:description "Says {number}"@en ]'
        for number in range(COUNT)
    )
    [found] = described(PREFIXES + turtle(2).replace("csvw:column ", f"csvw:column {columns}, ", 1))
    return services.editing.take(ada.actor, "north", found, "")


@pytest.fixture
def change(services: Services, ada: Visitor, large: Record) -> Callable[[], None]:
    def change() -> None:
        def edit(graph: Graph) -> None:
            [node] = graph.subjects(CSVW.name, Literal("v_17"))
            graph.add((node, DCTERMS.description, Literal("What it says", lang="en")))
            graph.add((URIRef(large.iri), DCTERMS.title, Literal("Autre", lang="fr")))

        services.editing.change(ada.actor, large.id, 0, edit)

    return change


def at(record: Record, rest: str) -> str:
    return f"/en/workspace/descriptions/{record.id}/{rest}"


def test_what_was_said_when_it_was_saved_is_told_again(
    ada: Visitor, services: Services, large: Record
) -> None:
    page = ada.get(at(large, "preview"))
    assert "the whole is being checked" in page.read
    judged = services.editing.judged(large)
    seen = services.previewing.of(ada.actor, large.id)
    verdict = services.previewing.verdict(seen)
    assert seen.is_checked
    assert [each.finding for each in verdict.findings] == list(judged.head.report.findings)
    checked = services.checker().check(seen.description, "", complete=True)
    assert set(verdict.findings) == set(checked.findings)
    assert verdict.completeness == checked.completeness
    page = ada.get(at(large, "preview"))
    assert "the whole is being checked" not in page.read
    assert "Conforms" in text(page.by_id("check-h"))


def test_what_is_not_saved_is_checked_as_far_as_somebody_waits_for(
    ada: Visitor, large: Record, services: Services, change: Callable[[], None]
) -> None:
    services.editing.judged(large)
    change()
    page = ada.get(at(large, "preview"))
    assert "of its many parts only the first is checked here" in page.read
    assert text(page.by_id("check-h")) == "What a check says"
    assert "What it says" in ada.ask(at(large, "preview/description.ttl")).text
    feed = ada.ask(at(large, "preview/catalog.ttl")).text
    assert "CatalogRecord" in feed
    assert "What it says" in feed


def test_what_differs_is_told_with_its_place_among_all_variables(
    ada: Visitor, large: Record, services: Services, change: Callable[[], None]
) -> None:
    change()
    services.editing.save(ada.actor, large.id, 1)
    page = ada.get(at(large, "compare?before=1&after=2")).read
    assert "What it says" in page
    assert "Autre" in page
    assert "v_17" in page
    assert "v_18" not in page
