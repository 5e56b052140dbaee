"""The vocabulary tables are whole, and hold what the shapes ask for."""

import csv
from pathlib import Path

import pytest

from catalogue.domain.errors import WrongSetting
from catalogue.domain.vocabulary import Concept
from catalogue.rdf.vocabularies import read_vocabularies
from tests.shapes.loaded import profile, vocabularies

CONCEPTS: list[Concept] = [concept for scheme in vocabularies() for concept in scheme.concepts]
# Places and GeoNames are millions; a dataset that names one says itself which scheme it is in.
ELSEWHERE = {"http://publications.europa.eu/resource/authority/place", "http://sws.geonames.org"}
# Wikidata's own terms, and two that the Data Privacy Vocabulary has under another address than Release 8 asks for.
NOT_OURS = ("https://www.wikidata.org/", "https://w3id.org/dpv/pd#")


def test_every_vocabulary_that_the_shapes_ask_for_is_there() -> None:
    assert [iri for iri in profile().vocabularies if not vocabularies().concepts(iri)] == sorted(
        ELSEWHERE & set(profile().vocabularies), key=profile().vocabularies.index
    )


def test_every_concept_has_a_label_in_english_and_french() -> None:
    assert [each.iri for each in CONCEPTS if not each.labels.get("en") or not each.labels.get("fr")] == []


def test_no_concept_is_listed_twice() -> None:
    iris = [each.iri for each in CONCEPTS]
    assert len(iris) == len(set(iris))


def test_a_broader_concept_is_one_of_the_same_vocabulary() -> None:
    for each in CONCEPTS:
        broader = vocabularies().concept(each.broader) if each.broader else each
        assert broader
        assert broader.scheme == each.scheme


def test_countries_and_languages_are_complete() -> None:
    country = "http://publications.europa.eu/resource/authority/country"
    language = "http://publications.europa.eu/resource/authority/language"
    assert {"FRA", "ESP", "XKX", "EUR"} <= {each.code for each in vocabularies().concepts(country)}
    assert {"FRA", "BRE", "EUS", "MUL"} <= {each.code for each in vocabularies().concepts(language)}
    assert len(vocabularies().concepts(country)) > 330
    assert len(vocabularies().concepts(language)) > 600


def test_past_countries_are_kept_for_old_data_and_marked() -> None:
    soviet_union = vocabularies().concept("http://publications.europa.eu/resource/authority/country/SUN")
    assert soviet_union
    assert soviet_union.deprecated


def test_headings_of_the_list_of_standards_are_not_standards() -> None:
    base = "https://hdeu-dcat.data.health.europa.eu/resource/authority/standard"
    fhir, heading = vocabularies().concept(f"{base}/FHIR"), vocabularies().concept(f"{base}/API")
    assert fhir
    assert heading
    assert (fhir.classes, heading.classes) == (("http://purl.org/dc/terms/Standard",), ())


def test_a_table_that_is_not_there_is_named(tmp_path: Path) -> None:
    (tmp_path / "vocabularies.toml").write_text(
        '[mine]\niri = "urn:mine"\ntitle = { en = "Mine" }\nsource = "us"\ndate = 2026-01-01\n'
    )
    with pytest.raises(WrongSetting, match=r"mine\.csv"):
        read_vocabularies(tmp_path)


def test_a_vocabulary_without_its_scheme_is_named(tmp_path: Path) -> None:
    (tmp_path / "vocabularies.toml").write_text('[mine]\ntitle = { en = "Mine" }\n')
    (tmp_path / "mine.csv").write_text("iri,code,broader,deprecated,en\n")
    with pytest.raises(WrongSetting, match="'iri' is missing"):
        read_vocabularies(tmp_path)


def test_a_further_language_is_a_further_column(tmp_path: Path) -> None:
    (tmp_path / "vocabularies.toml").write_text(
        '[mine]\niri = "urn:mine"\ntitle = { en = "Mine" }\nsource = "us"\ndate = 2026-01-01\n'
    )
    (tmp_path / "mine.csv").write_text("iri,code,broader,deprecated,en,nl\nurn:a,a,,,Water,Water (nl)\n")
    assert read_vocabularies(tmp_path).label("urn:a", ["nl"]) == ("Water (nl)", "nl")


@pytest.mark.reference
def test_every_concept_of_the_reference_lists_is_known(reference: Path) -> None:
    for path in sorted((reference / "vocabularies").glob("*.csv")):
        with path.open(encoding="utf-8") as rows:
            known = {row["iri"] for row in csv.DictReader(rows) if not row["iri"].startswith(NOT_OURS)}
        assert {iri for iri in known if iri not in vocabularies()} == set(), path.name
