"""The page of a dataset."""

import csv
import json
import re
from collections.abc import Callable
from io import StringIO
from xml.etree.ElementTree import Element

import pytest

from catalogue.domain.record import Publish
from catalogue.domain.report import Finding, Report, Severity
from catalogue.rdf.formats import SERVED
from catalogue.services.judging import Judgement
from tests.conftest import dataset
from tests.web.markup import Html, text
from tests.web.shelf import BASE, Lenient, Shelf

Page = Callable[..., Html]
EVIL = "<script>alert(1)</script><img src=x onerror=alert(2)>\"'&"


def rows(element: Element) -> dict[str, str]:
    """The rows of all lists of definitions in an element."""
    found: dict[str, str] = {}
    for each in element.iter():
        name = each.tag.rpartition("}")[2]
        if name == "dt":
            label = text(each)
        elif name == "dd":
            found.setdefault(label, text(each))
    return found


def test_the_key_facts_come_first(leaf: Page, diabetes: str) -> None:
    facts = rows(leaf(f"/en/dataset/{diabetes}").one("dl", class_="strip"))
    assert facts["Ages"] == "5 to 98"
    assert facts["Years"] == "since 2006"
    assert {"118,700", "Germany", "Quarterly"} <= set(facts.values())


def test_the_same_page_speaks_french(leaf: Page, diabetes: str) -> None:
    html = leaf(f"/fr/dataset/{diabetes}")
    assert text(html.one("h1")) == "Programme de suivi du diabète de la caisse Auental"
    facts = rows(html.one("dl", class_="strip"))
    assert facts["Âges"] == "5 à 98"
    assert {"118 700", "Allemagne"} <= set(facts.values())
    assert "Hémoglobine glyquée" in leaf(f"/fr/dataset/{diabetes}?variable=hba1c").read


def test_a_fact_that_is_not_told_is_not_reported(shelf: Shelf, page: Page) -> None:
    (record,) = shelf.add(dataset())
    facts = rows(page(f"/en/dataset/{record.id}").one("dl", class_="strip"))
    assert facts["Ages"] == facts["Years"] == "Not reported"


def test_the_reader_sees_no_iri_no_raw_date_and_no_empty_label(leaf: Page, diabetes: str) -> None:
    html = leaf(f"/en/dataset/{diabetes}")
    read = html.read.rsplit("Cite", 1)[0]
    assert not re.search(r"https?://|\bdct:|dcat:|healthdcatap:|urn:|_:|c14n", read)
    assert not re.search(r"\d{4}-\d\d-\d\d", read)
    assert all(text(label) for label in html.all("dt"))
    assert all(text(value) for value in html.all("dd"))


def test_the_technical_view_shows_the_terms(leaf: Page, diabetes: str) -> None:
    read = leaf(f"/en/dataset/{diabetes}?view=technical").read
    assert "healthdcatap:numberOfUniqueIndividuals" in read
    assert "http://publications.europa.eu/resource/authority/access-right/NON_PUBLIC" in read
    assert '"118700"^^xsd:nonNegativeInteger' in read


def test_the_access_box_tells_the_route_and_whom_to_ask(leaf: Page, diabetes: str) -> None:
    box = text(leaf(f"/en/dataset/{diabetes}").one("section", aria_labelledby="route-h"))
    assert "Apply for a data permit" in box
    assert "German Permit Authority for Health Data" in box
    assert "access@hdab.de.example" in box


def test_open_data_can_be_taken_from_the_access_box(shelf: Shelf, page: Page) -> None:
    (record,) = shelf.add(dataset(more=OPEN))
    box = page(f"/en/dataset/{record.id}").one("section", aria_labelledby="route-h")
    assert "nobody has to be asked" in text(box)
    links = [each.get("href") for each in box.iter() if each.get("href")]
    assert links == ["https://example.org/data.csv"]


@pytest.mark.parametrize("address", ["javascript:alert(1)", "data:text/html,x"])
def test_open_data_are_not_taken_from_a_program_of_browsers(shelf: Shelf, page: Page, address: str) -> None:
    (record,) = shelf.add(dataset(more=OPEN.replace("https://example.org/data.csv", address)))
    box = page(f"/en/dataset/{record.id}").one("section", aria_labelledby="route-h")
    assert [each.get("href") for each in box.iter() if each.get("href")] == ["https://example.org/about"]


