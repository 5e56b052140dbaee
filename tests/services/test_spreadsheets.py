"""Descriptions as spreadsheets: out and back without loss, and into what is there without touching the rest."""

import io
from pathlib import Path

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from rdflib import DCAT, DCTERMS, RDF, XSD, Graph, Literal, URIRef

from catalogue.domain.columns import MOST
from catalogue.domain.errors import TooLarge
from catalogue.domain.languages import Reader
from catalogue.domain.record import Description, Kind
from catalogue.domain.vocabulary import Vocabularies
from catalogue.rdf import graphs
from catalogue.rdf.canonical import canonical_text
from catalogue.rdf.formats import by_extension
from catalogue.rdf.profiles import find_profile, load_profile, load_vocabularies
from catalogue.rdf.reading import read
from catalogue.rdf.splitting import split
from catalogue.services.demonstration import FOLDER
from catalogue.services.sheet_writing import HEADER
from catalogue.services.spreadsheets import Spreadsheets
from tests.conftest import ROOT, described

PROFILE = find_profile("healthdcat-ap/8")
SHEETS = Spreadsheets(load_profile(PROFILE), load_vocabularies(PROFILE), ("en", "fr"))
BARE = Spreadsheets(load_profile(PROFILE), Vocabularies([]), ("en", "fr"))  # without lists it is quick
ENGLISH, FRENCH = Reader("en", ("en",)), Reader("fr", ("fr",))
IRI = "http://127.0.0.1:8000/dataset/1"
DATASET = str(DCAT.Dataset)


def described_in(path: Path) -> list[Description]:
    with read(path, path.name, by_extension(path.suffix), "http://127.0.0.1:8000/") as statements:
        return list(split(statements, lambda key: f"http://example.org/{abs(hash(key))}").descriptions)


def small(more: str = "") -> Description:
    [description] = described(f"""
        @prefix dcat: <http://www.w3.org/ns/dcat#> . @prefix dct: <http://purl.org/dc/terms/> .
        @prefix x: <http://example.org/> . @prefix foaf: <http://xmlns.com/foaf/0.1/> .
        <{IRI}> a dcat:Dataset ; dct:title "A"@en, "B"@fr ; dct:identifier "1" ;
            dcat:distribution <{IRI}#d1>, [ a dcat:Distribution ; dct:title "Two"@en ] ;
            x:unknown "kept" {"; " + more if more else ""} .
        <{IRI}#d1> a dcat:Distribution ; dct:title "One"@en ; dcat:byteSize "007"^^<{XSD.nonNegativeInteger}> .
    """)
    return description


def export(description: Description, reader: Reader = ENGLISH) -> bytes:
    return SHEETS.export(description, reader, "PUBLIC", 3)


def back(data: bytes, sheets: Spreadsheets = SHEETS) -> str:
    answer = sheets.take_up(sheets.read(data, "a.xlsx"), "a.xlsx")
    assert answer.troubles == []
    return canonical_text(answer.ntriples)[1]


def into(data: bytes, before: Description) -> Graph:
    answer = SHEETS.take_into(SHEETS.read(data, "a.xlsx"), before, "a.xlsx")
    assert answer.troubles == []
    return graphs.graph(answer.ntriples)


def place(sheet: openpyxl.worksheet.worksheet.Worksheet, key: str) -> int:
    """The column of a key in the hidden row."""
    return next(cell.column for cell in sheet[1] if cell.value == key)


def changed(data: bytes, sheet: str, key: str, row: int, value: object) -> bytes:
    book = openpyxl.load_workbook(io.BytesIO(data))
    book[sheet].cell(row, place(book[sheet], key)).value = value
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


@pytest.mark.parametrize("path", sorted(FOLDER.glob("*.ttl"))[::8], ids=lambda path: path.stem)
@pytest.mark.parametrize("reader", [ENGLISH, FRENCH], ids=["en", "fr"])
def test_a_demonstration_description_comes_back_the_same(path: Path, reader: Reader) -> None:
    for description in described_in(path):
        data = export(description, reader)
        assert back(data) == description.hash
        after = into(data, description)
        assert graphs.describe(description.iri, description.kind, after).hash == description.hash


@pytest.mark.reference
def test_the_official_examples_come_back_the_same(reference: Path) -> None:
    found = [path for path in reference.rglob("*.ttl") if "example" in str(path).lower()]
    described_there = [each for path in found[:12] for each in _if_any(path)]
    assert described_there
    for description in described_there[:12]:
        assert back(export(description)) == description.hash


