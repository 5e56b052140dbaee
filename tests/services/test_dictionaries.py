"""Variables are read out of the files that people have, and nothing else of them is kept."""

from collections.abc import Callable
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalogue.domain.columns import MOST, Layout
from catalogue.domain.dictionaries import Dictionary, Manner, Telling, Wanted
from catalogue.domain.errors import BadInput
from catalogue.domain.profile import Profile
from catalogue.domain.variables import KINDS
from catalogue.services import cells
from catalogue.services.dictionaries import Means, Upload, headings, read, types
from catalogue.services.dictionaries.base import LINES, Unclear
from tests.services import dictionary_files as files

Tell = Callable[..., dict[str, Wanted]]


@pytest.fixture(scope="module")
def profile(request: pytest.FixtureRequest) -> Profile:
    from catalogue import resources
    from catalogue.rdf.profiles import load_profile

    return load_profile(resources.folder("shapes") / "healthdcat-ap/8")


@pytest.fixture
def tell(profile: Profile) -> Tell:
    """The variables of the first sheet of a file by name, as the headings are guessed."""

    def told(
        data: str | bytes, source: str = "file", means: Means = Means.UNSAID, language: str = "en"
    ) -> dict[str, Wanted]:
        layout = Layout(profile, ("en", "fr"))
        found = reading(data, source, means).sheets[0]
        telling = Telling(found, headings.targets(found.headings, layout, language), layout)
        return {each.name: each for each in telling.variables(Manner(language, type=types.named))}

    return told


def reading(data: str | bytes, source: str = "file", means: Means = Means.UNSAID) -> Dictionary:
    return read(Upload(source, data.encode() if isinstance(data, str) else data, means))


def texts(wanted: Wanted) -> dict[str, str]:
    return {slot.key: " / ".join(said) for slot, said in wanted.cells.items()}


def test_of_data_only_names_and_types_are_taken(tell: Tell) -> None:
    found = {name: texts(each)["datatype"] for name, each in tell(files.DATA_CSV).items()}
    assert found == {
        "patient_id": "string",
        "annee_naissance": "integer",
        "sexe": "integer",
        "poids_kg": "decimal",
        "date_entree": "date",
        "code_postal": "string",
        "fumeur": "boolean",
        "sortie_le": "dateTime",
    }
    assert not [value for value in ("P0001", "71,5") if value in repr(reading(files.DATA_CSV))]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1252"])
def test_a_french_dictionary_is_understood_in_any_usual_encoding(tell: Tell, encoding: str) -> None:
    found = tell(files.FRENCH_CSV.encode(encoding), language="fr")
    assert texts(found["hba1c"]) == {
        "name": "hba1c",
        "title@fr": "Hémoglobine glyquée",
        "description@fr": "Dernier dosage avant l’entrée. Unit: %.",
        "datatype": "decimal",
    }
    assert texts(found["sexe"])["description@fr"] == "Codes: 1 = masculin; 2 = féminin."


def test_another_encoding_is_told() -> None:
    assert "Windows-1252" in reading(files.FRENCH_CSV.encode("cp1252")).notes[0]
    assert not reading(files.FRENCH_CSV).notes


def test_a_data_dictionary_of_redcap(tell: Tell) -> None:
    found = tell(files.REDCAP_CSV)
    assert {name: each.table for name, each in found.items()} == {
        "record_id": "demography",
        "smoking": "demography",
        "visit_date": "visits",
    }
    assert texts(found["smoking"])["title@en"] == "Do you <b>smoke</b>?"
    assert texts(found["smoking"])["description@en"] == "Codes: 1, Never | 2, Former | 3, Current."


def test_the_fields_of_omop(tell: Tell) -> None:
    found = tell(files.OMOP_CSV)
    assert found["visit_source_value"].table == "visit_occurrence"
    assert texts(found["birth_datetime"])["datatype"] == "dateTime"
    assert texts(found["visit_source_value"]) == {
        "name": "visit_source_value",
        "datatype": "string",
        "description@en": "The verbatim value.",
    }


