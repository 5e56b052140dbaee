"""What is worth another look in a description, though no rule forbids it."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from rdflib import DCAT, DCTERMS, RDF, SH, XSD, BNode, Graph, Literal, URIRef

from catalogue.domain.hints import HIGHER, LATER, MISWRITTEN, SAME_LANGUAGE, hints
from catalogue.domain.places import Step
from catalogue.domain.report import Severity
from catalogue.domain.terms import HEALTHDCATAP
from catalogue.domain.verdict import Located
from catalogue.domain.wording import explain
from catalogue.rdf import graphs
from tests.conftest import ROOT as FOLDER
from tests.conftest import described
from tests.shapes.loaded import profile, vocabularies

ROOT = URIRef("http://example.org/1")
DEMONSTRATION = sorted((FOLDER / "catalogue/demonstration").glob("*.ttl"))
MINIMUM, MAXIMUM = HEALTHDCATAP.minTypicalAge, HEALTHDCATAP.maxTypicalAge


def graph(*said: tuple[URIRef, Literal], owner: URIRef = DCAT.Dataset) -> Graph:
    made = Graph()
    made.add((ROOT, RDF.type, owner))
    for path, value in said:
        made.add((ROOT, path, value))
    return made


def period(start: Literal, end: Literal, *, typed: bool = True) -> Graph:
    made, part = graph(), BNode("p")
    made.add((ROOT, DCTERMS.temporal, part))
    if typed:
        made.add((part, RDF.type, DCTERMS.PeriodOfTime))
    made.add((part, DCAT.startDate, start))
    made.add((part, DCAT.endDate, end))
    return made


def found(made: Graph) -> Sequence[Located]:
    return hints(made, ROOT, profile())


def age(number: int | str) -> Literal:
    return Literal(str(number), datatype=XSD.nonNegativeInteger, normalize=False)


def date(text: str) -> Literal:
    names = {4: "gYear", 7: "gYearMonth", 10: "date"}
    return Literal(text, datatype=XSD[names.get(len(text), "dateTime")], normalize=False)


def test_a_minimum_above_the_maximum_is_worth_another_look() -> None:
    [hint] = found(graph((MINIMUM, age(70)), (MAXIMUM, age(18))))
    assert (hint.finding.component, hint.finding.path, hint.finding.value) == (HIGHER, str(MINIMUM), "70")
    assert hint.finding.severity is Severity.INFO


@pytest.mark.parametrize(("low", "high"), [(18, 70), (18, 18), (9, 10), ("007", 10)])
def test_ages_in_their_order_are_not(low: int | str, high: int) -> None:
    assert not found(graph((MINIMUM, age(low)), (MAXIMUM, age(high))))


@pytest.mark.parametrize(
    ("start", "end"),
    [
        ("2024-05-31", "2024-05-30"),
        ("2024-06", "2024-05-31"),
        ("2025", "2024-12"),
        ("2025", "2024"),
        ("2024-05-31T10:00:00Z", "2024-05-30"),
    ],
)
def test_a_period_that_begins_after_its_end_is(start: str, end: str) -> None:
    [hint] = found(period(date(start), date(end)))
    assert (hint.finding.component, hint.finding.value) == (LATER, start)
    assert hint.place == (Step(str(DCAT.Dataset), str(DCTERMS.temporal)),)


@pytest.mark.parametrize(
    ("start", "end"),
    [
        ("2024-05-31", "2024-05-31"),
        ("2024-05-31", "2024-05"),
        ("2024-12", "2024"),
        ("2024", "2024-01-01"),
        ("2023", "2024"),
        ("2024-05-31T10:00:00Z", "2024-05-31"),
    ],
)
def test_a_period_that_may_be_in_order_is_not(start: str, end: str) -> None:
    assert not found(period(date(start), date(end)))


def test_a_part_without_a_class_is_looked_at_too() -> None:
    assert found(period(date("2025"), date("2024"), typed=False))


def test_what_was_published_after_its_last_change_is() -> None:
    [hint] = found(graph((DCTERMS.issued, date("2025")), (DCTERMS.modified, date("2024-03"))))
    assert hint.finding.path == str(DCTERMS.issued)


def test_of_several_values_one_that_is_in_order_suffices() -> None:
    made = graph((MINIMUM, age(70)), (MINIMUM, age(18)), (MAXIMUM, age(30)))
    assert not found(made)


@pytest.mark.parametrize(
    "values",
    [
        (Literal("about 70"), age(18)),
        (age("many"), age(18)),
        (Literal("NaN", datatype=XSD.decimal), age(18)),
        (URIRef("http://example.org/70"), age(18)),
        (date("2024"), age(18)),
    ],
)
def test_what_cannot_be_compared_is_not(values: tuple[Literal, Literal]) -> None:
    told = found(graph((MINIMUM, values[0]), (MAXIMUM, values[1])))
    assert not [each for each in told if each.finding.component != MISWRITTEN]


@pytest.mark.parametrize(
    "value", [Literal("2014-13"), Literal("yesterday"), Literal("2014-13", datatype=XSD.gYearMonth)]
)
def test_a_date_that_is_none_is_though_no_shape_forbids_it(value: Literal) -> None:
    [hint] = found(graph((DCTERMS.issued, value)))
    assert (hint.finding.component, hint.finding.value) == (MISWRITTEN, str(value))
    told = explain(hint.finding, profile(), "en", vocabularies(), hint.place)
    assert str(value) in told.problem


@pytest.mark.parametrize(
    "value", [date("2014-12"), date("2014"), Literal("2014-12"), Literal("A", datatype=URIRef("urn:x"))]
)
def test_a_date_that_may_be_one_is_not(value: Literal) -> None:
    assert not found(graph((DCTERMS.issued, value)))


def test_what_a_finding_tells_already_is_not_told_again() -> None:
    made = graph((MINIMUM, Literal("young")))
    [hint] = found(made)
    finding = replace(
        hint.finding, severity=Severity.VIOLATION, component=str(SH.DatatypeConstraintComponent)
    )
    assert not hints(made, ROOT, profile(), [finding])


def test_a_second_title_in_one_language_is_and_each_further_one() -> None:
    titles = ("Cohort", "A cohort", "Our cohort")
    told = found(graph(*((DCTERMS.title, Literal(each, lang="en")) for each in titles)))
    assert {each.finding.component for each in told} == {SAME_LANGUAGE}
    assert [each.finding.value for each in told] == ["Cohort", "Our cohort"]


def test_a_title_in_each_language_is_not_nor_are_several_keywords() -> None:
    said = [(DCTERMS.title, Literal("A cohort", lang=tag)) for tag in ("en", "fr", "en-gb")]
    said += [(DCAT.keyword, Literal(each, lang="en")) for each in ("stroke", "heart")]
    said += [(DCTERMS.alternative, Literal(each, lang="en")) for each in ("C1", "C2")]
    assert not found(graph(*said))


def test_two_titles_without_a_language_are_too() -> None:
    assert len(found(graph((DCTERMS.title, Literal("A")), (DCTERMS.title, Literal("B"))))) == 1


def test_what_is_described_elsewhere_is_not_looked_at() -> None:
    made = graph()
    made.add((URIRef("http://example.org/2"), RDF.type, DCAT.Dataset))
    for title in ("A", "B"):
        made.add((URIRef("http://example.org/2"), DCTERMS.title, Literal(title, lang="en")))
    assert not found(made)


@pytest.mark.parametrize(
    ("said", "language", "problem", "mend"),
    [
        (
            [(MINIMUM, age(70)), (MAXIMUM, age(18))],
            "en",
            "“Youngest age” is 70, and “Oldest age” is less.",
            "Compare the two: they may have been swapped.",
        ),
        (
            [(DCTERMS.issued, date("2025")), (DCTERMS.modified, date("2024"))],
            "fr",
            "«\u00a0Publié le\u00a0» (2025) est postérieur à «\u00a0Données mises à jour le\u00a0».",
            "Comparez les deux\u00a0: ils sont peut-être inversés.",
        ),
        (
            [(DCTERMS.title, Literal("A", lang="en")), (DCTERMS.title, Literal("B", lang="en"))],
            "en",
            "“B” is one more text of “Title” in the same language.",
            "Keep one text in each language, or correct the language of this one.",
        ),
    ],
)
def test_it_is_told_in_words(
    said: list[tuple[URIRef, Literal]], language: str, problem: str, mend: str
) -> None:
    [hint] = found(graph(*said))
    told = explain(hint.finding, profile(), language, vocabularies(), hint.place)
    assert (told.problem, told.mend) == (problem, mend)
    assert told.rule == {"en": "Advice of this catalogue", "fr": "Conseil de ce catalogue"}[language]


@pytest.mark.parametrize("file", DEMONSTRATION, ids=lambda file: file.stem)
def test_a_description_of_the_demonstration_gives_none(file: Path) -> None:
    for description in described(file.read_text(encoding="utf-8")):
        assert not hints(graphs.graph(description.ntriples), URIRef(description.iri), profile())
