"""Pages of what datasets have in common, counted by the search, at addresses that stay."""

from collections.abc import Callable

import pytest

from catalogue.domain.languages import Reader
from catalogue.domain.record import Publish
from catalogue.domain.things import ThingKind, slug
from catalogue.services.things import Things
from catalogue.web import things
from tests.conftest import dataset
from tests.services.asked_index import AskedIndex
from tests.web.conftest import index
from tests.web.markup import Html, text
from tests.web.shelf import Shelf

Page = Callable[..., Html]


def keyword(*words: str) -> str:
    return "dcat:keyword " + ", ".join(f'"{word}"@en' for word in words)


def doors(html: Html) -> dict[str, str]:
    """The things of a list with their counts."""
    return {text(next(iter(each))): text(list(each)[1]) for each in html.all("a", class_="door")}


@pytest.mark.parametrize("kind", list(ThingKind))
@pytest.mark.parametrize("language", ["en", "fr"])
def test_each_kind_has_a_list_with_one_heading_and_its_other_languages(
    leaf: Page, kind: ThingKind, language: str
) -> None:
    html = leaf(f"/{language}/{kind}")
    assert len(html.all("h1")) == 1
    assert {each.get("hreflang") for each in html.all("link", rel="alternate") if each.get("hreflang")} == {
        "en",
        "fr",
    }
    assert html.one("link", rel="canonical").get("href") == f"http://127.0.0.1:8000/{language}/{kind}"


def test_every_thing_of_a_list_has_its_page_with_as_many_datasets(leaf: Page) -> None:
    for kind in ("themes", "holders", "access-bodies"):
        listed = leaf(f"/en/{kind}").all("a", class_="door")
        assert listed
        for each in listed[:3]:
            html = leaf(each.get("href") or "")
            assert text(html.by_id("datasets-h")) == text(list(each)[1])
            assert len(html.all("h1")) == 1


def test_a_theme_is_called_in_the_language_of_the_page_at_the_same_address(leaf: Page) -> None:
    english, french = (leaf(f"/{language}/themes/EHRS") for language in ("en", "fr"))
    assert text(english.one("h1")) == "Electronic health records"
    assert text(french.one("h1")) != text(english.one("h1"))
    assert "/en/datasets?category=EHRS" in [each.get("href") for each in english.all("a")]
    assert "/en/datasets.atom?category=EHRS" in [each.get("href") for each in english.all("link")]


def test_a_holder_is_told_with_its_ways_to_be_reached(leaf: Page) -> None:
    html = leaf("/en/access-bodies/german-permit-authority-for-health-data")
    assert text(html.one("h1")) == "German Permit Authority for Health Data"
    assert text(html.by_id("reach-h")) == "How to apply"
    assert "hdab.de.example/contact" in html.read


def test_keywords_that_differ_in_case_or_accents_are_one_and_counted_once(shelf: Shelf, page: Page) -> None:
    shelf.add(dataset("http://example.org/1", "One", keyword("Diabète", "diabete")))
    shelf.add(dataset("http://example.org/2", "Two", keyword("diabète")))
    index(shelf)
    assert list(doors(page("/en/keywords")).values()) == ["2 datasets"]
    html = page("/en/keywords/diabete")
    assert text(html.by_id("datasets-h")) == "2 datasets"
    assert len([each for each in html.all("h3") if text(each) in ("One", "Two")]) == 2


def test_many_keywords_show_the_frequent_ones_and_the_others_by_letter(shelf: Shelf, page: Page) -> None:
    words = [f"{letter}{number:02}" for letter in "abcdef" for number in range(60)]
    for start in range(0, 360, 60):
        shelf.add(dataset(f"http://example.org/{start}", more=keyword(*words[start : start + 60], "often")))
    index(shelf)
    html = page("/en/keywords")
    assert [text(each) for each in html.all("h2")] == ["The most frequent"]
    assert next(iter(doors(html).items())) == ("often", "6 datasets")
    assert [text(each) for each in html.one("nav", class_="letters")] == list("ABCDEFO")
    assert len(doors(page("/en/keywords?letter=B"))) == 60
    assert "Nothing begins with this letter." in page("/en/keywords?letter=Z").read


def test_the_page_of_a_series_lists_its_members(shelf: Shelf, page: Page) -> None:
    series = dataset("http://example.org/series", "Rounds").replace("dcat:Dataset", "dcat:DatasetSeries")
    [record] = shelf.add(series)
    shelf.add(dataset("http://example.org/1", "First round", "dcat:inSeries <http://example.org/series>"))
    shelf.add(dataset("http://example.org/2", "Something else"))
    index(shelf)
    assert doors(page("/en/series")) == {"Rounds": "1 dataset"}
    html = page(f"/en/series/{record.id}")
    assert text(html.by_id("datasets-h")) == "1 dataset"
    titles = [text(each) for each in html.all("h3")]
    assert "First round" in titles
    assert "Something else" not in titles


@pytest.mark.parametrize("kind", list(ThingKind))
def test_what_there_is_not_is_told_in_the_language_of_the_reader(leaf: Page, kind: ThingKind) -> None:
    assert "Il n’y a rien ici" in leaf(f"/fr/{kind}/nothing-like-it", 404).read


def test_an_empty_catalogue_says_so(page: Page) -> None:
    assert "There is none yet." in page("/en/keywords").read