def test_a_spreadsheet_with_a_title_above_its_headings(tell: Tell) -> None:
    found = tell(files.xlsx_dictionary())
    assert texts(found["nihss"]) == {
        "name": "nihss",
        "title@en": "Severity at admission",
        "title@fr": "Gravité à l’entrée",
        "datatype": "integer",
        "description@en": "Unit: points.",
    }
    assert texts(found["onset"])["datatype"] == "dateTime"
    assert found["nihss"].line == 4


def test_a_spreadsheet_of_data_has_a_table_for_each_sheet(tell: Tell) -> None:
    book = files.workbook(
        Patients=[["id", "born"], ["p1", 1970]], Visits=[["id", "cost"], ["p1", 12.5], ["p2", "=1+1"]]
    )
    found = reading(book)
    assert found.sheets[0].rows == (
        ("id", "string", "Patients"),
        ("born", "integer", "Patients"),
        ("id", "string", "Visits"),
        ("cost", "decimal", "Visits"),
    )


def test_metadata_of_csv_on_the_web(tell: Tell) -> None:
    found = tell(files.CSVW)
    assert list(found) == ["birth_year", "weight"]
    assert texts(found["birth_year"]) == {
        "name": "birth_year",
        "title@en": "Year of birth",
        "title@fr": "Année de naissance",
        "description@en": "As in the civil register.",
        "datatype": "gYear",
        "propertyUrl": "http://snomed.info/id/184099003",
    }
    assert found["weight"].table == "Hospital stays"
    assert texts(found["weight"])["datatype"] == "decimal"


def test_a_data_package(tell: Tell) -> None:
    found = tell(files.FRICTIONLESS)
    assert {name: each.table for name, each in found.items()} == {
        "sex": "Stays",
        "entered": "Stays",
        "cause": "deaths",
    }
    assert texts(found["sex"])["description@en"] == "Codes: F; M."
    assert texts(found["entered"])["datatype"] == "dateTime"


def test_a_structure_definition(tell: Tell) -> None:
    found = tell(files.FHIR)
    assert list(found) == ["status", "effectiveDateTime", "valueQuantity", "component.value[x]"]
    assert texts(found["effectiveDateTime"]) == {
        "name": "effectiveDateTime",
        "title@en": "When it was measured",
        "title@fr": "Date de la mesure",
        "description@en": "When it was measured",
        "description@fr": "Date de la mesure",
        "datatype": "dateTime",
    }
    assert texts(found["valueQuantity"])["propertyUrl"] == "https://loinc.org/2339-0"
    assert (
        texts(found["status"])["propertyUrl"]
        == "http://hl7.org/fhir/StructureDefinition/Observation#Observation.status"
    )
    assert "datatype" not in texts(found["component.value[x]"])


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "empty"),
        (b"\n\n ;;\n", "empty"),
        (b"%PDF-1.7 \x00\x01", "no format"),
        (b"PK\x03\x04broken", "damaged"),
        (b"\xd0\xcf\x11\xe0 old", "XLS"),
        (b'{"fields": [}', "line 1, column 13"),
        (b'{"resources": []}', "no variable"),
        (b'{"a": 1}', "no format"),
        (b'variable,label\na,"open\nb,c\n', "line 2, column 1: a quotation mark opens"),
        (b'variable,label\na,"x" y\n', "line 2, column 1: a quotation mark stands inside"),
        (b"1;2;3\n4;5;6\n", "first line"),
        (b"variable,label\n", "no variable"),
        (b"name,label,notes\nInes Dupont,x,y\n", "could be data"),
    ],
)
def test_what_cannot_be_used_is_told_with_its_place(data: bytes, said: str) -> None:
    with pytest.raises(BadInput) as told:
        reading(data)
    assert said in str(told.value)