def _if_any(path: Path) -> list[Description]:
    from catalogue.domain.errors import CatalogueError

    try:
        return described_in(path)
    except CatalogueError:
        return []


def test_the_seed_of_everything_comes_back_the_same() -> None:
    for description in described_in(ROOT / "tests/shapes/seeds/dataset.ttl"):
        assert back(export(description)) == description.hash


TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=40)
LITERALS = st.one_of(
    st.builds(Literal, TEXTS),
    st.builds(Literal, TEXTS, lang=st.sampled_from(["en", "fr", "de", "en-GB"])),
    st.builds(
        lambda text, kind: Literal(text, datatype=kind, normalize=False),
        st.one_of(TEXTS, st.from_regex(r"-?[0-9]{1,20}(\.[0-9]{1,4})?", fullmatch=True), st.just("true")),
        st.sampled_from(
            [XSD.integer, XSD.decimal, XSD.date, XSD.boolean, XSD.gYear, XSD.duration, XSD.token]
        ),
    ),
)
NODES = st.sampled_from(
    [
        URIRef(iri)
        for iri in (
            "http://publications.europa.eu/resource/authority/language/FRA",
            "mailto:a@b.org",
            "http://x.org/=1+1",
            "urn:x:1",
            IRI,
        )
    ]
)
PATHS = st.sampled_from(
    [URIRef(field.path) for field in load_profile(PROFILE).fields(DATASET)] + [URIRef("http://example.org/p")]
)


@given(st.lists(st.tuples(PATHS, st.one_of(LITERALS, NODES)), max_size=12))
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_whatever_is_said_of_a_dataset_comes_back_the_same(statements: list[tuple[URIRef, object]]) -> None:
    graph = Graph()
    graph.add((URIRef(IRI), RDF.type, DCAT.Dataset))
    for path, value in statements:
        graph.add((URIRef(IRI), path, value))
    description = graphs.describe(IRI, Kind.DATASET, graph)
    assert back(BARE.export(description, ENGLISH, "PUBLIC", 1), BARE) == description.hash


def test_a_text_longer_than_a_cell_comes_back_the_same() -> None:
    text = "word " * 10_000
    description = small(f'dct:description "{text}"@en')
    data = export(description)
    assert back(data) == description.hash
    assert graphs.describe(IRI, Kind.DATASET, into(data, description)).hash == description.hash


def test_only_what_was_changed_in_a_cell_changes() -> None:
    before = small()
    graph = into(changed(export(before), "Dataset", "dct:title@en", 6, "New"), before)
    root = URIRef(IRI)
    assert set(graph.objects(root, DCTERMS.title)) == {Literal("New", lang="en"), Literal("B", lang="fr")}
    assert (root, URIRef("http://example.org/unknown"), Literal("kept")) in graph
    size = Literal("007", datatype=XSD.nonNegativeInteger, normalize=False)
    assert size in set(graph.objects(None, DCAT.byteSize))
    assert len(set(graph) ^ set(graphs.graph(before.ntriples))) == 2


def test_columns_and_sheets_that_were_removed_change_nothing() -> None:
    before = small()
    book = openpyxl.load_workbook(io.BytesIO(export(before)))
    book["Dataset"].delete_cols(place(book["Dataset"], "dct:title@fr"))
    del book["Other statements"]
    file = io.BytesIO()
    book.save(file)
    after = into(file.getvalue(), before)
    assert graphs.describe(IRI, Kind.DATASET, after).hash == before.hash


def test_a_row_that_was_taken_out_goes_with_its_thing() -> None:
    before = small()
    book = openpyxl.load_workbook(io.BytesIO(export(before)))
    sheet, named = book["Distribution"], place(book["Dataset"], "dcat:distribution")
    gone = next(row for row in range(6, 9) if sheet.cell(row, place(sheet, "dct:title@en")).value == "Two")
    name = sheet.cell(gone, 1).value
    sheet.delete_rows(gone)
    for row in (6, 7):
        if book["Dataset"].cell(row, named).value == name:
            book["Dataset"].cell(row, named).value = None
    file = io.BytesIO()
    book.save(file)
    after = into(file.getvalue(), before)
    assert len(list(after.objects(URIRef(IRI), DCAT.distribution))) == 1
    assert Literal("Two", lang="en") not in set(after.objects())


