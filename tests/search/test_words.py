"""What a person typed, taken apart."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalogue.bootstrap import Services
from catalogue.domain.errors import BadParameter
from catalogue.search.stems import spellings
from catalogue.search.tantivy.fields import ANALYSIS
from catalogue.search.words import (
    MAX_LENGTH,
    MAX_WORDS,
    ask,
    fold,
    required,
    tidy,
    without_elisions,
)


@pytest.mark.parametrize(
    ("text", "words", "phrases"),
    [
        ("type 1 diabetes", ("type", "1", "diabetes"), ()),
        ('children "type 1 diabetes"', ("children",), ("type 1 diabetes",)),
        ("« diabète de type 1 » enfants", ("enfants",), (" diabète de type 1 ",)),
        ("santé de l’enfant", ("santé", "l’enfant"), ()),
        ("U07.1 follow-up", ("U07.1", "follow-up"), ()),
        ('an "unclosed mark', ('"unclosed', "mark"), ()),
        ("of the", ("of", "the"), ()),
        ('the "of"', (), ("of",)),
        ("cancer cancer", ("cancer",), ()),
        ("(( ++ 😀 \x00", (), ()),
        ("", (), ()),
    ],
)
def test_words_and_phrases(text: str, words: tuple[str, ...], phrases: tuple[str, ...]) -> None:
    asked = ask(text)
    assert (asked.words, asked.phrases) == (words, phrases)
    assert bool(asked) == bool(words or phrases)


@pytest.mark.parametrize("text", ["x" * (MAX_LENGTH + 1), " ".join(f"w{n}" for n in range(MAX_WORDS + 1))])
def test_there_are_bounds(text: str) -> None:
    with pytest.raises(BadParameter, match="at most"):
        ask(text)


def test_from_four_words_on_three_quarters_are_required() -> None:
    assert [required(count) for count in range(1, 9)] == [1, 2, 3, 3, 4, 5, 6, 6]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("l’enfant d'une mère qu’il a", "enfant une mère il a"),
        ("L'ÉTUDE", "ÉTUDE"),
        ("aujourd'hui", "aujourd'hui"),
        ("Crohn's and Alzheimer’s disease", "Crohn and Alzheimer disease"),
        ("hépatite C d’origine", "hépatite C origine"),
        ("rock 'n' roll", "rock 'n' roll"),
    ],
)
def test_elisions_and_possessives_are_left_out(text: str, expected: str) -> None:
    assert without_elisions(text) == expected


@given(st.text(st.characters(exclude_categories=())))
def test_tidy_text_can_be_written_and_is_tidy(text: str) -> None:
    clean = tidy(text)
    assert clean.encode().decode() == clean == tidy(clean)


def test_every_french_word_of_our_vocabularies_is_found_without_its_accents(services: Services) -> None:
    foreign = {"language", "country"}  # names that are no French words: Mentawaï, Myènè
    labels = (
        concept.labels.get("fr", "")
        for scheme in services.vocabularies
        if scheme.name not in foreign
        for concept in scheme.concepts
    )
    words = {word for label in labels for word in re.findall(r"\w+", without_elisions(label))}
    analyse = ANALYSIS.analysers["fr"].analyze
    accented = {word for word in words if fold(word) != word}
    missed = {
        word
        for word in accented
        if analyse(word) not in [analyse(form) for form in spellings(fold(word), "fr")]
    }
    assert len(accented) > 150
    assert missed == set()


@pytest.mark.parametrize("word", ["décès", "accès", "première", "pancréas", "déjà", "mortalité", "traitées"])
def test_telling_words_are_found_without_their_accents(word: str) -> None:
    analyse = ANALYSIS.analysers["fr"].analyze
    assert analyse(word) in [analyse(form) for form in spellings(fold(word), "fr")]
    assert spellings(word, "en") == (word, fold(word))
