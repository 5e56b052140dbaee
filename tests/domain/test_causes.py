"""Findings of many descriptions by what causes them."""

from itertools import count

from rdflib import CSVW, DCAT, DCTERMS, SH

from catalogue.domain.causes import EXAMPLES, KINDS, VALUES, Causes
from catalogue.domain.report import Finding, Severity
from catalogue.domain.verdict import Located, Verdict
from catalogue.domain.wording import explain
from tests.shapes.loaded import profile, vocabularies

NUMBERS = count()


def _finding(value: str = "", *, path: str = str(DCTERMS.type), warn: bool = False) -> Finding:
    severity = Severity.WARNING if warn else Severity.VIOLATION
    return Finding(
        severity, "http://example.org/d", str(DCAT.Dataset), path, str(SH.NodeConstraintComponent), value
    )


def _verdict(*findings: Finding, iri: str = "") -> Verdict:
    iri = iri or f"http://example.org/{next(NUMBERS)}"
    return Verdict("", iri, "", "healthdcat-ap/8", "PUBLIC", tuple(map(Located, findings)))


def _causes(*verdicts: Verdict) -> list[tuple[str, int, int]]:
    causes = Causes()
    for verdict in verdicts:
        causes.add(verdict)
    return [(cause.value, cause.findings, cause.descriptions) for cause in causes]


def test_a_value_that_comes_again_is_a_cause_of_its_own() -> None:
    told = _causes(_verdict(_finding("dead")), _verdict(_finding("dead")), _verdict(_finding("odd")))
    assert told == [("dead", 2, 2), ("odd", 1, 1)]


def test_values_that_differ_everywhere_are_counted_together() -> None:
    told = _causes(*(_verdict(_finding(f"odd {n}"), _finding(f"strange {n}")) for n in range(3)))
    assert told == [("", 6, 3)]


def test_the_most_frequent_comes_first_by_descriptions_then_by_findings() -> None:
    often = [_verdict(_finding("a")) for _ in range(3)]
    thousands = _verdict(*(_finding(f"b{n}", path=str(DCAT.keyword)) for n in range(50)))
    assert _causes(thousands, *often) == [("a", 3, 3), ("", 50, 1)]


def test_blank_nodes_are_no_causes_of_their_own() -> None:
    assert _causes(_verdict(_finding("_:c14n1")), _verdict(_finding("_:c14n1"))) == [("", 2, 2)]


def test_a_warning_that_a_violation_says_already_is_not_counted() -> None:
    assert _causes(_verdict(_finding("a"), _finding("a", warn=True))) == [("a", 1, 1)]


def test_a_part_that_is_incomplete_is_not_counted_beside_what_it_lacks() -> None:
    part = Finding(
        Severity.VIOLATION, "_:t", str(CSVW.Table), str(CSVW.column), str(SH.NodeConstraintComponent), "_:c"
    )
    lacks = Finding(
        Severity.VIOLATION, "_:c", str(CSVW.Column), str(CSVW.name), str(SH.MinCountConstraintComponent)
    )
    causes = Causes(profile())
    causes.add(_verdict(part, lacks))
    assert [cause.path for cause in causes] == [str(CSVW.name)]


def test_there_are_few_examples_and_each_of_another_description() -> None:
    causes = Causes()
    for number in range(20):
        causes.add(_verdict(_finding(), _finding(), iri=f"http://example.org/{number}"))
    (cause,) = causes
    assert len({iri for iri, _ in cause.examples}) == EXAMPLES


def test_what_is_remembered_is_bounded_and_nothing_is_lost_from_the_counts() -> None:
    causes = Causes()
    for number in range(3 * VALUES):
        causes.add(_verdict(_finding(f"odd {number}"), _finding("dead"), iri=f"http://example.org/{number}"))
    assert {cause.value: (cause.findings, cause.descriptions) for cause in causes} == {
        "dead": (600, 600),
        "": (600, 600),
    }


def test_kinds_of_findings_are_bounded_too() -> None:
    causes = Causes()
    for number in range(2 * KINDS):
        causes.add(_verdict(_finding(path=f"http://example.org/p{number}")))
    assert len(list(causes)) == KINDS + 1
    assert sum(cause.findings for cause in causes) == 2 * KINDS


def test_a_cause_of_many_values_is_worded_without_one_of_them() -> None:
    causes = Causes()
    for number in range(2):
        causes.add(_verdict(_finding(f"http://example.org/{number}")))
    told = explain(next(iter(causes)).finding, profile(), "en", vocabularies())
    assert told.problem == "“…” is not in the list from which “Type of dataset” is chosen."
