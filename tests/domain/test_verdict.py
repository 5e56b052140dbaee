"""The verdict on a description."""

import json

from rdflib import DCAT

from catalogue.domain.completeness import completeness
from catalogue.domain.places import Step
from catalogue.domain.report import Finding, Severity
from catalogue.domain.verdict import Located, Verdict
from tests.shapes.loaded import conforming, profile

IRI = "http://example.org/d"
WRONG = Finding(Severity.VIOLATION, IRI, str(DCAT.Dataset), str(DCAT.keyword), "c", "value", "message")
ADVISED = Finding(Severity.WARNING, IRI, str(DCAT.Dataset), str(DCAT.keyword), "c")


def _verdict(*findings: Finding, error: str = "") -> Verdict:
    place = (Step(str(DCAT.Dataset), str(DCAT.distribution), 2, "Extract"),)
    located = tuple(Located(each, place, '"value"') for each in findings)
    complete = completeness(conforming("PUBLIC"), IRI, profile(), "PUBLIC")
    return Verdict("a.ttl", IRI, "Strokes", "healthdcat-ap/8", "PUBLIC", located, complete, error)


def test_a_violation_or_an_error_does_not_conform_and_a_warning_does() -> None:
    assert not _verdict(WRONG).conforms
    assert not _verdict(error="no RDF").conforms
    assert _verdict(ADVISED).conforms


def test_a_verdict_that_was_kept_is_the_same_again() -> None:
    verdict = _verdict(WRONG, ADVISED)
    assert Verdict.from_json(json.loads(json.dumps(verdict.to_json()))) == verdict


def test_a_verdict_that_was_kept_before_it_told_whether_the_level_is_stated_can_be_read() -> None:
    kept = {name: value for name, value in _verdict(WRONG).to_json().items() if name != "stated"}
    assert Verdict.from_json(kept) == _verdict(WRONG)


def test_a_verdict_without_measure_is_the_same_again() -> None:
    verdict = Verdict("a.ttl", "", "", "healthdcat-ap/8", "", error="no RDF")
    assert Verdict.from_json(verdict.to_json()) == verdict
