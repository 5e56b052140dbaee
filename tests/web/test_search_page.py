"""The search page: everything in its address, and nothing that needs a script."""

from collections.abc import Callable
from urllib.parse import parse_qsl, urlsplit
from xml.etree.ElementTree import Element

import pytest

from tests.conftest import dataset
from tests.web.conftest import index
from tests.web.markup import NAMESPACE, Html, text
from tests.web.shelf import Shelf

Page = Callable[..., Html]


def titles(html: Html) -> list[str]:
    return [text(each) for each in html.all("h3")]


def query(link: Element) -> list[tuple[str, str]]:
    return parse_qsl(urlsplit(link.get("href") or "").query)


def box(html: Html, value: str) -> Element:
    return html.one("input", type="checkbox", value=value)


def test_words_find_datasets_and_say_why(leaf: Page) -> None:
    html = leaf("/en/datasets?q=hba1c")
    assert titles(html) == ["Diabetes disease management programme, Auental Fund"]
    assert text(html.by_id("results-h")) == "1 dataset"
    why = text(html.one("ul", class_="why"))
    assert "Variables:" in why
    assert "hba1c" in [text(mark) for mark in html.all("mark")]


def test_the_number_of_results_is_announced_politely(leaf: Page) -> None:
    html = leaf("/en/datasets")
    told = html.by_id("told")
    assert (told.get("role"), text(told)) == ("status", "")
    # What is read out must be there before its words are, and so is no part of what a script replaces.
    assert told not in list(html.by_id("found").iter())


@pytest.mark.parametrize(("language", "words"), [("en", "waste water pathogens"), ("fr", "eaux usées")])
def test_results_speak_the_language_of_the_page(leaf: Page, language: str, words: str) -> None:
    html = leaf(f"/{language}/datasets?q={words}")
    assert html.one("html").get("lang") == language
    assert titles(html)
    assert all(each.get("lang") is None for each in html.all("p", class_="sum"))


def test_a_result_shows_its_access_and_the_figures_that_decide(leaf: Page) -> None:
    html = leaf("/en/datasets?q=hba1c")
    assert "Not public, on request" in text(html.one("li", class_="result"))
    figures = text(html.one("dl", class_="figures"))
    assert "People 118,700" in figures.replace("People118,700", "People 118,700")
    assert "since 2006" in figures


def test_facets_are_fieldsets_of_checkboxes_that_belong_to_the_search(leaf: Page) -> None:
    html = leaf("/en/datasets")
    legends = [text(each) for each in html.all("legend")]
    assert {"Access", "Country or region", "Years covered"} <= set(legends)
    boxes = [each for label in html.all("label", class_="tick") for each in label.iter() if each.get("type")]
    assert boxes
    assert {each.get("form") for each in boxes} == {"find"}
    assert all(text(label) for label in html.all("label"))


def test_a_tick_stays_and_does_not_empty_its_own_facet(leaf: Page) -> None:
    html = leaf("/en/datasets?access=NON_PUBLIC")
    assert box(html, "NON_PUBLIC").get("checked") is not None
    assert box(html, "PUBLIC").get("checked") is None


def test_a_chosen_value_stays_in_sight_at_zero(leaf: Page) -> None:
    html = leaf("/en/datasets?access=PUBLIC&q=hba1c")
    assert box(html, "PUBLIC").get("checked") is not None
    assert text(html.one("label", class_="zero")) == "Open0"


def test_tags_remove_one_filter_and_keep_the_rest(leaf: Page) -> None:
    html = leaf("/en/datasets?q=programme&access=NON_PUBLIC&country=DEU&years_min=2005&years_max=2015")
    left = {text(tag): query(tag) for tag in html.all("a", class_="tag")}
    (germany,) = [rest for name, rest in left.items() if "Germany" in name]
    assert germany == [
        ("q", "programme"),
        ("access", "NON_PUBLIC"),
        ("years_min", "2005"),
        ("years_max", "2015"),
    ]
    assert "Remove the filter Country or region: Germany×" in left
    assert "Remove the filter Years covered: 2005 to 2015×" in left
    (everything,) = [link for link in html.all("a") if text(link) == "Remove all"]
    assert query(everything) == [("q", "programme")]