def test_a_new_row_is_a_new_thing() -> None:
    before = small()
    data = changed(export(before), "Distribution", "dct:title@en", 8, "Three")
    data = changed(data, "Dataset", "dcat:distribution", 8, "mine")
    book = openpyxl.load_workbook(io.BytesIO(data))
    book["Distribution"]["A8"], book["Dataset"]["A8"] = "mine", book["Dataset"]["A6"].value
    file = io.BytesIO()
    book.save(file)
    after = into(file.getvalue(), before)
    titles = {
        str(title)
        for node in after.objects(URIRef(IRI), DCAT.distribution)
        for title in after.objects(node, DCTERMS.title)
    }
    assert titles == {"One", "Two", "Three"}


def test_what_is_wrong_is_told_by_sheet_row_and_column() -> None:
    data = changed(export(small()), "Dataset", "dct:language", 7, "Marsian, as we speak it")
    data = changed(data, "Dataset", "dct:issued", 6, "yesterday")
    data = changed(data, "Dataset", "dcat:distribution", 8, "Distribution-9")
    answer = SHEETS.take_up(SHEETS.read(data, "a.xlsx"), "a.xlsx")
    book = openpyxl.load_workbook(io.BytesIO(data))
    assert {(each.place.sheet, each.place.row, each.place.column) for each in answer.troubles} == {
        ("Dataset", row, place(book["Dataset"], key))
        for row, key in ((7, "dct:language"), (6, "dct:issued"), (8, "dcat:distribution"))
    }
    assert all(each.problem and each.mend for each in answer.troubles)


def test_people_may_write_labels_codes_dates_and_yes_in_their_own_way() -> None:
    import datetime

    data = export(small(), FRENCH)
    sheet = "Jeu de données"
    typed = {
        "dct:language": "FRA",
        "dct:accessRights": "Non-public",
        "dct:issued": datetime.datetime(2026, 3, 1),
        "healthdcatap:hasStructuredData": "oui",
        "healthdcatap:numberOfRecords": 1200.0,
    }
    for key, value in typed.items():
        data = changed(data, sheet, key, 6, value)
    answer = SHEETS.take_up(SHEETS.read(data, "a.xlsx"), "a.xlsx")
    said = {str(value) for value in graphs.graph(answer.ntriples).objects(URIRef(IRI))}
    assert {
        "http://publications.europa.eu/resource/authority/language/FRA",
        "2026-03-01",
        "true",
        "1200",
    } <= said


def test_a_sheet_has_a_row_for_every_variable_that_a_description_may_have() -> None:
    data = export(small())
    SHEETS.read(changed(data, "Distribution", "dct:title@en", HEADER + MOST, "The last"), "file.xlsx")
    with pytest.raises(TooLarge, match="20,005 rows"):
        SHEETS.read(changed(data, "Distribution", "dct:title@en", HEADER + MOST + 1, "Over"), "file.xlsx")


def test_what_stands_in_a_strange_column_is_told_and_not_lost_silently() -> None:
    book = openpyxl.load_workbook(io.BytesIO(export(small())))
    book["Dataset"].cell(6, 200).value = "my notes"
    file = io.BytesIO()
    book.save(file)
    answer = SHEETS.take_up(SHEETS.read(file.getvalue(), "a.xlsx"), "a.xlsx")
    assert [(each.place.row, each.place.column) for each in answer.troubles] == [(6, 200)]


def test_a_template_has_a_sheet_for_each_class_with_words_obligations_and_lists() -> None:
    book = openpyxl.load_workbook(io.BytesIO(SHEETS.template(DATASET, FRENCH, "NON_PUBLIC")))
    assert {"Jeu de données", "Distribution", "lists"} <= set(book.sheetnames)
    sheet = book["Jeu de données"]
    at = place(sheet, "healthdcatap:hdab")
    assert [sheet.cell(row, at).value for row in (2, 3)] == [
        "Organisme d’accès aux données de santé",
        "mandatory",
    ]
    assert sheet.row_dimensions[1].hidden
    assert place(sheet, "dct:title@fr") != place(sheet, "dct:title@en")
    columns = {str(each.sqref).rstrip("0123456789:")[0] for each in sheet.data_validations.dataValidation}
    assert columns


def test_a_template_that_was_not_filled_in_is_told_so() -> None:
    from catalogue.domain.sheets.errors import NoSpreadsheet

    with pytest.raises(NoSpreadsheet, match="nothing is filled in"):
        SHEETS.read(SHEETS.template(DATASET, ENGLISH, "PUBLIC"), "a.xlsx")


def test_another_spreadsheet_is_told_so() -> None:
    from catalogue.domain.sheets.errors import NoSpreadsheet

    file = io.BytesIO()
    openpyxl.Workbook().save(file)
    with pytest.raises(NoSpreadsheet, match="not made from the template"):
        SHEETS.read(file.getvalue(), "a.xlsx")