def test_a_link_that_a_browser_would_run_is_no_link(shelf: Shelf, page: Page) -> None:
    (record,) = shelf.add(dataset(more="dcat:landingPage <javascript:alert(1)>, <data:text/html,x>"))
    html = page(f"/en/dataset/{record.id}")
    assert not [
        each for each in html.all("a") if (each.get("href") or "").startswith(("javascript:", "data:"))
    ]


def test_texts_in_another_language_say_so(shelf: Shelf, page: Page) -> None:
    (record,) = shelf.add(
        dataset(more='dct:description "Herzkohorte"@de ; dcat:keyword "cœur"@fr, "Herz"@de').replace(
            '"A dataset"@en', '"Herzen"@de'
        )
    )
    html = page(f"/fr/dataset/{record.id}")
    assert html.one("h1").get("lang") == "de"
    assert {text(each) for each in html.all("p", lang="de")} == {"Herzkohorte"}
    assert "cœur" in html.read
    assert "Herz " not in html.read.replace("Herzen", "").replace("Herzkohorte", "")


def test_what_the_profile_does_not_know_is_shown_apart(shelf: Shelf, page: Page) -> None:
    (record,) = shelf.add(
        dataset(more='<https://example.org/ns#favouriteColour> "Blue" ; a <https://example.org/Odd>')
    )
    other = text(page(f"/en/dataset/{record.id}").by_id("other"))
    assert "Favourite colour" in other
    assert "Blue" in other
    assert "Odd" in other


def test_a_description_without_unknown_statements_has_no_such_section(leaf: Page, diabetes: str) -> None:
    html = leaf(f"/en/dataset/{diabetes}")
    assert "other" not in {element.get("id") for element in html.root.iter()}


def test_dates_are_kept_apart(leaf: Page, diabetes: str) -> None:
    box = rows(leaf(f"/en/dataset/{diabetes}").one("section", aria_labelledby="description-h"))
    assert box["Data updated"] == "20 Apr 2026"
    assert {"Description changed", "Listed here"} <= set(box)
    assert "Harvested" not in box


def test_a_harvested_description_says_when_it_was(shelf: Shelf, page: Page) -> None:
    (record,) = shelf.add(dataset(), source="elsewhere")
    html = page(f"/en/dataset/{record.id}")
    box = rows(html.one("section", aria_labelledby="description-h"))
    assert "Harvested" in box
    assert "Checked by holder" not in box


def test_the_description_is_linked_as_data(leaf: Page, diabetes: str, library: Shelf) -> None:
    html = leaf(f"/en/dataset/{diabetes}")
    links = [f"/dataset/{diabetes}.{form.extension}" for form in SERVED]
    assert set(links) <= {each.get("href") for each in html.all("a")}
    assert all(library.get(link).status_code == 200 for link in links)


def test_what_does_not_conform_is_said_in_plain_words(shelf: Shelf, page: Page) -> None:
    class Strict(Lenient):
        def judge(self, descriptions: object) -> list[Judgement]:
            report = Report(self.profile, "PUBLIC", (FINDING,))
            return [Judgement(report, (), "") for _ in descriptions]  # type: ignore[attr-defined]

    shelf.judge = Strict(shelf.services.profile.id)
    (record,) = shelf.add(dataset(), Publish.ALWAYS)
    html = page(f"/en/dataset/{record.id}")
    warning = html.one("details", class_="warn")
    assert "does not conform to HealthDCAT-AP, Release 8: 1 thing to mend" in text(warning)
    assert "minCount" not in text(warning).casefold()
    assert "1 point à corriger" in page(f"/fr/dataset/{record.id}").read


def test_script_in_any_field_is_text(shelf: Shelf, page: Page) -> None:
    (record,) = shelf.add(hostile())
    for url in (f"/en/dataset/{record.id}", f"/en/dataset/{record.id}?view=technical&variable=%3Cscript%3E"):
        html = page(url)
        assert not [each for each in html.all("img") if each.get("src") == "x"]
        assert not [each for each in html.root.iter() if each.get("onerror")]
        scripts = [each for each in html.all("script") if not each.get("src")]
        assert [each.get("type") for each in scripts] == ["application/ld+json"]
        assert "alert(1)" in html.read


def test_structured_data_survives_what_would_end_its_element(shelf: Shelf, page: Page) -> None:
    (record,) = shelf.add(hostile())
    html = page(f"/en/dataset/{record.id}")
    (block,) = html.all("script", type="application/ld+json")
    assert json.loads(block.text or "")["name"] == EVIL