@pytest.mark.parametrize(("language", "code"), [("en", "ICD-10 E11"), ("fr", "CIM-10 E11")])
def test_the_code_of_the_hint_is_written_as_its_reader_does_and_finds(
    leaf: Page, language: str, code: str
) -> None:
    hint = leaf(f"/{language}/datasets").one("p", class_="hint")
    (link,) = [each for each in hint.iter() if text(each) == code and each.get("href")]
    assert query(link) == [("q", code)]
    assert titles(leaf(f"/{language}/datasets?q={code}"))


def test_what_was_asked_for_stands_in_the_form(leaf: Page) -> None:
    html = leaf("/en/datasets?q=heart&years_min=2005&sort=title")
    assert html.by_id("q").get("value") == "heart"
    assert html.one("input", name="years_min").get("value") == "2005"
    assert [each.get("value") for each in html.all("option") if each.get("selected") is not None] == ["title"]


def test_nothing_found_says_which_filter_empties_it(leaf: Page) -> None:
    html = leaf("/en/datasets?q=hba1c&access=PUBLIC")
    assert "Nothing was found." in html.read
    ways = {
        text(link): query(link) for link in html.by_id("found").iter() if text(link).startswith("without")
    }
    assert ("q", "hba1c") in ways["without “Access: Open”"]
    assert ("access", "PUBLIC") in ways["without the words “hba1c”"]


def test_nothing_found_without_filters_gives_advice(leaf: Page) -> None:
    assert "Check the spelling" in leaf("/en/datasets?q=zzzzqqqq").read


def test_the_filters_button_counts_what_is_chosen(leaf: Page) -> None:
    summary = leaf("/fr/datasets?access=NON_PUBLIC&country=DEU").one("details", class_="filters")
    assert text(summary).startswith("Filtres : 2 choisis")


def test_pages_are_links_that_keep_the_question(shelf: Shelf, page: Page) -> None:
    shelf.add("".join(dataset(f"http://example.org/{number}", f"Cohort {number:02}") for number in range(45)))
    index(shelf)
    html = page("/en/datasets?q=cohort&sort=title&page=2")
    links = {text(link): query(link) for link in html.one("nav", class_="pages").iter() if link.get("href")}
    assert links["Next"] == [("q", "cohort"), ("sort", "title"), ("page", "3")]
    assert links["Previous"][:2] == [("q", "cohort"), ("sort", "title")]
    assert titles(html)[0] == "Cohort 20"
    assert len(titles(html)) == 20
    assert "page 2" in html.title


def test_long_facets_fold_and_keep_their_ticks(shelf: Shelf, page: Page) -> None:
    countries = ("FRA", "BEL", "DEU", "ESP", "ITA", "NLD", "DNK", "FIN", "PRT", "POL")
    shelf.add(
        "".join(
            dataset(f"http://example.org/{code}", more=f"dct:spatial <{COUNTRY}{code}>") for code in countries
        )
    )
    index(shelf)
    html = page(f"/en/datasets?country={countries[-1]}")
    facet = next(each for each in html.all("fieldset") if text(each).startswith("Country"))
    fold = next(each for each in facet.iter() if each.tag.endswith("details"))
    assert text(fold).startswith("5 more")
    folded = {each.get("value") for each in fold.iter() if each.get("type") == "checkbox"}
    assert countries[-1] not in folded


def test_script_in_a_question_is_text(leaf: Page) -> None:
    html = leaf("/en/datasets?q=<script>alert(1)</script>&access=<img src=x onerror=alert(2)>")
    assert not [each for each in html.all("script") if not each.get("src")]
    assert not html.all("img")
    assert html.by_id("q").get("value") == "<script>alert(1)</script>"


def test_script_in_a_description_is_text_in_results(shelf: Shelf, page: Page) -> None:
    evil = "<script>alert(1)</script> heart <img src=x>"
    shelf.add(dataset(title=evil, more=f'dct:description "{evil}"@en ; dcat:keyword "{evil}"@en'))
    index(shelf)
    html = page("/en/datasets?q=heart")
    assert titles(html) == [evil]
    assert not html.all("img")


COUNTRY = "http://publications.europa.eu/resource/authority/country/"


def test_what_matches_through_a_translation_is_marked_so_in_words(shelf: Shelf, page: Page) -> None:
    shelf.add(dataset("http://example.org/1", "Cohort", 'dct:description "Heart attack and its care"@en'))
    index(shelf)
    html = page("/fr/datasets?q=infarctus du myocarde")
    assert "Description : trouvé sous la forme Heart attack, une traduction" in text(
        html.one("ul", class_="why")
    )
    assert html.one("q").get("lang") == "en"
    direct = page("/en/datasets?q=heart attack")
    assert not direct.all("q")


