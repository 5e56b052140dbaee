"""What every validator must do, over both engines."""

import subprocess
import sys

import pytest
from rdflib import DCAT, DCTERMS, RDF, SH, BNode, Graph, Literal, URIRef

from catalogue.domain.report import Finding, Severity
from catalogue.domain.terms import DCATAP, HEALTHDCATAP
from catalogue.rdf.graphs import ntriples
from catalogue.validation.base import Validator
from catalogue.validation.fast import FastValidator
from catalogue.validation.pyshacl import PyShaclValidator
from tests.conftest import ROOT
from tests.shapes.loaded import LEVELS, conforming, profile, vocabularies

DATASET = URIRef("http://example.org/d")


@pytest.fixture(scope="module", params=[PyShaclValidator, FastValidator])
def validator(request: pytest.FixtureRequest) -> Validator:
    made: Validator = request.param(profile(), vocabularies())
    return made


class TestValidator:
    @pytest.mark.parametrize("level", LEVELS)
    def test_a_complete_description_conforms_with_what_is_recommended_as_warnings(
        self, validator: Validator, level: str
    ) -> None:
        report = validator.validate(ntriples(conforming(level)), level)
        assert report.conforms
        assert (report.profile, report.level) == ("healthdcat-ap/8", level)
        assert {finding.severity for finding in report.findings} == {Severity.WARNING}

    def test_a_finding_names_node_class_property_and_rule_by_full_iris(self, validator: Validator) -> None:
        graph = conforming("PUBLIC")
        graph.remove((DATASET, DCTERMS.title, None))
        violations = _violations(validator, graph)
        assert violations == [
            Finding(
                Severity.VIOLATION,
                str(DATASET),
                str(DCAT.Dataset),
                str(DCTERMS.title),
                str(SH.MinCountConstraintComponent),
            )
        ]

    def test_concepts_of_the_vocabularies_need_no_words_in_the_description(
        self, validator: Validator
    ) -> None:
        graph = conforming("PUBLIC")
        theme = URIRef("http://publications.europa.eu/resource/authority/data-theme/HEAL")
        assert (theme, None, None) not in graph
        assert not [
            each
            for each in validator.validate(ntriples(graph), "PUBLIC").findings
            if str(DCAT.theme) == each.path
        ]

    def test_a_value_from_no_vocabulary_is_refused_with_the_value(self, validator: Validator) -> None:
        graph = conforming("PUBLIC")
        graph.add((DATASET, HEALTHDCATAP.healthCategory, URIRef("http://example.org/own-category")))
        found = {(each.path, each.value) for each in _violations(validator, graph)}
        assert found == {(str(HEALTHDCATAP.healthCategory), "http://example.org/own-category")}

    def test_what_fails_below_a_part_is_one_finding_on_the_property_that_leads_there(
        self, validator: Validator
    ) -> None:
        graph = conforming("PUBLIC")
        body = graph.value(DATASET, HEALTHDCATAP.hdab)
        graph.remove((body, URIRef("http://data.europa.eu/m8g/contactPoint"), None))
        assert [(each.focus_class, each.path) for each in _violations(validator, graph)] == [
            (str(DCAT.Dataset), str(HEALTHDCATAP.hdab))
        ]

    def test_structured_data_without_variables_are_refused_as_a_whole(self, validator: Validator) -> None:
        graph = conforming("PUBLIC")
        graph.remove((DATASET, HEALTHDCATAP.hasVariables, None))
        found = [(each.path, each.component) for each in _violations(validator, graph)]
        assert ("", str(SH.OrConstraintComponent)) in found

    def test_nodes_that_are_only_referred_to_are_not_in_focus(self, validator: Validator) -> None:
        graph = conforming("PUBLIC")
        graph.add((DATASET, URIRef(f"{DCAT}inSeries"), URIRef("http://example.org/series")))
        focus = {each.focus for each in validator.validate(ntriples(graph), "PUBLIC").findings}
        assert "http://example.org/series" not in focus

    def test_what_is_described_elsewhere_has_the_class_that_it_has_there(self, validator: Validator) -> None:
        graph, series = conforming("PUBLIC"), "http://example.org/series"
        graph.add((DATASET, URIRef(f"{DCAT}inSeries"), URIRef(series)))
        assert not validator.validate(ntriples(graph), "PUBLIC").conforms
        assert validator.validate(ntriples(graph), "PUBLIC", [(series, f"{DCAT}DatasetSeries")]).conforms

    def test_one_of_two_properties_is_told_with_both(self, validator: Validator) -> None:
        graph = conforming("PUBLIC")
        contact = graph.value(DATASET, DCAT.contactPoint)
        graph.remove((contact, URIRef("http://www.w3.org/2006/vcard/ns#hasEmail"), None))
        paths = {each.path for each in _violations(validator, graph)}
        assert paths == {"http://www.w3.org/2006/vcard/ns#hasURL|http://www.w3.org/2006/vcard/ns#hasEmail"}

    def test_blank_nodes_keep_the_labels_of_the_description(self, validator: Validator) -> None:
        graph = conforming("PUBLIC")
        label = BNode("c14n7")
        graph.add((label, RDF.type, DCAT.Distribution))
        graph.add((DATASET, DCAT.distribution, label))
        violations = _violations(validator, graph)
        assert {each.focus for each in violations} == {"_:c14n7", str(DATASET)}
        assert "_:c14n7" in {each.value for each in violations}

    def test_a_wrong_datatype_is_told_with_the_text_as_it_was_written(self, validator: Validator) -> None:
        graph = conforming("PUBLIC")
        graph.add((DATASET, HEALTHDCATAP.numberOfRecords, Literal("about 12")))
        assert [each.value for each in _violations(validator, graph)] == ["about 12"]

    def test_the_level_decides_what_is_asked(self, validator: Validator) -> None:
        graph = conforming("PUBLIC")
        graph.remove((DATASET, DCAT.keyword, None))
        assert validator.validate(ntriples(graph), "PUBLIC").conforms
        asked = {
            each.path
            for each in validator.validate(ntriples(graph), "NON_PUBLIC").findings
            if each.severity == "Violation"
        }
        assert asked == {str(DCAT.keyword), str(DCTERMS.accessRights)}

    def test_a_graph_without_anything_to_ask_about_has_no_findings(self, validator: Validator) -> None:
        assert validator.validate("", "PUBLIC").findings == ()

    def test_the_order_of_findings_is_the_same_at_every_run(self, validator: Validator) -> None:
        graph = conforming("RESTRICTED", variables=20)
        graph.remove((None, DCATAP.applicableLegislation, None))
        assert validator.validate(ntriples(graph), "PUBLIC") == validator.validate(ntriples(graph), "PUBLIC")


def test_the_engines_are_imported_when_they_are_first_used() -> None:
    program = (
        "import sys; from tests.shapes.loaded import profile, vocabularies; from catalogue.validation.fast import "
        "FastValidator; FastValidator(profile(), vocabularies()); print({'pyshacl', 'shacl'} & set(sys.modules))"
    )
    told = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True, cwd=ROOT
    )
    assert told.stdout.strip() == "set()"


def _violations(validator: Validator, graph: Graph) -> list[Finding]:
    return [
        each
        for each in validator.validate(ntriples(graph), "PUBLIC").findings
        if each.severity == "Violation"
    ]