def test_drafts_make_no_thing(shelf: Shelf, page: Page) -> None:
    shelf.add(dataset(more=keyword("secret")), Publish.NEVER)
    index(shelf)
    assert "secret" not in page("/en/keywords").read
    page("/en/keywords/secret", 404)


def test_datasets_of_a_thing_stand_in_pages(shelf: Shelf, page: Page) -> None:
    many = things.NEWEST + 5
    shelf.add("".join(dataset(f"http://example.org/{n}", f"D{n:02}", keyword("heart")) for n in range(many)))
    index(shelf)
    html = page("/en/keywords/heart?page=2")
    assert len(html.all("li", class_="result")) == 5
    assert html.one("link", rel="canonical").get("href") == "http://127.0.0.1:8000/en/keywords/heart?page=2"
    assert "a whole number from 1" in page("/en/keywords/heart?page=0", 400).read


def test_addresses_are_made_of_letters_and_tell_apart_what_has_none() -> None:
    assert slug("Covid 19 (SARS/CoV-2)") == "covid-19-sars-cov-2"
    assert slug("!!!") != slug("???")
    assert len(slug("long " * 100)) < 100
    assert slug("心臓") == "心臓"


def test_the_site_map_has_all_pages_of_things(library: Shelf) -> None:
    found = library.get("/sitemap.xml").get_data(as_text=True)
    assert "<loc>http://127.0.0.1:8000/fr/themes/EHRS</loc>" in found
    assert (
        "<loc>http://127.0.0.1:8000/en/access-bodies/german-permit-authority-for-health-data</loc>" in found
    )


def series(number: int) -> str:
    made = dataset(f"http://example.org/series/{number}", f"Series {number:03}")
    return made.replace("dcat:Dataset", "dcat:DatasetSeries")


def test_all_series_are_listed_where_there_are_more_than_one_question_tells(shelf: Shelf) -> None:
    shelf.add("".join(series(number) for number in range(510)))
    index(shelf)
    listed = shelf.services.things.listed(ThingKind.SERIES, Reader("en", ("en",)))
    assert [each.label for each in listed] == [f"Series {number:03}" for number in range(510)]


def test_a_series_has_a_mark_and_is_not_counted_as_a_dataset(shelf: Shelf, page: Page) -> None:
    [record, *_] = shelf.add(series(1))
    shelf.add(dataset("http://example.org/1", "One of the series") + dataset("http://example.org/2", "Other"))
    index(shelf)
    assert "datasets described 2" in page("/en/").read
    assert "série de jeux de données 1" in page("/fr/").read
    for language, amount, mark in (
        ("en", "2 datasets and 1 series", "Series of datasets"),
        ("fr", "2 jeux de données et 1 série", "Série de jeux de données"),
    ):
        for html in (page(f"/{language}/datasets"), page(f"/{language}/datasets?view=table")):
            assert text(html.by_id("results-h")) == amount
            assert [text(each) for each in html.all("span", class_="badge") if text(each) == mark] == [mark]
        assert (
            text(page(f"/{language}/datasets?kind=dataset").by_id("results-h"))
            == amount.split(" and ")[0].split(" et ")[0]
        )
        own = page(f"/{language}/dataset/{record.id}")
        assert mark in text(own.one("div", class_="title"))
        assert f"/{language}/series/{record.id}" in [each.get("href") for each in own.all("a")]
        [group, *_] = shelf.get(f"/api/v1/suggestions?q=seri&lang={language}").get_json()["groups"]
        assert {each["text"]: each["label"] for each in group["suggestions"]} == {
            "One of the series": "",
            "Series 001": mark,
        }
    found = shelf.get("/api/v1/datasets?sort=title").get_json()
    assert (found["total"], found["series"]) == (3, 1)
    assert [each["kind"] for each in found["results"]] == ["dataset", "dataset", "series"]


def test_series_are_counted_once_until_the_index_changes(shelf: Shelf) -> None:
    shelf.add(series(1) + series(2))
    index(shelf)
    own, reader = shelf.services, Reader("en", ("en",))
    asked = AskedIndex(own.index)
    made = Things(asked, own.search_labels, own.vocabularies, asked.position)

    def counts() -> list[int]:
        return [each.count for each in made.counted(made.listed(ThingKind.SERIES, reader))]

    assert counts() == [0, 0]
    questions = len(asked.queries)
    assert questions == 2  # who they are, and how many each has
    assert counts() == [0, 0]
    assert len(asked.queries) == questions
    shelf.add(dataset("http://example.org/1", "One", "dcat:inSeries <http://example.org/series/2>"))
    index(shelf)
    assert counts() == [0, 1]


def test_a_dataset_leads_to_the_pages_of_its_holder_and_its_keywords(leaf: Page) -> None:
    for language in ("en", "fr"):
        html = leaf(f"/{language}/dataset/lysenberg-cancer-registry")
        links = [link.get("href") or "" for link in html.all("a")]
        holders = [link for link in links if link.startswith(f"/{language}/holders/")]
        keywords = [link for link in links if link.startswith(f"/{language}/keywords/")]
        assert len(holders) == 1
        assert keywords
        for link in (*holders, *keywords):
            shown = [each.get("href") for each in leaf(link).all("a")]
            assert f"/{language}/dataset/lysenberg-cancer-registry" in shown