def test_a_slip_is_asked_about_with_the_number_of_results(leaf: Page) -> None:
    note = leaf("/en/datasets?q=diabtes&access=NON_PUBLIC").one("p", class_="meant")
    assert text(note) == "Did you mean diabetes? (1 dataset)"
    [link] = [each for each in note.iter() if each.get("href")]
    assert query(link) == [("q", "diabetes"), ("access", "NON_PUBLIC")]


def test_what_was_written_as_two_words_may_have_been_meant_as_one(shelf: Shelf, page: Page) -> None:
    shelf.add(
        dataset("http://example.org/1", "Hospital aftercare", 'dct:description "All that is caring"@en')
    )
    index(shelf)
    note = page("/en/datasets?q=hospital after care").one("p", class_="meant")
    assert text(note) == "Did you mean hospital aftercare? (1 dataset)"


def test_no_word_is_proposed_that_the_question_has_already(shelf: Shelf, page: Page) -> None:
    shelf.add(dataset("http://example.org/1", "Water"))
    index(shelf)
    assert not page("/en/datasets?q=wader water").all("p", class_="meant")


def also(html: Html) -> tuple[str, list[str]]:
    """The heading of what is shown beside the results, and the titles below it."""
    [section] = html.all("section", class_="also")
    heading, *found = [text(each) for each in section.iter() if each.tag.endswith(("h2", "h3"))]
    return heading, found


def test_few_results_are_followed_by_what_has_some_of_the_words_under_its_own_heading(
    shelf: Shelf, page: Page
) -> None:
    for place, title in enumerate(("Asthma in Norway", "Asthma in children", "Hip fracture")):
        shelf.add(dataset(f"http://example.org/{place}", title))
    index(shelf)
    html = page("/en/datasets?q=asthma in children")
    assert text(html.by_id("results-h")) == "1 dataset"
    assert titles(html) == ["Asthma in children", "Asthma in Norway"]
    assert also(html) == ("These have some of your words, or a broader one", ["Asthma in Norway"])
    french = page("/fr/datasets?q=asthme licornes")
    assert also(french)[0] == "Ceux-ci ont une partie de vos mots, ou un terme plus large"
    assert sorted(also(french)[1]) == ["Asthma in Norway", "Asthma in children"]


def test_what_has_some_of_the_words_keeps_to_the_filters(shelf: Shelf, page: Page) -> None:
    shelf.add(dataset("http://example.org/1", "Asthma in Norway"))
    index(shelf)
    assert not page("/en/datasets?q=asthma unicorns&country=FRA").all("section", class_="also")


def test_the_results_of_what_was_meant_are_shown_where_nothing_was_found(shelf: Shelf, page: Page) -> None:
    shelf.add(dataset("http://example.org/1", "Asthma in Norway"))
    index(shelf)
    assert also(page("/en/datasets?q=asthna")) == ("Results for “asthma” instead", ["Asthma in Norway"])


@pytest.mark.parametrize(
    "address", ["q=asthna", "q=asthma norway", "q=asthma norway&view=table", "view=table"]
)
def test_whatever_can_be_ticked_has_the_buttons_that_it_is_ticked_for(
    shelf: Shelf, page: Page, address: str
) -> None:
    shelf.add(dataset("http://example.org/1", "Asthma in Norway"))
    shelf.add(dataset("http://example.org/2", "Asthma in children"))
    index(shelf)
    html = page(f"/en/datasets?{address}")
    assert {each.get("form") for each in html.all("input", name="d")} == {"picked"}
    assert len(html.all("form", id="picked")) == 1
    assert len(html.all("input", name="d")) == 2


def test_a_kind_of_what_was_asked_for_is_found_and_said_to_be_one(shelf: Shelf, page: Page) -> None:
    shelf.add(dataset("http://example.org/1", "Cohort", 'dct:description "About lupus"@en'))
    index(shelf)
    found = page("/fr/datasets?q=maladies auto-immunes")
    assert "trouvé sous la forme lupus, qui en est une sorte ou une partie" in text(
        found.one("ul", class_="why")
    )


def test_narrower_values_stand_in_a_list_below_the_broader_one(shelf: Shelf, page: Page) -> None:
    standard = "https://hdeu-dcat.data.health.europa.eu/resource/authority/standard/FHIR"
    shelf.add(dataset("http://example.org/1", more=f"dct:conformsTo <{standard}>"))
    index(shelf)
    below = page("/en/datasets?standard=FHIR").one("ul", class_="narrower")
    assert below.get("aria-label") == "Interfaces (API)"
    assert [each.get("value") for each in below.iter() if each.get("type") == "checkbox"] == ["FHIR"]


