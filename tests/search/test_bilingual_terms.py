"""The list of terms that ships with the project is whole, tidy, and says nothing twice."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from catalogue.search.terms import Term, narrower, terms
from catalogue.search.thesaurus import LONGEST, MOST
from catalogue.search.words import STOP_WORDS, fold
from tests.architecture.sizes import ROOT

FILES = sorted((ROOT / "catalogue" / "translations" / "terms").glob("*.tsv"))
TERMS = list(terms())
LANGUAGES = ("en", "fr")
RELATIONS = ROOT / "catalogue" / "translations" / "narrower.tsv"

# Written alike but for an accent, and two things: who has retired (retraité), and what they have (retraite).
ALIKE = {"retraite"}
# One word in both languages but for accents, so that they are no lines of the list: kinds of things they are still.
SAME_IN_BOTH = {"acne", "menopause", "migraine", "psoriasis", "vitiligo"}


def columns(file: Path) -> Iterator[list[str]]:
    return (line.split("\t") for line in file.read_text("utf-8").splitlines())


def plain(text: str) -> str:
    """As search compares it, but for endings: no accents, no case, words only."""
    return " ".join(re.findall(r"\w+", fold(text).casefold().replace("œ", "oe").replace("æ", "ae")))


def telling(text: str) -> list[str]:
    return [word for word in plain(text).split() if word not in STOP_WORDS]


def concept(term: Term) -> str:
    return term["en"][0]


def test_there_are_two_thousand_concepts_and_more() -> None:
    assert len(TERMS) >= 2_000
    assert sum(len(list(columns(file))) - 1 for file in FILES) == len(TERMS)


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_a_file_has_a_line_for_each_concept_and_a_column_for_each_language(file: Path) -> None:
    header, *lines = columns(file)
    assert header == list(LANGUAGES)
    assert [line for line in lines if len(line) != len(LANGUAGES)] == []


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_a_file_is_sorted_by_what_is_first_in_english(file: Path) -> None:
    _, *lines = columns(file)
    first = [line[0].partition("|")[0] for line in lines]
    assert first == sorted(first, key=plain)


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_a_file_is_written_in_composed_characters_with_apostrophes_that_are_curved(file: Path) -> None:
    text = file.read_text("utf-8")
    assert text == unicodedata.normalize("NFC", text)
    assert "'" not in text
    assert "\r" not in text
    assert text.endswith("\n")


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_is_empty_or_has_a_space_too_many(language: str) -> None:
    said = [way for term in TERMS for way in term[language]]
    assert [way for way in said if not way or way != " ".join(way.split())] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_is_said_twice(language: str) -> None:
    said = Counter(plain(way) for term in TERMS for way in term[language])
    assert {way for way, times in said.items() if times > 1} == ALIKE & set(said)


def test_every_line_tells_something() -> None:
    """A line with one word that is written alike in both languages finds nothing that would not be found without."""
    idle = [
        term
        for term in TERMS
        if len(term["en"]) == 1 and {*map(plain, term["en"])} == {*map(plain, term["fr"])}
    ]
    assert [concept(term) for term in idle] == []


def test_a_word_means_one_thing_in_both_languages() -> None:
    """`pain` would be an English pain and a French bread: such words stand in longer terms, or not at all."""
    english = {plain(way): concept(term) for term in TERMS for way in term["en"]}
    french = {plain(way): concept(term) for term in TERMS for way in term["fr"]}
    assert {way for way in english.keys() & french.keys() if english[way] != french[way]} == set()


def test_search_finds_every_way_and_asks_for_all() -> None:
    assert [
        way for term in TERMS for said in term.values() for way in said if len(telling(way)) > LONGEST
    ] == []
    assert [concept(term) for term in TERMS if sum(map(len, term.values())) - 1 > MOST] == []


@pytest.mark.parametrize(
    ("english", "french"),
    [
        ("type 1 diabetes", "diabète de type 1"),
        ("HbA1c", "hémoglobine glyquée"),
        ("stroke", "AVC"),
        ("claims data", "données de remboursement"),
        ("elderly", "personne âgée"),
        ("health insurance fund", "caisse d’assurance maladie"),
    ],
)
def test_everyday_terms_are_there(english: str, french: str) -> None:
    (term,) = [term for term in TERMS if english in term["en"]]
    assert french in term["fr"]


def test_what_is_narrower_or_broader_is_a_concept_of_the_list_by_its_plainest_way() -> None:
    known = {concept(term) for term in TERMS}
    assert set(narrower()) - known == set()
    assert {each for some in narrower().values() for each in some} - known == SAME_IN_BOTH


def test_relations_are_sorted_and_each_stands_once() -> None:
    rows = [line.split("\t") for line in RELATIONS.read_text("utf-8").splitlines()]
    assert rows[0] == ["broader", "narrower"]
    assert [broader for broader, _ in rows[1:]] == sorted({row[0] for row in rows[1:]}, key=plain)
    assert [broader for broader, some in rows[1:] if len(set(some.split("|"))) != len(some.split("|"))] == []


def test_nothing_is_narrower_than_itself() -> None:
    def below(broader: str, seen: frozenset[str]) -> set[str]:
        found = set(narrower().get(broader, ())) - seen
        return found.union(*(below(each, seen | found) for each in found))

    assert [each for each in narrower() if each in below(each, frozenset())] == []
