"""What people read about a finding."""

import pytest
from rdflib import DCAT, DCTERMS, SH

from catalogue.domain.report import Finding, Severity
from catalogue.domain.terms import HEALTHDCATAP, VCARD
from catalogue.domain.wording import explain, worth_telling
from catalogue.rdf.graphs import ntriples
from tests.shapes.loaded import LEVELS, conforming, profile, vocabularies

DATASET = str(DCAT.Dataset)


def _finding(
    path: str, component: str, *, owner: str = DATASET, value: str = "", warn: bool = False
) -> Finding:
    severity = Severity.WARNING if warn else Severity.VIOLATION
    return Finding(
        severity, "http://example.org/d", owner, path, f"{SH}{component}ConstraintComponent", value
    )


def test_a_missing_property_is_called_by_its_field_and_says_how_to_mend_it() -> None:
    told = explain(_finding(str(DCTERMS.title), "MinCount"), profile(), "en")
    assert (told.field, told.problem, told.mend) == ("Title", "“Title” is missing.", "Fill in “Title”.")
    assert told.example == "National registry of type 1 diabetes in children"


def test_the_same_in_french() -> None:
    told = explain(_finding(str(DCTERMS.title), "MinCount"), profile(), "fr")
    assert told.field == "Titre"
    assert told.problem == "«\u00a0Titre\u00a0» manque."


def test_a_language_without_templates_is_answered_in_english() -> None:
    assert explain(_finding(str(DCTERMS.title), "MinCount"), profile(), "fi").problem == "“Title” is missing."


def test_what_is_only_recommended_is_asked_for_politely() -> None:
    told = explain(_finding(str(DCAT.keyword), "MinCount", warn=True), profile(), "en")
    assert "if you can" in told.mend


def test_a_property_of_a_part_says_of_which() -> None:
    told = explain(_finding(str(DCAT.accessURL), "MinCount", owner=str(DCAT.Distribution)), profile(), "en")
    assert told.field == "Distribution › Access address"


def test_a_value_outside_its_list_is_named_with_the_list() -> None:
    finding = _finding(str(HEALTHDCATAP.healthTheme), "Node", value="http://example.org/mine")
    told = explain(finding, profile(), "en", vocabularies())
    assert told.problem == "“http://example.org/mine” is not in the list from which “Health theme” is chosen."
    assert told.mend == "Choose an entry of the list: Health themes."


def test_a_wrong_datatype_says_what_is_expected_with_an_example() -> None:
    told = explain(_finding(str(HEALTHDCATAP.numberOfRecords), "Datatype", value="many"), profile(), "en")
    assert told.problem == "“many” is not a whole number, 0 or more, which “Number of records” must be."
    assert (told.mend, told.example) == ("Correct the value.", "1250000")


def test_one_of_two_properties_names_both() -> None:
    told = explain(
        _finding(f"{VCARD.hasURL}|{VCARD.hasEmail}", "MinCount", owner=str(VCARD.Kind)), profile(), "en"
    )
    assert told.mend == "Fill in one of them: Contact page / E-mail."


def test_a_blank_node_is_called_by_what_it_is() -> None:
    told = explain(_finding(str(HEALTHDCATAP.hdab), "Class", value="_:c14n3"), profile(), "en")
    assert "c14n3" not in told.problem + told.mend
    assert "Organisation" in told.problem


def test_too_many_values_say_how_many_to_keep() -> None:
    told = explain(_finding(str(DCTERMS.accessRights), "MaxCount"), profile(), "en")
    assert told.mend == "Keep 1 and remove the others."


def test_particular_rules_have_words_of_their_own() -> None:
    assert "variables" in explain(_finding("", "Or"), profile(), "en").problem
    assert "“Health”" in explain(_finding(str(DCAT.theme), "HasValue"), profile(), "en").problem


def test_a_rule_that_we_have_no_words_for_is_still_told_in_words() -> None:
    told = explain(_finding(str(DCTERMS.title), "Unheard"), profile(), "en")
    assert told.problem == "“Title” does not meet a condition that HealthDCAT-AP, Release 8 sets."


def test_braces_in_a_value_are_only_braces() -> None:
    told = explain(
        _finding(str(HEALTHDCATAP.numberOfRecords), "Datatype", value="{field.x}"), profile(), "en"
    )
    assert "{field.x}" in told.problem


def test_a_warning_that_a_violation_says_already_is_not_told_again() -> None:
    missing, advised = (_finding(str(DCAT.keyword), "MinCount", warn=warn) for warn in (False, True))
    other = _finding(str(DCTERMS.publisher), "MinCount", warn=True)
    assert list(worth_telling([missing, advised])) == [missing]
    assert list(worth_telling([other])) == [other]


@pytest.mark.parametrize("language", ["en", "fr"])
def test_no_finding_shows_terms_of_rdf_or_of_the_engine(language: str) -> None:
    from catalogue.validation.pyshacl import PyShaclValidator

    validator = PyShaclValidator(profile(), vocabularies())
    for level in LEVELS:
        for finding in validator.validate(ntriples(conforming("PUBLIC")), level).findings:
            told = explain(finding, profile(), language, vocabularies())
            text = " ".join((told.field, told.problem, told.mend))
            assert "Constraint" not in text
            assert "dct:" not in text
            assert "{" not in text