def test_what_the_lines_are_can_be_said(tell: Tell) -> None:
    unclear = "name,label,notes\nheart_rate,Pulse,at rest\n"
    with pytest.raises(Unclear):
        reading(unclear)
    assert list(tell(unclear, means=Means.VARIABLES)) == ["heart_rate"]
    assert list(tell(unclear, means=Means.DATA)) == ["name", "label", "notes"]
    assert "heart_rate" not in repr(reading(unclear, means=Means.DATA))


def test_a_formula_in_a_list_of_variables_is_told_with_its_cell() -> None:
    book = files.workbook(Sheet=[["Variable", "Label"], ["a", '=CONCAT("b","c")']])
    with pytest.raises(BadInput) as told:
        reading(book)
    assert "cell B2: it holds a formula" in str(told.value)


def test_headings_that_name_nothing_or_the_same_are_told() -> None:
    found = reading("id;;age;id;;\nx;;3;y;;\n")
    assert [row[0] for row in found.sheets[0].rows] == ["id", "age"]
    assert found.notes == (
        "Columns without a name were left out: 2.",
        "“id” names several columns (1, 4); the first one counts.",
    )


def test_long_data_are_read_for_their_beginning_alone() -> None:
    data = "id,age\n" + "p,50\n" * 300_000
    assert [row[:2] for row in reading(data).sheets[0].rows] == [("id", "string"), ("age", "integer")]


def test_wide_data_have_as_many_variables() -> None:
    data = ",".join(f"v{number}" for number in range(10_000)) + "\n" + ",".join(["1"] * 10_000)
    assert len(reading(data).sheets[0].rows) == 10_000
    with pytest.raises(BadInput, match="at most"):
        reading(",".join(f"v{number}" for number in range(MOST + 1)))


def test_a_dictionary_of_too_many_lines_is_refused() -> None:
    with pytest.raises(BadInput, match="more than"):
        reading("variable,label\n" + "a,b\n" * (LINES + 1))


def test_names_in_any_script_are_kept_as_they_are(tell: Tell) -> None:
    found = tell("variable,label\nالعمر,Age\n🫀_rate,<script>alert(1)</script>\n")
    assert list(found) == ["العمر", "🫀_rate"]
    assert texts(found["🫀_rate"])["title@en"] == "<script>alert(1)</script>"


def test_what_no_description_may_hold_is_left_out(tell: Tell) -> None:
    assert list(tell('{"fields": [{"name": "a\\u0000\\ud800b"}]}')) == ["ab"]


@pytest.mark.parametrize(
    ("said", "name"),
    [
        ("VARCHAR(50)", "string"), ("NUMERIC(10,2)", "decimal"), ("int64", "integer"), ("Date/heure", "dateTime"),
        ("http://www.w3.org/2001/XMLSchema#date", "date"), ("xsd:boolean", "boolean"), ("str20", "string"),
        ("Booléen", "boolean"), ("datetime64[ns]", "dateTime"), ("gYear", "gYear"), ("SNOMED code", "SNOMED code"),
    ],
)  # fmt: skip
def test_types_have_the_names_of_csv_on_the_web(said: str, name: str) -> None:
    assert types.named(said) == name


@pytest.mark.parametrize("name", KINDS)
def test_the_names_of_types_are_known_as_themselves(name: str) -> None:
    assert types.named(name) == name


@given(st.lists(st.from_regex(r"[a-zA-Z0-9 ,.:;/+\-TZ]{0,12}", fullmatch=True), max_size=8))
def test_a_guess_is_a_known_type_or_none(values: list[str]) -> None:
    assert types.guess(values) in ("", *KINDS)


@given(st.text())
def test_a_cell_is_read_as_it_was_and_runs_as_no_formula(text: str) -> None:
    written = cells.safe(text)
    assert cells.taken(written) == text
    assert written.lstrip()[:1] not in ("=", "+", "-", "@")
    assert written[:1] not in ("\t", "\r")


@given(st.binary(max_size=300))
def test_any_file_is_read_or_refused_in_words(data: bytes) -> None:
    found = None
    with suppress(BadInput):
        found = read(Upload("x", data))
    assert found is None or found.sheets[0].rows
