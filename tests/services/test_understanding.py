"""A typed question is read as parts, with the other ways to say them and the codes in it."""

import pytest

from catalogue.domain.asked import Part, Said
from catalogue.domain.errors import BadParameter
from catalogue.rdf.profiles import find_profile, load_vocabularies
from catalogue.services.understanding import Understanding
from catalogue.settings import Settings


@pytest.fixture(scope="module")
def understanding() -> Understanding:
    return Understanding(load_vocabularies(find_profile(Settings().profile)))


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
