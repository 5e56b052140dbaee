"""Who asks for a page beyond the last is told so and led to the last, in every list alike."""

from collections.abc import Callable

import pytest

from tests.web.markup import Html, text
from tests.web.shelf import Shelf

Page = Callable[..., Html]
SAID = "There is no page 9. This is the last one: page 1"
LISTS = ("/datasets?", "/variables?q=hba1c&", "/keywords/diabetes?")
INTERFACES = ("datasets?q=hba1c&", "variables?q=hba1c&", "themes?", "holders?")


@pytest.mark.parametrize("address", LISTS)
def test_a_page_shows_the_last_one_and_says_so(leaf: Page, address: str) -> None:
    first, past = leaf(f"/en{address}"), leaf(f"/en{address}page=9")
    assert "There is no page 9" not in first.read
    assert SAID in text(past.one("p", class_="note"))
    assert len(past.all("li", class_="result")) == len(first.all("li", class_="result")) > 0
    [link] = [each for each in past.one("p", class_="note").iter() if each.get("href")]
    assert "page=" not in link.get("href", "")


def test_a_history_shows_its_last_page_and_says_so(leaf: Page, diabetes: str) -> None:
    past = leaf(f"/en/dataset/{diabetes}/history?page=9")
    assert SAID in text(past.one("p", class_="note"))


def test_nothing_is_said_of_pages_where_nothing_is_found(leaf: Page) -> None:
    assert "There is no page" not in leaf("/en/datasets?q=zzzzqqqq&page=9").read


@pytest.mark.parametrize("address", INTERFACES)
def test_an_answer_for_programs_is_empty_and_leads_to_the_last(library: Shelf, address: str) -> None:
    past = library.get(f"/api/v1/{address}page=9&lang=en", "application/json").get_json()
    assert (past["page"], past["results"], past["links"]["next"]) == (9, [], None)
    last = library.get(past["links"]["previous"], "application/json").get_json()
    assert last["page"] == 1
    assert len(last["results"]) == last["total"] == past["total"] > 0
