"""Datasets side by side: differences in words, and what an address may name."""

import csv
from collections.abc import Callable
from io import StringIO

from catalogue.domain.record import Publish
from tests.conftest import dataset
from tests.web.conftest import index
from tests.web.markup import Html, text
from tests.web.shelf import Shelf

Page = Callable[..., Html]
TWO = "/en/compare?d=diabetes-programme-auental&d=lysenberg-cancer-registry"
TABLE = """<http://healthdataportal.eu/ns/health#hasVariables> [ a <http://www.w3.org/ns/csvw#TableGroup> ;
    <http://www.w3.org/ns/csvw#table> [ <http://www.w3.org/ns/csvw#column>
        [ <http://www.w3.org/ns/csvw#name> "%s" ; <http://www.w3.org/ns/csvw#propertyUrl> <http://loinc.org/rdf/%s> ]
    ] ]"""


def ids(shelf: Shelf, *turtles: str) -> list[str]:
    return [record.id for turtle in turtles for record in shelf.add(turtle)]


def rows(html: Html) -> dict[str, list[str]]:
    """What each property says, by its label with the word for its agreement."""
    found = {}
    for line in html.all("tr"):
        cells = [text(cell) for cell in line if cell.tag.endswith("td")]
        [label] = [text(cell) for cell in line if cell.get("scope") == "row"] or [""]
        found[label] = cells
    return found


def test_each_property_is_a_row_that_says_in_words_whether_it_differs(leaf: Page) -> None:
    html = leaf(TWO)
    assert text(html.one("h1")) == "2 datasets side by side"
    told = rows(html)
    assert told["Number of people different"][0] == "118,700"
    assert any(label.endswith("the same in all") for label in told)
    assert [text(each).startswith("Diabetes disease") for each in html.all("th", scope="col")][:2] == [
        True,
        False,
    ]


def test_only_differences_folds_what_all_say_alike(leaf: Page) -> None:
    html = leaf(f"{TWO}&only=differences")
    assert html.all("tr", class_="different")
    assert not html.all("tr", class_="same")
    assert "Show all properties" in html.read


def test_key_facts_come_first(leaf: Page) -> None:
    assert text(leaf(TWO).all("th", scope="rowgroup")[0]) == "Key facts"


def test_variables_in_common_are_told_by_name_and_by_code(shelf: Shelf, page: Page) -> None:
    one, two = ids(
        shelf,
        dataset("http://example.org/1", "One", TABLE % ("HbA1c", "4548-4")),
        dataset("http://example.org/2", "Two", TABLE % ("hba1c", "4548-4")),
    )
    html = page(f"/en/compare?d={one}&d={two}")
    assert text(html.by_id("by-name")) == "Variables in common, by name 1"
    assert text(html.by_id("by-code")) == "Variables in common, by code 1"


def test_without_datasets_it_says_how_to_choose_them(leaf: Page) -> None:
    html = leaf("/fr/compare")
    assert text(html.one("h1")) == "Comparer des jeux de données"
    assert html.by_id("more").get("name") == "q"


def test_one_dataset_stands_alone_and_others_can_be_found_to_add(leaf: Page) -> None:
    html = leaf("/en/compare?d=diabetes-programme-auental&q=cancer")
    assert not [label for label in rows(html) if label.endswith(("different", "same in all"))]
    links = [each.get("href") for each in html.all("a") if "Add to the comparison" in text(each)]
    assert "/en/compare?d=diabetes-programme-auental&d=lysenberg-cancer-registry" in links


def test_five_datasets_are_too_many_and_it_says_how_many_may_be(leaf: Page) -> None:
    five = "&".join(f"d={number}" for number in range(5))
    assert "names 5 datasets, and there is room for 4" in leaf(f"/en/compare?{five}", 400).read


def test_one_that_is_named_twice_is_there_once(leaf: Page) -> None:
    html = leaf("/en/compare?" + "&".join(["d=diabetes-programme-auental"] * 6))
    assert text(html.one("h1")) == "1 dataset side by side"


def test_what_is_not_here_is_told_beside_what_is(leaf: Page) -> None:
    html = leaf("/en/compare?d=diabetes-programme-auental&d=nothing-here")
    assert "There is no “nothing-here” in this catalogue." in html.read
    leaf("/en/compare?d=nothing-here", 404)


def test_a_withdrawn_dataset_is_told_with_its_reason(shelf: Shelf, page: Page) -> None:
    one, two = ids(shelf, dataset("http://example.org/1", "One"), dataset("http://example.org/2", "Two"))
    shelf.withdraw("http://example.org/2", "Replaced by a newer one")
    html = page(f"/en/compare?d={one}&d={two}")
    assert "“Two” was withdrawn on" in html.read
    assert "Replaced by a newer one" in html.read


def test_drafts_are_nobodys_to_compare(shelf: Shelf, page: Page) -> None:
    [draft] = shelf.add(dataset("http://example.org/9", "Secret"), Publish.NEVER)
    assert "Secret" not in page(f"/en/compare?d={draft.id}", 404).read


def test_the_comparison_can_be_had_as_csv(library: Shelf) -> None:
    response = library.get(TWO.replace("compare?", "compare.csv?"), "text/csv")
    lines = list(csv.reader(StringIO(response.get_data(as_text=True).removeprefix("\ufeff"))))
    assert lines[0][:3] == ["group", "property", "agreement"]
    assert lines[0][3].startswith("Diabetes disease")
    assert next(line[:4] for line in lines if line[1] == "Number of people") == [
        "Key facts",
        "Number of people",
        "different",
        "118,700",
    ]


def test_other_languages_compare_the_same_datasets(shelf: Shelf, page: Page) -> None:
    one, two = ids(shelf, dataset("http://example.org/1", "One"), dataset("http://example.org/2", "Two"))
    index(shelf)
    html = page(f"/en/compare?d={one}&d={two}")
    french = html.one("link", hreflang="fr").get("href") or ""
    assert french.endswith(f"/fr/compare?d={one}&d={two}")
