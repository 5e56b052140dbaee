"""Which text a reader gets."""

import pytest
from rdflib import Literal

from catalogue.domain.languages import best, choose, foreign, order, pick

TEXTS = [
    Literal("colour", lang="en-GB"),
    Literal("color", lang="en-US"),
    Literal("couleur", lang="fr"),
    Literal("Farbe", lang="de"),
    Literal("#fff"),
]


@pytest.mark.parametrize(
    ("wishes", "chosen"),
    [
        (["fr", "en"], "couleur"),
        (["fr-BE", "en"], "couleur"),  # a variant's language before the next wish
        (["en-US", "fr"], "color"),
        (["en"], "colour"),  # of several variants always the same one
        (["fi", "de"], "Farbe"),
        (["fi"], "#fff"),  # no language before one that nobody wished for
    ],
)
def test_a_text_is_chosen_by_wish_then_variant_then_without_language(wishes: list[str], chosen: str) -> None:
    assert [str(text) for text in choose(TEXTS, order(wishes))] == [chosen]


def test_all_texts_of_the_chosen_language_are_given() -> None:
    texts = [Literal("b", lang="fr"), Literal("a", lang="fr"), Literal("c", lang="en")]
    assert [str(text) for text in choose(texts, ["fr"])] == ["a", "b"]


def test_where_nothing_suits_one_language_is_taken_and_always_the_same() -> None:
    texts = [Literal("x", lang="sv"), Literal("y", lang="da")]
    assert choose(texts, ["fr"]) == choose(reversed(texts), ["fr"]) == [Literal("y", lang="da")]


def test_no_texts_give_none() -> None:
    assert choose([], ["en"]) == []
    assert best({}, ["en"]) == ("", "")


def test_wishes_are_joined_in_order_and_once() -> None:
    assert order(["fr"], ["en-GB", "fr"], ["en_US", ""]) == ("fr", "en-gb", "en-us")


def test_our_own_texts_fall_back_to_english() -> None:
    assert pick({"en": "Search", "fr": "Chercher"}, ("fr-BE",)) == "Chercher"
    assert pick({"en": "Search", "fr": "Chercher"}, ("fi",)) == "Search"
    assert pick({}, ("fi",)) == ""


def test_best_tells_the_language_it_took() -> None:
    assert best({"fr": "couleur", "de": "Farbe"}, ("en", "de")) == ("Farbe", "de")


@pytest.mark.parametrize(
    ("tag", "page", "marked"), [("fr", "en", "fr"), ("en-GB", "en", ""), ("", "en", ""), (None, "en", "")]
)
def test_only_another_language_is_marked(tag: str | None, page: str, marked: str) -> None:
    assert foreign(tag, page) == marked
