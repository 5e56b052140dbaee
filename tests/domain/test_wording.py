"""What people read about a finding."""

import re

import pytest
from rdflib import CSVW, DCAT, DCTERMS, SH

from catalogue.domain.languages import pick
from catalogue.domain.places import Step
from catalogue.domain.profile import Profile
from catalogue.domain.report import VARIOUS, Finding, Severity
from catalogue.domain.terms import DPV, HEALTHDCATAP, SPDX, VCARD
from catalogue.domain.wording import explain
from catalogue.domain.worth import worth_telling
from catalogue.rdf.graphs import ntriples
from catalogue.rdf.profiles import find_profile, load_profile
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
    assert told.problem == "Il manque\u00a0: «\u00a0Titre\u00a0»."


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
    assert told.problem == (
        "“Number of records” must be a whole number, 0 or more; “many” is not, or does not say so."
    )
    assert told.example == "1250000"


@pytest.mark.parametrize("component", ["Datatype", "Node"])
def test_a_value_that_only_lacks_its_datatype_is_shown_with_it(component: str) -> None:
    finding = _finding(str(SPDX.checksumValue), component, owner=str(SPDX.Checksum), value="ea77c2")
    told = explain(finding, profile(), "en")
    assert told.problem == "“ea77c2” is not marked as a series of hexadecimal digits."
    assert told.example == '"ea77c2"^^xsd:hexBinary'


def test_of_several_datatypes_the_one_that_a_value_is_written_in_is_told() -> None:
    told = explain(_finding(str(DCTERMS.issued), "Or", value="2020"), profile(), "en")
    assert told.problem == "“2020” is not marked as a year."
    assert told.example == '"2020"^^xsd:gYear'


def test_a_value_of_the_right_form_that_does_not_exist_is_not_said_to_lack_its_datatype() -> None:
    finding = _finding(str(DCTERMS.issued), "Or", value="2026-02-31")
    assert "is not marked" not in explain(finding, profile(), "en").problem


def test_a_part_that_is_not_complete_says_what_belongs_to_it() -> None:
    told = explain(
        _finding(str(CSVW.column), "Node", owner=str(CSVW.Table), value="_:c14n3"), profile(), "en"
    )
    assert told.mend == "Add to its description what is missing of: Name, Title, Description, Data type."


def test_a_value_that_fails_a_rule_without_a_name_says_what_is_expected() -> None:
    records = explain(
        _finding(str(DCAT.record), "Node", owner=str(DCAT.Catalog), value="urn:r"), profile(), "en"
    )
    assert records.problem.startswith(
        "“Records” must be something of the type “Catalogue record”; “urn:r” is not"
    )
    name = explain(_finding(str(DCTERMS.title), "Node", value="urn:r"), profile(), "en")
    assert name.problem.startswith("“Title” must be a text; “urn:r” is not")


def test_a_value_without_address_is_called_by_its_name() -> None:
    place = (Step(DATASET, str(DCTERMS.type), 0, "Personal Data"),)
    told = explain(
        _finding(str(DCTERMS.type), "Node", value="_:c14n3"), profile(), "en", vocabularies(), place
    )
    assert told.problem == "“Personal Data” is not in the list from which “Type of dataset” is chosen."


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


FORMER = "http://healthdataportal.eu/resource/authority/healthcategories/MRMR"
TODAY = "https://hdeu-dcat.data.health.europa.eu/resource/authority/healthcategories/MRMR"


@pytest.mark.parametrize("component", ["Node", "Class", "In", "HasValue"])
def test_a_former_address_is_told_with_that_of_today(component: str) -> None:
    finding = _finding(str(HEALTHDCATAP.healthCategory), component, value=FORMER)
    told = explain(finding, profile(), "en", vocabularies())
    assert told.problem == f"“{FORMER}” is the former address of “Medical and mortality registries”."
    assert told.mend == f"Replace it by {TODAY}."


def test_a_misspelt_entry_of_a_list_is_told_with_what_may_be_meant() -> None:
    formats = "http://publications.europa.eu/resource/authority/file-type/"
    finding = _finding(str(DCTERMS.format), "Node", owner=str(DCAT.Distribution), value=f"{formats}PARQUETT")
    told = explain(finding, profile(), "en", vocabularies())
    assert "not in the list" in told.problem
    assert told.mend.startswith(f"Is “Apache Parquet” meant? Then write {formats}PARQUET;")


