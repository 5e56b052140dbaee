"""Texts as an engine outside has them, and where the words of a question stand in them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalogue.search.elastic.fields import ANALYSERS, plain
from catalogue.search.elastic.finding import WordFinder


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("La santé de l’enfant", "La santé de enfant"),
        ("Crohn's disease, U07.1", "Crohn disease U07 1"),
        ("birth_year; (follow-up)", "birth year follow up"),
        ("sante\u0301 \ud800 🏥", "santé"),
        ("name:x AND *", "name x AND"),
    ],
)
def test_the_engine_sees_words_and_spaces_only(text: str, expected: str) -> None:
    assert plain(text) == expected


@pytest.mark.parametrize(
    ("text", "asked", "way", "marked"),
    [
        ("Suivi des diabètes 🐟 de l’Œuvre", "diabete oeuvre", "fr", ["diabètes", "Œuvre"]),
        ("Studies of a study", "study", "en", ["Studies", "study"]),
        ("Register der Krankheiten", "krankheit", "de", ["Krankheiten"]),
        ("بيانات السرطان", "السرطان", "any", ["السرطان"]),
        ("nothing of it", "asthma", "en", []),
    ],
)
def test_words_are_found_in_their_other_forms(text: str, asked: str, way: str, marked: list[str]) -> None:
    whole = text.encode()
    spans = WordFinder().spans(text, (way, 1.0), set(ANALYSERS[way].analyze(asked)))
    assert [whole[start:end].decode() for start, end in spans] == marked


@given(st.text(st.characters(exclude_categories=("Cs",))), st.sampled_from(sorted(ANALYSERS)))
def test_the_quick_look_hides_no_word(text: str, way: str) -> None:
    for word in text.split():
        for term in ANALYSERS[way].analyze(word):
            found = list(ANALYSERS[way].found(text, {term}))
            assert len(WordFinder().spans(text, (way, 1.0), {term})) == len(found) > 0
