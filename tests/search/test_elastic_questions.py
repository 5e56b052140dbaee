"""What Elasticsearch and OpenSearch are asked to find and to count: nothing that changes neither."""

from collections.abc import Iterator
from typing import Any

from catalogue.domain.asked import Asked, Form, Part, Said
from catalogue.domain.search import Query
from catalogue.search.elastic.asking import Asking
from catalogue.search.elastic.counting import Counting
from catalogue.search.elastic.fields import ALWAYS, Fields
from tests.contracts.test_search import LAYOUT

FIELDS = Fields(LAYOUT)
ASKING = Asking(FIELDS, ALWAYS)


def said(part: Part) -> set[tuple[str, str]]:
    """The texts that a part is asked for, each with the way in which its field is analysed."""
    found = ASKING.text(Query(part.words[0]), Asked((part,)))
    return {(text, way) for way, text in _asked(found)}


def _asked(clause: Any) -> set[tuple[str, str]]:
    """The ways and texts of a query."""
    return {(field.partition("_")[2], asked["query"]) for field, asked in _phrases(clause)}


def _phrases(clause: Any) -> Iterator[tuple[str, Any]]:
    if isinstance(clause, list):
        for each in clause:
            yield from _phrases(each)
    elif isinstance(clause, dict):
        yield from clause.get("match_phrase", {}).items()
        for name, each in clause.items():
            if name != "match_phrase":
                yield from _phrases(each)


def narrower(text: str, language: str = "en", weight: float = 0.4) -> Form:
    return Form(text, language, Said.NARROWER, weight)


def test_a_form_in_which_the_word_itself_stands_is_not_asked_for() -> None:
    part = Part(("mortality",), (narrower("infant mortality"), narrower("causes of death")))
    assert {text for text, _ in said(part)} == {"mortality", "causes of death"}


def test_a_form_in_which_a_weightier_one_stands_is_not_asked_for() -> None:
    part = Part(("dying",), (narrower("maternal death"), Form("deaths", "en", Said.SYNONYM, 0.8)))
    assert ("maternal death", "en") not in said(part)
    assert ("maternal death", "any") in said(part), "where words have no other forms, deaths are no death"


def test_a_form_that_counts_more_than_what_stands_in_it_is_asked_for() -> None:
    part = Part(("dying",), (Form("death rate", "en", Said.SYNONYM, 0.8), narrower("death")))
    assert {text for text, _ in said(part)} == {"dying", "death rate", "death"}


def test_a_form_whose_terms_stand_apart_in_the_other_is_asked_for() -> None:
    part = Part(("dying",), (narrower("cause of early death"), narrower("cause death", weight=0.8)))
    assert ("cause of early death", "en") in said(part)


def test_a_form_is_left_out_in_the_ways_only_in_which_the_other_is_asked_for() -> None:
    part = Part(("décès",), (narrower("décès maternel", "fr"), Form("maternel", "en", Said.SYNONYM, 0.8)))
    assert ("décès maternel", "fr") not in said(part)
    assert ("maternel", "fr") not in said(part)


def test_what_counts_has_no_scores_and_leaves_out_what_fails_two_choices() -> None:
    chosen = {"theme": ("a",), "country": ("b", "c"), "holder": ("d",)}
    query = Query("asthma", filters=chosen)
    body = Counting(FIELDS, ASKING).body(query, {"match_all": {}})
    filters = ASKING.filters(query)
    assert body["size"] == 0
    assert body["query"]["bool"].keys() == {"filter"}
    assert {"bool": {"should": filters, "minimum_should_match": 2}} in body["query"]["bool"]["filter"]
    assert body["post_filter"] == {"bool": {"filter": filters}}


def test_one_choice_narrows_the_counts_of_other_facets_alone() -> None:
    query = Query("asthma", filters={"theme": ("a",)})
    body = Counting(FIELDS, ASKING).body(query, None)
    assert body["query"] == {"bool": {"filter": ASKING.ranges(query)}}
    assert body["aggs"]["own_theme"]["filter"] == {"bool": {"filter": []}}
    assert body["aggs"]["free"]["filter"] == {"bool": {"filter": ASKING.filters(query)}}


def test_words_that_stand_together_weigh_the_best_anew_and_find_nothing() -> None:
    asked = Asked((Part(("heart",)), Part(("failure",)), Part(("in children",))))
    assert {text for _, text in _asked(ASKING.near(Query("x"), asked))} == {
        "heart failure",
        "failure in children",
    }
    assert "heart failure" not in {text for _, text in _asked(ASKING.text(Query("x"), asked))}


def test_one_word_weighs_nothing_anew() -> None:
    assert ASKING.near(Query("x"), Asked((Part(("heart",)),))) is None


def test_a_question_of_very_many_words_weighs_nothing_anew() -> None:
    asked = Asked(tuple(Part((f"word{number}",)) for number in range(200)))
    assert ASKING.near(Query("x"), asked) is None


def test_a_search_of_variables_weighs_neighbours_where_it_finds() -> None:
    asked = Asked((Part(("birth",)), Part(("year",))))
    assert "birth year" in {text for _, text in _asked(ASKING.variable(asked, "en"))}
