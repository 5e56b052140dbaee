"""What a former value is called today."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalogue.domain.vocabulary import Concept, Scheme, Vocabularies
from tests.shapes.loaded import vocabularies

HEALTH = "https://hdeu-dcat.data.health.europa.eu/resource/authority"
EU = "http://publications.europa.eu/resource/authority"


@pytest.mark.parametrize(
    ("former", "today"),
    [
        (
            "http://13.81.34.152:1101/resource/authority/healthcategories/EHRS",
            f"{HEALTH}/healthcategories/EHRS",
        ),
        (
            "http://healthdataportal.eu/resource/authority/health-theme/CANCER_DISEASE",
            f"{HEALTH}/health-theme/CANCER_DISEASE",
        ),
        (
            "https://hdeu-dcat.acceptance.data.health.europa.eu/resource/authority/coding-system/LOINC",
            f"{HEALTH}/coding-system/LOINC",
        ),
        (f"{HEALTH}/publisher-type/outpatient-institute", f"{HEALTH}/publisher-type/outpatient-institution"),
        (
            "http://healthdataportal.eu/resource/authority/publisher-type/outpatient-institute",
            f"{HEALTH}/publisher-type/outpatient-institution",
        ),
        ("https://publications.europa.eu/resource/authority/data-theme/HEAL", f"{EU}/data-theme/HEAL"),
        (f"{EU}/file-type/csv", f"{EU}/file-type/CSV"),
        (f"{EU}/file-type/CSV/", f"{EU}/file-type/CSV"),
        (f"{EU}/file-type#CSV", f"{EU}/file-type/CSV"),
        (f"<{EU}/file-type/CSV> ", f"{EU}/file-type/CSV"),
        ("https://w3id.org/dpv/pd#Age", "https://w3id.org/dpv/dpv-pd#Age"),
        ("https://w3id.org/dpv/pd#SomethingNew", "https://w3id.org/dpv/dpv-pd#SomethingNew"),
        ("https://www.wikidata.org/entity/Q1753883", f"{HEALTH}/coding-system/SNOMED-CT"),
        ("http://www.wikidata.org/entity/Q12078", f"{HEALTH}/health-theme/CANCER_DISEASE"),
        ("https://www.wikidata.org/wiki/Q19597236", f"{HEALTH}/standard/FHIR"),
        ("http://hl7.org/fhir/", f"{HEALTH}/standard/FHIR"),
        ("http://healthdata.ec.europa.eu/authority/health-category/EHR", f"{HEALTH}/healthcategories/EHRS"),
        (
            "http://healthdata.ec.europa.eu/authority/health-activity/CLINICAL_TRIAL",
            f"{HEALTH}/health-activity/CLINICAL_TRIAL",
        ),
        ("http://purl.org/adms/status/UnderDevelopment", f"{EU}/distribution-status/DEVELOP"),
        ("http://purl.org/cld/freq/annual", f"{EU}/frequency/ANNUAL"),
        (
            "http://purl.org/adms/publishertype/PrivateIndividual%28s%29",
            "http://purl.org/adms/publishertype/PrivateIndividual(s)",
        ),
    ],
)
def test_a_former_address_has_its_successor(former: str, today: str) -> None:
    assert vocabularies().successor(former) == today


@pytest.mark.parametrize(
    "iri",
    [
        f"{HEALTH}/healthcategories/EHRS",
        f"{EU}/country/SUN",
        f"{HEALTH}/publisher-type/inpatient-institute",
        "http://healthdataportal.eu/resource/authority/healthcategories/NOTHING",
        "https://www.wikidata.org/entity/Q42",
        "http://example.org/other",
        "https://w3id.org/dpv/pd#",
        "http://[",
        "",
    ],
)
def test_what_is_of_today_or_unknown_has_no_successor(iri: str) -> None:
    assert vocabularies().successor(iri) is None


def test_a_successor_says_why_and_since_when() -> None:
    found = vocabularies().succession("http://healthdataportal.eu/resource/authority/healthcategories/EHRS")
    assert found
    assert found.reason.startswith("The lists for health data moved")
    assert found.since
    assert found.since.year == 2026


@given(
    st.text(),
    st.sampled_from(["", "http://healthdataportal.eu/resource/authority/", "https://w3id.org/dpv/pd#", EU]),
)
def test_any_text_has_one_last_successor_or_none(text: str, beginning: str) -> None:
    today = vocabularies().successor(beginning + text)
    assert today is None or vocabularies().successor(today) is None


@given(st.text(max_size=300))
def test_any_text_gives_an_entry_of_the_list_or_nothing(text: str) -> None:
    meant = vocabularies().suggest(text, [f"{EU}/frequency"])
    assert meant is None or meant in vocabularies()


def test_a_code_in_another_case_is_suggested() -> None:
    assert (
        vocabularies().suggest(f"{HEALTH}/healthcategories/ehrs", [f"{HEALTH}/healthcategories"])
        == f"{HEALTH}/healthcategories/EHRS"
    )


@pytest.mark.parametrize(
    ("written", "scheme", "meant"),
    [
        (
            f"{HEALTH}/health-theme/CANCER_DISEASES",
            f"{HEALTH}/health-theme",
            f"{HEALTH}/health-theme/CANCER_DISEASE",
        ),
        ("SNOMED CT", f"{HEALTH}/coding-system", f"{HEALTH}/coding-system/SNOMED-CT"),
        ("Mise à jour continue", f"{EU}/frequency", f"{EU}/frequency/UPDATE_CONT"),
        ("Quaterly", f"{EU}/frequency", f"{EU}/frequency/QUARTERLY"),
    ],
)
def test_a_slip_of_the_pen_finds_what_was_meant(written: str, scheme: str, meant: str) -> None:
    assert vocabularies().suggest(written, [scheme]) == meant


@pytest.mark.parametrize(
    "written", ["", "xx", "http://example.org/", "something else altogether", "1234567", "y" * 5000]
)
def test_nothing_is_suggested_for_what_is_close_to_nothing(written: str) -> None:
    assert vocabularies().suggest(written, [f"{EU}/frequency"]) is None


def test_a_name_that_two_concepts_share_names_neither() -> None:
    scheme = Scheme(
        "urn:s",
        "s",
        {"en": "S"},
        "us",
        vocabularies().scheme(f"{EU}/country").date,  # type: ignore[union-attr]
        concepts=(
            Concept("urn:s:a", "a", "urn:s", {"en": "A"}, aliases=("x",)),
            Concept("urn:s:b", "b", "urn:s", {"en": "B"}, aliases=("x",)),
        ),
    )
    assert Vocabularies([scheme]).successor("urn:s:x") is None
