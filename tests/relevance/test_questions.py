"""What makes the questions a measure: they are many, of both languages, and judged over descriptions that exist."""

import re
from collections import Counter
from pathlib import Path

import pytest

from tests.conftest import ROOT
from tests.relevance.corpus import Corpus, demonstration, examples, names, only_in
from tests.relevance.questions import EXACT, RELATED, WELL, Question, read_questions, within

QUESTIONS = read_questions()
LANGUAGES = ("en", "fr")
DEMONSTRATION = "demonstration/"
WRITTEN_IN = re.compile(r'"@(en|fr) \.$', re.MULTILINE)


@pytest.fixture(scope="module")
def shipped() -> Corpus:
    return demonstration()


@pytest.fixture(scope="module")
def official(reference: Path) -> Corpus:
    return examples(reference)


def _answers(question: Question, grade: int) -> list[str]:
    return [name for name, given in question.judgements.items() if given >= grade]


def _judged() -> set[str]:
    return {name for question in QUESTIONS for name in question.judgements}


def test_there_are_enough_questions_to_tell_chance_from_change() -> None:
    assert len(QUESTIONS) >= 60


def test_a_question_has_a_name_of_its_own() -> None:
    assert [name for name, count in Counter(each.id for each in QUESTIONS).items() if count > 1] == []


def test_no_question_is_asked_twice_in_a_language() -> None:
    texts = Counter((each.lang, each.text.casefold()) for each in QUESTIONS)
    assert [text for text, count in texts.items() if count > 1] == []


def test_both_languages_have_about_half_of_the_questions() -> None:
    counts = Counter(each.lang for each in QUESTIONS)
    assert set(counts) == set(LANGUAGES)
    assert min(counts.values()) >= 0.45 * len(QUESTIONS)


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda each: each.id)
def test_a_question_is_short_and_has_an_answer(question: Question) -> None:
    assert 1 <= len(question.text.split()) <= 8
    assert question.kind
    assert set(question.judgements.values()) <= {EXACT, WELL, RELATED}
    assert _answers(question, WELL), "nothing answers it well: it measures little"


def test_every_kind_of_question_is_told_in_the_guide() -> None:
    guide = (ROOT / "docs" / "relevance.md").read_text(encoding="utf-8")
    assert [kind for kind in {each.kind for each in QUESTIONS} if f"| {kind} |" not in guide] == []


def test_every_judged_demonstration_is_there(shipped: Corpus) -> None:
    assert {name for name in _judged() if name.startswith(DEMONSTRATION)} - set(shipped) == set()


@pytest.mark.reference
def test_every_other_judged_description_is_an_official_example(official: Corpus) -> None:
    assert {name for name in _judged() if not name.startswith(DEMONSTRATION)} - set(official) == set()


def test_every_demonstration_is_exactly_what_some_question_asks_for(shipped: Corpus) -> None:
    asked_for = {name for question in QUESTIONS for name in _answers(question, EXACT)}
    assert set(shipped) - asked_for == set()


def test_enough_questions_remain_without_the_official_examples(shipped: Corpus) -> None:
    assert len(within(QUESTIONS, shipped)) >= 60


@pytest.mark.reference
def test_what_a_translation_asks_for_is_written_in_the_other_language_only(
    shipped: Corpus, official: Corpus
) -> None:
    """At least fifteen questions, none of which the words of its best answers could match."""
    known = shipped | official
    translations = [each for each in QUESTIONS if each.kind == "translation"]
    assert len(translations) >= 15
    for question in translations:
        found = [known[name].ntriples for name in _answers(question, EXACT)]
        assert question.lang not in {language for text in found for language in WRITTEN_IN.findall(text)}


@pytest.mark.reference
def test_each_description_has_one_name_and_each_name_one_iri(shipped: Corpus, official: Corpus) -> None:
    known = shipped | official
    assert len(names(known)) == len(known)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_demonstration_can_be_read_as_if_it_were_written_in_one_language(
    shipped: Corpus, language: str
) -> None:
    alone = only_in(language, shipped)
    assert list(alone) == list(shipped)
    assert {found for each in alone.values() for found in WRITTEN_IN.findall(each.ntriples)} == {language}