def test_days_are_asked_for_in_inputs_of_dates(leaf: Page) -> None:
    html = leaf("/en/datasets?updated_min=2026-01-01")
    assert (
        html.one("input", name="updated_min").get("type"),
        html.one("input", name="updated_min").get("value"),
    ) == (
        "date",
        "2026-01-01",
    )


def test_results_stand_in_a_table_where_that_is_asked_for(leaf: Page) -> None:
    html = leaf("/en/datasets?q=hba1c&view=table&access=NON_PUBLIC")
    assert [text(each) for each in html.all("th", scope="col")] == [
        "Choose",
        "Title",
        "Data holder",
        "Access",
        "People",
        "Years",
        "Variables",
        "Last changed",
    ]
    assert text(html.one("th", scope="row")) == "Diabetes disease management programme, Auental Fund"
    assert "118,700" in [text(each) for each in html.all("td")]
    # Whatever is chosen next, it stays a table.
    assert html.one("input", name="view").get("value") == "table"
    assert ("view", "table") in query(html.one("a", class_="tag"))
    [other] = [each for each in html.one("p", class_="views").iter() if each.get("href")]
    assert (text(other), query(other)) == ("List", [("q", "hba1c"), ("access", "NON_PUBLIC")])


def test_what_cannot_be_meant_is_told_beside_all_that_can(leaf: Page) -> None:
    html = leaf("/en/datasets?q=hba1c&access=NON_PUBLIC&people_min=abc&updated_max=2026-13", 400)
    assert html.title.startswith("Error:")
    alert = text(html.one("section", class_="alert"))
    assert "“abc” is not a value for “Number of people, from”: a number." in alert
    assert "“2026-13” is not a value for" in alert
    assert html.one("input", id="q").get("value") == "hba1c"
    assert html.one("input", id="people_min").get("value") == "abc"
    assert html.one("input", id="people_min").get("type") == "text"
    assert html.one("input", name="access", value="NON_PUBLIC").get("checked") is not None
    assert titles(html) == titles(leaf("/en/datasets?q=hba1c&access=NON_PUBLIC"))
    assert "people_min" not in (html.one("a", class_="tag").get("href") or "")


def test_words_that_are_too_long_stay_in_their_box(leaf: Page) -> None:
    html = leaf(f"/fr/datasets?q={'a' * 600}&country=DEU", 400)
    assert html.one("input", id="q").get("value") == "a" * 600
    assert "au plus 500 caractères" in text(html.one("section", class_="alert"))
    assert html.one("input", name="country", value="DEU").get("checked") is not None


def test_a_view_that_there_is_not_is_told(leaf: Page) -> None:
    assert "list, table" in leaf("/en/datasets?view=map", 400).read


def test_where_each_filter_empties_it_all_of_them_can_be_left_out(leaf: Page) -> None:
    html = leaf("/en/datasets?q=hba1c&access=PUBLIC&people_min=999999999")
    links = [each for each in html.by_id("found").iter() if each.get("href")]
    ways = {text(link): query(link) for link in links if text(link).startswith("without")}
    assert ways == {"without the filters": [("q", "hba1c")]}


def test_filters_that_the_words_speak_of_are_links_and_the_words_stay(leaf: Page) -> None:
    html = leaf("/en/datasets?q=hba1c+since+2006+in+Germany&view=table")
    assert html.by_id("q").get("value") == "hba1c since 2006 in Germany"
    assert not html.all("a", class_="tag")
    together, *alone = html.one("div", class_="understood").iter(f"{NAMESPACE}a")
    assert text(together) == "Years covered: 2006 or later · Country or region: Germany"
    assert query(together) == [
        ("q", "hba1c"),
        ("country", "DEU"),
        ("years_min", "2006"),
        ("view", "table"),
    ]
    assert [query(each)[0] for each in alone] == [("q", "hba1c in Germany"), ("q", "hba1c since 2006")]
    narrowed = leaf(together.get("href") or "")
    assert len(narrowed.all("a", class_="tag")) == 2
    assert not narrowed.all("div", class_="understood")


def test_a_question_without_filters_offers_none(leaf: Page) -> None:
    assert not leaf("/en/datasets?q=hba1c").all("div", class_="understood")
