"""Verdicts in every format are complete, can be read back, and stay sound whatever a description says."""

import csv
import io
import json
import time
from collections import deque
from collections.abc import Iterable
from dataclasses import replace
from xml.etree import ElementTree

import pytest
from rdflib import DCAT, DCTERMS, SH, Graph, Literal, URIRef
from rdflib.collection import Collection

from catalogue.bootstrap import Services
from catalogue.domain.report import Finding, Severity
from catalogue.domain.verdict import Located, Verdict
from catalogue.domain.worth import worth_telling
from catalogue.services.verdicts import Words, csv_parts, json_object, junit, shacl_parts
from catalogue.settings import Settings
from tests.conftest import dataset, described

IRI = "http://example.org/1"
PARTS = (
    "dcat:distribution [ a dcat:Distribution ; dct:format 'CSV'@en ], [ a dcat:Distribution ; dct:title 'b' ]"
)
FIELDS = "severity focus class path component value field message mend example rule".split()


@pytest.fixture(scope="module")
def services(tmp_path_factory: pytest.TempPathFactory) -> Services:
    """One for all tests here, which change nothing in it."""
    return Services(Settings(data=tmp_path_factory.mktemp("instance")))


@pytest.fixture(scope="module")
def verdict(services: Services) -> Verdict:
    [description] = described(dataset(title="Hearts", more=PARTS))
    return services.checker().check(description, "a.ttl")


@pytest.fixture(scope="module")
def english(services: Services) -> Words:
    return Words(services.profile, services.vocabularies)


@pytest.fixture(scope="module")
def french(services: Services) -> Words:
    return Words(services.profile, services.vocabularies, "fr")


def broken() -> Verdict:
    return Verdict("b.ttl", "", "", "healthdcat-ap/8", "", error="b.ttl, line 1, column 1: the file is empty")


def found(path: str, value: str = "", term: str = "", component: str = "Pattern") -> Verdict:
    """A verdict with one violation of the whole."""
    finding = Finding(
        Severity.VIOLATION, IRI, str(DCAT.Dataset), path, str(SH[f"{component}ConstraintComponent"]), value
    )
    return Verdict("a.ttl", IRI, "", "healthdcat-ap/8", "PUBLIC", (Located(finding, (), term),))


def report(verdicts: Iterable[Verdict], words: Words) -> Graph:
    return Graph().parse(data=b"".join(shacl_parts(verdicts, words)), format="turtle")


def rows_of(verdicts: Iterable[Verdict], words: Words) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO("".join(csv_parts(verdicts, words)), newline="")))


def test_a_json_object_has_the_fields_that_programs_rely_on(verdict: Verdict, english: Words) -> None:
    told = json.loads(json.dumps(json_object(verdict, english)))
    assert list(told) == ["source", "iri", "title", "profile", "level", "conforms", "findings"]
    assert (told["source"], told["iri"], told["conforms"]) == ("a.ttl", IRI, False)
    assert all(list(finding) == FIELDS for finding in told["findings"])
    legislation = next(each for each in told["findings"] if each["path"].endswith("applicableLegislation"))
    assert legislation["class"] == str(DCAT.Distribution)
    assert legislation["component"] == str(SH.MinCountConstraintComponent)
    assert legislation["field"].startswith("Distribution 1 › ")


def test_all_findings_are_told_to_programs_also_those_that_people_are_spared(
    verdict: Verdict, english: Words
) -> None:
    everything = [each.finding for each in verdict.findings]
    assert len(list(worth_telling(everything))) < len(everything)
    assert len(json_object(verdict, english)["findings"]) == len(everything)
    assert len(list(report([verdict], english).subjects(None, SH.ValidationResult))) == len(everything)


def test_what_could_not_be_read_has_its_error_and_no_title(english: Words) -> None:
    told = json_object(broken(), english)
    assert list(told) == ["source", "iri", "profile", "level", "conforms", "error", "findings"]
    assert not told["conforms"]


def test_completeness_is_told_where_it_was_asked_for(services: Services, english: Words) -> None:
    [description] = described(dataset())
    told = json_object(services.checker().check(description, "a.ttl", complete=True), english)
    assert {"meters", "elements"} <= set(json.loads(json.dumps(told["completeness"])))


def test_messages_are_in_the_language_that_is_asked_for(
    verdict: Verdict, english: Words, french: Words
) -> None:
    one, other = (json_object(verdict, words)["findings"] for words in (english, french))
    assert [each["path"] for each in one] == [each["path"] for each in other]
    assert all(mine["message"] != theirs["message"] for mine, theirs in zip(one, other, strict=True))


def test_a_table_has_a_row_for_each_finding_and_for_what_has_none(verdict: Verdict, english: Words) -> None:
    fine = Verdict("c.ttl", "http://example.org/3", "Fine", "healthdcat-ap/8", "PUBLIC")
    rows = rows_of([verdict, fine, broken()], english)
    assert len(rows) == len(verdict.findings) + 2
    assert (rows[0]["iri"], rows[0]["conforms"]) == (IRI, "no")
    assert (rows[-2]["iri"], rows[-2]["conforms"], rows[-2]["severity"]) == (
        "http://example.org/3",
        "yes",
        "",
    )
    assert "empty" in rows[-1]["error"]


