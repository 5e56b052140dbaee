"""Codes are found however descriptions write them and people type them."""

import pytest

from catalogue.domain import codes


@pytest.mark.parametrize(
    ("value", "question"),
    [
        ("ICD-10 E10", "E10"),
        ("ICD-10 E10", "icd-10 e10"),
        ("ICD-10 E10", "ICD-10:E10"),
        ("ICD-10 E10", "E10.9"),
        ("ICD-10:Q87.1", "Q87"),
        ("ICD-10 I00-I99", "I21"),
        ("ICD-10 I00-I99", "ICD-10 I21"),
        ("ICD-10 V01-Y98", "X60.1"),
        ("ICD-10 E10", "CIM-10 E10"),
        ("ICD-10 E11", "E10-E14"),
        ("ICD-10 E11.9", "type 2 e10–e14"),
        ("E11", "ICD-10 E10-E11"),
        ("E11", "ICD-10:E10-E11"),
        ("ICD-10 I00-I99", "I20-I25"),
        ("ICD-10 D01", "C00-D48"),
        ("ORPHA:519", "ORPHA:519"),
        ("ORPHA:519", "orpha 519"),
        ("http://www.orpha.net/ORDO/Orphanet_519", "Orphanet:519"),
        ("http://purl.bioontology.org/ontology/ICD10/E10", "E10"),
        ("http://snomed.info/id/73211009", "73211009"),
        ("LOINC 4548-4", "4548-4"),
        ("A10BA02", "a10ba02"),
        ("ATC A10BA02", "children with A10BA02?"),
        ("ATC A10BA02", "A10BA"),
        ("A10BA02", "atc a10b"),
        ("http://purl.bioontology.org/ontology/ATC/A10BA02", "ATC A10"),
        ("ATC C10AA", "C10A"),
        ("ORPHA:519", "orphanet 519"),
        ("http://www.orpha.net/ORDO/Orphanet_519", "ORPHA:519"),
        ("ORPHA519", "orphacode 519"),
        ("U07.1", "U07.1"),
        ("https://doi.org/10.1000/xyz_123", "10.1000/xyz_123"),
        ("10.1000/XYZ.123", "doi:10.1000/xyz.123"),
        ("doi:10.1000/xyz", "https://doi.org/10.1000/xyz"),
    ],
)
def test_a_code_is_found_as_people_type_it(value: str, question: str) -> None:
    assert set(codes.used(value)) & set(codes.asked(question))


@pytest.mark.parametrize(
    ("value", "question"),
    [
        ("ICD-10 E10", "E11"),
        ("ORPHA:519", "519 patients"),
        ("ICD-10 I00-I99", "J00"),
        ("ATC C10AA01", "C10"),  # a cancer
        ("ICD-10 C10", "ATC C10AA01"),
        ("ATC A10BA02", "A10BB"),
        ("ATC A10BA05", "A10BA02"),
        ("ORPHA:519", "orphanet 5190"),
        ("ICD-10 A00-R99", "E10"),
        ("ICD-10 E10", "A00-R99"),
        ("ICD-10 E15", "E10-E14"),
        ("ICD-10 E11", "E14-E10"),
        ("ICPC-2 2015", "before 2015"),
        ("ICD-10 E10", ""),
    ],
)
def test_what_only_looks_alike_is_not_found(value: str, question: str) -> None:
    assert not set(codes.used(value)) & set(codes.asked(question))


def test_what_is_too_long_to_be_a_code_is_none() -> None:
    assert codes.used("x1" * 500) == ()
    assert codes.asked("x1" * 500) == ()


def test_a_range_of_all_diseases_is_a_code_of_its_own_and_none_of_theirs() -> None:
    assert set(codes.used("ICD-10 A00-Z99")) & set(codes.asked("ICD-10 A00-Z99"))
    assert len(codes.used("ICD-10 A00-Z99")) < 5


def test_a_question_asks_for_no_more_categories_of_ranges_than_engines_are_asked_for() -> None:
    ranges = [f"{letter}00-{letter}99" for letter in "abcdefgh"]
    assert len(codes.asked(" ".join(ranges))) <= codes.MOST_ASKED + 20
    assert set(ranges) <= set(codes.asked(" ".join(ranges)))