def test_the_way_to_a_field_has_positions_and_names() -> None:
    place = (Step(DATASET, str(DCAT.distribution), 2, "Extract"),)
    finding = _finding(str(DCTERMS.format), "MinCount", owner=str(DCAT.Distribution))
    assert explain(finding, profile(), "en", None, place).field == "Distribution 2 (Extract) › File format"
    assert (
        explain(finding, profile(), "fr", None, place).field == "Distribution 2 (Extract) › Format de fichier"
    )


def test_the_rule_says_whose_it_is_at_which_level_and_by_which_article() -> None:
    told = explain(_finding(str(DCAT.keyword), "MinCount"), profile(), "en")
    assert told.rule == (
        "Required at the level “Not public, on request” by HealthDCAT-AP, Release 8; "
        "Regulation (EU) 2025/327, Article 77; Implementing Regulation (EU) 2026/2098, Annex B"
    )
    everywhere = explain(_finding(str(DCTERMS.title), "MinCount"), profile(), "fr")
    assert everywhere.rule.startswith(
        "Exigé par HealthDCAT-AP, version 8\u202f; règlement (UE) 2025/327, article 77"
    )
    advised = explain(_finding(str(DCAT.keyword), "MinCount", warn=True), profile(), "en")
    assert advised.rule.startswith("Recommended at the level “Open”, “Restricted” by HealthDCAT-AP")
    assert explain(_finding("", "Or"), profile(), "en").rule.startswith("Rule of HealthDCAT-AP, Release 8; ")


def test_the_law_is_cited_only_for_rules_that_serve_it(dutch: Profile) -> None:
    missing = _finding(str(DCTERMS.title), "MinCount")
    for name in ("dcat-ap/3.0.1", "health-data-hub/1"):
        assert "Article" not in explain(missing, load_profile(find_profile(name)), "en").rule
    assert "Article 77" in explain(missing, dutch, "en").rule
    untyped = _finding(str(DPV.hasPersonalData), "Class", value="https://w3id.org/dpv/dpv-pd#Age")
    assert explain(untyped, profile(), "en", vocabularies()).rule == "Rule of HealthDCAT-AP, Release 8"


def test_a_rule_of_the_catalogue_is_not_put_on_the_profile() -> None:
    finding = Finding(
        Severity.VIOLATION, "d", DATASET, str(DCTERMS.identifier), "urn:catalogue:UniqueIdentifier", "strokes"
    )
    told = explain(finding, profile(), "en")
    assert told.problem == "“strokes” identifies another description of this catalogue already."
    assert told.rule == "Rule of this catalogue"


def test_an_entry_of_the_list_without_its_type_is_not_said_to_be_no_entry() -> None:
    finding = _finding(str(DPV.hasPersonalData), "Class", value="https://w3id.org/dpv/dpv-pd#Age")
    told = explain(finding, profile(), "en", vocabularies())
    assert told.problem == (
        "“Age” is given as “Personal data”, and the value may stay; "
        "but nothing in the file says that it is of the type “kind of personal data”."
    )
    assert told.example == "<https://w3id.org/dpv/dpv-pd#Age> a dpv:PersonalData ."


@pytest.mark.parametrize("value", ["https://a.org/our page", "https://a.org/x|y", "see our page", "http://"])
@pytest.mark.parametrize(("language", "said"), [("en", "is no web address"), ("fr", "n’est pas une adresse")])
def test_what_is_no_address_is_not_said_to_be_one_that_may_stay(value: str, language: str, said: str) -> None:
    told = explain(_finding(str(DCAT.landingPage), "Class", value=value), profile(), language, vocabularies())
    assert said in told.problem
    assert not re.search("may stay|peut rester", told.message)
    assert told.example.startswith("https://regist")


@pytest.mark.parametrize("path", [str(DCAT.landingPage), str(DCTERMS.language)])
def test_of_an_address_that_is_given_as_a_text_it_is_told_that_it_is_a_text(path: str) -> None:
    value = "http://publications.europa.eu/resource/authority/language/ENG"
    findings = [_finding(path, component, value=value) for component in ("Class", "NodeKind")]
    (told,) = (explain(each, profile(), "en", vocabularies()) for each in worth_telling(findings, profile()))
    assert "is only a text" in told.problem
    assert told.example == f"<{value}>"


