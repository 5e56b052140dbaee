"""Which words a slip may have been meant as, and how much is compared for it."""

import json
from collections.abc import Iterator
from difflib import SequenceMatcher
from itertools import islice, product

from hypothesis import given
from hypothesis import strategies as st

from catalogue.search.likeness import LOOKED_AT, words_like
from tests.counted import calls

WORDS = st.text("abcde", min_size=4, max_size=9)


def packed(*words: str) -> str:
    """A description of these words, as it is stored."""
    return json.dumps([["title", "en", 1.0, " ".join(words)]])


@given(WORDS, st.sets(WORDS))
def test_all_words_that_are_like_a_slip_are_told_the_nearest_first(slip: str, words: set[str]) -> None:
    like = {
        word: SequenceMatcher(None, slip, word).ratio() for word in words if abs(len(word) - len(slip)) <= 2
    }
    expected = sorted((word for word in like if like[word] >= 0.7), key=lambda word: (-like[word], word))
    assert [word for word, _ in words_like(slip, [packed(*words)])] == expected


def test_words_with_other_letters_are_left_out_before_they_are_compared() -> None:
    others = ["".join(each) for each in islice(product("klmnopqu", repeat=8), 2_000)]
    described = packed("diabetes", *others)
    assert words_like("diabtes", [described]) == [("diabetes", 1)]
    assert calls(lambda: words_like("diabtes", [described]), "ratio") == 1


def test_a_word_of_many_descriptions_is_compared_once() -> None:
    described = [packed("diabetes", "diabetic")] * LOOKED_AT
    assert words_like("diabtes", described)[0] == ("diabetes", LOOKED_AT)
    assert calls(lambda: words_like("diabtes", described), "ratio") == 2


def test_no_more_descriptions_are_read_when_thousands_of_words_are_known() -> None:
    read = []

    def descriptions() -> Iterator[str]:
        for first in "abcdefghijkl":
            read.append(first)
            yield packed(
                "diabetes", *(first + "".join(each) for each in islice(product("klmnopqu", repeat=6), 9_000))
            )

    assert words_like("diabtes", descriptions()) == [("diabetes", 3)]
    assert read == ["a", "b", "c"]