def test_variables_are_found_without_a_script(leaf: Page, diabetes: str) -> None:
    html = leaf(f"/en/dataset/{diabetes}?variable=LOINC+pressure")
    names = {text(each) for each in html.all("th", class_="code")}
    assert names == {"diastolic", "systolic"}
    assert "2 of 2 variables that match" in html.read


def test_no_variable_that_matches_is_said(leaf: Page, diabetes: str) -> None:
    assert (
        "No variable holds all of these words: “unicorn”."
        in leaf(f"/en/dataset/{diabetes}?variable=unicorn").read
    )


def test_thousands_of_variables_come_in_pages(shelf: Shelf, page: Page) -> None:
    (record,) = shelf.add(with_variables(2000))
    html = page(f"/en/dataset/{record.id}")
    on_paper = html.all("tr", class_="onprint")
    assert len(html.all("th", class_="code")) - len(on_paper) < 20
    assert len(html.all("th", class_="code")) == 50
    html = page(f"/en/dataset/{record.id}?variables=2")
    assert [text(each) for each in html.all("th", class_="code")][:2] == ["v0050", "v0051"]
    assert "51–100 of 2000 variables" in html.read
    assert "v1999" in page(f"/en/dataset/{record.id}?variables=999").read


def test_variables_can_be_taken_away_without_running_in_a_spreadsheet(shelf: Shelf) -> None:
    (record,) = shelf.add(with_variables(3, '=HYPERLINK(\\"x\\")'))
    answer = shelf.get(f"/en/dataset/{record.id}/variables.csv")
    assert answer.mimetype == "text/csv"
    table = list(csv.DictReader(StringIO(answer.get_data(as_text=True).removeprefix("\ufeff"))))
    assert [row["name"] for row in table] == ["v0000", "v0001", "v0002"]
    assert {row["meaning"] for row in table} == {'\'=HYPERLINK("x")'}


def test_the_dataset_is_cited_with_its_holder_and_address(leaf: Page, diabetes: str) -> None:
    citation = text(leaf(f"/en/dataset/{diabetes}").by_id("cite"))
    assert "Auental Health Insurance Fund" in citation
    assert f"{BASE}/dataset/{diabetes}" in citation


def test_a_quality_label_that_names_its_dataset_does_not_tell_it_again(leaf: Page, diabetes: str) -> None:
    assert len(leaf(f"/en/dataset/{diabetes}").source) < 90_000


def with_variables(count: int, meaning: str = "Something") -> str:
    columns = ", ".join(
        f'[ a csvw:Column ; csvw:name "v{number:04}" ; csvw:title "Variable {number}"@en ; '
        f'dct:description "{meaning}"@en ; csvw:datatype "string" ]'
        for number in range(count)
    )
    prefixes = (
        "@prefix csvw: <http://www.w3.org/ns/csvw#> . @prefix h: <http://healthdataportal.eu/ns/health#> .\n"
    )
    group = f"h:hasVariables [ a csvw:TableGroup ; csvw:table [ a csvw:Table ; csvw:column {columns} ] ]"
    return prefixes + dataset(more=group)


def hostile() -> str:
    escaped = EVIL.replace('"', '\\"')
    parts = f"""dct:description "{escaped}"@en ; dcat:keyword "{escaped}"@en, "{escaped}"@zz ;
        dct:publisher [ a <http://xmlns.com/foaf/0.1/Agent> ; <http://xmlns.com/foaf/0.1/name> "{escaped}" ] ;
        dct:temporal [ dcat:startDate "{escaped}" ] ; dct:modified "{escaped}" ;
        dcat:distribution [ a dcat:Distribution ; dct:title "{escaped}" ; dcat:accessURL <http://e.org/%3Cscript%3E> ] ;
        <http://e.org/p> "{escaped}" ; dcat:landingPage <javascript:alert(1)>"""
    return (
        with_variables(1, escaped)
        .replace("dct:identifier", parts + " ; dct:identifier")
        .replace("A dataset", escaped)
    )


OPEN = """dct:accessRights <http://publications.europa.eu/resource/authority/access-right/PUBLIC> ;
    dcat:distribution [ a dcat:Distribution ; dct:title "Table"@en ;
        dcat:accessURL <https://example.org/about> ; dcat:downloadURL <https://example.org/data.csv> ]"""
FINDING = Finding(
    Severity.VIOLATION,
    "http://example.org/1",
    "http://www.w3.org/ns/dcat#Dataset",
    "http://purl.org/dc/terms/description",
    "http://www.w3.org/ns/shacl#MinCountConstraintComponent",
)