def test_the_work_of_a_table_grows_in_proportion_to_its_findings(english: Words) -> None:
    few, many = (min(_seconds(number, english) for _ in range(3)) for number in (250, 4_000))
    assert many < few * 16 * 4, "sixteen times the findings took far more than sixteen times the work"


def _seconds(findings: int, words: Words) -> float:
    one = found(str(DCTERMS.title), "x")
    started = time.process_time()
    deque(csv_parts([replace(one, findings=one.findings * findings)], words), maxlen=0)
    return time.process_time() - started


@pytest.mark.parametrize("value", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1"])
def test_no_cell_of_a_table_is_a_formula(english: Words, value: str) -> None:
    [row] = rows_of([found(str(DCTERMS.title), value)], english)
    assert row["value"] == f"'{value}"


def test_a_junit_report_has_a_suite_for_each_source(verdict: Verdict, english: Words) -> None:
    fine = Verdict("a.ttl", "http://example.org/3", "Fine", "healthdcat-ap/8", "PUBLIC")
    root = ElementTree.fromstring("".join(junit([verdict, fine, broken()], english)))
    suites = [tuple(suite.get(name) for name in ("name", "tests", "failures", "errors")) for suite in root]
    assert suites == [("a.ttl", "2", "1", "0"), ("b.ttl", "1", "0", "1")]
    failures = root.findall("testsuite/testcase/failure")
    refused = [each for each in verdict.findings if each.finding.severity is Severity.VIOLATION]
    assert len(failures) == len(refused)
    assert all(failure.get("message") and failure.text for failure in failures)


def test_a_junit_report_is_xml_whatever_a_value_holds(english: Words) -> None:
    verdict = found(str(DCTERMS.title), "a\x00\x01\ufffe<&\"']]>\U0001f600")
    [suite] = ElementTree.fromstring("".join(junit([verdict], english)))
    assert suite.get("failures") == "1"


def test_a_shacl_report_is_one_report_with_all_results(verdict: Verdict, french: Words) -> None:
    other = found(str(DCTERMS.title), "x")
    graph = report([verdict, other], french)
    [said] = graph.subjects(None, SH.ValidationReport)
    assert [str(value) for value in graph.objects(said, SH.conforms)] == ["false"]
    results = list(graph.objects(said, SH.result))
    assert len(results) == len(verdict.findings) + 1
    for result in results:
        for predicate in (SH.focusNode, SH.resultSeverity, SH.sourceConstraintComponent, SH.resultMessage):
            assert len(list(graph.objects(result, predicate))) == 1
    assert {message.language for message in graph.objects(None, SH.resultMessage)} == {"fr"}


def test_a_shacl_report_on_what_conforms_says_so(english: Words) -> None:
    graph = report([Verdict("a.ttl", IRI, "", "healthdcat-ap/8", "PUBLIC")], english)
    assert [str(value) for value in graph.objects(None, SH.conforms)] == ["true"]


def test_a_shacl_report_on_what_could_not_be_read_does_not_conform_and_says_why(english: Words) -> None:
    graph = report([broken()], english)
    assert [str(value) for value in graph.objects(None, SH.conforms)] == ["false"]
    assert any("empty" in value for value in graph.objects() if isinstance(value, Literal))


def test_blank_nodes_of_different_descriptions_stay_apart_in_a_shacl_report(english: Words) -> None:
    finding = Finding(
        Severity.VIOLATION, "_:c14n0", "", str(DCTERMS.title), str(SH.MinCountConstraintComponent)
    )
    both = [Verdict("a.ttl", IRI, "", "p", "PUBLIC", (Located(finding),)) for _ in range(2)]
    assert len(set(report(both, english).objects(None, SH.focusNode))) == 2


def test_a_choice_of_properties_is_a_path_of_shacl(english: Words) -> None:
    choices = f"{DCTERMS.title}|{DCTERMS.description}"
    graph = report([found(choices, component="MinCount")], english)
    [path] = graph.objects(None, SH.resultPath)
    [listed] = graph.objects(path, SH.alternativePath)
    assert list(Collection(graph, listed)) == [DCTERMS.title, DCTERMS.description]
    assert json_object(found(choices), english)["findings"][0]["path"] == choices


def test_a_way_back_and_a_way_of_two_steps_are_paths_of_shacl(english: Words) -> None:
    graph = report([found(f"^{DCAT.dataset}"), found(f"{DCAT.distribution}/{DCTERMS.title}")], english)
    assert list(graph.objects(None, SH.inversePath)) == [DCAT.dataset]
    lists = [path for path in graph.objects(None, SH.resultPath) if list(Collection(graph, path))]
    assert [list(Collection(graph, path)) for path in lists] == [[DCAT.distribution, DCTERMS.title]]


@pytest.mark.parametrize(
    ("value", "term", "told"),
    [
        ("CSV", '"CSV"@en', Literal("CSV", lang="en")),
        ("http://example.org/a", '"http://example.org/a"', Literal("http://example.org/a")),
        ("http://example.org/a", "<http://example.org/a>", URIRef("http://example.org/a")),
        ("http://example.org/a", "", URIRef("http://example.org/a")),
        ("some text: of two words", "", Literal("some text: of two words")),
    ],
)
def test_a_value_in_a_shacl_report_is_the_term_that_it_was(
    english: Words, value: str, term: str, told: Literal | URIRef
) -> None:
    assert list(report([found(str(DCTERMS.title), value, term)], english).objects(None, SH.value)) == [told]
