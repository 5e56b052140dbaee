"""The page and the operation that search variables across datasets."""

from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qsl, urlsplit
from xml.etree.ElementTree import Element

import jsonschema
import pytest

from tests.web.markup import Html, text
from tests.web.shelf import Shelf

Page = Callable[..., Html]
API = "/api/v1/variables"
TITLE = "Diabetes disease management programme, Auental Fund"


def query(link: Element) -> list[tuple[str, str]]:
    return parse_qsl(urlsplit(link.get("href") or "").query)


def boxes(html: Html) -> list[str]:
    return [each.get("value") or "" for each in html.all("input", type="search", name="q")]


def link(html: Html, words: str) -> Element:
    return next(each for each in html.all("a") if words in text(each))


# The page


@pytest.mark.parametrize("language", ["en", "fr"])
def test_the_page_begins_with_one_box_and_another_in_a_fold(leaf: Page, language: str) -> None:
    html = leaf(f"/{language}/variables")
    assert boxes(html) == ["", ""]
    assert html.one("html").get("lang") == language
    assert html.all("ol", class_="results") == []


def test_a_result_is_a_dataset_with_the_variables_that_match(leaf: Page, diabetes: str) -> None:
    html = leaf("/en/variables?q=hba1c")
    assert text(html.by_id("results-h")) == "1 dataset"
    assert [text(each) for each in html.all("h3")] == [TITLE]
    assert "hba1c" in [text(mark).lower() for mark in html.all("mark")]
    name = html.all("a", class_="code")[0]
    assert urlsplit(name.get("href") or "").path == f"/en/dataset/{diabetes}"
    assert query(name)[0][0] == "variable"
    assert text(name) in leaf(name.get("href") or "").read
    assert html.all("span", class_="badge")


def test_several_boxes_ask_for_several_variables_of_one_dataset(leaf: Page) -> None:
    html = leaf("/en/variables?q=hba1c&q=insulin&q=")
    assert boxes(html) == ["hba1c", "insulin", ""]
    assert "For “hba1c”:" in html.read
    assert query(link(html, "Remove “insulin”")) == [("q", "hba1c")]


def test_a_variable_that_was_found_is_added_to_the_question(leaf: Page) -> None:
    html = leaf("/en/variables?q=diabetes")
    added = query(link(html, "Add to the question"))
    assert added[0] == ("q", "diabetes")
    assert len(added) == 2
    assert leaf("/en/variables?" + "&".join(f"q={value}" for _, value in added)).all("h3")


def test_more_variables_than_are_shown_lead_to_the_dataset(leaf: Page) -> None:
    html = leaf("/en/variables?q=string")
    more = next(each for each in html.all("a") if text(each).startswith("and "))
    assert (urlsplit(more.get("href") or "").fragment) == "variables"
    assert leaf(more.get("href") or "").all("table", class_="vars")


def test_filters_are_tags_and_stay_in_the_form(leaf: Page) -> None:
    html = leaf("/en/variables?q=hba1c&country=DEU")
    [tag] = html.all("a", class_="tag")
    assert query(tag) == [("q", "hba1c")]
    [chosen] = [
        each for each in html.all("input", type="checkbox", name="country") if each.get("checked") is not None
    ]
    assert (chosen.get("value"), chosen.get("form")) == ("DEU", html.one("form", class_="asked").get("id"))
    assert html.all("input", type="hidden") == []
    # Without a question there are no filters to choose; what was chosen is kept all the same.
    kept = leaf("/en/variables?country=DEU").one("input", type="hidden")
    assert (kept.get("name"), kept.get("value")) == ("country", "DEU")


def test_filters_count_the_datasets_that_have_the_variables(leaf: Page) -> None:
    html = leaf("/en/variables?q=sex&country=DEU")
    counts = {text(each) for each in html.all("label", class_="tick")}
    total = int(text(html.by_id("results-h")).split()[0])
    assert f"Germany{total}" in {each.replace(" ", "") for each in counts}
    assert html.one("input", name="years_min").get("form") == "asked"
    assert leaf("/en/variables").all("label", class_="tick") == []


