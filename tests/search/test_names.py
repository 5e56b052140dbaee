"""The words in names, and which of them are marked."""

import pytest

from catalogue.domain.asked import Asked, Form, Part, Said
from catalogue.search.marks import marked
from catalogue.search.names import keys, words
from catalogue.search.words import ask


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("birthYear_2", "birthYear 2 / birth Year 2 / birthYear2"),
        ("BIRTH_YEAR", "BIRTH YEAR / BIRTHYEAR"),
        ("HBA1cLevel", "HBA1cLevel / HBA 1 c Level"),
        ("dateDécès", "dateDécès / date Décès"),
        ("sex", "sex"),
        ("血圧", "血圧"),
        ("__", ""),
    ],
)
def test_a_name_is_parted_at_separators_capitals_and_digits(name: str, said: str) -> None:
    assert words(name) == said


@pytest.mark.parametrize("name", ["birth_year", "birth year", "birthYear", "Birth.Year"])
def test_a_name_is_known_as_a_whole_by_its_words(name: str) -> None:
    assert {"birth:year", "birth.year"} & set(keys(name))


@pytest.mark.parametrize(
    ("text", "typed", "shown"),
    [
        ("Years of birth", "birth year", "[Years] of [birth]"),
        ("birthYear", "year", "birth[Year]"),
        ("birth_year", "birthyear", "[birth_year]"),
        ("HbA1c_baseline", "hba1c", "[HbA1c]_baseline"),
        ("Traitée à l’hôpital", "hopital traite", "[Traitée] à l’[hôpital]"),
        ("Weight", "height", "Weight"),
        ("", "height", ""),
    ],
)
def test_the_words_of_a_question_are_marked_in_any_ending(text: str, typed: str, shown: str) -> None:
    assert "".join(f"[{part}]" if found else part for part, found in marked(text, ask(typed))) == shown


def test_other_forms_are_marked_but_for_their_small_words() -> None:
    attack = Part(("heart", "attack"), (Form("infarctus du myocarde", "fr", Said.TRANSLATION),))
    pieces = marked("Âge du premier infarctus", Asked((attack,)))
    assert pieces == (("Âge du premier ", False), ("infarctus", True))
