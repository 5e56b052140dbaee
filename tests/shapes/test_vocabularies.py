"""The vocabulary tables are whole, and hold what the shapes ask for."""

import csv
import re
import tomllib
from pathlib import Path

import pytest

from catalogue import resources
from catalogue.domain.errors import WrongSetting
from catalogue.domain.vocabulary import Concept, Vocabularies
from catalogue.rdf.vocabularies import read_vocabularies
from tests.shapes import remake
from tests.shapes.loaded import profile, vocabularies

CONCEPTS: list[Concept] = [concept for scheme in vocabularies() for concept in scheme.concepts]
# Places and GeoNames are millions; a dataset that names one says itself which scheme it is in.
ELSEWHERE = {"http://publications.europa.eu/resource/authority/place", "http://sws.geonames.org"}
# An item of Wikidata that is not known for certain to be the coding system that the reference calls by it.
UNCERTAIN = {"https://www.wikidata.org/entity/Q45581"}
EU = "http://publications.europa.eu/resource/authority"
MANIFEST = '[mine]\niri = "urn:mine"\ntitle = { en = "Mine" }\nsource = "us"\ndate = 2026-01-01\n'


def read(folder: Path, table: str | bytes, manifest: str = MANIFEST) -> Vocabularies:
    """The vocabularies of a folder with one table."""
    (folder / "vocabularies.toml").write_text(manifest)
    (folder / "mine.csv").write_bytes(table.encode() if isinstance(table, str) else table)
    return read_vocabularies(folder)


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


@pytest.mark.parametrize(
    ("name", "standard"), [("language", remake.languages()), ("country", remake.countries())]
)
def test_languages_and_countries_are_those_of_the_standards(
    name: str, standard: dict[str, remake.Row]
) -> None:
    ours = {each.code: each for each in vocabularies().concepts(f"{EU}/{name}")}
    assert standard.keys() - ours.keys() == set()
    assert {code for code, row in standard.items() if " ".join(ours[code].aliases) != row["alias"]} == set()


def test_making_the_lists_again_changes_nothing() -> None:
    for name, standard in (("language", remake.languages()), ("country", remake.countries())):
        concepts = vocabularies().concepts(f"{EU}/{name}")
        made = list(remake.merged(name, standard))
        assert [row["iri"] for row in made] == [each.iri for each in concepts], name
        assert [row["fr"] for row in made] == [each.labels["fr"] for each in concepts], name


def test_what_the_publications_office_has_beyond_the_standards_is_there() -> None:
    assert {"XKX", "EUR", "OTHER"} <= {each.code for each in vocabularies().concepts(f"{EU}/country")}
    assert {"MUL", "OP_DATPRO"} <= {each.code for each in vocabularies().concepts(f"{EU}/language")}


@pytest.mark.parametrize(
    ("former", "today"),
    [
        ("http://lexvo.org/id/iso639-1/fr", f"{EU}/language/FRA"),
        ("http://lexvo.org/id/iso639-3/fra", f"{EU}/language/FRA"),
        ("http://id.loc.gov/vocabulary/iso639-2/fre", f"{EU}/language/FRA"),
        (f"{EU}/language/EN", f"{EU}/language/ENG"),
        (f"{EU}/country/FR", f"{EU}/country/FRA"),
        (f"{EU}/country/EL", f"{EU}/country/GRC"),
        ("http://lexvo.org/id/iso3166/GB", f"{EU}/country/GBR"),
        ("https://data.europa.eu/eli/reg/2025/327/oj", "http://data.europa.eu/eli/reg/2025/327/oj"),
        ("http://data.europa.eu/eli/reg/2025/327", "http://data.europa.eu/eli/reg/2025/327/oj"),
        (
            "https://eur-lex.europa.eu/legal-content/EN/TXT/?uri=CELEX:32025R0327",
            "http://data.europa.eu/eli/reg/2025/327/oj",
        ),
    ],
)
def test_another_code_of_the_same_thing_has_its_successor(former: str, today: str) -> None:
    assert vocabularies().successor(former) == today


def test_both_addresses_of_a_media_type_are_accepted() -> None:
    found = vocabularies().succession("https://www.iana.org/assignments/media-types/text/csv")
    assert found
    assert (found.iri, found.accepted) == ("http://www.iana.org/assignments/media-types/text/csv", True)


def test_no_other_name_of_a_concept_is_the_name_of_another() -> None:
    for scheme in vocabularies():
        names = [name.casefold() for each in scheme.concepts for name in {each.code, *each.aliases}]
        assert len(names) == len(set(names)), scheme.name


def test_every_rule_for_a_former_code_leads_to_a_concept() -> None:
    text = (resources.folder("shapes") / "vocabularies" / "former.toml").read_text()
    for rule in tomllib.loads(text)["rule"]:
        for code in rule.get("codes", {}).values():
            assert rule["to"] + code in vocabularies(), rule["to"] + code