def test_of_values_that_differ_nothing_is_said_that_is_not_true_of_each() -> None:
    told = explain(_finding(str(DCAT.landingPage), "Class", value=VARIOUS), profile(), "en")
    assert "may stay" not in told.message


def test_a_part_that_states_no_type_is_told_so_and_not_with_its_own_name() -> None:
    told = explain(_finding(str(DCAT.contactPoint), "Class", value="_:c14n3"), profile(), "en")
    assert told.problem == "Nothing in the file says that “Contact” is of the type “Contact”."
    assert told.example == "[ a vcard:Kind ; … ]"


def test_a_text_where_a_part_belongs_is_told_so() -> None:
    told = explain(_finding(str(DCAT.contactPoint), "Class", value="ring the desk"), profile(), "en")
    assert (
        told.problem == "“ring the desk” is only a text; “Contact” needs a description of the type “Contact”."
    )


def test_a_variant_of_a_language_is_answered_in_the_language() -> None:
    assert explain(_finding(str(DCTERMS.title), "MinCount"), profile(), "fr-BE").field == "Titre"


@pytest.fixture(scope="module")
def dutch(tmp_path_factory: pytest.TempPathFactory) -> Profile:
    """The profile with a third language that has few words yet: one more file."""
    folder = tmp_path_factory.mktemp("national")
    (folder / "words").mkdir()
    (folder / "words" / "nl.toml").write_text(
        '[classes]\n"dcat:Dataset" = { label = "Dataset" }\n'
        '["dcat:Dataset"]\n"dct:title" = { label = "Titel", help = "Een korte naam." }\n'
        '[messages]\nMinCount = { problem = "“{field}” ontbreekt.", mend = "Vul “{field}” in." }\n'
        '[laws]\nehds-60-3 = { label = "artikel 60" }\nehds-77 = { label = "artikel 77" }\n'
        '2026-2098-b = { label = "bijlage B" }\n[phrases]\nrequired = "Vereist door {profile}"\n'
    )
    (folder / "profile.toml").write_text(
        f'id = "nl"\nversion = "1"\niri = "urn:nl"\ntitle = {{ en = "Dutch" }}\npresentation = "words"\n'
        f'extends = "{find_profile("healthdcat-ap/8")}"\n'
    )
    return load_profile(folder)


def test_another_language_is_one_more_file(dutch: Profile) -> None:
    told = explain(_finding(str(DCTERMS.title), "MinCount"), dutch, "nl")
    assert (told.field, told.problem, told.mend) == ("Titel", "“Titel” ontbreekt.", "Vul “Titel” in.")
    assert explain(_finding(str(DCTERMS.title), "MinCount"), dutch, "nl-BE") == told
    assert told.rule == "Vereist door Dutch; artikel 77; bijlage B"


@pytest.mark.parametrize(
    ("path", "component"), [(str(DCAT.keyword), "MinCount"), (str(DCTERMS.title), "MaxCount")]
)
def test_what_a_language_lacks_is_told_in_english_as_a_whole(
    dutch: Profile, path: str, component: str
) -> None:
    finding = _finding(path, component)
    assert explain(finding, dutch, "nl", vocabularies()) == explain(finding, dutch, "en", vocabularies())


def test_what_a_language_lacks_is_taken_from_english_on_pages(dutch: Profile) -> None:
    title = dutch.field(DATASET, str(DCTERMS.title))
    assert title
    assert pick(title.label, ("nl",)) == "Titel"
    assert pick(title.example, ("nl",)) == title.example["en"]
    assert pick(dutch.elements[0].label, ("nl",)) == "Access rights"


def test_a_former_address_of_an_entry_of_another_list_is_not_proposed() -> None:
    cancer = "https://www.wikidata.org/entity/Q12078"
    themes = _finding(str(HEALTHDCATAP.healthTheme), "Node", value=cancer)
    systems = _finding(str(HEALTHDCATAP.hasCodingSystem), "Node", value=cancer)
    assert "the former address of “Cancer”" in explain(themes, profile(), "en", vocabularies()).problem
    assert "former address" not in explain(systems, profile(), "en", vocabularies()).problem
