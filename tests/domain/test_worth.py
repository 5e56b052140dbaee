"""What people are spared, because another finding says it or says it better."""

from dataclasses import replace

from rdflib import CSVW, DCAT, DCTERMS, SH

from catalogue.domain.report import Finding, Severity
from catalogue.domain.worth import worth_telling
from tests.shapes.loaded import profile

DATASET = "http://example.org/d"
TABLE, COLUMN = "_:c14n1", "_:c14n2"


def _finding(path: str, component: str, value: str = "", *, warn: bool = False) -> Finding:
    severity = Severity.WARNING if warn else Severity.VIOLATION
    return Finding(severity, DATASET, str(DCAT.Dataset), path, f"{SH}{component}ConstraintComponent", value)


def _at(node: str, owner: str, finding: Finding) -> Finding:
    return replace(finding, focus=node, focus_class=owner)


def _told(*findings: Finding) -> list[Finding]:
    return list(worth_telling(findings, profile()))


def test_a_warning_that_a_violation_says_already_is_not_told_again() -> None:
    missing, advised = (_finding(str(DCAT.keyword), "MinCount", warn=warn) for warn in (False, True))
    other = _finding(str(DCTERMS.publisher), "MinCount", warn=True)
    assert _told(missing, advised) == [missing]
    assert _told(other) == [other]


def test_what_is_missing_is_told_once_by_what_says_which_value() -> None:
    missing, which = (_finding(str(DCTERMS.accessRights), each) for each in ("MinCount", "HasValue"))
    assert _told(missing, which) == [which]
    advised = replace(which, severity=Severity.WARNING)
    assert _told(missing, advised) == [missing, advised]


def test_of_a_value_that_is_no_address_and_in_no_list_the_list_is_told() -> None:
    kind, listed = (_finding(str(DCTERMS.type), each, "_:c14n14") for each in ("NodeKind", "Node"))
    assert _told(kind, listed) == [listed]
    text = replace(kind, value="Personal")
    assert _told(text) == [text]


def test_a_part_is_not_said_to_be_incomplete_where_its_own_findings_are_told() -> None:
    missing = _at(COLUMN, str(CSVW.Column), _finding(str(DCTERMS.description), "MinCount"))
    column = _at(TABLE, str(CSVW.Table), _finding(str(CSVW.column), "Node", COLUMN))
    table = _at("_:c14n0", str(CSVW.TableGroup), _finding(str(CSVW.table), "Node", TABLE))
    assert _told(table, column, missing) == [missing]
    assert _told(table, column) == [table, column]
    advised = replace(missing, severity=Severity.WARNING)
    assert _told(column, advised) == [column, advised]


def test_a_circle_of_parts_that_are_incomplete_is_still_told() -> None:
    there = _at(TABLE, str(CSVW.Table), _finding(str(CSVW.column), "Node", COLUMN))
    back = _at(COLUMN, str(CSVW.Table), _finding(str(CSVW.column), "Node", TABLE))
    assert _told(there, back) == [there, back]


def test_what_a_message_of_its_own_says_of_a_part_is_told_beside_the_findings_of_the_part() -> None:
    publisher = _finding(str(DCTERMS.publisher), "Node", "_:c14n9")
    name = _at("_:c14n9", "http://xmlns.com/foaf/0.1/Agent", _finding(str(DCTERMS.title), "MinCount"))
    assert _told(publisher, name) == [publisher, name]