def test_every_rule_for_a_former_address_leads_to_a_list() -> None:
    text = (resources.folder("shapes") / "vocabularies" / "former.toml").read_text()
    for rule in tomllib.loads(text)["rule"]:
        assert any(each.iri.startswith(rule["to"]) for each in CONCEPTS), rule["to"]
        assert rule["reason"].endswith(".")


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
    (tmp_path / "vocabularies.toml").write_text(MANIFEST)
    with pytest.raises(WrongSetting, match=r"mine\.csv"):
        read_vocabularies(tmp_path)


def test_a_vocabulary_without_its_scheme_is_named(tmp_path: Path) -> None:
    with pytest.raises(WrongSetting, match="'iri' is missing"):
        read(tmp_path, "iri,code,en\n", '[mine]\ntitle = { en = "Mine" }\n')


@pytest.mark.parametrize(
    ("table", "line", "reason"),
    [
        ("iri,code\nurn:a,a\n", 1, "the column en is missing"),
        ("", 1, "the column iri is missing"),
        ("iri,code,en,en\nurn:a,a,A,A\n", 1, "the column en stands there twice"),
        ("iri,code,en\nurn:a,a,A\nurn:b,b\n", 3, "it has 2 columns, and the first line 3"),
        ("iri,code,en\nurn:a,a,A\nurn:a,b,B\n", 3, "iri stands there twice: urn:a"),
        ("iri,code,en\nurn:a,a,A\nurn:b,a,B\n", 3, "code stands there twice: a"),
        ('iri,code,en\nurn:a,a,"A\nB"\nurn:b,b,\n', 4, "en is empty"),
        ("iri,code,en\na,a,A\n", 2, "iri is no absolute IRI: a"),
        ("iri,code,broader,en\nurn:a,a,urn:b,A\n", 2, "broader is not in the table: urn:b"),
        (
            "iri,code,broader,en\nurn:a,a,urn:b,A\nurn:b,b,urn:a,B\n",
            2,
            "broader leads back to the concept itself",
        ),
        ("iri,code,deprecated,en\nurn:a,a,yes,A\n", 2, "deprecated is neither true nor false: yes"),
        ('iri,code,en\nurn:a,a,"A\n', 2, "unexpected end of data"),
        ("iri,code,en\nurn:a,a,é\n".encode("latin-1"), 2, "it is not written in UTF-8"),
    ],
)
def test_a_table_that_contradicts_itself_is_refused_with_its_line(
    tmp_path: Path, table: str | bytes, line: int, reason: str
) -> None:
    with pytest.raises(WrongSetting, match=re.escape(f"mine.csv, line {line}: {reason}")):
        read(tmp_path, table)


def test_a_concept_in_two_tables_is_refused(tmp_path: Path) -> None:
    (tmp_path / "other.csv").write_text("iri,code,en\nurn:a,a,A\n")
    with pytest.raises(WrongSetting, match=r"mine\.csv: <urn:a> stands in other\.csv too"):
        read(
            tmp_path,
            "iri,code,en\nurn:a,a,A\n",
            MANIFEST.replace("mine]", "other]") + MANIFEST.replace("urn:mine", "urn:2"),
        )


def test_a_rule_for_former_addresses_that_lacks_something_is_refused(tmp_path: Path) -> None:
    (tmp_path / "former.toml").write_text('[[rule]]\nfrom = ["urn:old:"]\nreason = "It moved."\n')
    with pytest.raises(WrongSetting, match=r"former\.toml: 'to' is missing"):
        read(tmp_path, "iri,code,en\nurn:a,a,A\n")


def test_a_folder_of_ones_own_has_its_own_former_addresses(tmp_path: Path) -> None:
    (tmp_path / "former.toml").write_text(
        '[[rule]]\nfrom = ["urn:old:"]\nto = "urn:"\nreason = "It moved."\n'
    )
    assert read(tmp_path, "iri,code,en\nurn:a,a,A\n").successor("urn:old:a") == "urn:a"


def test_a_further_language_is_a_further_column(tmp_path: Path) -> None:
    table = "iri,code,broader,deprecated,en,nl\nurn:a,a,,,Water,Water (nl)\nurn:b,b,,,Air,\n"
    assert read(tmp_path, table).label("urn:a", ["nl"]) == ("Water (nl)", "nl")
    assert read(tmp_path, table).label("urn:b", ["nl"]) == ("Air", "en")


def test_a_table_that_a_spreadsheet_has_written_is_read(tmp_path: Path) -> None:
    assert read(tmp_path, "\ufeffiri,code,en\r\nurn:a,a,Water\r\n").label("urn:a", ["en"]) == ("Water", "en")


@pytest.mark.reference
def test_every_concept_of_the_reference_lists_is_known(reference: Path) -> None:
    for path in sorted((reference / "vocabularies").glob("*.csv")):
        with path.open(encoding="utf-8") as rows:
            listed = {row["iri"] for row in csv.DictReader(rows)} - UNCERTAIN
        known = {iri for iri in listed if iri in vocabularies() or vocabularies().successor(iri)}
        assert listed - known == set(), path.name
