"""A question finds the other ways to say its parts, by what the words mean and not by how they end."""

import pytest

from catalogue.domain.asked import Said
from catalogue.search.thesaurus import Thesaurus

THESAURUS = Thesaurus(
    [
        {"en": ("heart attack", "myocardial infarction"), "fr": ("infarctus du myocarde", "crise cardiaque")},
        {"en": ("diabetes",), "fr": ("diabète",)},
        {"en": ("type 1 diabetes", "T1D"), "fr": ("diabète de type 1", "DT1")},
        {"en": ("child",), "fr": ("enfant",)},
        {"en": ("pain",), "fr": ("douleur", "mal")},
        {"en": ("water",), "fr": ("eau",)},
        {"en": ("bread",), "fr": ("pain",)},
        {"en": ("asthma",), "fr": ("asthme",)},
        {"en": ("medication",), "fr": ("médicament",)},
        {"en": ("immunization",), "fr": ("immunisation",)},
        {"en": ("hospital",), "fr": ("hôpital",)},
        {"en": ("eye",), "fr": ("œil",)},
        {"de": ("Krebs",), "en": ("cancer",), "fr": ("cancer",)},
    ]
)


def said(text: str, language: str) -> dict[str, Said]:
    term = THESAURUS.find(text.split(), language)
    return {form.text: form.said for form in term.forms} if term else {}


@pytest.mark.parametrize(
    ("text", "language", "other"),
    [
        ("heart attacks", "en", "infarctus du myocarde"),
        ("heart attacks", "en", "myocardial infarction"),
        ("diabete", "fr", "diabetes"),
        ("diabètes", "fr", "diabetes"),
        ("l’enfant", "fr", "child"),
        ("ENFANTS", "fr", "child"),
        ("cancers", "fr", "Krebs"),
        ("hopitaux", "fr", "hospital"),
        ("oeil", "fr", "eye"),
        ("maux", "fr", "pain"),
        ("eaux", "fr", "water"),
        ("medications", "en", "médicament"),
    ],
)
def test_a_term_is_known_in_every_form_of_its_words(text: str, language: str, other: str) -> None:
    assert other in said(text, language)


@pytest.mark.parametrize(
    ("word", "is_one"),
    [
        ("infarctus", True),
        ("INFARCTION", True),
        ("diabete", True),
        ("l’eau", True),
        ("infarctis", False),
        ("Krebs", False),
        ("", False),
    ],
)
def test_the_words_of_its_terms_are_known_as_they_are_written(word: str, is_one: bool) -> None:
    assert THESAURUS.has(word) is is_one


def test_the_same_in_another_language_is_a_translation_and_in_this_one_a_synonym() -> None:
    forms = said("heart attack", "en")
    assert forms["myocardial infarction"] is Said.SYNONYM
    assert forms["crise cardiaque"] is Said.TRANSLATION
    assert "heart attack" not in forms


def test_the_longest_term_is_taken() -> None:
    term = THESAURUS.find(["type", "1", "diabetes", "children"], "en")
    assert term
    assert term.length == 3
    assert {form.text for form in term.forms} == {"T1D", "diabète de type 1", "DT1"}


def test_a_word_of_both_languages_is_read_in_the_readers() -> None:
    assert "douleur" in said("pain", "en")
    assert said("pain", "fr") == {"bread": Said.TRANSLATION}


def test_a_word_of_the_other_language_is_known_too() -> None:
    assert "asthme" in said("asthma", "fr")


def test_what_is_no_term_has_no_other_form() -> None:
    assert THESAURUS.find(["registry"], "en") is None
    assert THESAURUS.find([], "en") is None
    assert THESAURUS.find(["🦠", "—"], "en") is None


@pytest.mark.parametrize("text", ["medical", "immune", "diabetics"])
def test_a_word_that_only_has_the_stem_of_a_term_is_not_that_term(text: str) -> None:
    assert THESAURUS.find([text], "en") is None


RELATED = Thesaurus(
    [
        {"en": ("heart disease",), "fr": ("cardiopathie",)},
        {"en": ("heart attack", "myocardial infarction"), "fr": ("infarctus du myocarde",)},
        {"en": ("coronary heart disease",), "fr": ("maladie coronarienne",)},
    ],
    {"heart disease": ("coronary heart disease", "migraine"), "coronary heart disease": ("heart attack",)},
)


def test_a_broader_term_finds_its_kinds_and_theirs_in_every_language_after_what_means_the_same() -> None:
    term = RELATED.find(["cardiopathies"], "fr")
    assert term
    assert [(form.text, form.said) for form in term.forms[:3]] == [
        ("heart disease", Said.TRANSLATION),
        ("coronary heart disease", Said.NARROWER),
        ("migraine", Said.NARROWER),
    ]
    assert {form.text for form in term.forms} >= {"heart attack", "infarctus du myocarde"}


def test_a_word_that_is_the_same_in_all_languages_is_looked_for_in_each() -> None:
    term = RELATED.find(["heart", "disease"], "en")
    assert term
    assert {form.language for form in term.forms if form.text == "migraine"} == {"en", "fr"}


def test_what_a_term_is_a_kind_of_is_told_apart_from_the_term() -> None:
    above = RELATED.broader(["infarctus", "myocarde"], "fr")
    assert {(form.text, form.said) for form in above} == {
        ("coronary heart disease", Said.BROADER),
        ("maladie coronarienne", Said.BROADER),
    }
    assert RELATED.broader(["zebra"], "en") == ()
