"""A typed question is read as parts, with the other ways to say them and the codes in it."""

import pytest

from catalogue.bootstrap import Services
from catalogue.domain.asked import Part, Said
from catalogue.domain.errors import BadParameter
from catalogue.services.understanding import Understanding
from catalogue.settings import Settings


@pytest.fixture(scope="module")
def understanding() -> Understanding:
    return Services(Settings()).understanding


def test_words_that_mean_one_thing_are_one_part(understanding: Understanding) -> None:
    asked = understanding.understand("children with type 1 diabetes in quotidienneville", "en")
    assert [part.words for part in asked.parts] == [
        ("children",),
        ("type", "1", "diabetes"),
        ("quotidienneville",),
    ]
    assert asked.parts[2] == Part(("quotidienneville",))


def test_a_question_is_said_in_the_other_language_too(understanding: Understanding) -> None:
    (part,) = understanding.understand("enfants", "fr").parts
    assert any(form.text == "child" and form.said is Said.TRANSLATION for form in part.forms)


@pytest.mark.parametrize("text", ["pupils", "schoolchildren", "écoliers"])
def test_pupils_are_not_asked_for_with_the_word_that_is_found_in_what_is_high(
    understanding: Understanding, text: str
) -> None:
    (part,) = understanding.understand(text, "fr" if text[0] == "é" else "en").parts
    forms = {form.text for form in part.forms}
    assert "élève de primaire" in forms
    assert "élève" not in forms


def test_labels_of_vocabularies_are_terms(understanding: Understanding) -> None:
    (part,) = understanding.understand("Belgique", "fr").parts
    assert "Belgium" in {form.text for form in part.forms}


def test_what_stands_in_quotation_marks_is_asked_for_as_it_is(understanding: Understanding) -> None:
    asked = understanding.understand('"heart attack" children', "en")
    assert asked.phrases == ("heart attack",)
    assert [part.words for part in asked.parts] == [("children",)]


def test_codes_are_told(understanding: Understanding) -> None:
    assert "e10" in understanding.understand("ICD-10 E10", "en").codes


def test_a_question_over_the_bounds_is_refused(understanding: Understanding) -> None:
    with pytest.raises(BadParameter):
        understanding.understand("x" * 10_000, "en")


@pytest.mark.parametrize(
    ("text", "language", "words"),
    [
        ("smoking during pregnancy chart", "en", [("smoking", "pregnancy"), ("chart",)]),
        ("personnes vivant avec le VIH", "fr", [("VIH",)]),
        ("people living with HIV", "en", [("HIV",)]),
        ("surgery without anaesthesia", "en", [("surgery",), ("without",), ("anaesthesia",)]),
        ("patients data", "en", [("patients",), ("data",)]),
    ],
)
def test_small_words_and_those_that_all_have_do_not_count_but_what_turns_the_question_does(
    understanding: Understanding, text: str, language: str, words: list[tuple[str, ...]]
) -> None:
    assert [part.words for part in understanding.understand(text, language).parts] == words


def test_a_loosened_question_is_of_single_words_of_which_half_are_enough(
    understanding: Understanding,
) -> None:
    asked = understanding.loosen("maladie de Crohn quotidienneville", "fr")
    assert [part.words for part in asked.parts] == [("Crohn",), ("quotidienneville",)]
    assert asked.enough == 1
    forms = {form.text: form.said for form in asked.parts[0].forms}
    assert forms["Crohn’s disease"] is Said.TRANSLATION
    assert forms["inflammatory bowel disease"] is Said.BROADER


@pytest.mark.parametrize(
    ("text", "language", "words"),
    [
        ("asthma before 2015", "en", [("asthma",)]),
        ("asthme entre 2005 et 2010", "fr", [("asthme",)]),
        ("stroke in people over 65", "en", [("stroke",)]),
        ("asthma in Belgium", "en", [("asthma",), ("Belgium",)]),
        ("asthma 2015", "en", [("asthma",), ("2015",)]),
        ("before 2015", "en", [("before",), ("2015",)]),
        ('"heart attack" before 2015', "en", []),
    ],
)
def test_what_a_filter_is_asked_for_with_need_not_stand_in_a_description_unless_nothing_else_is_asked(
    understanding: Understanding, text: str, language: str, words: list[tuple[str, ...]]
) -> None:
    asked = understanding.understand(text, language)
    assert ([part.words for part in asked.parts], asked.enough) == (words, 0)


def test_a_year_alone_is_a_word_that_may_be_lacking_beside_two_others(understanding: Understanding) -> None:
    asked = understanding.understand("asthma smoking 2015", "en")
    assert [part.words for part in asked.parts] == [("asthma",), ("smoking",), ("2015",)]
    assert asked.enough == 2


@pytest.mark.parametrize(
    ("text", "words", "spans"),
    [
        ("asthma since 2010", ["asthma"], [("years", (2010, None))]),
        ("asthma 2015", ["asthma", "2015"], [("years", (2015, 2015))]),
        ("data of the 1990s", ["data"], [("years", (1990, 1999))]),
        ("stroke in people over 65", ["stroke"], [("ages", (65, None))]),
        ("people over 65", ["over", "65"], [("ages", (65, None))]),
        ("men over 40 or women over 50", ["men", "women"], [("ages", (40, None)), ("ages", (50, None))]),
        ("asthma in France", ["asthma", "France"], []),
    ],
)
def test_years_ages_and_numbers_are_told_to_weigh_the_order(
    understanding: Understanding, text: str, words: list[str], spans: list[object]
) -> None:
    asked = understanding.understand(text, "en")
    assert ([*asked.words], [*asked.spans]) == (words, spans)
    assert understanding.loosen(text, "en").spans == asked.spans


def test_a_year_that_is_said_twice_is_one_word(understanding: Understanding) -> None:
    asked = understanding.understand("2015 asthma smoking 2015", "en")
    assert [part.words for part in asked.parts] == [("2015",), ("asthma",), ("smoking",)]
    assert asked.enough == 2


def test_of_places_that_are_joined_one_is_enough(understanding: Understanding) -> None:
    asked = understanding.understand("asthma in France or Belgium", "en")
    assert [part.words for part in asked.parts] == [("asthma",), ("France",)]
    forms = {(form.text, form.said) for form in asked.parts[1].forms}
    assert {("Belgium", Said.ALTERNATIVE), ("Belgique", Said.TRANSLATION)} <= forms


def test_words_of_a_variable_are_no_filters(understanding: Understanding) -> None:
    words = [part.words for part in understanding.words("asthma before 2015", "en").parts]
    assert words == [("asthma",), ("before",), ("2015",)]