def test_an_empty_answer_says_what_to_leave_out(leaf: Page) -> None:
    html = leaf("/en/variables?q=hba1c&q=unheardof")
    assert "No dataset has all of these variables." in html.read
    assert query(link(html, "without the variable “unheardof”")) == [("q", "hba1c")]
    assert "No dataset has such variables." in leaf("/en/variables?q=unheardof").read


def test_the_search_of_datasets_leads_here_and_back(leaf: Page) -> None:
    there = link(leaf("/en/datasets?q=hba1c&country=DEU&sort=title"), "Search in variables")
    assert urlsplit(there.get("href") or "").path == "/en/variables"
    assert query(there) == [("q", "hba1c"), ("country", "DEU")]
    assert query(link(leaf("/en/variables?q=hba1c&q=age"), "Search in descriptions")) == [("q", "hba1c age")]


@pytest.mark.parametrize(
    "asked", ["&".join(f"q=v{n}" for n in range(9)), f"q={'a' * 5_000}", "q=a&page=0", "q=a&years_min=x"]
)
def test_what_cannot_be_meant_is_told_on_the_page_with_what_was_typed(leaf: Page, asked: str) -> None:
    html = leaf(f"/fr/variables?{asked}", 400)
    assert "ne convient pas pour" in text(html.one("section", class_="alert"))
    assert html.one("input", id="q1").get("value") == asked.partition("&")[0].removeprefix("q=")


@pytest.mark.parametrize("typed", ["<script>alert(1)</script>", "name:* OR 1", "مؤشر 🦠", "\u202e"])
def test_odd_text_stays_text(leaf: Page, typed: str) -> None:
    html = leaf(f"/en/variables?q={typed}")
    assert "alert(1)" not in "".join(text(each) for each in html.all("script"))


# The operation


@pytest.fixture
def ask(library: Shelf) -> Callable[[str], Any]:
    """Asks the library, and holds the answer to the schema."""
    document = library.client.get("/api/v1/openapi.json").json
    schema = {**document["components"]["schemas"]["VariableSearch"], "components": document["components"]}

    def ask(asked: str) -> Any:
        response = library.get(f"{API}?{asked}", "application/json")
        assert response.status_code == 200, response.text
        jsonschema.Draft202012Validator(schema).validate(response.json)
        return response.json

    return ask


def test_a_program_gets_the_datasets_with_their_variables(ask: Callable[[str], Any]) -> None:
    told = ask("q=hba1c&lang=en")
    assert (told["total"], told["page"], told["links"]) == (1, 1, {"next": None, "previous": None})
    [result] = told["results"]
    assert (result["title"], result["access"]) == (TITLE, "NON_PUBLIC")
    assert result["matches"][0]["group"] == "hba1c"
    assert result["variables"][0]["name"] == "hba1c"


def test_a_program_reads_texts_in_the_language_it_asks_for(ask: Callable[[str], Any]) -> None:
    titles = {
        lang: ask(f"q=dialysis&lang={lang}")["results"][0]["variables"][0]["title"] for lang in ("en", "fr")
    }
    assert titles == {"en": "Dialysis", "fr": "Dialyse"}


def test_pages_are_linked(library: Shelf, ask: Callable[[str], Any]) -> None:
    first = ask("q=date&page_size=1&lang=en")
    assert first["total"] > 1
    following = library.get(first["links"]["next"]).json
    assert following["links"]["previous"].endswith(f"{API}?q=date&lang=en&page_size=1")
    assert following["results"][0]["iri"] != first["results"][0]["iri"]


@pytest.mark.parametrize(
    "asked", ["", "q=", "q=a&page=0", "q=a&page_size=0", "q=a&page_size=101", "q=a&lang=xx"]
)
def test_a_program_is_told_what_cannot_be_meant(library: Shelf, asked: str) -> None:
    response = library.get(f"{API}?{asked}", "application/json")
    assert (response.status_code, response.mimetype) == (400, "application/problem+json")


def test_an_answer_is_open_to_all_and_asked_for_again_by_its_etag(library: Shelf) -> None:
    response = library.get(f"{API}?q=hba1c")
    assert response.headers["Access-Control-Allow-Origin"] == "*"
    assert response.headers["Cache-Control"] == "public, no-cache"
    assert library.get(f"{API}?q=hba1c", If_None_Match=response.headers["ETag"]).status_code == 304
